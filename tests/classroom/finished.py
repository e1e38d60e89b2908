"""Classes that have handed in, for tests of insight: who typed what, on which worksheet, how long ago."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from classroom import submissions
from classroom.curriculum import skill_rows
from classroom.models import Answer, Assignment, Attempt, Enrolment, Question, Student, Worksheet
from tests.conftest import Side

RIGHT = ("12", "5", "42")


def more_children(side: Side, *names: str) -> list[Student]:
    """More children in the class; all of them have been there for a year."""
    found = [Student.objects.create(school=side.school, display_name=name) for name in names]
    Enrolment.objects.bulk_create([Enrolment(student=one, school_class=side.school_class) for one in found])
    Enrolment.objects.filter(school_class=side.school_class).update(since=timezone.now() - timedelta(days=360))
    return found


def skilled(side: Side, *codes: str) -> None:
    """Say what the questions of the side's worksheet exercise, in their order."""
    rows = skill_rows(codes)
    for question, code in zip(side.questions, codes, strict=True):
        Question.objects.filter(pk=question.pk).update(skill=rows[code])


def another_lesson(side: Side, *, weeks_ago: int, like: Worksheet | None = None) -> Assignment:
    """The worksheet set once more, and long closed."""
    at = timezone.now() - timedelta(weeks=weeks_ago)
    return Assignment.objects.create(
        worksheet=like or side.worksheet, school_class=side.school_class, set_by=side.teacher, opens_at=at
    )


def close(work: Assignment) -> None:
    """Close it two hours after it was opened."""
    Assignment.objects.filter(pk=work.pk).update(
        opens_at=min(work.opens_at, timezone.now() - timedelta(hours=3)),
        closes_at=min(work.opens_at, timezone.now() - timedelta(hours=3)) + timedelta(hours=2),
    )
    work.refresh_from_db()


def types(work: Assignment, student: Student, texts: Sequence[str], *, hands_in: bool = True) -> Attempt:
    """A child who types these answers ("" leaves one empty); typed answers are marked at once."""
    attempt = submissions.start_attempt(assignment=work, student=student)
    answers = Answer.objects.filter(attempt=attempt).select_related("question").order_by("question__position")
    for answer, text in zip(answers, texts, strict=True):
        if text:
            submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, typed=text)
    if hands_in:
        submissions.hand_in(attempt=attempt)
    attempt.refresh_from_db()
    return attempt
