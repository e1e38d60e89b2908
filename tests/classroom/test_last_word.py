"""A teacher's word stands whatever happens in whatever order; undo brings the word before back.

The machine below is a child, readers that replace each other, and a teacher who marks, marks together, corrects keys,
decides on late writing, accepts re-readings, undoes, and brings the school back from its own rows.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.core import serializers
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from classroom import (
    decisions,
    invariants,
    marks,
    readings,
    rereading,
    review,
    submissions,
    together,
    undo,
    worksheets,
)
from classroom.models import Answer, Assignment, Decision, Ink, Mark, Reading, ReadingJob, RereadChange, Rereading
from classroom.scores import story
from recognition import reader as recognition
from tests.conftest import LINE, ScriptedReader, make_side

serial = count()
TEXTS = st.sampled_from(["12", "17", "5"])
VERDICTS = st.sampled_from(["right", "wrong"])
READER = ScriptedReader()
Word = str | None


class LastWord(RuleBasedStateMachine):
    """Two answers; `word` is what the teacher said last of each, `steps` what Undo would bring back."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.side = make_side(school="S", teacher="T", email=f"w{next(serial)}@school.example", names=["Ada", "Ben"])
        self.pks = [self.side.answer(1, student).pk for student in self.side.students]
        self.word: dict[int, Word] = dict.fromkeys(self.pks)
        self.steps: list[dict[int, Word]] = []
        self.seq = count(1)
        READER.version = "reader-0"
        self.write(0)
        self.write(1)
        self.read("17", 0.999)  # so that every step below has something to go wrong on

    def teardown(self) -> None:
        try:
            self.no_promise_about_stored_marks_is_broken()
            self.the_history_tells_of_every_mark()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def answer(self, which: int) -> Answer:
        return Answer.objects.select_related("mark", "attempt__assignment", "question").get(pk=self.pks[which])

    def decided(self, before: int, words: dict[int, Word]) -> None:
        """Note what was said; when that was a decision, what was said before comes back by undoing it."""
        if Decision.objects.count() > before:
            self.steps.append({pk: self.word[pk] for pk in words})
        self.word.update(words)

    # --- the child, and readers ---

    @precondition(lambda self: Ink.objects.filter(answer__in=self.pks).count() < 6)
    @rule(which=st.integers(0, 1), typed=st.sampled_from([None, None, "12", "99"]))
    def writes(self, which: int, typed: str | None) -> None:
        self.write(which, typed)

    def write(self, which: int, typed: str | None = None) -> None:
        seq = next(self.seq)
        wire = {**LINE, "strokes": [[[seq, 100, 0], [120, 300, 90]]]}
        how = {"typed": typed} if typed else {"ink": recognition.Ink.from_wire(wire)}
        submissions.record_ink(answer=self.answer(which), client_id=uuid.uuid4(), seq=seq, **how)

    @rule(closed=st.booleans())
    def the_lesson_closes_or_opens(self, closed: bool) -> None:
        ago = timezone.now() - timedelta(minutes=1)
        Assignment.objects.filter(pk=self.side.assignment.pk).update(
            opens_at=ago - timedelta(hours=1), closes_at=ago if closed else None
        )

    @rule(text=TEXTS, chance=st.sampled_from([0.6, 0.999]))
    def is_read(self, text: str, chance: float) -> None:
        self.read(text, chance)

    def read(self, text: str, chance: float) -> None:
        READER.says((text, chance))
        readings.read_and_mark(list(ReadingJob.objects.filter(state="queued").values_list("pk", flat=True)))

    @rule(text=TEXTS, then=st.sampled_from(["accept", "decline", "accept and roll back"]))
    def is_read_again_by_a_new_reader(self, text: str, then: str) -> None:
        READER.version = f"reader-{uuid.uuid4().hex[:8]}"
        READER.says((text, 0.999))
        Rereading.objects.filter(state__in=["reading", "queued"]).update(state="done")
        try:
            run = rereading.start(teacher=self.side.teacher, reader_version=READER.version)
        except (rereading.NothingToRead, rereading.UnderWay):
            return
        self.let_run(run)
        changes = RereadChange.objects.filter(run=run)
        choose = rereading.decline if then == "decline" else rereading.accept
        choose(run=run, changes=changes, teacher=self.side.teacher)
        self.let_run(run)
        if then == "accept and roll back":
            rereading.roll_back(run=run, changes=changes, teacher=self.side.teacher)
            self.let_run(run)

    def let_run(self, run: Rereading) -> None:
        for _ in range(20):
            if not rereading.go_on(run.pk):
                break
        run.refresh_from_db()

    # --- the teacher ---

    @rule(which=st.integers(0, 1), verdict=st.sampled_from(["right", "wrong", "withdraw"]))
    def marks_one(self, which: int, verdict: str) -> None:
        before, answer = Decision.objects.count(), self.answer(which)
        if verdict == "withdraw":
            marks.withdraw(answer=answer, teacher=self.side.teacher)
        else:
            marks.overrule(answer=answer, teacher=self.side.teacher, verdict=verdict)
        self.decided(before, {answer.pk: None if verdict == "withdraw" else verdict})

    @rule(verdict=st.sampled_from(["right", "wrong", "agree", "leave", "accept"]))
    def marks_together(self, verdict: str) -> None:
        before = Decision.objects.count()
        answers = Answer.objects.filter(pk__in=self.pks)
        shown = {item.answer.uuid: item.ink.pk for item in review.each(answers) if item.ink is not None}
        said = dict(answers.filter(mark__isnull=False).values_list("pk", "mark__verdict"))
        done = together.decide(
            assignment=self.side.assignment, chosen=shown, verdict=verdict, teacher=self.side.teacher
        )
        if done.decision is None:
            return
        about = list(done.decision.marks.values_list("answer", flat=True))
        words: dict[int, Word] = {}
        for pk in about:
            words[pk] = {"right": "right", "wrong": "wrong", "agree": said.get(pk), "leave": self.word[pk]}[verdict]
        self.decided(before, words)

    @rule(values=st.sampled_from(["12", "17", "5 or 12"]))
    def corrects_the_key(self, values: str) -> None:
        before = Decision.objects.count()
        self.side.questions[0].refresh_from_db()
        worksheets.correct_key(question=self.side.questions[0], values=values, teacher=self.side.teacher)
        self.decided(before, {})

    @rule(which=st.integers(0, 1), accept=st.booleans())
    def decides_on_late_writing(self, which: int, accept: bool) -> None:
        before, answer = Decision.objects.count(), self.answer(which)
        late = story.late_ink(answer)
        if late is None:
            return
        if accept:
            submissions.accept_late(ink=late, teacher=self.side.teacher)
            self.decided(before, {})
        else:
            review.leave_out_late(answer=answer, teacher=self.side.teacher)
            self.decided(before, {answer.pk: self.word[answer.pk]})

    @rule()
    def undoes(self) -> None:
        last = decisions.last(teacher=self.side.teacher, assignment=self.side.assignment)
        assert (last is None) == (not self.steps)
        if last is None:
            return
        rows = Mark.objects.count()
        back = self.steps.pop()
        undo.take_back(decision=last, teacher=self.side.teacher)
        self.word.update(back)
        assert Mark.objects.count() >= rows  # nothing is deleted

    @rule()
    def comes_back_from_its_rows(self) -> None:
        """All that is known of the answers is written out, removed, and brought back."""
        kept = [Decision, Ink, ReadingJob, Reading, Mark]
        answers = list(Answer.objects.filter(pk__in=self.pks).order_by("pk"))
        text = serializers.serialize("json", [row for model in kept for row in model.objects.order_by("pk")])
        Answer.objects.filter(pk__in=self.pks).update(ink=None, mark=None)
        RereadChange.objects.all().delete()
        for model in reversed(kept):
            model.objects.all()._raw_delete(using="default")
        for row in serializers.deserialize("json", text):
            row.save()
        Answer.objects.bulk_update(answers, ["ink", "mark"])

    # --- the promises ---

    @invariant()
    def the_teachers_word_stands(self) -> None:
        for pk, word in self.word.items():
            mark = Answer.objects.select_related("mark").get(pk=pk).mark
            if word is None:
                assert mark is None or mark.source != "teacher"
            else:
                assert mark is not None and (mark.source, mark.verdict) == ("teacher", word)

    def no_promise_about_stored_marks_is_broken(self) -> None:
        for check in (
            invariants.teachers_mark_set_aside,
            invariants.standing_mark_of_other_ink,
            invariants.mark_without_evidence,
            invariants.current_ink_that_is_not_the_newest,
            invariants.answer_without_its_ink,
        ):
            assert check(timedelta(0)) == [], check.__name__

    def the_history_tells_of_every_mark(self) -> None:
        for pk in self.pks:
            answer = Answer.objects.select_related("attempt__assignment__school_class", "question").get(pk=pk)
            told = story.story(answer).history
            assert sum(line.is_mark for line in told) == answer.marks.count()
            assert sum(line.stands for line in told) == (answer.mark_id is not None)


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def play(**more: Any) -> None:
    run_state_machine_as_test(
        LastWord,
        settings=settings(deadline=None, suppress_health_check=QUIET, database=None, **more),
    )


