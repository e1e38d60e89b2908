"""Alarms on a head's pages: what the last round found, and not a query more."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

FOUND = "watching:alarms"
# A round comes every few seconds; what is older than this was said by nobody who still lives.
GOOD_FOR = 180  # seconds


def remember(alarms: list[dict[str, str]]) -> None:
    """Keep what a round found, for pages."""
    cache.set(FOUND, alarms, GOOD_FOR)


def alarms_for_head(request: HttpRequest) -> dict[str, Any]:
    """Template facts: `site_alarms`, looked up when a page shows them and only for heads."""
    user = getattr(request, "user", None)
    return {"site_alarms": lambda: cache.get(FOUND, []) if user and getattr(user, "is_head", False) else []}
