"""Turns on the interpreter: one at a time, and what children send before everything else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction

from astronumbers import precedence
from classroom.models import School


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> precedence.Turns:
    """A queue of the test's own, in which nobody loses patience."""
    made = precedence.Turns()
    monkeypatch.setattr(precedence, "_turns", made)
    monkeypatch.setattr(precedence, "_switched_on", True)
    monkeypatch.setattr(precedence, "LONGEST_FIRST", 20.0)
    monkeypatch.setattr(precedence, "LONGEST", 20.0)
    return made


class Others:
    """Threads that want the turn, and the order in which they got it."""

    def __init__(self, turns: precedence.Turns) -> None:
        self.turns = turns
        self.got: list[str] = []
        self.threads: list[threading.Thread] = []

    def want(self, kind: str) -> None:
        """Start one of a kind, and come back when it has the turn or waits for it."""
        came = len(self.got) + self.waiting()

        def work() -> None:
            with precedence.turn(kind):
                self.got.append(kind)

        thread = threading.Thread(target=work)
        thread.start()
        self.threads.append(thread)
        while len(self.got) + self.waiting() == came:
            thread.join(0.001)

    def waiting(self) -> int:
        return len(self.turns.first) + len(self.turns.rest)

    def ended(self) -> list[str]:
        for thread in self.threads:
            thread.join(20)
            assert not thread.is_alive()
        return self.got


@pytest.fixture
def others(turns: precedence.Turns) -> Iterator[Others]:
    made = Others(turns)
    yield made
    made.ended()


def test_one_at_a_time_and_children_first(others: Others) -> None:
    with precedence.turn("page"):
        for kind in ("board", "look", "child", "child"):
            others.want(kind)
        assert others.got == []
    assert others.ended() == ["child", "child", "board", "look"]


def test_of_the_rest_comes_first_who_had_least(others: Others, turns: precedence.Turns) -> None:
    turns.had.update(board=0.5, task=0.2, look=0.1)
    with precedence.turn("page"):
        for kind in ("board", "task", "look"):
            others.want(kind)
    assert others.ended() == ["look", "task", "board"]


def test_reading_counts_little(others: Others, turns: precedence.Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([0.0, 1.0, 1.0, 2.0, 2.0, 3.0])
    monkeypatch.setattr(precedence, "time", SimpleNamespace(monotonic=lambda: next(now)))
    with precedence.turn(precedence.READING):
        pass
    with precedence.turn("look"):
        pass
    assert turns.had[precedence.READING] < turns.had["look"]


def test_who_comes_back_after_a_rest_has_no_claim_to_what_it_left(others: Others, turns: precedence.Turns) -> None:
    turns.had.update(board=100.0, task=100.1)
    with precedence.turn("page"):
        others.want("board")
    others.ended()
    with precedence.turn("look"):
        pass
    assert turns.had["look"] >= 100.0


def test_between_two_queries_a_save_goes_before(others: Others, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precedence, "SLICE", 60.0)
    with precedence.turn("page"):
        others.want("look")
        others.want("child")
        precedence.let_others_go()
        assert others.got[0] == "child"


def test_between_two_queries_the_rest_goes_only_after_a_slice(
    others: Others, monkeypatch: pytest.MonkeyPatch
) -> None:
    with precedence.turn("page"):
        others.want("look")
        monkeypatch.setattr(precedence, "SLICE", 60.0)
        precedence.let_others_go()
        assert others.got == []
        monkeypatch.setattr(precedence, "SLICE", 0.0)
        precedence.let_others_go()
        assert others.got == ["look"]


def test_a_save_lets_no_look_go_before_it_has_ended(others: Others, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precedence, "SLICE", 0.0)
    with precedence.turn("child"):
        others.want("look")
        precedence.let_others_go()
        assert others.got == []


def test_who_does_not_end_loses_the_turn(
    others: Others, turns: precedence.Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(precedence, "LONGEST_FIRST", 0.01)
    with precedence.turn("page"):
        others.want("child")
        assert others.ended() == ["child"], "while this thread still has not ended"
        assert turns.holder is None
        precedence.let_others_go()
        assert turns.holder is not None, "and queues again before its next query"
    assert turns.holder is None and others.waiting() == 0


def test_while_the_network_computes_another_has_the_turn(others: Others) -> None:
    with precedence.turn("task"):
        with precedence.aside():
            others.want("look")
            assert others.ended() == ["look"]
        others.want("board")
        assert others.got == ["look"], "and then it is this one's again"


def test_a_block_inside_a_block_is_part_of_it(others: Others) -> None:
    with precedence.turn("page"):
        with precedence.turn("child"):
            others.want("look")
        assert others.got == []


def test_without_sqlite_nobody_waits(turns: precedence.Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precedence, "_switched_on", False)
    with precedence.turn("page"), precedence.aside():
        assert turns.holder is None


def test_a_turn_ends_with_what_fails(turns: precedence.Turns) -> None:
    with pytest.raises(ZeroDivisionError), precedence.turn("page"):
        raise ZeroDivisionError
    assert turns.holder is None


@pytest.mark.django_db(transaction=True)
def test_queries_let_others_go_but_never_inside_a_transaction(others: Others) -> None:
    watched: Any = connection
    watched.execute_wrappers.append(precedence._before_a_query)
    try:
        with precedence.turn("task"):
            with transaction.atomic():
                others.want("child")
                School.objects.create(name="Elm Road School")
                assert others.got == [], "who holds what a child may wait for goes on"
            assert School.objects.exists()
            assert others.got == ["child"]
            others.want("child")
            with transaction.atomic():
                assert others.got == ["child", "child"], "before the turn of those who write is taken"
    finally:
        watched.execute_wrappers.remove(precedence._before_a_query)
