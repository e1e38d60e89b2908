"""Doors of the demonstration, whose links are signed (views/demonstration.py)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from classroom.models import Enrolment, SchoolClass, Student, User


def demonstration_teacher(pk: int) -> User:
    """The teacher whom a signed link names."""
    teacher = User.objects.filter(pk=pk).first()
    if teacher is None:
        raise Http404
    return teacher


def demonstration_student(uuid: UUID) -> tuple[Student, SchoolClass]:
    """The student whom a signed link names, with the class."""
    rows = Enrolment.objects.filter(until__isnull=True).select_related("student", "school_class")
    enrolment = rows.filter(student__uuid=uuid).first()
    if enrolment is None:
        raise Http404
    return enrolment.student, enrolment.school_class
