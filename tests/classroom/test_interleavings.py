"""Any order of drawing, reading, crashing, marking and sweeping keeps the promises; broken code is caught.

The machine below acts as children, workers, a teacher and a clock, in whatever order Hypothesis thinks of. Hints
are lost, doubled and late by nature: any job may be read at any time, or never.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from classroom import jobs, marks, readings, rules, submissions
from classroom.models import Answer, Ink, Mark, Reading, ReadingJob
from recognition import reader as recognition
from tests.conftest import LINE, ScriptedReader, make_side

serial = count()
TEXTS = st.sampled_from(["12", "17", "21"])
WAITING = [ReadingJob.State.QUEUED, ReadingJob.State.LEASED]


class Lesson(RuleBasedStateMachine):
    """One child, two answers, two workers that die, one teacher."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.side = make_side(school="S", teacher="T", email=f"t{next(serial)}@school.example", names=["Ada"])
        self.attempt = self.side.attempt()
        self.answers = list(Answer.objects.filter(attempt=self.attempt).order_by("pk")[:2])
        self.acknowledged: dict[uuid.UUID, tuple[str, int, dict[str, Any]]] = {}
        self.top_seq = {answer.pk: 0 for answer in self.answers}
        self.teachers_word: dict[int, str | None] = {}
        self.held: list[tuple[jobs.Claim, Ink, recognition.Reading]] = []
        self.reader = ScriptedReader()
        self.handed_in = False

    def teardown(self) -> None:
        try:
            self.come_to_rest()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # --- the child ---

    def send(self, which: int, arguments: dict[str, Any]) -> None:
        ink = submissions.record_ink(answer=self.answers[which], **arguments)
        if ink.client_id not in self.acknowledged:
            self.acknowledged[ink.client_id] = (ink.sha256, which, arguments)
            if not self.handed_in:
                self.top_seq[ink.answer_id] = max(self.top_seq[ink.answer_id], ink.seq)

    # A child writes a handful of times and then rests, or no job would live long enough to go wrong.
    @precondition(lambda self: len(self.acknowledged) < 4)
    @rule(which=st.integers(0, 1), seq=st.integers(1, 12), shape=st.integers(0, 3))
    def draws(self, which: int, seq: int, shape: int) -> None:
        wire = {**LINE, "strokes": [[[shape, 100, 0], [120, 300, 90]]]}
        self.send(which, {"client_id": uuid.uuid4(), "seq": seq, "ink": recognition.Ink.from_wire(wire)})

    @precondition(lambda self: len(self.acknowledged) < 4)
    @rule(which=st.integers(0, 1), seq=st.integers(1, 12), text=st.sampled_from(["12", "99", ""]))
    def types(self, which: int, seq: int, text: str) -> None:
        self.send(which, {"client_id": uuid.uuid4(), "seq": seq, "typed": text})

    @precondition(lambda self: self.acknowledged)
    @rule(data=st.data())
    def sends_again_what_was_saved(self, data: st.DataObject) -> None:
        _, which, arguments = data.draw(st.sampled_from(list(self.acknowledged.values())))
        before = Ink.objects.count()
        self.send(which, arguments)
        assert Ink.objects.count() == before

    @precondition(lambda self: len(self.acknowledged) > 2)
    @rule()
    def hands_in(self) -> None:
        submissions.hand_in(attempt=self.attempt)
        self.handed_in = True

    # --- workers; few rules with many outcomes, so that most steps reach the queue ---

    @rule(data=st.data(), text=TEXTS, chance=st.sampled_from([0.5, 0.9, 0.999]), late=st.booleans())
    def worker_takes_a_hint(self, data: st.DataObject, text: str, chance: float, late: bool) -> None:
        """Any job, twice or late; `late` lets all leases end first, while slow workers keep old tokens."""
        if late:
            self.leases_end()
        asked = list(ReadingJob.objects.filter(ink__answer__in=self.answers).order_by("-pk")[:2])
        asked = asked[:1] * 3 + asked[1:]  # mostly the same one, so that it is tried and tried again
        if not asked:
            return
        self.reader.says((text, chance))
        for held in jobs.claim([data.draw(st.sampled_from(asked)).pk]):
            ink = self.ink_of(held)
            self.held.append((held, ink, self.reader.read(recognition.Ink.from_wire(ink.strokes))))

    @precondition(lambda self: self.held)
    @rule(data=st.data(), outcome=st.sampled_from(["finishes", "fails", "dies"]))
    def worker_ends(self, data: st.DataObject, outcome: str) -> None:
        work = data.draw(st.sampled_from(self.held))
        self.held.remove(work)
        if outcome == "finishes":
            readings._keep([readings.Seen(*work)])
        elif outcome == "fails":
            jobs.give_back(work[0], reason="failed")

    @precondition(lambda self: self.held)
    @rule()
    def worker_keeps_together_what_it_read(self) -> None:
        """Some of it may be held by others by now, of one answer, or both."""
        readings._keep([readings.Seen(*work) for work in self.held])
        self.held = []

    @precondition(lambda self: self.held)
    @rule(data=st.data(), other=TEXTS)
    def worker_stalls_and_ends_after_another(self, data: st.DataObject, other: str) -> None:
        """Its lease ends, another worker reads the same ink, and only then does the first one answer."""
        work = data.draw(st.sampled_from(self.held))
        self.leases_end()
        self.reader.says((other, 0.999))
        self.read_now(work[0].job_id)
        self.held.remove(work)
        readings._keep([readings.Seen(*work)])

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def worker_dies_on_the_same_job_again_and_again(self, data: st.DataObject) -> None:
        """As a drawing that crashes the reader would make it; more often than a job may be tried."""
        work = data.draw(st.sampled_from(self.held))
        self.held.remove(work)
        for _ in range(4):
            self.leases_end()
            jobs.claim([work[0].job_id])

    @rule()
    def sweeper_runs(self) -> None:
        ReadingJob.objects.update(hinted_at=Now() - timedelta(seconds=60))
        jobs.sweep()

    def leases_end(self) -> None:
        ReadingJob.objects.filter(state=ReadingJob.State.LEASED).update(lease_until=Now() - timedelta(seconds=1))

    def ink_of(self, held: jobs.Claim) -> Ink:
        return Ink.objects.select_related("answer__question", "answer__attempt__assignment").get(pk=held.ink_id)

    # --- the teacher ---

    @rule(which=st.integers(0, 1), verdict=st.sampled_from(["right", "wrong", None]))
    def teacher_marks_or_takes_it_back(self, which: int, verdict: str | None) -> None:
        if verdict is None:
            marks.withdraw(answer=self.answers[which], teacher=self.side.teacher)
        else:
            marks.overrule(answer=self.answers[which], teacher=self.side.teacher, verdict=verdict)
        self.teachers_word[self.answers[which].pk] = verdict

    @rule(value=TEXTS)
    def teacher_corrects_the_key(self, value: str) -> None:
        for question in self.side.questions[:2]:
            question.refresh_from_db()
            question.key = {"version": 1, "values": [value], "rule": "equal"}
            question.key_number += 1
            question.save()
            marks.remark(question=question)

    # --- the promises ---

    @invariant()
    def what_was_acknowledged_is_there(self) -> None:
        stored = dict(Ink.objects.filter(answer__in=self.answers).values_list("client_id", "sha256"))
        assert stored == {key: kept[0] for key, kept in self.acknowledged.items()}

    @invariant()
    def the_highest_ink_before_hand_in_is_current(self) -> None:
        for answer in Answer.objects.filter(pk__in=self.top_seq).select_related("ink"):
            assert (answer.ink.seq if answer.ink else 0) == self.top_seq[answer.pk]

    @invariant()
    def no_job_is_tried_more_than_three_times(self) -> None:
        assert not ReadingJob.objects.filter(tries__gt=3).exists()

    @invariant()
    def the_teachers_word_stands(self) -> None:
        for pk, verdict in self.teachers_word.items():
            mark = Answer.objects.select_related("mark").get(pk=pk).mark
            if verdict is not None:
                assert mark is not None and (mark.source, mark.verdict) == ("teacher", verdict)
            else:
                assert mark is None or mark.source != "teacher"

    @invariant()
    def every_machine_mark_rests_on_its_ink_and_the_standing_one_on_the_current(self) -> None:
        for mark in Mark.objects.filter(answer__in=self.answers).exclude(source="teacher"):
            assert mark.reading is None or mark.reading.ink_id == mark.ink_id
            assert mark.reading is not None or mark.ink.mode == Ink.Mode.TYPED
        for answer in Answer.objects.filter(pk__in=self.top_seq).select_related("mark"):
            if answer.mark is not None and answer.mark.source != "teacher":
                assert answer.mark.ink_id == answer.ink_id

    @invariant()
    def one_ink_is_read_once_by_one_reader(self) -> None:
        """A second, slower worker's result is thrown away, not kept beside the first."""
        assert self.finished_twice() == []

    def finished_twice(self) -> list[int]:
        inks = list(
            Mark.objects.filter(answer__in=self.answers, source="machine", reading__isnull=False).values_list(
                "ink", "key_number"
            )
        )
        return [ink for ink in set(inks) if inks.count(ink) > 1]

    def come_to_rest(self) -> None:
        """Once everybody is quiet, every current ink is read and marked, or waits for a teacher."""
        self.reader.says(("12", 0.999))
        for _ in range(4):
            self.leases_end()
            ReadingJob.objects.update(hinted_at=Now() - timedelta(seconds=60))
            for job_id in jobs.sweep():
                self.read_now(job_id)
        for answer in Answer.objects.filter(pk__in=self.top_seq).select_related("ink", "mark"):
            if answer.ink is None or answer.ink.is_blank:
                continue
            if answer.ink.mode == Ink.Mode.TYPED:
                assert answer.mark is not None
                continue
            job = ReadingJob.objects.get(ink=answer.ink)
            assert job.state in {ReadingJob.State.DONE, ReadingJob.State.NEEDS_TEACHER}
            if job.state == ReadingJob.State.DONE:
                assert answer.mark is not None
        assert not ReadingJob.objects.filter(ink__answer__in=self.answers, state__in=WAITING).exists()

    def read_now(self, job_id: int) -> None:
        for held in jobs.claim([job_id]):
            ink = self.ink_of(held)
            seen = self.reader.read(recognition.Ink.from_wire(ink.strokes))
            readings._keep([readings.Seen(held, ink, seen)])


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@pytest.mark.django_db
def test_any_interleaving_keeps_the_promises() -> None:
    run_state_machine_as_test(
        Lesson,
        settings=settings(
            max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=QUIET, database=None
        ),
    )


