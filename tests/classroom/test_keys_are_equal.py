"""Typing is as good as writing: every kind of answer, the same marks (WCAG 2.1.1, 2.5.7)."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from classroom import readings, submissions
from classroom.models import Answer, Ink, Question, ReadingJob
from recognition import grammar
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db

# Kind: the key, an answer that is right, one that is wrong.
ANSWERS = {
    "whole": ("12", "12", "13"),
    "signed": ("-4", "-4", "4"),
    "decimal": ("0.5", "0.50", "5"),
    "fraction": ("1/2", "1/2", "2/3"),
    "compare": ("<", "<", ">"),
    "time": ("9:05", "9:05", "9:50"),
    "operator": ("×", "×", "+"),
    "digit": ("7", "7", "1"),
}


def test_no_kind_is_left_out() -> None:
    assert set(ANSWERS) == set(grammar.KINDS)


@pytest.mark.parametrize("kind", ANSWERS)
@pytest.mark.parametrize("which", [1, 2], ids=["right", "wrong"])
def test_a_typed_answer_gets_the_mark_of_a_written_one(
    here: Side, reader: ScriptedReader, draw: Callable[..., Ink], kind: str, which: int
) -> None:
    key, said = ANSWERS[kind][0], ANSWERS[kind][which]
    Question.objects.filter(worksheet=here.worksheet).update(
        kind=kind, key={"version": 1, "values": [key], "rule": "equal"}
    )
    typed, written = here.answer(1), here.answer(2)
    submissions.record_ink(answer=typed, client_id=uuid.uuid4(), seq=1, typed=said, pointer="keypad")
    assert not ReadingJob.objects.exists()  # and without a wait
    reader.says((said, 0.9999))
    draw(written)
    readings.read_and_mark(list(ReadingJob.objects.values_list("pk", flat=True)))
    verdicts = {Answer.objects.get(pk=one.pk).mark.verdict for one in (typed, written)}  # type: ignore[union-attr]
    assert verdicts == {"right" if which == 1 else "wrong"}
