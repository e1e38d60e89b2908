"""News of classes for open pages: one thread asks the database for all of them, however many pages listen.

Pages of one process share the thread; it starts with the first listener and ends with the last. It speaks to the
event loop of the server, which holds the streams, and never waits for a page.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from django.db import DatabaseError, connections

from classroom.models import SchoolClass

log = logging.getLogger(__name__)

# What whoever asks for open pages is to enter; set by the process that serves, where its threads take turns.
turn: Callable[[], AbstractContextManager[None]] = contextlib.nullcontext

POLL_EVERY = 0.5  # seconds
MOST_STREAMS = 300  # of one process; a page that finds no place polls instead


@dataclass(eq=False)
class Listener:
    """One open stream: `next()` waits for the class's version to differ from the one told last."""

    school_class_id: int
    loop: asyncio.AbstractEventLoop
    told: int | None = None
    news: asyncio.Queue[int] = field(default_factory=lambda: asyncio.Queue(maxsize=1))

    async def next(self) -> int:
        """The newest version; the first comes within POLL_EVERY. 0: the class is gone."""
        return await self.news.get()

    def tell(self, version: int) -> None:
        """From the poller's thread: put the version before the stream, instead of one not yet fetched."""
        if version == self.told:
            return
        self.told = version
        # The loop may have ended with the server a moment ago: then nobody listens any more.
        with contextlib.suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self._replace, version)

    def _replace(self, version: int) -> None:
        if self.news.full():
            self.news.get_nowait()
        self.news.put_nowait(version)


_listeners: set[Listener] = set()
_poller: threading.Thread | None = None
_lock = threading.Lock()
_left = threading.Event()


def has_room() -> bool:
    """Whether one more stream may open."""
    return how_many() < MOST_STREAMS


def how_many() -> int:
    """Streams that are open in this process."""
    return len(_listeners)


@contextlib.contextmanager
def listening(school_class_id: int) -> Iterator[Listener]:
    """Listen to a class from inside a running event loop."""
    global _poller
    listener = Listener(school_class_id, asyncio.get_running_loop())
    with _lock:
        _listeners.add(listener)
        if _poller is None:
            _left.clear()
            _poller = threading.Thread(target=_poll_while_heard, name="news", daemon=True)
            _poller.start()
    try:
        yield listener
    finally:
        with _lock:
            _listeners.discard(listener)
            if not _listeners:
                _left.set()


def _poll_while_heard() -> None:
    global _poller
    while True:
        with _lock:
            heard = list(_listeners)
            if not heard:
                _poller = None
                break
        try:
            told = versions_of({listener.school_class_id for listener in heard})
        except DatabaseError as error:
            # Busy or restarting: the next round asks again, on a new connection if need be.
            log.warning("news put off: %s", type(error).__name__)
            connections.close_all()
        else:
            for listener in heard:
                listener.tell(told.get(listener.school_class_id, 0))
        _left.wait(POLL_EVERY)
    connections.close_all()


def versions_of(class_ids: set[int]) -> dict[int, int]:
    """The present versions of those classes that exist. One query."""
    return dict(SchoolClass.objects.filter(pk__in=class_ids).values_list("pk", "version"))
