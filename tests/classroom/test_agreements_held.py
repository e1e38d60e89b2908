"""Agreement held against teachers' marks: is it worth anything?"""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable

import pytest
from django.core.management import call_command

from classroom import agreeing, marks
from classroom.models import Answer, Ink, Reading
from classroom.scores.agreements import held_against_teachers
from tests.classroom.marked import read_all
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db
# All keys are "12", "5" and "42"; every answer is read as 12 with doubt.
CASES = [
    (1, "right", "right"),  # 12 was right, so the reading was
    (1, "wrong", "wrong"),  # whatever stood there, it was not 12
    (2, "right", "wrong"),  # a 5 stood there
    (2, "wrong", "unknown"),  # some wrong number
    (2, None, "unmarked"),
]


@pytest.mark.parametrize(("position", "verdict", "shown"), CASES)
def test_a_teachers_mark_shows_whether_the_reading_was_right(
    here: Side,
    draw: Callable[..., Ink],
    reader: ScriptedReader,
    position: int,
    verdict: str | None,
    shown: str,
) -> None:
    reader.says(("12", 0.7))
    answer = here.answer(position)
    draw(answer)
    read_all()
    reading = Reading.objects.get()
    agreeing.record_agreement(reading=reading, client_id=uuid.uuid4(), said="agreed")
    if verdict:
        marks.overrule(answer=Answer.objects.get(pk=answer.pk), teacher=here.teacher, verdict=verdict)
    [held] = held_against_teachers()
    assert (held.said, held.why, held.total) == ("agreed", "doubtful", 1)
    assert [name for name in ("right", "wrong") if held.shown[name]] == (
        [shown] if shown in ("right", "wrong") else []
    )


def test_a_mark_on_later_writing_says_nothing_of_the_earlier(
    here: Side, draw: Callable[..., Ink], reader: ScriptedReader
) -> None:
    reader.says(("12", 0.7))
    answer = here.answer(1)
    draw(answer)
    read_all()
    agreeing.record_agreement(reading=Reading.objects.get(), client_id=uuid.uuid4(), said="agreed")
    draw(answer, seq=2)
    read_all()
    marks.overrule(answer=Answer.objects.get(pk=answer.pk), teacher=here.teacher, verdict="right")
    assert held_against_teachers()[0].known == 0


def test_the_command_prints_the_table_of_one_school(
    here: Side, elsewhere: Side, draw: Callable[..., Ink], reader: ScriptedReader
) -> None:
    reader.says(("12", 0.7))
    answer = here.answer(1)
    draw(answer)
    read_all()
    agreeing.record_agreement(reading=Reading.objects.get(), client_id=uuid.uuid4(), said="agreed")
    marks.overrule(answer=Answer.objects.get(pk=answer.pk), teacher=here.teacher, verdict="right")

    def said(**options: str) -> str:
        out = io.StringIO()
        call_command("agreements", stdout=out, **options)
        return out.getvalue()

    assert "agreed   doubtful           1      1  100.0% (95 %: 20.7% to 100.0%)" in said(school="Hilltop")
    assert "No child was asked yet" in said(school="Valley")
