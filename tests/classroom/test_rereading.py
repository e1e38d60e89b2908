"""A new reader never rewrites history: re-reading, proposals, a teacher's decision, and the way back."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models.functions import Now
from django.test import Client

from classroom import invariants, marks, readings, rereading, submissions
from classroom.models import Answer, AuditEntry, Ink, Mark, Reading, ReadingJob, RereadChange, Rereading
from classroom.rereading import steps
from recognition.reader import ReaderUnavailable
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db
Draw = Callable[..., Ink]
SignIn = Callable[..., Client]
State = RereadChange.State


def read_all() -> None:
    readings.read_and_mark(list(ReadingJob.objects.filter(state="queued").values_list("pk", flat=True)))


def new_reader(reader: ScriptedReader, *candidates: tuple[str, float], version: str = "scripted-2") -> None:
    reader.version = version
    reader.says(*candidates)


def read_again(side: Side, version: str = "scripted-2") -> Rereading:
    run = rereading.start(teacher=side.teacher, reader_version=version)
    while rereading.go_on(run.pk):
        pass
    run.refresh_from_db()
    return run


def verdict(answer: Answer) -> str | None:
    answer.refresh_from_db()
    return answer.mark.verdict if answer.mark else None


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


# --- the work itself ---


def test_fresh_ink_goes_first(here: Side, reader: ScriptedReader, draw: Draw, read_wrong: Answer) -> None:
    new_reader(reader, ("12", 0.999))
    run = rereading.start(teacher=here.teacher, reader_version="scripted-2")
    draw(here.answer(2))
    asked = reader.read_count
    assert rereading.go_on(run.pk) is False
    assert reader.read_count == asked and rereading.waiting() == [run.pk]
    read_all()
    assert rereading.go_on(run.pk) is True


def test_another_reader_or_none_leaves_the_run_to_others(
    here: Side, reader: ScriptedReader, read_wrong: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = rereading.start(teacher=here.teacher, reader_version="scripted-2")
    assert rereading.go_on(run.pk) is False

    def missing() -> None:
        raise ReaderUnavailable("no weights")

    monkeypatch.setattr("recognition.reader.default_reader", missing)
    for _ in range(6):
        assert rereading.go_on(run.pk) is False
    run.refresh_from_db()
    assert (run.done, run.tries, run.lease_token, run.state) == (0, 0, None, "reading")


def test_two_workers_do_not_read_the_same_run_at_once(here: Side, reader: ScriptedReader, read_wrong: Answer) -> None:
    new_reader(reader, ("12", 0.999))
    run = rereading.start(teacher=here.teacher, reader_version="scripted-2")
    inner: list[bool] = []
    reader.before_answering = lambda: inner.append(rereading.go_on(run.pk))
    rereading.go_on(run.pk)
    run.refresh_from_db()
    assert inner == [False] and run.done == 1


def test_a_crash_on_the_way_repeats_a_few_readings_and_counts_nothing_twice(
    here: Side, reader: ScriptedReader, draw: Draw, read_wrong: Answer
) -> None:
    reader.says(("17", 0.999))
    draw(here.answer(2))
    read_all()
    new_reader(reader, ("12", 0.999))
    run = rereading.start(teacher=here.teacher, reader_version="scripted-2")

    class Killed(BaseException):
        pass

    def die() -> None:
        raise Killed

    reader.before_answering = die
    letting_go = steps.runs.let_go
    steps.runs.let_go = lambda *_: None  # a dead worker gives nothing back
    try:
        with pytest.raises(Killed):
            rereading.go_on(run.pk)
    finally:
        steps.runs.let_go = letting_go
    assert rereading.waiting() == []  # held until its lease ends
    Rereading.objects.update(lease_until=Now() - timedelta(seconds=1))
    reader.before_answering = lambda: None
    assert rereading.waiting() == [run.pk]
    while rereading.go_on(run.pk):
        pass
    run.refresh_from_db()
    assert (run.state, run.done, run.total) == ("done", 2, 2)
    assert run.changes.count() == 1


def test_ink_that_kills_workers_is_passed_over_after_three_tries(
    here: Side, reader: ScriptedReader, draw: Draw, read_wrong: Answer
) -> None:
    reader.says(("17", 0.999))
    draw(here.answer(2))
    read_all()
    new_reader(reader, ("12", 0.999))
    run = rereading.start(teacher=here.teacher, reader_version="scripted-2")
    Rereading.objects.update(tries=3)  # three workers died over it
    asked = reader.read_count
    assert rereading.go_on(run.pk) is True and reader.read_count == asked
    while rereading.go_on(run.pk):
        pass
    run.refresh_from_db()
    assert (run.state, run.done, run.failed) == ("done", 2, 1)


def test_ink_that_breaks_the_reader_costs_its_neighbours_nothing(
    here: Side, reader: ScriptedReader, draw: Draw, read_wrong: Answer
) -> None:
    reader.says(("17", 0.999))
    draw(here.answer(2))
    read_all()
    new_reader(reader, ("12", 0.999))
    calls = iter([RuntimeError("poison"), None])

    def stumble() -> None:
        if trouble := next(calls):
            raise trouble

    reader.before_answering = stumble
    run = read_again(here)
    assert (run.state, run.done, run.failed) == ("done", 2, 1)
    assert Reading.objects.filter(reader_version="scripted-2").count() == 1


def test_one_at_a_time_in_a_school_and_only_where_there_is_something(
    here: Side, elsewhere: Side, reader: ScriptedReader, draw: Draw, read_wrong: Answer
) -> None:
    draw(elsewhere.answer(1))
    read_all()
    run = rereading.start(teacher=here.teacher, reader_version="scripted-2")
    with pytest.raises(rereading.UnderWay):
        rereading.start(teacher=here.teacher, reader_version="scripted-2", assignment=here.assignment)
    rereading.start(teacher=elsewhere.teacher, reader_version="scripted-2")
    assert rereading.stop(run=run, teacher=here.teacher) and not rereading.stop(run=run, teacher=here.teacher)
    with pytest.raises(rereading.NothingToRead):
        rereading.start(teacher=here.teacher, reader_version="scripted-1")
    again = rereading.start(teacher=here.teacher, reader_version="scripted-2", assignment=here.assignment)
    new_reader(reader, ("12", 0.999))
    while rereading.go_on(again.pk):
        pass
    assert Reading.objects.filter(reader_version="scripted-2").count() == 1
    assert Reading.objects.get(reader_version="scripted-2").ink.answer == read_wrong


def test_many_accepted_changes_are_written_in_the_background_too(
    here: Side, reader: ScriptedReader, draw: Draw, read_wrong: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.says(("17", 0.999))
    for student in here.students:
        for position in (1, 2, 3):
            draw(here.answer(position, student), seq=2)
    read_all()
    new_reader(reader, ("12", 0.6), ("5", 0.2), ("42", 0.2))
    run = read_again(here)
    assert run.changes.count() == 6
    monkeypatch.setattr(rereading.decisions, "BATCH", 2)
    monkeypatch.setattr(rereading.decisions, "AT_ONCE", 2)
    rereading.accept(run=run, changes=run.changes.all(), teacher=here.teacher)
    assert run.changes.filter(state=State.CHOSEN).count() == 2
    assert rereading.waiting() == [run.pk]
    while rereading.go_on(run.pk):
        pass
    assert run.changes.filter(state=State.APPLIED).count() == 6 and rereading.waiting() == []
    assert set(Answer.objects.filter(ink__isnull=False).values_list("mark__verdict", flat=True)) == {"unsure"}


# --- any history ---


@pytest.mark.parametrize("seed", range(6))
def test_in_any_order_of_events_the_teachers_word_stands_and_rolling_back_leaves_no_trace_of_the_new_reader(
    seed: int, here: Side, reader: ScriptedReader, draw: Draw
) -> None:
    rng = random.Random(seed)
    answers = [here.answer(position, student) for student in here.students for position in (1, 2, 3)]
    texts, said, seqs, version = ["12", "5", "42", "17"], {}, dict.fromkeys([one.pk for one in answers], 0), 1

    def speak(*_: Any) -> None:
        answer, word = rng.choice(answers), rng.choice(["right", "wrong", "withdraw"])
        if word == "withdraw":
            marks.withdraw(answer=answer, teacher=here.teacher)
            said.pop(answer.pk, None)
        else:
            marks.overrule(answer=answer, teacher=here.teacher, verdict=word)
            said[answer.pk] = word

    def write(*_: Any) -> None:
        answer = rng.choice(answers)
        seqs[answer.pk] += 1
        if rng.random() < 0.8:
            draw(answer, seq=seqs[answer.pk])
        else:
            submissions.record_ink(
                answer=answer, client_id=uuid.uuid4(), seq=seqs[answer.pk], typed=rng.choice(texts)
            )
        if rng.random() < 0.8:
            read_all()

    def correct_key(*_: Any) -> None:
        question = rng.choice(here.questions)
        question.key, question.key_number = (
            {"version": 1, "values": [rng.choice(texts)], "rule": "equal"},
            question.key_number + 1,
        )
        question.save()
        marks.remark(question=question)

    def new_version(*_: Any) -> None:
        nonlocal version
        version += 1
        reader.version = f"scripted-{version}"

    def reread(*_: Any) -> None:
        read_all()
        try:
            read_again(here, reader.version)
        except (rereading.NothingToRead, rereading.UnderWay):
            return

    def decide(*_: Any) -> None:
        run = Rereading.objects.first()
        if run is not None:
            some = run.changes.filter(pk__in=[one.pk for one in run.changes.all() if rng.random() < 0.6])
            rng.choice([rereading.accept, rereading.decline, rereading.roll_back])(
                run=run, changes=some, teacher=here.teacher
            )

    deeds = [speak, write, write, write, correct_key, new_version, reread, reread, decide, decide]
    for _ in range(40):
        reader.says((rng.choice(texts), rng.choice([0.6, 0.9, 0.999])))
        kept = {mark.pk: (mark.verdict, mark.source, mark.reading_id) for mark in Mark.objects.all()}
        rng.choice(deeds)()
        now = {mark.pk: (mark.verdict, mark.source, mark.reading_id) for mark in Mark.objects.all()}
        assert kept.items() <= now.items()  # only ever added to
        for answer in answers:
            answer.refresh_from_db()
            if answer.pk in said:
                assert answer.mark is not None
                assert (answer.mark.source, answer.mark.verdict) == ("teacher", said[answer.pk])
    read_all()
    for run in Rereading.objects.all():
        rereading.roll_back(run=run, changes=run.changes.all(), teacher=here.teacher)
    assert not RereadChange.objects.filter(state__in=[State.CHOSEN, State.RETURNING, State.APPLIED]).exists()
    assert invariants.broken(quiet=timedelta(0)) == {}


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
