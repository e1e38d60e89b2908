"""How much a request may carry, looked at before anything of it is kept.

Django under ASGI writes a whole body to disk before a view sees it, however long it is. Here what says that it is too
long is refused unread, and what says nothing is cut off where it becomes too long.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

MB = 1024 * 1024
MOST = 3 * MB  # a picture to try is 2 MB at most; ink, forms and lists are far less
MOST_AT = {"/lessons/take-in/": 24 * MB}  # a class's tablets at once (classroom/views/carrying.py)

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class BoundedBodies:
    """Answers 413 to a body that is too long, and hands everything else on to `app`."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        most = MOST_AT.get(scope["path"], MOST)
        if _said_length(scope) > most:
            return await _refuse(send)
        came, refused = 0, False

        async def counted() -> Message:
            nonlocal came, refused
            message = await receive()
            came += len(message.get("body", b""))
            if came > most and not refused:
                refused = True
                await _refuse(send)
            return {"type": "http.disconnect"} if refused else message

        async def unless_refused(message: Message) -> None:
            if not refused:
                await send(message)

        await self.app(scope, counted, unless_refused)


def _said_length(scope: Scope) -> int:
    said = dict(scope["headers"]).get(b"content-length", b"")
    return int(said) if said.isdigit() and len(said) < 20 else 0


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": b"That is more than can be taken here.\n"})
