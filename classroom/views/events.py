"""Server-sent events: tells an open dashboard that its class has something new."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.handlers.asgi import ASGIRequest
from django.db import connections
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET

from classroom import live, teacher_doors
from classroom.views.saying import TeacherRequest

HEARTBEAT = 10.0  # seconds; also how long a teacher who lost the class may still hear of it
# What cuts one stream off cuts them all, and they come back the more apart the more there were: so many a second, not
# before so many seconds.
BACK_AFTER, BACK_A_SECOND = 2.0, 8
_door = ThreadPoolExecutor(1, "events")  # one asks for all streams, one after the other


@require_GET
@login_required
def events(request: TeacherRequest, uuid: UUID) -> HttpResponseBase:
    """The version of the assignment's class, now and whenever it changes: only the number, no child's data.

    A page that gets no stream (503: too many; 204: this server cannot hold one) polls instead.
    """
    teacher = request.user
    assignment = teacher_doors.lesson_to_watch(teacher, uuid)
    if not isinstance(request, ASGIRequest):
        return HttpResponse(status=204)
    if not live.has_room():
        return HttpResponse(status=503, headers={"Retry-After": "30"})

    def allowed() -> bool:
        with live.turn():
            try:
                teacher_doors.lesson_to_watch(teacher, uuid)
                return request.session.exists(request.session.session_key or "")
            except Http404:
                return False
            finally:
                # Asked six times a minute, for hours: no connection is kept in between.
                connections.close_all()

    async def still_allowed() -> bool:
        return await asyncio.get_running_loop().run_in_executor(_door, allowed)

    return StreamingHttpResponse(
        stream(assignment.school_class_id, still_allowed),
        content_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def stream(school_class_id: int, allowed: Callable[[], Awaitable[bool]]) -> AsyncIterator[str]:
    """Events until the page leaves, the server stops, or `allowed` says no."""
    clock = asyncio.get_running_loop().time
    with live.listening(school_class_id) as listener:
        yield f"retry: {1000 * back_after(live.how_many()):.0f}\n\n"
        # Those that began together do not ask together for ever.
        ask_at = clock() + random.uniform(HEARTBEAT / 2, HEARTBEAT)
        while True:
            try:
                version = await asyncio.wait_for(listener.next(), timeout=max(ask_at - clock(), 0.01))
                yield f"id: {version}\ndata: {version}\n\n"
            except TimeoutError:
                yield ": still here\n\n"
            if clock() >= ask_at:
                if not await allowed():
                    yield "event: bye\ndata: 0\n\n"
                    return
                ask_at = clock() + HEARTBEAT


def back_after(streams: int) -> float:
    """Seconds that the page of one of so many streams is to wait before it opens its stream again, drawn by lot."""
    return BACK_AFTER + random.uniform(0, streams / BACK_A_SECOND)
