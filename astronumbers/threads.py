"""Requests in threads that stay, each with a connection to the database that stays too.

Django under ASGI gives every request a thread of its own, and with it a new connection: to open it, to set it up and
to hand the request back and forth costs as much as a short request itself. Here a request goes to one of a few
threads, and all of it happens there; only what a response streams comes back to the event loop.

What children send has a thread of its own, so that a page that takes a second never stands before an answer; so have
those who ask for readings, children's pages, dashboards that ask what changed, and those who ask whether the site
lives. On SQLite they take turns on the interpreter, what children send before the rest (`precedence`).
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import json
import random
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.db import connection, connections
from django.http import FileResponse
from django.urls import set_script_prefix

from astronumbers import precedence
from classroom import counters

# One for most: several only take turns on the interpreter. Each statement of a transaction lets it go, and whoever
# else has work takes it for milliseconds, while all writers wait (docs/adr/0046).
THREADS = {"child": 1, "look": 1, "sheet": 1, "board": 1, "page": 2, "watch": 1}
# So many of a kind may be at hand or wait; who comes after is told to come back. Work for somebody who has given up
# waiting helps nobody, and once there is enough of it a site does nothing else.
MOST_AT_ONCE = {"child": 400, "look": 200, "sheet": 400, "board": 120, "page": 120, "watch": 20}
OF_CHILDREN = frozenset(["", "c", "todo", "work", "practise", "flights", "finished", "offline", "worker.js", "look"])
OF_WATCHERS = ("/healthz", "/readyz", "/metrics")
CLOSE_WITHIN = 1.0  # seconds for all threads to come and close their connections

InThread = Callable[..., "asyncio.Future[Any]"]


class Site(ASGIHandler):
    """Django's handler, with the synchronous path of a request in one thread."""

    def __init__(self) -> None:
        super().__init__()
        if connection.vendor == "sqlite":
            precedence.switch_on()
        self.plain = BaseHandler()
        self.plain.load_middleware(is_async=False)
        self.pools = {kind: ThreadPoolExecutor(most, f"{kind}s") for kind, most in THREADS.items()}
        self.at_hand = dict.fromkeys(THREADS, 0)  # known to the event loop alone

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Take one request, answer it, and let its stream go on for as long as somebody listens."""
        if scope["type"] != "http":
            raise ValueError(f"only HTTP is spoken here, not {scope['type']}")
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        kind = kind_of(scope["method"], scope["path"])
        if self.at_hand[kind] >= MOST_AT_ONCE[kind]:
            body.close()
            await _turn_away(scope["path"], send)
            return
        loop, pool = asyncio.get_running_loop(), self.pools[kind]
        # A context of its own: what one request sets (a language, say) does not stay with the thread.
        context = contextvars.copy_context()

        def in_thread(work: Callable[..., Any], *given: Any) -> asyncio.Future[Any]:
            return loop.run_in_executor(pool, context.run, work, *given)

        try:
            self.at_hand[kind] += 1
            try:
                response = await in_thread(self._answer_in_turn, kind, scope, body)
            finally:
                self.at_hand[kind] -= 1
            if response.streaming:
                await self._stream(response, receive, send, in_thread)
            else:
                await self.send_response(response, send)
        finally:
            body.close()

    def _answer_in_turn(self, kind: str, scope: Any, body: Any) -> Any:
        with precedence.turn(kind):
            return self._answer(scope, body)

    def _answer(self, scope: Any, body: Any) -> Any:
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refused = self.create_request(scope, body)
        response: Any = refused if request is None else self.plain.get_response(request)
        response._handler_class = self.__class__
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        if not response.streaming:
            response.close()  # the content stays; this says that the request is over
        return response

    async def _stream(self, response: Any, receive: Any, send: Any, in_thread: InThread) -> None:
        """Send part by part until all is sent or the client has left."""
        if not response.is_async:
            response.streaming_content = _from_thread(iter(response.streaming_content), in_thread)
        sending = asyncio.ensure_future(self.send_response(response, send))
        leaving = asyncio.ensure_future(receive())  # after the body, only a farewell can come
        try:
            await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        finally:
            for task in (leaving, sending):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await task
            await in_thread(response.close)

    def close(self) -> None:
        """Close every thread's connection, as far as the threads come in time; nothing is answered any more."""
        for kind, pool in self.pools.items():
            all_here = threading.Barrier(THREADS[kind])
            for _ in range(THREADS[kind]):
                pool.submit(_leave, all_here)
        for pool in self.pools.values():
            pool.shutdown(wait=False)


def kind_of(method: str, path: str) -> str:
    """Whose threads answer: what the canvas and a child's page send, such as handing in, comes first."""
    if path.startswith("/api/"):
        return "look" if method == "GET" else "child"
    if method == "POST" and path.startswith("/work/"):
        return "child"
    if path.startswith("/assignments/") and path.endswith("/cells/"):
        return "board"
    if path.removeprefix("/").partition("/")[0] in OF_CHILDREN:
        return "sheet"
    return "watch" if path in OF_WATCHERS else "page"


async def _turn_away(path: str, send: Any) -> None:
    """503 as `middleware.busy_response` says it, without a thread; a page that a person waits for comes by itself."""
    wait = str(random.randint(2, 6)).encode()
    counters.TURNED_AWAY.inc()
    words = "Busy just now. Nothing is lost; trying again."
    headers = [(b"retry-after", wait), (b"cache-control", b"no-store")]
    if path.startswith("/api/"):
        headers.append((b"content-type", b"application/json"))
        content = json.dumps({"code": "busy", "message": words})
    else:
        headers += [(b"content-type", b"text/plain; charset=utf-8"), (b"refresh", wait)]
        content = words
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": content.encode()})


async def _from_thread(parts: Any, in_thread: InThread) -> AsyncIterator[bytes]:
    while (part := await in_thread(next, parts, None)) is not None:
        yield part


def _leave(all_here: threading.Barrier) -> None:
    connections.close_all()
    with contextlib.suppress(threading.BrokenBarrierError):
        all_here.wait(CLOSE_WITHIN)  # each thread takes one of these, and none of them two
