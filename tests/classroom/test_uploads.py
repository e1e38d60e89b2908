"""Files that people send: bounded before they are stored, bounded before they are opened."""

from __future__ import annotations

import asyncio
import io
import zlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files import uploadedfile
from django.test import Client
from django.urls import reverse

from astronumbers import bodies
from astronumbers.bodies import MB, BoundedBodies
from classroom.models import Ink, Worksheet
from recognition import reader as recognition
from recognition.picture import open_picture
from tests.conftest import Side
from tests.recognition.test_picture import bomb


def asked(pieces: list[bytes], *, path: str = "/", length: int | None = None) -> tuple[int, int, bool]:
    """Status, bytes that the application saw, and whether it was asked at all."""
    saw, was_asked, sent = 0, False, []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        nonlocal saw, was_asked
        was_asked = True
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return  # as Django does
            saw += len(message["body"])
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    waiting = [{"type": "http.request", "body": one, "more_body": True} for one in pieces]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [] if length is None else [(b"content-length", str(length).encode())]
    scope = {"type": "http", "path": path, "headers": headers}
    asyncio.run(BoundedBodies(app)(scope, receive, send))
    assert [one["type"] for one in sent] == ["http.response.start", "http.response.body"]
    return sent[0]["status"], saw, was_asked


def test_what_says_that_it_is_too_long_is_refused_unread() -> None:
    assert asked([], length=bodies.MOST + 1) == (413, 0, False)
    assert asked([b"x"], length=bodies.MOST) == (200, 1, True)
    assert asked([b"x"], length=None) == (200, 1, True)


def test_what_says_nothing_is_cut_off_where_it_becomes_too_long() -> None:
    status, saw, _ = asked([b"x" * MB] * 50)
    assert (status, saw) == (413, bodies.MOST)


def test_a_lie_about_the_length_helps_nobody() -> None:
    assert asked([b"x" * MB] * 50, length=1)[:2] == (413, bodies.MOST)


def test_a_class_of_tablets_may_carry_more_where_work_is_taken_in() -> None:
    assert reverse("take-in") in bodies.MOST_AT
    assert asked([b"x" * MB] * 20, path=reverse("take-in"), length=20 * MB) == (200, 20 * MB, True)
    assert asked([b"x" * MB] * 30, path=reverse("take-in"))[0] == 413


@pytest.mark.parametrize(
    ("name", "field", "size"),
    [("take-in", "work", 5 * MB), ("worksheet-from-file", "file", 3 * MB), ("api-readings", "picture", 3 * MB)],
)
@pytest.mark.django_db
def test_a_file_that_is_too_large_is_refused_before_it_is_opened(
    here: Side,
    as_teacher: Callable[[Side], Client],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    field: str,
    size: int,
) -> None:
    read: list[int] = []
    for kind in (uploadedfile.InMemoryUploadedFile, uploadedfile.TemporaryUploadedFile):
        monkeypatch.setattr(kind, "read", lambda self, *a: read.append(1) or b"", raising=False)
    before = (Ink.objects.count(), Worksheet.objects.count())
    given = io.BytesIO(b"x" * size)
    given.name = "a-file.json"
    answer = as_teacher(here).post(reverse(name), {field: given}, follow=True)
    assert answer.status_code in (200, 400, 413)
    assert "too l" in answer.text or "larger than" in answer.text
    assert read == []
    assert (Ink.objects.count(), Worksheet.objects.count()) == before


@pytest.mark.django_db
def test_a_small_file_that_would_be_a_giant_is_refused_cheaply(
    here: Side, as_teacher: Callable[[Side], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    eye = SimpleNamespace(read_image=lambda data, kind: open_picture(data))  # the first thing that the reader does
    monkeypatch.setattr(recognition, "default_reader", lambda: eye)
    giants = {
        "a picture of 50,000 pixels each way": ("api-readings", "picture", bomb()),
        "zeros in a zip": ("take-in", "work", zlib.compress(b"0" * 20_000_000)),
        "brackets": ("take-in", "work", b"[" * 200_000),
        "a worksheet of brackets": ("worksheet-from-file", "file", b"[" * 50_000),
        "not UTF-8": ("worksheet-from-file", "file", b"\xff\xfe\x00" * 100),
        "a number of a hundred thousand digits": ("take-in", "work", b'{"kind": ' + b"9" * 100_000 + b"}"),
    }
    client = as_teacher(here)
    for what, (name, field, content) in giants.items():
        assert len(content) < 300_000, what
        given = io.BytesIO(content)
        given.name = "given.json"
        answer = client.post(reverse(name), {field: given}, follow=True)
        assert answer.status_code in (200, 400), what
    assert not Ink.objects.exists()
    assert Worksheet.objects.count() == 1
