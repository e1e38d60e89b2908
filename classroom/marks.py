"""Marks: what answers are worth, who says so, and whose word stands.

Rows are only ever added. The standing mark is chosen by precedence: a teacher's, then a corrected key's, then a
machine's; machine and key marks stand only while they rest on the answer's current ink.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from classroom import rules, versions
from classroom.models import Answer, Ink, Mark, Question, Reading, User

SCORES = {rules.Verdict.RIGHT: Decimal(1), rules.Verdict.WRONG: Decimal(0), rules.Verdict.UNSURE: None}
WITHDRAWN = "withdrawn"


def award(*, ink: Ink, reading: Reading | None) -> Mark | None:
    """Mark an answer by machine from `reading` (None: `ink` was typed). Safe to repeat.

    Returns None, and writes nothing, when newer ink has replaced `ink`. Locks the answer: call in a transaction.
    """
    answer = Answer.objects.select_for_update(of=("self",)).select_related("question").get(pk=ink.answer_id)
    if answer.ink_id != ink.pk:
        return None
    same = Mark.objects.filter(
        answer=answer,
        ink=ink,
        reading=reading,
        source=Mark.Source.MACHINE,
        rule_version=rules.RULE_VERSION,
        key_number=answer.question.key_number,
    ).first()
    mark = same or _write(answer, ink, reading, Mark.Source.MACHINE)
    settle(answer)
    return mark


@transaction.atomic
def overrule(*, answer: Answer, teacher: User, verdict: str, reason: str = "") -> Mark:
    """Set a teacher's mark; no machine ever replaces it.

    The same verdict twice in a row is one mark, unless a `reason` makes it a decision of its own.
    """
    answer = _locked(answer.pk)
    judged = rules.Verdict(verdict)
    standing = Mark.objects.filter(answer=answer, source=Mark.Source.TEACHER).order_by("-pk").first()
    same = standing and standing.verdict == judged and standing.ink_id == answer.ink_id
    if standing and same and not standing.reason and not reason:
        return standing
    mark = Mark.objects.create(
        answer=answer,
        ink_id=answer.ink_id,
        reading=_latest_reading(answer.ink_id),
        teacher=teacher,
        source=Mark.Source.TEACHER,
        verdict=judged.value,
        score=SCORES[judged],
        reason=reason,
        rule_version=rules.RULE_VERSION,
        key_number=answer.question.key_number,
    )
    settle(answer)
    versions.bump(answer.attempt.assignment.school_class_id)
    return mark


def withdraw(*, answer: Answer, teacher: User) -> Mark:
    """Take the teacher's mark back: the machine's stands again. The history keeps both."""
    return overrule(answer=answer, teacher=teacher, verdict=rules.Verdict.UNSURE, reason=WITHDRAWN)


@transaction.atomic
def remark(*, question: Question) -> int:
    """Mark all current ink of `question` anew under its present key, from stored readings.

    Returns how many standing verdicts changed. Teachers' marks stay; unread ink is left to its job.
    """
    answers = (
        Answer.objects.select_for_update(of=("self",))
        .filter(question=question, ink__isnull=False, ink__is_blank=False)
        .select_related("question", "ink", "mark", "attempt__assignment")
        .order_by("pk")
    )
    changed = 0
    classes = set()
    for answer in answers:
        assert answer.ink is not None
        reading = _latest_reading(answer.ink_id)
        if reading is None and answer.ink.mode == Ink.Mode.DRAWN:
            continue
        before = answer.mark.verdict if answer.mark else None
        _write(answer, answer.ink, reading, Mark.Source.KEY_CHANGE)
        settle(answer)
        after = answer.mark.verdict if answer.mark else None
        changed += before != after
        classes.add(answer.attempt.assignment.school_class_id)
    for class_id in classes:
        versions.bump(class_id)
    return changed


def settle(answer: Answer) -> None:
    """Point the answer at the mark that stands. Two queries at most."""
    standing = choose(Mark.objects.filter(answer=answer).order_by("pk"), ink_id=answer.ink_id)
    if answer.mark_id != (standing.pk if standing else None):
        answer.mark = standing
        Answer.objects.filter(pk=answer.pk).update(mark=standing)


def choose(marks: Iterable[Mark], *, ink_id: int | None) -> Mark | None:
    """The mark that stands among an answer's `marks` (oldest first) while `ink_id` is current. Pure."""
    best: dict[str, Mark] = {}
    for mark in marks:
        if mark.source == Mark.Source.TEACHER or mark.ink_id == ink_id:
            best[mark.source] = mark
    teachers = best.get(Mark.Source.TEACHER)
    if teachers and teachers.reason != WITHDRAWN:
        return teachers
    corrected, machine = best.get(Mark.Source.KEY_CHANGE), best.get(Mark.Source.MACHINE)
    if corrected and machine and machine.key_number > corrected.key_number:
        return machine  # judged under a later key than the correction knew
    return corrected or machine


def _write(answer: Answer, ink: Ink, reading: Reading | None, source: Mark.Source) -> Mark:
    key = answer.question.key
    if reading is None:
        judged = rules.judge_typed(text=ink.typed, key=key)
    else:
        judged = rules.judge(status=reading.status, candidates=_candidates(reading), key=key)
    return Mark.objects.create(
        answer=answer,
        ink=ink,
        reading=reading,
        source=source,
        verdict=judged.verdict.value,
        score=SCORES[judged.verdict],
        reason=judged.reason,
        rule_version=rules.RULE_VERSION,
        key_number=answer.question.key_number,
    )


def _candidates(reading: Reading) -> list[tuple[str, float]]:
    return [(one["text"], one["probability"]) for one in reading.result["candidates"]]


def _latest_reading(ink_id: int | None) -> Reading | None:
    return Reading.objects.filter(ink=ink_id).order_by("-pk").first() if ink_id else None


def _locked(answer_pk: int) -> Answer:
    return (
        Answer.objects.select_for_update(of=("self",))
        .select_related("question", "attempt__assignment")
        .get(pk=answer_pk)
    )
