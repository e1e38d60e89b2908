"""A new reader never rewrites history: re-reading, proposals, a teacher's decision, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from classroom import marks, rereading
from classroom.models import Answer, AuditEntry, Ink, Mark, Reading, ReadingJob, RereadChange
from tests.classroom.second_reader import new_reader, read_again, read_all, verdict
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db
Draw = Callable[..., Ink]
SignIn = Callable[..., Client]
State = RereadChange.State


@pytest.fixture
def read_wrong(here: Side, reader: ScriptedReader, draw: Draw) -> Answer:
    """Ada's first answer, a right one that the old reader took for 17."""
    reader.says(("17", 0.999))
    draw(here.answer(1))
    read_all()
    return here.answer(1)


def test_reading_again_stores_readings_beside_the_old_and_changes_no_mark(
    here: Side, reader: ScriptedReader, read_wrong: Answer
) -> None:
    new_reader(reader, ("12", 0.999))
    before = list(Mark.objects.values())
    run = read_again(here)
    assert (run.state, run.total, run.done, run.failed) == ("done", 1, 1, 0)
    assert list(Reading.objects.order_by("pk").values_list("reader_version", "text")) == [
        ("scripted-1", "17"),
        ("scripted-2", "12"),
    ]
    assert list(Mark.objects.values()) == before
    (change,) = RereadChange.objects.all()
    assert (change.verdict, change.state, change.before_id) == ("right", "open", read_wrong.mark_id)
    assert verdict(read_wrong) == "wrong"


def test_what_the_new_reader_saw_is_shown_nowhere_until_it_is_accepted(
    here: Side, reader: ScriptedReader, read_wrong: Answer, as_student: SignIn, as_teacher: SignIn
) -> None:
    new_reader(reader, ("12", 0.999))
    read_again(here)
    sheet = as_student(here).get(f"/api/v1/attempts/{here.attempt().uuid}/").json()
    assert sheet["answers"][0]["reading"] == "17"
    page = as_teacher(here).get(f"/answers/{read_wrong.uuid}/").content.decode()
    assert "Read as <b>17</b>" in page
    question = here.questions[0]
    question.key, question.key_number = {"version": 1, "values": ["17"], "rule": "equal"}, 2
    question.save()
    marks.remark(question=question)
    assert verdict(read_wrong) == "right"  # from what was read before: 17


def test_accepting_adds_a_mark_that_says_where_it_comes_from(
    here: Side, reader: ScriptedReader, read_wrong: Answer
) -> None:
    new_reader(reader, ("12", 0.999))
    run = read_again(here)
    version = here.school_class.version
    assert rereading.accept(run=run, changes=run.changes.all(), teacher=here.teacher) == 1
    read_wrong.refresh_from_db()
    mark = read_wrong.mark
    assert mark is not None and mark.reading is not None
    assert (mark.source, mark.verdict, mark.reason, mark.teacher) == (
        "rereading",
        "right",
        "new_reader",
        here.teacher,
    )
    assert mark.reading.reader_version == "scripted-2"
    assert Mark.objects.count() == 2
    assert run.changes.get().state == State.APPLIED
    here.school_class.refresh_from_db()
    assert here.school_class.version > version
    assert AuditEntry.objects.filter(action="rereading_accepted").count() == 1
    assert rereading.accept(run=run, changes=run.changes.all(), teacher=here.teacher) == 0
    assert Mark.objects.count() == 2


def test_declining_changes_nothing_and_is_not_asked_again(
    here: Side, reader: ScriptedReader, read_wrong: Answer
) -> None:
    new_reader(reader, ("12", 0.999))
    run = read_again(here)
    assert rereading.decline(run=run, changes=run.changes.all(), teacher=here.teacher) == 1
    assert rereading.accept(run=run, changes=run.changes.all(), teacher=here.teacher) == 0
    assert verdict(read_wrong) == "wrong" and Mark.objects.count() == 1


def test_a_teachers_mark_is_never_touched_but_measured(
    here: Side, reader: ScriptedReader, read_wrong: Answer
) -> None:
    marks.overrule(answer=read_wrong, teacher=here.teacher, verdict="right")
    new_reader(reader, ("12", 0.999))
    run = read_again(here)
    assert (run.by_teacher, run.old_agreed, run.old_against, run.new_agreed, run.new_against) == (1, 0, 1, 1, 0)
    assert run.changes.get().state == State.TEACHERS
    assert rereading.accept(run=run, changes=run.changes.all(), teacher=here.teacher) == 0
    read_wrong.refresh_from_db()
    assert read_wrong.mark is not None and read_wrong.mark.source == "teacher" and Mark.objects.count() == 2


def test_what_changed_since_the_list_was_made_is_left_alone(
    here: Side, reader: ScriptedReader, draw: Draw, read_wrong: Answer
) -> None:
    reader.says(("17", 0.999))
    others = [here.answer(2), here.answer(3)]
    for answer in others:
        draw(answer)
    read_all()
    new_reader(reader, ("5", 0.999))
    run = read_again(here)
    marks.overrule(answer=others[0], teacher=here.teacher, verdict="wrong")
    assert run.changes.count() == 1  # 5 is right for the second question alone
    rereading.accept(run=run, changes=run.changes.all(), teacher=here.teacher)
    assert run.changes.get().state == State.OVERTAKEN
    assert not Mark.objects.filter(source="rereading").exists()


