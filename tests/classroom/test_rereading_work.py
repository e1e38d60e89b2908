"""The work of re-reading: behind fresh ink, one worker at a time, on after a crash; and any order of events."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client

from classroom import invariants, marks, rereading, submissions
from classroom.models import Answer, Ink, Mark, Reading, RereadChange, Rereading
from classroom.rereading import steps
from recognition.reader import ReaderUnavailable
from tests.classroom.second_reader import new_reader, read_again, read_all
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
