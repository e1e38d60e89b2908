"""News for open dashboards: one poller for all, streams that end."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from classroom import live, versions
from classroom.views import events
from tests.conftest import Side


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A poller that does not rest long, and that is gone afterwards."""
    monkeypatch.setattr(live, "POLL_EVERY", 0.01)
    yield
    deadline = time.monotonic() + 5
    while any(thread.name == "news" for thread in threading.enumerate()):
        assert time.monotonic() < deadline, "the poller outlived its last listener"
        time.sleep(0.01)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[int, int]:
    """Versions of classes as the database would tell them; counts how often it was asked under the key 0."""
    known = {0: 0, 1: 7, 2: 3}

    def versions_of(class_ids: set[int]) -> dict[int, int]:
        known[0] += 1
        return {pk: known[pk] for pk in class_ids if pk in known}

    monkeypatch.setattr(live, "versions_of", versions_of)
    return known


async def _yes() -> bool:
    return True


async def _no() -> bool:
    return False


def test_sixty_pages_share_one_poller(told: dict[int, int]) -> None:
    async def scene() -> None:
        streams = [events.stream(1 + number % 2, _yes) for number in range(60)]
        for stream in streams:
            assert (await anext(stream)).startswith("retry: ")
        first = [await anext(stream) for stream in streams]
        assert first[0] == "id: 7\ndata: 7\n\n" and first[1] == "id: 3\ndata: 3\n\n"
        assert sum(thread.name == "news" for thread in threading.enumerate()) == 1
        asked = told[0]
        started = time.monotonic()
        told[1] = 8
        assert {await anext(stream) for stream in streams[::2]} == {"id: 8\ndata: 8\n\n"}
        # One question a round, however many listen.
        assert told[0] - asked <= (time.monotonic() - started) / live.POLL_EVERY + 3
        for stream in streams:
            await stream.aclose()
        assert live.has_room() and not live._listeners

    asyncio.run(scene())


def test_pages_that_are_cut_off_together_come_back_apart(told: dict[int, int]) -> None:
    async def scene() -> list[float]:
        streams = [events.stream(1, _yes) for _ in range(60)]
        waits = [int((await anext(stream)).removeprefix("retry: ")) / 1000 for stream in streams]
        for stream in streams:
            await stream.aclose()
        return waits

    waits = asyncio.run(scene())
    assert min(waits) >= events.BACK_AFTER
    # The more are open, the wider: a lonely page is back at once, sixty take several seconds.
    assert waits[0] <= events.BACK_AFTER + 1 / events.BACK_A_SECOND
    assert max(waits) > events.BACK_AFTER + 2
    busiest = max(sum(begin <= wait < begin + 1 for wait in waits) for begin in waits)
    assert busiest <= 35


def test_a_page_behind_hears_only_the_newest(told: dict[int, int]) -> None:
    async def scene() -> None:
        with live.listening(1) as listener:
            assert await listener.next() == 7
            for version in (8, 9, 10):
                told[1] = version
                await asyncio.sleep(0.05)
            assert await listener.next() == 10
            assert listener.news.empty()

    asyncio.run(scene())


def test_a_stream_keeps_saying_that_it_lives(told: dict[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT", 0.05)

    async def scene() -> None:
        stream = events.stream(1, _yes)
        said = [await anext(stream) for _ in range(4)]
        assert said[2:] == [": still here\n\n"] * 2
        await stream.aclose()

    asyncio.run(scene())


def test_a_stream_ends_when_the_door_closes(told: dict[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "HEARTBEAT", 0.05)

    async def scene() -> None:
        said = [event async for event in events.stream(1, _no)]
        assert said[-1] == "event: bye\ndata: 0\n\n"
        assert not live._listeners

    asyncio.run(scene())


def test_a_class_that_is_gone_is_version_nought(told: dict[int, int]) -> None:
    async def scene() -> None:
        with live.listening(99) as listener:
            assert await listener.next() == 0

    asyncio.run(scene())


@pytest.mark.django_db
def test_versions_are_asked_in_one_query(
    here: Side, elsewhere: Side, django_assert_num_queries: Callable[..., object]
) -> None:
    versions.bump(here.school_class.pk)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert live.versions_of({here.school_class.pk, elsewhere.school_class.pk, 10**6}) == {
            here.school_class.pk: 2,
            elsewhere.school_class.pk: 1,
        }


@pytest.mark.django_db
def test_a_server_that_cannot_hold_a_stream_says_so(here: Side, as_teacher: Callable[..., Client]) -> None:
    assert as_teacher(here).get(reverse("assignment-events", args=[here.assignment.uuid])).status_code == 204
    assert not live._listeners


@pytest.mark.django_db
def test_a_stranger_hears_nothing(here: Side, elsewhere: Side, as_teacher: Callable[..., Client]) -> None:
    url = reverse("assignment-events", args=[here.assignment.uuid])
    assert as_teacher(elsewhere).get(url).status_code == 404
    assert Client().get(url).status_code == 302