def test_newer_ink_and_another_key_overtake_a_proposal(
    here: Side, reader: ScriptedReader, draw: Draw, read_wrong: Answer
) -> None:
    new_reader(reader, ("12", 0.999))
    run = read_again(here)
    question = here.questions[0]
    question.key, question.key_number = {"version": 1, "values": ["99"], "rule": "equal"}, 2
    question.save()
    marks.remark(question=question)
    rereading.accept(run=run, changes=run.changes.all(), teacher=here.teacher)
    assert run.changes.get().state == State.OVERTAKEN and verdict(read_wrong) == "wrong"
    run.changes.update(state=State.OPEN)
    draw(here.answer(1), seq=2)
    rereading.accept(run=run, changes=run.changes.all(), teacher=here.teacher)
    assert run.changes.get().state == State.OVERTAKEN


def test_rolling_back_restores_exactly_what_stood(here: Side, reader: ScriptedReader, read_wrong: Answer) -> None:
    new_reader(reader, ("12", 0.999))
    run = read_again(here)
    before = read_wrong.mark
    rereading.accept(run=run, changes=run.changes.all(), teacher=here.teacher)
    assert rereading.roll_back(run=run, changes=run.changes.all(), teacher=here.teacher) == 1
    read_wrong.refresh_from_db()
    mark = read_wrong.mark
    assert mark is not None and before is not None
    assert (mark.verdict, mark.score, mark.reading_id, mark.key_number, mark.rule_version, mark.thresholds) == (
        before.verdict, before.score, before.reading_id, before.key_number, before.rule_version, before.thresholds,
    )  # fmt: skip
    assert (mark.source, mark.reason) == ("rereading", "rolled_back")
    assert Mark.objects.count() == 3 and Mark.objects.filter(pk=before.pk).exists()
    assert rereading.roll_back(run=run, changes=run.changes.all(), teacher=here.teacher) == 0


def test_a_teachers_mark_since_then_survives_rolling_back(
    here: Side, reader: ScriptedReader, read_wrong: Answer
) -> None:
    new_reader(reader, ("12", 0.999))
    run = read_again(here)
    rereading.accept(run=run, changes=run.changes.all(), teacher=here.teacher)
    marks.overrule(answer=read_wrong, teacher=here.teacher, verdict="right")
    rereading.roll_back(run=run, changes=run.changes.all(), teacher=here.teacher)
    read_wrong.refresh_from_db()
    assert read_wrong.mark is not None
    assert (read_wrong.mark.source, read_wrong.mark.verdict) == ("teacher", "right")
    marks.withdraw(answer=read_wrong, teacher=here.teacher)
    assert verdict(read_wrong) == "wrong"  # what the old reader said


def test_rolling_back_after_a_corrected_key_judges_the_old_reading_by_it(
    here: Side, reader: ScriptedReader, read_wrong: Answer
) -> None:
    new_reader(reader, ("12", 0.999))
    run = read_again(here)
    rereading.accept(run=run, changes=run.changes.all(), teacher=here.teacher)
    question = here.questions[0]
    question.key, question.key_number = {"version": 1, "values": ["17"], "rule": "equal"}, 2
    question.save()
    marks.remark(question=question)
    assert verdict(read_wrong) == "wrong"  # the accepted reading, 12, under the new key
    rereading.roll_back(run=run, changes=run.changes.all(), teacher=here.teacher)
    assert verdict(read_wrong) == "right"  # the old one, 17


def test_ink_that_no_reader_could_read_can_be_read_now_and_go_back(
    here: Side, reader: ScriptedReader, draw: Draw
) -> None:
    draw(here.answer(1))
    ReadingJob.objects.update(state="needs_teacher")
    new_reader(reader, ("12", 0.999))
    run = read_again(here)
    rereading.accept(run=run, changes=run.changes.all(), teacher=here.teacher)
    assert verdict(here.answer(1)) == "right"
    rereading.roll_back(run=run, changes=run.changes.all(), teacher=here.teacher)
    assert verdict(here.answer(1)) == "unsure"


# --- the command ---


def test_one_command_rolls_a_whole_run_back(here: Side, reader: ScriptedReader, read_wrong: Answer) -> None:
    new_reader(reader, ("12", 0.999))
    run = read_again(here)
    rereading.accept(run=run, changes=run.changes.all(), teacher=here.teacher)
    said = StringIO()
    call_command("roll_back_reader", stdout=said)
    assert f"{run.pk}: scripted-2, Hilltop, 1 accepted" in said.getvalue() and verdict(read_wrong) == "right"
    call_command("roll_back_reader", str(run.pk), stdout=said)
    assert "1 mark rolled back" in said.getvalue() and verdict(read_wrong) == "wrong"
    with pytest.raises(CommandError, match="no re-reading 999"):
        call_command("roll_back_reader", "999")
