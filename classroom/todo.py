"""A child's list: what is to do, and what is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from classroom import access, feedback
from classroom.models import Answer, Assignment, Attempt, Mark, Note, Question, Student


@dataclass(frozen=True)
class Card:
    """One thing to do, as the child's list shows it. `state`: new, going, handed_in, or closed (not handed in).

    `has_note`: the teacher wrote something on work that was returned.
    """

    assignment: Assignment
    state: str
    tally: feedback.Tally
    has_note: bool = False


def cards_for_child(student: Student) -> list[Card]:
    """What is set to the student's classes and has opened, newest first. Five queries for any number."""
    assignments = list(access.assignments_for_student(student))
    attempts = {
        attempt.assignment_id: attempt
        for attempt in Attempt.objects.filter(student=student, assignment__in=assignments)
    }
    sizes = dict(
        Question.objects.filter(worksheet__in=[one.worksheet_id for one in assignments])
        .values_list("worksheet")
        .annotate(Count("pk"))
        .order_by()
    )
    counts = {row["attempt"]: row for row in _counts(Answer.objects.filter(attempt__in=attempts.values()))}
    noted = set(
        Note.objects.filter(attempt__in=attempts.values(), attempt__state=Attempt.State.RETURNED).values_list(
            "attempt", flat=True
        )
    )
    cards = []
    for assignment in assignments:
        attempt = attempts.get(assignment.pk)
        size = sizes.get(assignment.worksheet_id, 0)
        if attempt is None:
            state = "new" if assignment.is_open else "closed"
            cards.append(Card(assignment, state, feedback.Tally(size, 0, None, None)))
            continue
        attempt.assignment = assignment
        shown = attempt.state != Attempt.State.IN_PROGRESS and feedback.may_see_marks(attempt)
        row = counts.get(attempt.pk, {"written": 0, "right": 0, "wrong": 0})
        look = row["written"] - row["right"] - row["wrong"]
        right, look = (row["right"], max(0, look)) if shown else (None, None)
        numbers = feedback.Tally(size, row["written"], right, look)
        if attempt.state != Attempt.State.IN_PROGRESS:
            state = "handed_in"
        else:
            state = "going" if assignment.is_open else "closed"
        cards.append(Card(assignment, state, numbers, has_note=attempt.pk in noted))
    return cards


def _counts(answers: QuerySet[Answer]) -> Iterable[Any]:
    written = Q(ink__isnull=False, ink__is_blank=False)
    return (
        answers.values("attempt")
        .annotate(
            written=Count("pk", filter=written),
            right=Count("pk", filter=Q(mark__verdict=Mark.Verdict.RIGHT)),
            wrong=Count("pk", filter=Q(mark__verdict=Mark.Verdict.WRONG)),
        )
        .order_by()
    )
