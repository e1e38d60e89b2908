"""From a waiting job to a mark: claims, leases, tries, readings and whose word stands."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.models.functions import Now

from classroom import jobs, marks, prepared, readings, submissions
from classroom.models import Ink, Mark, Reading, ReadingJob
from recognition.reader import ReaderUnavailable
from tests.conftest import ScriptedReader, Side

Draw = Callable[..., Ink]
State = ReadingJob.State


def lease_ends(job: ReadingJob) -> None:
    ReadingJob.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


def verdict(answer: object) -> str | None:
    answer.refresh_from_db()  # type: ignore[attr-defined]
    return answer.mark.verdict if answer.mark else None  # type: ignore[attr-defined]


def test_a_right_answer_is_read_and_marked(here: Side, draw: Draw, reader: ScriptedReader) -> None:
    answer = here.answer()
    ink = draw(answer)
    assert readings.read_and_mark([ink.job.pk]) == 1
    ink.job.refresh_from_db()
    assert ink.job.state == State.DONE
    reading = Reading.objects.get()
    assert (reading.text, reading.reader_version) == ("12", "scripted-1")
    assert verdict(answer) == "right"
    assert answer.mark.reading == reading


def test_the_same_hint_again_reads_nothing(here: Side, draw: Draw, reader: ScriptedReader) -> None:
    ink = draw(here.answer())
    readings.read_and_mark([ink.job.pk])
    assert readings.read_and_mark([ink.job.pk]) == 0
    assert reader.read_count == Reading.objects.count() == Mark.objects.count() == 1


def test_a_held_job_is_not_claimed_again_until_its_lease_ends(here: Side, draw: Draw) -> None:
    job = draw(here.answer()).job
    (first,) = jobs.claim([job.pk])
    assert jobs.claim([job.pk]) == []
    lease_ends(job)
    (second,) = jobs.claim([job.pk])
    assert prepared.together(jobs.finishing(first)) == [0]
    assert prepared.together(jobs.finishing(second)) == [1]


def test_no_hint_starts_a_fourth_try(here: Side, draw: Draw) -> None:
    job = draw(here.answer()).job
    for _ in range(3):
        assert len(jobs.claim([job.pk])) == 1
        lease_ends(job)
    assert jobs.claim([job.pk]) == []
    jobs.sweep()
    job.refresh_from_db()
    assert (job.state, job.tries) == (State.NEEDS_TEACHER, 3)


def test_ink_that_breaks_the_reader_goes_to_a_teacher_and_is_never_a_nought(
    here: Side, draw: Draw, reader: ScriptedReader
) -> None:
    answer, other = here.answer(1), here.answer(2)
    poison, fine = draw(answer), draw(other)
    reader.error = RuntimeError("poison")
    for _ in range(4):
        readings.read_and_mark([poison.job.pk])
    poison.job.refresh_from_db()
    assert (poison.job.state, reader.read_count) == (State.NEEDS_TEACHER, 3)
    assert verdict(answer) is None
    assert not Mark.objects.exists()
    reader.says(("5", 0.99))
    readings.read_and_mark([poison.job.pk, fine.job.pk])
    assert verdict(other) == "right"


def test_poison_costs_its_batch_nothing(here: Side, draw: Draw, reader: ScriptedReader) -> None:
    first, second = draw(here.answer(1)), draw(here.answer(2))
    calls = iter([RuntimeError("poison"), None])

    def stumble() -> None:
        trouble = next(calls)
        if trouble:
            raise trouble

    reader.before_answering = stumble
    assert readings.read_and_mark([first.job.pk, second.job.pk]) == 1
    second.job.refresh_from_db()
    assert second.job.state == State.DONE


class Killed(BaseException):
    """The end of a worker's process, as far as a test can have it: nothing after it is done."""


