"""One look at a lesson for all who watch it: worked out once for each version of its class, in each language.

What is kept here is the same for everybody who may see the lesson at all, which a door has said before: nothing of it
hangs on who asks.

Who watches is told how long to rest before asking again, so that all boards together take a small share of the
processor, however many are watched: an answer that is being saved comes before a number that moves at once. While the
rest is long, those who watch the same lesson get what one of them was given a moment ago, which says its version:
whoever has heard of a newer one asks again.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import get_language

from classroom.models import Assignment
from classroom.scores.cells import Known

# Some of a board hangs on the clock and raises no version, such as that a lesson has closed by itself.
FRESH_FOR = 5.0  # seconds
MOST_KEPT = 64  # lessons
SHARE = 0.1  # of one core, for all boards of this process together
# Where the database is a server of its own it works about as long on a board as we do, and nobody here sees it.
SERVERS = 2
ASKING = 0.002  # seconds of processor time that a question takes besides the making (`python -m bench saving`)
WATCHED_WITHIN = 30.0  # seconds: who has not asked for so long does not watch
SHORT_REST = 0.7  # seconds, which a page rests anyhow: as REST in js/pages/dashboard.js
LONGEST_REST = 4.0  # seconds


@dataclass
class _Place:
    lock: threading.Lock = field(default_factory=threading.Lock)
    version: int = -1
    made_at: float = 0.0
    cost: float = 0.0  # seconds of processor time that it took to make
    made: bytes = b""
    known: Known = field(default_factory=dict)  # what the last look kept for the next
    watchers: dict[int, float] = field(default_factory=dict)  # when each asked last


_places: OrderedDict[tuple[int, str | None], _Place] = OrderedDict()
_finding = threading.Lock()


def looked_at(assignment: Assignment, watcher: int, make: Callable[[Assignment, Known], bytes]) -> bytes:
    """What `make` makes of a lesson, class loaded: of this version of its class and hardly older, unless much is
    watched: then what another was given within half of the rest.

    Of several that ask at once one works and the others wait for it. `watcher` is whoever asks, by primary key.
    """
    version = assignment.school_class.version
    place = _place((assignment.pk, get_language()))
    long = rest()
    spare = long / 2 if long > SHORT_REST else 0.0
    with place.lock:
        now = time.monotonic()
        place.watchers[watcher] = now
        age = now - place.made_at
        if age > FRESH_FOR or (place.version < version and age >= spare):
            begun = time.thread_time()
            place.made, place.version, place.made_at = make(assignment, place.known), version, time.monotonic()
            place.cost = time.thread_time() - begun
        return place.made


def rest() -> float:
    """Seconds that one who watches should wait before asking again, so that all boards stay within their share."""
    since = time.monotonic() - WATCHED_WITHIN
    wanted = 0.0
    with _finding:
        for place in _places.values():
            watchers = sum(asked_at > since for asked_at in list(place.watchers.values()))
            # Several who watch the same share what is made, of which there are two in each rest.
            wanted += min(watchers, 2) * place.cost + watchers * ASKING
    if connection.vendor != "sqlite":
        wanted *= SERVERS
    return min(wanted / SHARE, LONGEST_REST)


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
