"""Requests in threads that stay: who answers where, and what ends when somebody leaves."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from astronumbers import precedence, threads


@pytest.fixture
def site() -> Iterator[threads.Site]:
    made = threads.Site()
    yield made
    made.close()


def scope(path: str, method: str = "GET") -> dict[str, Any]:
    return {
        "type": "http", "method": method, "path": path, "headers": [(b"host", b"testserver")], "query_string": b"",
        "client": ("127.0.0.1", 5), "server": ("testserver", 80), "scheme": "http",
    }  # fmt: skip


async def ask(
    site: threads.Site, path: str, *, method: str = "GET", leaves: asyncio.Event | None = None
) -> list[dict[str, Any]]:
    """What a client is sent; it stays until all is sent, or leaves when `leaves` is set."""
    sent: list[dict[str, Any]] = []
    coming = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if coming:
            return coming.pop()
        await (leaves or asyncio.Event()).wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await site(scope(path, method), receive, send)
    return sent


def answering(site: threads.Site, view: Callable[[HttpRequest], HttpResponseBase]) -> None:
    site.plain.get_response = view  # type: ignore[method-assign]


def body(sent: list[dict[str, Any]]) -> bytes:
    return b"".join(message.get("body", b"") for message in sent[1:])


def test_the_site_answers_and_keeps_to_a_few_threads(site: threads.Site) -> None:
    seen: set[str] = set()

    def view(request: HttpRequest) -> HttpResponse:
        seen.add(threading.current_thread().name)
        return HttpResponse(request.path)

    answering(site, view)

    async def scene() -> None:
        paths = (
            [f"/api/v1/{n}/" for n in range(20)]
            + [f"/classes/{n}/" for n in range(20)]
            + ["/healthz", "/assignments/1/cells/", "/todo/"]
        )
        for path, sent in zip(paths, await asyncio.gather(*(ask(site, path) for path in paths)), strict=True):
            assert sent[0]["status"] == 200 and body(sent) == path.encode()

    asyncio.run(scene())
    kinds = [name.partition("_")[0] for name in seen]
    assert kinds.count("looks") <= threads.THREADS["look"] and kinds.count("pages") <= threads.THREADS["page"]
    assert {"looks", "sheets", "pages", "boards", "watchs"} == set(kinds)


def test_a_slow_page_stands_before_no_answer(site: threads.Site) -> None:
    free = threading.Event()

    def view(request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/slow"):
            assert free.wait(20)
        return HttpResponse("done")

    answering(site, view)

    async def scene() -> None:
        slow = [asyncio.create_task(ask(site, "/slow/")) for _ in range(3 * threads.THREADS["page"])]
        await asyncio.sleep(0.05)
        for path in ("/api/v1/answers/", "/", "/work/1/", "/assignments/1/cells/", "/readyz"):
            assert body(await asyncio.wait_for(ask(site, path), 10)) == b"done"
        assert not any(one.done() for one in slow)
        free.set()
        await asyncio.gather(*slow)

    asyncio.run(scene())


def test_more_than_can_wait_are_told_at_once_to_come_back(
    site: threads.Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(threads.MOST_AT_ONCE, "look", 6)
    free = threading.Event()

    def view(request: HttpRequest) -> HttpResponse:
        assert free.wait(20)
        return HttpResponse("done")

    answering(site, view)

    async def scene() -> None:
        taken = [asyncio.create_task(ask(site, "/api/v1/answers/")) for _ in range(6)]
        await asyncio.sleep(0.05)
        monkeypatch.setitem(threads.MOST_AT_ONCE, "page", 0)
        monkeypatch.setitem(threads.MOST_AT_ONCE, "sheet", 0)
        busy = (b'"code": "busy"', b"Nothing is lost", b"Nothing is lost")
        for path, said in zip(("/api/v1/answers/", "/work/1/", "/classes/"), busy, strict=True):
            away = await asyncio.wait_for(ask(site, path), 10)
            assert away[0]["status"] == 503 and said in body(away)
            assert 2 <= int(dict(away[0]["headers"])[b"retry-after"]) <= 6
        free.set()
        assert {body(sent) for sent in await asyncio.gather(*taken)} == {b"done"}
        assert body(await ask(site, "/api/v1/answers/")) == b"done"

    asyncio.run(scene())


def test_what_a_request_sets_ends_with_it(site: threads.Site) -> None:
    said: contextvars.ContextVar[str] = contextvars.ContextVar("said", default="nothing")

    def view(request: HttpRequest) -> HttpResponse:
        before = said.get()
        said.set(request.path)
        return HttpResponse(before)

    answering(site, view)

    async def scene() -> list[bytes]:
        return [body(await ask(site, f"/api/{n}/")) for n in range(3 * threads.THREADS["look"])]

    assert set(asyncio.run(scene())) == {b"nothing"}


def test_a_stream_ends_when_its_listener_leaves(site: threads.Site) -> None:
    ended: list[str] = []

    async def parts() -> AsyncIterator[bytes]:
        try:
            while True:
                yield b"news"
                await asyncio.sleep(0.01)
        finally:
            ended.append("stream")

    def view(request: HttpRequest) -> HttpResponseBase:
        response = StreamingHttpResponse(parts())
        response._resource_closers.append(lambda: ended.append("response"))
        return response

    answering(site, view)

    async def scene() -> list[dict[str, Any]]:
        leaves = asyncio.Event()
        asyncio.get_running_loop().call_later(0.1, leaves.set)
        return await asyncio.wait_for(ask(site, "/assignments/1/events/", leaves=leaves), 10)

    assert body(asyncio.run(scene())).startswith(b"news")
    assert ended == ["stream", "response"]


def test_a_file_comes_part_by_part_out_of_a_thread(site: threads.Site) -> None:
    where: set[str] = set()

    def parts() -> Iterator[bytes]:
        for part in (b"a", b"", b"b" * 3):
            where.add(threading.current_thread().name.partition("_")[0])
            yield part

    answering(site, lambda _: StreamingHttpResponse(parts()))
    sent = asyncio.run(ask(site, "/export/"))
    assert body(sent) == b"abbb" and where == {"pages"}


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("POST", "/api/v1/answers/x/ink/", "child"),
        ("GET", "/api/v1/attempts/x/", "look"),
        ("POST", "/work/x/hand-in/", "child"),
        ("GET", "/work/x/done/", "sheet"),
        ("GET", "/", "sheet"),
        ("GET", "/c/7K3P/", "sheet"),
        ("GET", "/classes/", "page"),
        ("GET", "/assignments/x/cells/", "board"),
        ("OPTIONS", "*", "page"),
        ("POST", "/classes/", "page"),
        ("GET", "/metrics", "watch"),
    ],
)
def test_what_children_send_and_watchers_have_threads_of_their_own(method: str, path: str, kind: str) -> None:
    assert threads.kind_of(method, path) == kind


def test_what_a_child_sends_goes_first_and_what_it_asks_does_not(site: threads.Site) -> None:
    turns: dict[str, str] = {}

    def view(request: HttpRequest) -> HttpResponse:
        place = precedence._turns.holder
        assert place is not None
        turns[f"{request.method} {request.path}"] = place.kind
        return HttpResponse("done")

    answering(site, view)

    async def scene() -> None:
        await ask(site, "/api/v1/answers/x/ink/", method="POST")
        await ask(site, "/api/v1/attempts/x/")
        await ask(site, "/classes/")

    asyncio.run(scene())
    assert turns == {
        "POST /api/v1/answers/x/ink/": precedence.FIRST,
        "GET /api/v1/attempts/x/": "look",
        "GET /classes/": "page",
    }
