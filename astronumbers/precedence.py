"""One at a time on the interpreter, and what children send before everything else.

The interpreter is one, and each step of a query lets it go: SQLite's driver once for every row. Whoever else has work
takes it then, for milliseconds: five threads with a few milliseconds of work each spend half of them handing it
round, and a save of ten statements waits ten times. Here a request or a task has the turn from its beginning to its
end, and lets the next go between two queries when a child's save waits or it has had it for long.

Nobody is held up by somebody who forgets to end: who has waited too long takes the turn, and all only queue anew.
"""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.db.backends.signals import connection_created

SLICE = 0.004  # seconds that one has the turn while others wait
# Seconds after which the turn is taken from whoever has it, such as a page that draws a PDF for a second.
LONGEST_FIRST, LONGEST = 0.02, 0.1
# Seconds after which Python takes the interpreter from a thread. With turns there are two that want it, whoever has
# the turn and the event loop, through which all requests go: it must not wait Python's usual 5 ms at each step.
SWITCH = 0.0005
# What a kind's time counts: answers that wait for a reading are asked for again and again, so that to read them is
# also what relieves a busy site. What is read again for a new reader is no hurry.
READING = "reading"
COUNTS = {READING: 0.2}
FIRST = "child"  # whose turn comes before all others'


class Place:
    """One thread's place among those who wait, or its turn; `kind` says for what."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.since = 0.0  # when it got the turn
        self.called = threading.Lock()  # free as soon as the turn is handed over
        self.called.acquire()


class Turns:
    """The turn and those who wait for it: FIRST before the rest, and of the rest the kind that had least of it.

    By least, two milliseconds of a look come between ten of a board, and neither waits for ever.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.holder: Place | None = None
        self.first: list[Place] = []
        self.rest: list[Place] = []
        self.had: defaultdict[str, float] = defaultdict(float)  # seconds, by kind
        self.least = 0.0  # what the last one called had had: who comes back after a rest has no claim to more

    def take(self, place: Place) -> None:
        """Wait for the turn; at the latest after LONGEST it is `place`'s."""
        waiting, longest = (self.first, LONGEST_FIRST) if place.kind == FIRST else (self.rest, LONGEST)
        with self.lock:
            self.had[place.kind] = max(self.had[place.kind], self.least)
            if self.holder is None:
                self._give_to(place)
                return
            waiting.append(place)
        if not place.called.acquire(timeout=longest):
            with self.lock:
                if self.holder is not place:
                    waiting.remove(place)
                    self._charge()
                    self._give_to(place)
                    return
            place.called.acquire()  # it was handed over between the two

    def end(self, place: Place) -> None:
        """Hand the turn on, if `place` still has it."""
        with self.lock:
            if self.holder is not place:
                return
            self._charge()
            self.holder = None
            if self.first:
                following = self.first.pop(0)
            elif self.rest:
                following = min(self.rest, key=lambda one: self.had[one.kind])
                self.rest.remove(following)
                self.least = self.had[following.kind]
            else:
                return
            self._give_to(following)
            following.called.release()

    def between_queries(self, place: Place) -> None:
        """Let others go where that is due, and queue again."""
        if self.holder is place:
            goes_before = place.kind != FIRST and self.first
            has_had_it = place.kind != FIRST and self.rest and time.monotonic() - place.since > SLICE
            if not goes_before and not has_had_it:
                return
            self.end(place)
        self.take(place)

    def _charge(self) -> None:
        if self.holder is not None:
            spent = time.monotonic() - self.holder.since
            self.had[self.holder.kind] += spent * COUNTS.get(self.holder.kind, 1.0)

    def _give_to(self, place: Place) -> None:
        self.holder, place.since = place, time.monotonic()


_turns = Turns()
_own = threading.local()


@contextlib.contextmanager
def turn(kind: str) -> Iterator[None]:
    """Have the turn for the length of the block. A block inside a block is part of it."""
    if not _switched_on or getattr(_own, "place", None) is not None:
        yield
        return
    place = _own.place = Place(kind)
    try:
        _turns.take(place)
        yield
    finally:
        _own.place = None
        _turns.end(place)


_switched_on = False


def switch_on() -> None:
    """From now on there is a turn, and connections ask between two queries whether it is to be handed on.

    For SQLite alone, whose work is done by this process. Who asks PostgreSQL waits for another process, and others
    have the interpreter meanwhile.
    """
    global _switched_on
    _switched_on = True
    sys.setswitchinterval(SWITCH)
    connection_created.connect(_watch, dispatch_uid="precedence")


@contextlib.contextmanager
def aside() -> Iterator[None]:
    """Leave the turn to others for the length of a block that computes outside the interpreter."""
    place = getattr(_own, "place", None)
    if place is None:
        yield
        return
    _turns.end(place)
    try:
        yield
    finally:
        _turns.take(place)


def let_others_go() -> None:
    """Between two queries, with nothing locked: hand the turn on where that is due."""
    place = getattr(_own, "place", None)
    if place is not None:
        _turns.between_queries(place)


def _watch(connection: Any, **_: object) -> None:
    if _before_a_query not in connection.execute_wrappers:
        connection.execute_wrappers.append(_before_a_query)


def _before_a_query(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    # Inside a transaction one holds what others wait for, and goes on; so one does at its BEGIN, when the turn of
    # those who write is taken already.
    if not context["connection"].in_atomic_block and not str(sql).startswith("BEGIN"):
        let_others_go()
    return execute(sql, params, many, context)
