"""What children send goes before everything else in the process."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from astronumbers import precedence
from classroom.models import School


@pytest.fixture
def a_child_at_work() -> Iterator[threading.Event]:
    """Another thread that answers a child until the event is set."""
    begun, ended = threading.Event(), threading.Event()

    def answer() -> None:
        with precedence.first():
            begun.set()
            ended.wait(10)

    thread = threading.Thread(target=answer)
    thread.start()
    begun.wait(10)
    yield ended
    ended.set()
    thread.join()


def waits(monkeypatch: pytest.MonkeyPatch) -> list[float | None]:
    """How long others were willing to wait, each time that they did."""
    asked: list[float | None] = []
    wait = precedence._nobody.wait
    monkeypatch.setattr(precedence._nobody, "wait", lambda longest=None: asked.append(longest) or wait(longest))
    return asked


def test_others_go_on_when_the_child_is_answered(
    a_child_at_work: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(precedence, "LONGEST", 30.0)
    threading.Timer(0.05, a_child_at_work.set).start()
    begun = time.monotonic()
    precedence.give_way()
    assert a_child_at_work.is_set() and time.monotonic() - begun < 20


def test_others_wait_no_longer_than_said(a_child_at_work: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = waits(monkeypatch)
    precedence.give_way()
    assert asked == [precedence.LONGEST] and not a_child_at_work.is_set()


def test_nobody_waits_while_no_child_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = waits(monkeypatch)
    precedence.give_way()
    assert asked == []


def test_a_child_does_not_wait_for_a_child(a_child_at_work: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = waits(monkeypatch)
    with precedence.first():
        precedence.give_way()
    precedence.give_way()
    assert asked == [precedence.LONGEST], "only after its own request has ended"


def test_two_children_at_work_are_both_waited_for(a_child_at_work: threading.Event) -> None:
    with precedence.first():
        a_child_at_work.set()
    assert precedence._nobody.wait(10)
    with precedence.first():
        assert not precedence._nobody.is_set()
    assert precedence._nobody.is_set()


@pytest.mark.django_db(transaction=True)
def test_a_query_gives_way_but_not_inside_a_transaction(
    a_child_at_work: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = waits(monkeypatch)
    watched: Any = connection
    watched.execute_wrappers.append(precedence._before_a_query)
    try:
        assert not School.objects.exists()
        assert asked == [precedence.LONGEST]
        with transaction.atomic():
            before = len(asked)
            School.objects.create(name="Elm Road School")
            assert len(asked) == before, "who holds what a child may wait for hurries"
        assert before == 2, "before the turn of those who write is taken"
    finally:
        watched.execute_wrappers.remove(precedence._before_a_query)
