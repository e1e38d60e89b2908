"""Marks that a new reader made of stored ink are drawn for blind checks too, and certify nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from classroom import checks, marks, rereading
from classroom.honesty import tallies
from classroom.models import Answer, Attempt, Check, Ink, Rereading
from tests.classroom.second_reader import new_reader, read_again, read_all
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(
    here: Side, reader: ScriptedReader, draw: Callable[..., Ink], monkeypatch: pytest.MonkeyPatch
) -> tuple[Answer, Rereading]:
    """Ada's first answer, handed in: read as 17, read again as the right 12, accepted; the lot falls on all."""
    monkeypatch.setattr(checks, "is_drawn", lambda **_: False)
    reader.says(("17", 0.999))
    draw(here.answer(1))
    read_all()
    Attempt.objects.update(state="handed_in")
    monkeypatch.setattr(checks, "is_drawn", lambda **_: True)
    new_reader(reader, ("12", 0.999))
    run = read_again(here)
    assert Check.objects.count() == 0  # nothing is proposed to the lot before a teacher accepts it
    rereading.accept(run=run, changes=run.changes.all(), teacher=here.teacher)
    return here.answer(1), run


def test_an_accepted_mark_waits_for_a_blind_check(here: Side, accepted: tuple[Answer, Rereading]) -> None:
    check = Check.objects.get()
    assert (check.reader_version, check.verdict, check.reread) == ("scripted-2", "right", True)
    assert check.ink_id == accepted[0].ink_id
    assert checks.open_count(here.teacher.school) == 1


def test_what_is_found_of_it_is_told_but_certifies_nothing(here: Side, accepted: tuple[Answer, Rereading]) -> None:
    answer, _ = accepted
    marks.overrule(answer=answer, teacher=here.teacher, verdict="wrong")
    assert checks.open_count(here.teacher.school) == 0
    assert checks.evidence(here.teacher.school, "scripted-2") == []
    Check.objects.update(reread=False)  # fresh writing would
    assert len(checks.evidence(here.teacher.school, "scripted-2")) == 1
    told = tallies.tallies(here.teacher.school, today=date.today())
    assert any(one.by_lot for one in told)


def test_rolling_back_asks_for_no_check_of_what_no_longer_stands(
    here: Side, accepted: tuple[Answer, Rereading]
) -> None:
    _, run = accepted
    rereading.roll_back(run=run, changes=run.changes.all(), teacher=here.teacher)
    assert Check.objects.count() == 0 and checks.open_count(here.teacher.school) == 0
    assert here.answer(1).mark is not None


def test_a_declined_proposal_is_not_drawn(
    here: Side, reader: ScriptedReader, draw: Callable[..., Ink], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "is_drawn", lambda **_: False)
    reader.says(("17", 0.999))
    draw(here.answer(1))
    read_all()
    monkeypatch.setattr(checks, "is_drawn", lambda **_: True)
    new_reader(reader, ("12", 0.999))
    run = read_again(here)
    rereading.decline(run=run, changes=run.changes.all(), teacher=here.teacher)
    assert Check.objects.count() == 0