# --- the same machine against broken code: a check that stays green on these proves nothing ---


def no_bound_on_tries(patch: pytest.MonkeyPatch) -> None:
    def claim(job_ids: list[int]) -> list[jobs.Claim]:
        token = uuid.uuid4()
        free = Q(state="queued") | Q(state="leased", lease_until__lt=Now())
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints=ON")
        ReadingJob.objects.filter(free, pk__in=job_ids).update(
            state="leased", lease_token=token, lease_until=Now() + jobs.LEASE, tries=F("tries") + 1
        )
        rows = ReadingJob.objects.filter(lease_token=token)
        return [jobs.Claim(row.pk, row.ink_id, token, row.tries) for row in rows]

    patch.setattr(jobs, "claim", claim)


def no_lease_token_on_finish(patch: pytest.MonkeyPatch) -> None:
    versions = count()

    def keep(together: list[readings.Seen]) -> int:
        for one in together:
            keep_one(*one)
        return len(together)

    def keep_one(held: jobs.Claim, ink: Ink, seen: recognition.Reading) -> None:
        ReadingJob.objects.filter(pk=held.job_id).update(state="done")
        reading = Reading.objects.create(
            ink=ink,
            reader_version=f"r{next(versions)}",
            status=seen.status,
            text=seen.text,
            confidence=seen.confidence,
            result=seen.to_json(),
        )
        marks.award(ink=ink, reading=reading)

    patch.setattr(readings, "_keep", keep)


