"""The checks of stored promises: silent on sound rows, loud on each kind of broken one."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from classroom import invariants, marks, readings, submissions
from classroom.models import Answer, Enrolment, Ink, Mark, Reading, ReadingJob
from tests.conftest import ScriptedReader, Side

AT_ONCE = timedelta(seconds=-1)


@pytest.fixture
def lesson(here: Side, draw: Callable[..., Ink], reader: ScriptedReader) -> Side:
    """A drawn right answer, a typed wrong one, a teacher's mark, and a failed reading."""
    first, second, third = (here.answer(position) for position in (1, 2, 3))
    readings.read_and_mark([draw(first).job.pk])
    submissions.record_ink(answer=second, client_id=uuid.uuid4(), seq=1, typed="6")
    marks.overrule(answer=second, teacher=here.teacher, verdict="right")
    reader.error = RuntimeError("poison")
    failed = draw(third)
    for _ in range(3):
        readings.read_and_mark([failed.job.pk])
    return here


def test_a_sound_school_breaks_nothing(lesson: Side, capsys: pytest.CaptureFixture[str]) -> None:
    assert invariants.broken(quiet=AT_ONCE) == {}
    call_command("verify_invariants")
    assert "14 of 14 promises hold" in capsys.readouterr().out


def break_reading(side: Side) -> None:
    ReadingJob.objects.filter(state="done").update(state="queued")
    Mark.objects.filter(ink__mode="drawn").delete()


def break_order(side: Side) -> None:
    answer = side.answer(1)
    Ink.objects.create(answer=answer, client_id=uuid.uuid4(), seq=9, strokes={}, sha256="0" * 64)


def break_pointer(side: Side) -> None:
    Answer.objects.filter(question__position=1).update(ink=None)


def break_evidence(side: Side) -> None:
    Mark.objects.filter(reading__isnull=False).update(reading=None)


def break_nought(side: Side) -> None:
    Reading.objects.update(status="unreadable")
    Mark.objects.filter(reading__isnull=False).update(verdict="wrong", score=0)


def break_standing(side: Side) -> None:
    mark = Mark.objects.filter(reading__isnull=False).first()
    Answer.objects.filter(question__position=3).update(mark=mark)


def break_teacher(side: Side) -> None:
    machine = Mark.objects.filter(source="machine", answer__question__position=2).first()
    Answer.objects.filter(question__position=2).update(mark=machine)


def break_tries(side: Side) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints=ON")
        ReadingJob.objects.update(tries=4)
        cursor.execute("PRAGMA ignore_check_constraints=OFF")


def break_lease(side: Side) -> None:
    from django.db.models.functions import Now

    ReadingJob.objects.update(state="leased", lease_until=Now())


def break_double(side: Side) -> None:
    mark = Mark.objects.filter(source="machine").first()
    assert mark is not None
    mark.pk = None
    mark.save()


def break_fence(side: Side) -> None:
    Enrolment.objects.all().delete()


def break_a_stroke(side: Side) -> None:
    ink = Ink.objects.exclude(strokes=None).first()
    assert ink is not None
    wire = json.dumps(ink.strokes)
    with connection.cursor() as cursor:  # one digit of one number
        at = wire.index("strokes") + wire[wire.index("strokes") :].index("1")
        cursor.execute("UPDATE classroom_ink SET strokes=%s WHERE id=%s", [f"{wire[:at]}2{wire[at + 1 :]}", ink.pk])


def break_all_of_it(side: Side) -> None:
    """As a disk does it: what stands there is neither JSON nor text."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints=ON")
        cursor.execute(
            "UPDATE classroom_ink SET strokes = CAST(x'7b22ff00fe' AS TEXT) WHERE strokes IS NOT NULL AND id = %s",
            [Ink.objects.exclude(strokes=None).values_list("pk", flat=True)[0]],
        )
        cursor.execute("PRAGMA ignore_check_constraints=OFF")


def break_typing(side: Side) -> None:
    Ink.objects.filter(mode="typed").update(typed="7")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="breaks rows in ways that PostgreSQL refuses")
@pytest.mark.parametrize("spoil", [break_a_stroke, break_all_of_it, break_typing])
def test_ink_that_a_disk_spoiled_is_named(lesson: Side, spoil: Callable[[Side], None]) -> None:
    spoil(lesson)
    assert len(invariants.ink_that_is_not_what_came(AT_ONCE)) == 1


def test_ink_whose_time_was_over_and_answers_in_boxes_are_what_came(lesson: Side) -> None:
    submissions.record_ink(answer=lesson.answer(1), client_id=uuid.uuid4(), seq=7, typed=" 6 7 ")
    Ink.objects.filter(mode="drawn").update(forgotten_at=timezone.now(), strokes={})
    assert invariants.ink_that_is_not_what_came(AT_ONCE) == []


BREAKAGES = {
    "ink_that_is_neither_read_nor_waiting": break_reading,
    "current_ink_that_is_not_the_newest": break_order,
    "answer_without_its_ink": break_pointer,
    "mark_without_evidence": break_evidence,
    "machine_nought_without_a_reading": break_nought,
    "standing_mark_of_other_ink": break_standing,
    "teachers_mark_set_aside": break_teacher,
    "job_tried_too_often": break_tries,
    "lease_that_never_ends": break_lease,
    "ink_marked_twice_by_one_reading": break_double,
    "row_of_another_school": break_fence,
}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="breaks rows in ways that PostgreSQL refuses")
@pytest.mark.parametrize("name", BREAKAGES)
def test_each_broken_promise_is_named(lesson: Side, name: str) -> None:
    BREAKAGES[name](lesson)
    assert name in invariants.broken(quiet=AT_ONCE)
    with pytest.raises(SystemExit):
        call_command("verify_invariants", "--quiet-seconds", "-1")
