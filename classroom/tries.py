"""Counting wrong tries: by name, for a while, in the cache that all processes share (settings.CACHES)."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.core.cache import cache

from classroom.models import Student


def about(student: Student, *more: str) -> str:
    """A name for counting about a child's present key; nobody can tell the child from it, also after an erasure."""
    said = ":".join(("tries", str(student.uuid), str(student.key_number), *more))
    return "child-" + hmac.new(settings.PEPPER.encode(), said.encode(), hashlib.sha256).hexdigest()[:40]


def made(name: str) -> int:
    """How many tries were counted under `name` and not yet forgotten."""
    return int(cache.get(name, 0))


def count(name: str, seconds: int) -> int:
    """Count one try, forgotten `seconds` after the first; returns how many there are now."""
    if cache.add(name, 1, seconds):
        return 1
    try:
        return int(cache.incr(name))
    except ValueError:  # it ran out between the two
        cache.add(name, 1, seconds)
        return 1


def forget(name: str) -> None:
    """Begin anew."""
    cache.delete(name)
