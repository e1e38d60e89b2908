"""One look at a lesson for all who watch it: worked out once for each version of its class, in each language.

What is kept here is the same for everybody who may see the lesson at all, which a door has said before: nothing of it
hangs on who asks.

Who watches is told how long to rest before asking again, so that all boards together take a small share of the
processor, however many are watched: an answer that is being saved comes before a number that moves at once.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import get_language

from classroom.models import Assignment

# Some of a board hangs on the clock and raises no version, such as that a lesson has closed by itself.
FRESH_FOR = 5.0  # seconds
MOST_KEPT = 64  # lessons
SHARE = 0.1  # of one core, for all boards together
WATCHED_WITHIN = 30.0  # seconds: a board not asked for so long is not watched
LONGEST_REST = 4.0  # seconds


@dataclass
class _Place:
    lock: threading.Lock = field(default_factory=threading.Lock)
    version: int = -1
    made_at: float = 0.0
    asked_at: float = 0.0
    cost: float = 0.0  # seconds of processor time that it took to make
    made: bytes = b""


_places: OrderedDict[tuple[int, str | None], _Place] = OrderedDict()
_finding = threading.Lock()


def looked_at(assignment: Assignment, make: Callable[[Assignment], bytes]) -> bytes:
    """What `make` makes of a lesson, class loaded: of this version of its class at least, and hardly older.

    Of several that ask at once one works and the others wait for it.
    """
    version = assignment.school_class.version
    place = _place((assignment.pk, get_language()))
    with place.lock:
        place.asked_at = time.monotonic()
        if place.version < version or place.asked_at - place.made_at > FRESH_FOR:
            begun = time.thread_time()
            place.made, place.version, place.made_at = make(assignment), version, time.monotonic()
            place.cost = time.thread_time() - begun
        return place.made


def rest() -> float:
    """Seconds that one who watches should wait before asking again, so that all boards stay within their share."""
    since = time.monotonic() - WATCHED_WITHIN
    with _finding:
        watched = sum(place.cost for place in _places.values() if place.asked_at > since)
    return min(watched / SHARE, LONGEST_REST)


def _place(key: tuple[int, str | None]) -> _Place:
    with _finding:
        place = _places.setdefault(key, _Place())
        _places.move_to_end(key)
        if len(_places) > MOST_KEPT:
            _places.popitem(last=False)
        return place


def forget() -> None:
    """Forget all; for tests, where one database follows another."""
    with _finding:
        _places.clear()
