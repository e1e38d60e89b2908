"""The web server inside the process: starts when all is ready, ends in order on SIGTERM and Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn

from astronumbers import embedded

# Requests at work when we are asked to stop get this long; event streams, which never end, are cut then.
GRACE = 2  # seconds
SELDOM = (10_000, 20, 50)  # of Python's three generations, when to look for garbage
LAST_RESORT = 1.5  # seconds after everything was stopped, in case a thread holds the process


class Site(uvicorn.Server):
    """uvicorn, with signals handled by us: its own way ends by raising them again, and so with code 143."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self.announce = announce

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        handled = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self.ask_to_stop) for number in handled}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """First signal: stop in order. Second: at once."""
        self.force_exit = self.should_exit
        self.should_exit = True
        # Cutting event streams is not an error worth a page of traceback.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        # What is loaded now lives as long as the process: a search for garbage need not go through it again and
        # again, which stops all threads (4 % of the time of a save, `python -m bench saving`).
        gc.collect()
        gc.freeze()
        gc.set_threshold(*SELDOM)
        self.announce()


def serve(listener: socket.socket, *, announce: Callable[[], None]) -> None:
    """Serve the site on a bound socket until asked to stop; worker and sweeper live as long as the server.

    `announce` is called once, when the first request can be taken.
    """
    config = uvicorn.Config(
        "astronumbers.asgi:application",
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        # Who the client is, Django decides, and only behind as many proxies as TRUSTED_PROXIES says.
        proxy_headers=False,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=GRACE,
    )
    site = Site(config, announce)
    embedded.start()
    try:
        with contextlib.suppress(asyncio.CancelledError):
            site.run(sockets=[listener])
    finally:
        embedded.stop()
        _close_connections()


def _close_connections() -> None:
    from astronumbers import asgi  # loaded by uvicorn, once the settings are there

    asgi.site.close()


def leave(code: int) -> None:
    """End the process with this code, even if a request's thread does not want to."""
    last_resort = threading.Timer(LAST_RESORT, os._exit, args=[code])
    last_resort.daemon = True
    last_resort.start()
    raise SystemExit(code)