@pytest.fixture(autouse=True)
def read_by_scripted_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "default_reader", lambda: READER)


@pytest.mark.django_db
def test_a_teachers_word_survives_any_order_of_all_that_happens() -> None:
    play(max_examples=20, stateful_step_count=16)


# --- the same machine against broken code: a check that stays green on these proves nothing ---


def undo_that_brings_back_the_machine(patch: pytest.MonkeyPatch) -> None:
    def take_back(*, mark: Mark, undoing: Decision) -> bool:
        marks.withdraw(answer=mark.answer, teacher=mark.teacher, decision=undoing)  # type: ignore[arg-type]
        return True

    patch.setattr(marks, "take_back", take_back)


def a_key_that_overrules_the_teacher(patch: pytest.MonkeyPatch) -> None:
    original: Callable[..., Any] = marks.choose

    def choose(rows: Any, *, ink_id: int | None) -> Mark | None:
        found = list(rows)
        keys = [row for row in found if row.source == "key_change" and row.ink_id == ink_id]
        return keys[-1] if keys else original(found, ink_id=ink_id)

    patch.setattr(marks, "choose", choose)


def a_new_reader_that_overrules_the_teacher(patch: pytest.MonkeyPatch) -> None:
    original: Callable[..., Any] = marks.choose

    def choose(rows: Any, *, ink_id: int | None) -> Mark | None:
        found = list(rows)
        again = [row for row in found if row.source == "rereading" and row.ink_id == ink_id]
        return again[-1] if again else original(found, ink_id=ink_id)

    patch.setattr(marks, "choose", choose)


def undo_of_the_oldest_instead_of_the_last(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(decisions, "standing", lambda rows: rows.exclude(kind="undo").order_by("pk"))


MUTANTS = [
    undo_that_brings_back_the_machine,
    a_key_that_overrules_the_teacher,
    a_new_reader_that_overrules_the_teacher,
    undo_of_the_oldest_instead_of_the_last,
]


@pytest.mark.django_db
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_broken_code_is_caught(mutant: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    mutant(monkeypatch)
    with pytest.raises(Exception) as caught:  # noqa: B017, PT011 - whichever promise breaks first
        play(
            max_examples=100,
            stateful_step_count=20,
            derandomize=True,
            phases=[Phase.generate],
            report_multiple_bugs=False,
        )
    assert caught.value is not None
