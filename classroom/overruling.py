"""A teacher's word about many answers at once: what marks.overrule does for one, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.db import transaction

from classroom import checks, marks, rules, versions
from classroom.models import Answer, Decision, Mark, Reading, User

# Rows in one statement: SQLite takes a limited number of values.
AT_ONCE = 200


@transaction.atomic
def overrule_all(*, verdicts: Mapping[int, str], teacher: User, decision: Decision) -> list[Mark]:
    """Set a teacher's marks, {answer's pk: right or wrong}; no machine ever replaces them.

    Who said the same before of the same ink adds no mark. Locks the answers; six queries, and one more for each
    class and 200 answers.
    """
    answers = list(
        Answer.objects.select_for_update(of=("self",))
        .filter(pk__in=verdicts)
        .select_related("question", "attempt__assignment")
        .order_by("pk")
    )
    said = _marks_of(answers)
    new = [_mark(one, verdicts[one.pk], teacher, decision) for one in answers if _is_new(one, verdicts, said[one.pk])]
    in_force = _readings_in_force([mark.ink_id for mark in new if mark.ink_id])
    for mark in new:
        mark.reading_id = in_force.get(mark.ink_id or 0)
    Mark.objects.bulk_create(new, batch_size=AT_ONCE)
    for mark in new:
        said[mark.answer_id].append(mark)
    for answer in answers:
        answer.mark = marks.choose(said[answer.pk], ink_id=answer.ink_id)
    Answer.objects.bulk_update(answers, ["mark"], batch_size=AT_ONCE)
    checks.raise_questions([mark.answer_id for mark in new])
    for school_class in {answer.attempt.assignment.school_class_id for answer in answers}:
        versions.bump(school_class)
    return new


def _marks_of(answers: list[Answer]) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = defaultdict(list)
    for mark in Mark.objects.filter(answer__in=[one.pk for one in answers]).order_by("pk"):
        found[mark.answer_id].append(mark)
    return found


def _is_new(answer: Answer, verdicts: Mapping[int, str], said: list[Mark]) -> bool:
    standing = next((mark for mark in reversed(said) if mark.source == Mark.Source.TEACHER), None)
    return (
        standing is None
        or bool(standing.reason)
        or (standing.verdict, standing.ink_id) != (verdicts[answer.pk], answer.ink_id)
    )


def _mark(answer: Answer, verdict: str, teacher: User, decision: Decision) -> Mark:
    judged = rules.Verdict(verdict)
    return Mark(
        answer=answer,
        ink_id=answer.ink_id,
        teacher=teacher,
        decision=decision,
        source=Mark.Source.TEACHER,
        verdict=judged.value,
        score=marks.SCORES[judged],
        rule_version=rules.RULE_VERSION,
        key_number=answer.question.key_number,
    )


def _readings_in_force(inks: list[int]) -> dict[int, int]:
    rows = Reading.objects.filter(ink__in=inks).in_force_last()
    return dict(rows.values_list("ink_id", "pk"))  # the last of an ink is the one that counts