def test_ink_that_kills_its_worker_takes_no_other_ink_down_with_it(
    here: Side, draw: Draw, reader: ScriptedReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    neighbours = [draw(here.answer(position, here.students[0])).job for position in (1, 2)]
    deadly = draw(here.answer(3)).job
    neighbours += [draw(here.answer(position, here.students[1])).job for position in (1, 2, 3)]
    read, fetch = reader.read, readings._ink_to_read
    at_hand: list[int] = []

    def read_or_die(ink: object, kind: str = "whole") -> object:
        if at_hand[-1] == deadly.ink_id:
            raise Killed
        return read(ink, kind)  # type: ignore[arg-type]

    monkeypatch.setattr(readings, "_ink_to_read", lambda ink_id: at_hand.append(ink_id) or fetch(ink_id))
    monkeypatch.setattr(reader, "read", read_or_die)
    for _ in range(4):  # each time with one hint for all, as the sweeper sends it
        waiting = list(ReadingJob.objects.filter(state=State.QUEUED).order_by("pk").values_list("pk", flat=True))
        with contextlib.suppress(Killed):
            readings.read_and_mark(waiting)
        for job in ReadingJob.objects.filter(state=State.LEASED):
            lease_ends(job)
        jobs.sweep()
    deadly.refresh_from_db()
    assert (deadly.state, deadly.tries) == (State.NEEDS_TEACHER, 3)
    for job in neighbours:
        job.refresh_from_db()
        assert job.state == State.DONE and job.tries <= 2


def test_what_cannot_be_kept_together_is_kept_one_by_one(
    here: Side, draw: Draw, reader: ScriptedReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, *good = [draw(here.answer(position)).job for position in (1, 2, 3)]
    award = marks.award

    def stumble(*, ink: Ink, reading: Reading | None) -> object:
        if ink.pk == bad.ink_id:
            raise ValueError("no mark for this one")
        return award(ink=ink, reading=reading)

    monkeypatch.setattr(marks, "award", stumble)
    assert readings.read_and_mark([bad.pk, *(job.pk for job in good)]) == 2
    for job in (bad, *good):
        job.refresh_from_db()
    assert (bad.state, bad.tries) == (State.QUEUED, 1)
    assert [(job.state, job.tries) for job in good] == [(State.DONE, 1)] * 2
    assert not Reading.objects.filter(ink=bad.ink_id).exists()


def test_a_database_that_is_away_costs_no_try(here: Side, draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    job = draw(here.answer()).job

    def away(**_: object) -> None:
        raise OperationalError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(marks, "award", away)
        for _ in range(jobs.MAX_TRIES + 2):
            assert readings.read_and_mark([job.pk]) == 0
            job.refresh_from_db()
            assert (job.state, job.tries) == (State.QUEUED, 0)
    assert readings.read_and_mark([job.pk]) == 1


def test_without_a_network_jobs_wait_and_lose_no_try(here: Side, draw: Draw, monkeypatch: pytest.MonkeyPatch) -> None:
    job = draw(here.answer()).job

    def missing() -> None:
        raise ReaderUnavailable("no weights")

    monkeypatch.setattr("recognition.reader.default_reader", missing)
    with pytest.raises(ReaderUnavailable):
        readings.read_and_mark([job.pk])
    job.refresh_from_db()
    assert (job.state, job.tries) == (State.QUEUED, 0)


def test_a_reading_of_ink_that_was_redrawn_meanwhile_marks_nothing(
    here: Side, draw: Draw, reader: ScriptedReader
) -> None:
    answer = here.answer()
    ink = draw(answer)
    reader.before_answering = lambda: draw(answer, seq=2)
    assert readings.read_and_mark([ink.job.pk]) == 0
    assert not Reading.objects.exists()
    assert verdict(answer) is None


def test_a_wrong_answer_is_wrong_only_when_the_right_one_is_implausible(
    here: Side, draw: Draw, reader: ScriptedReader
) -> None:
    answer = here.answer()
    reader.says(("17", 0.98), ("12", 0.02))
    readings.read_and_mark([draw(answer, seq=1).job.pk])
    assert verdict(answer) == "unsure"
    assert answer.mark.score is None
    reader.says(("17", 0.995), ("12", 0.001))
    readings.read_and_mark([draw(answer, seq=2).job.pk])
    assert verdict(answer) == "wrong"


def test_a_teachers_mark_stands_against_the_machine_and_a_new_key(
    here: Side, draw: Draw, reader: ScriptedReader
) -> None:
    answer = here.answer()
    marks.overrule(answer=answer, teacher=here.teacher, verdict="wrong")
    readings.read_and_mark([draw(answer).job.pk])
    assert verdict(answer) == "wrong"
    question = here.questions[0]
    question.key, question.key_number = {"version": 1, "values": ["12", "13"], "rule": "equal"}, 2
    question.save()
    marks.remark(question=question)
    assert verdict(answer) == "wrong"
    assert answer.mark.source == Mark.Source.TEACHER
    assert set(Mark.objects.values_list("source", flat=True)) == {"teacher", "machine", "key_change"}


def test_a_teacher_can_take_the_mark_back(here: Side, draw: Draw, reader: ScriptedReader) -> None:
    answer = here.answer()
    readings.read_and_mark([draw(answer).job.pk])
    marks.overrule(answer=answer, teacher=here.teacher, verdict="wrong")
    marks.withdraw(answer=answer, teacher=here.teacher)
    assert verdict(answer) == "right"
    assert Mark.objects.filter(answer=answer).count() == 3


def test_a_corrected_key_marks_stored_readings_anew_without_the_network(
    here: Side, draw: Draw, reader: ScriptedReader
) -> None:
    ada, ben = (here.answer(1, student) for student in here.students)
    reader.says(("13", 0.999))
    readings.read_and_mark([draw(ada).job.pk])
    submissions.record_ink(answer=ben, client_id=uuid.uuid4(), seq=1, typed="13")
    assert (verdict(ada), verdict(ben)) == ("wrong", "wrong")
    asked = reader.read_count
    question = here.questions[0]
    question.key, question.key_number = {"version": 1, "values": ["13"], "rule": "equal"}, 2
    question.save()
    assert marks.remark(question=question) == 2
    assert (verdict(ada), verdict(ben)) == ("right", "right")
    assert reader.read_count == asked


def test_the_reader_is_never_told_the_key(here: Side, draw: Draw, reader: ScriptedReader) -> None:
    told: list[tuple] = []
    original = ScriptedReader.read

    def spy(self: ScriptedReader, *args: object, **named: object) -> object:
        told.append((args, named))
        return original(self, *args, **named)  # type: ignore[arg-type]

    question = here.questions[0]
    question.key = {"version": 1, "values": ["987654"], "rule": "equal"}
    question.save()
    ScriptedReader.read = spy  # type: ignore[method-assign,assignment]
    try:
        readings.read_and_mark([draw(here.answer()).job.pk])
    finally:
        ScriptedReader.read = original  # type: ignore[method-assign]
    assert len(told) == 1
    assert "987654" not in repr(told)
