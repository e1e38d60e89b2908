"""Doors through which teachers' open pages come all the time: those of access.py, with their queries prepared."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from classroom import access, prepared
from classroom.models import Assignment, User

_lesson = prepared.Query(
    lambda teacher, school, lesson: access.assignments_for_teacher(User(pk=teacher, school_id=school)).filter(
        uuid=lesson
    )[:1],
    teacher=int, school=int, lesson=UUID,
)  # fmt: skip


def lesson_to_watch(teacher: User, uuid: UUID) -> Assignment:
    """One lesson of a class of `teacher`, with worksheet and class. One query."""
    found = _lesson.first(teacher=teacher.pk, school=teacher.school_id, lesson=uuid)
    if found is None:
        raise Http404
    return found
