"""Doors through which children's pages come all the time: those of access.py, with their queries prepared."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists
from django.db.models.functions import Now
from django.http import Http404

from classroom import access, prepared
from classroom.models import Answer, Attempt, Student, Unsent

_attempt = prepared.Query(
    lambda student, attempt: Attempt.objects.filter(
        uuid=attempt, student=student, assignment__school_class__in=access.class_ids_of_student(student)
    ).select_related("assignment__worksheet", "assignment__school_class", "student")[:1],
    student=int, attempt=UUID,
)  # fmt: skip
_at_lesson = prepared.Query(
    lambda student, assignment: Attempt.objects.filter(
        student=student,
        assignment__in=access.set_to_student(student, now=Now())
        .filter(purpose="lesson", uuid=assignment)
        .values("pk"),
    ).select_related("assignment__worksheet", "assignment__school_class", "student")[:1],
    student=int, assignment=UUID,
)  # fmt: skip
_answer = prepared.Query(
    lambda student, answer: Answer.objects.filter(
        uuid=answer,
        attempt__student=student,
        attempt__assignment__school_class__in=access.class_ids_of_student(student),
    )
    .select_related("question")
    .only("uuid", "question__layout", "question__prompt")
    .annotate(any_kept=Exists(Unsent.objects.filter(attempt__student=student)))[:1],
    student=int, answer=UUID,
)  # fmt: skip


def attempt_to_look_at(student: Student, uuid: UUID) -> Attempt:
    """One attempt of `student` alone, while in the class it was set to."""
    found = _attempt.first(student=student.pk, attempt=uuid)
    if found is None:
        raise Http404
    return found


def attempt_at_lesson(student: Student, uuid: UUID) -> Attempt | None:
    """The attempt of `student` at a lesson that is set to the student and has opened, or None before the start.

    One query; where there is none, one more says whether there is such a lesson.
    """
    found = _at_lesson.first(student=student.pk, assignment=uuid)
    if found is None:
        access.assignment_for_student(student, uuid)
    return found


def answer_to_write(student: Student, uuid: UUID) -> tuple[Answer, bool]:
    """As access.answer_for_student, with no more loaded than says how much ink the answer may hold.

    And whether some tablet is known to keep something of the child's.
    """
    found = _answer.first(student=student.pk, answer=uuid)
    if found is None:
        raise Http404
    return found, found.any_kept