def no_regard_for_seq(patch: pytest.MonkeyPatch) -> None:
    original = submissions._record

    def record(*args: Any) -> Ink:
        ink = original(*args)
        if not ink.is_late:
            Answer.objects.filter(pk=ink.answer_id).update(ink=ink)
        return ink

    patch.setattr(submissions, "_record", record)


def no_sweeper(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(jobs, "sweep", lambda: [])


def no_regard_for_the_teacher(patch: pytest.MonkeyPatch) -> None:
    def latest(rows: Iterator[Mark], *, ink_id: int | None) -> Mark | None:
        return ([row for row in rows if row.ink_id == ink_id] or [None])[-1]

    patch.setattr(marks, "choose", latest)


def no_unique_client_id(patch: pytest.MonkeyPatch) -> None:
    original = submissions._record

    def record(answer: int, client_id: uuid.UUID, *rest: Any) -> Ink:
        return original(answer, uuid.uuid4(), *rest)

    patch.setattr(submissions, "_record", record)


def old_marks_stand_for_new_ink(patch: pytest.MonkeyPatch) -> None:
    def latest(rows: Iterator[Mark], *, ink_id: int | None) -> Mark | None:
        found = list(rows)
        teachers = [row for row in found if row.source == "teacher"]
        if teachers and teachers[-1].reason != marks.WITHDRAWN:
            return teachers[-1]
        others = [row for row in found if row.source != "teacher"]
        return others[-1] if others else None

    patch.setattr(marks, "choose", latest)


def failures_are_dropped(patch: pytest.MonkeyPatch) -> None:
    def drop(held: jobs.Claim, *, reason: str) -> None:
        ReadingJob.objects.filter(pk=held.job_id).update(state="done")

    patch.setattr(jobs, "give_back", drop)


MUTANTS = [
    no_bound_on_tries,
    no_lease_token_on_finish,
    no_regard_for_seq,
    no_sweeper,
    no_regard_for_the_teacher,
    no_unique_client_id,
    old_marks_stand_for_new_ink,
    failures_are_dropped,
]


@pytest.mark.django_db
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_broken_code_is_caught(mutant: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant(monkeypatch)
    with pytest.raises(Exception) as caught:  # noqa: B017, PT011 - whichever promise breaks first
        run_state_machine_as_test(
            Lesson,
            settings=settings(
                max_examples=600,
                stateful_step_count=30,
                deadline=None,
                suppress_health_check=QUIET,
                database=None,
                derandomize=True,  # caught today is caught tomorrow
                phases=[Phase.generate],
                report_multiple_bugs=False,
            ),
        )
    assert not isinstance(caught.value, rules.__class__)
