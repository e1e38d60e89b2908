"""A new teacher's way from an empty school to a class at work: four steps, each seen from what is there.

Nothing is ticked off by hand: a step is done when its rows exist. Who has set a sheet to children is past it, and who
puts the steps away does not see them again on any device.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists
from django.utils import timezone

from classroom import access
from classroom.models import Assignment, Attempt, Enrolment, SchoolClass, User


@dataclass(frozen=True)
class FirstSteps:
    """What is done, and the class that it is about (the newest)."""

    school_class: SchoolClass | None
    has_names: bool
    has_sheet: bool

    @property
    def done(self) -> list[bool]:
        """One for each of the four: a class, names in it, a sheet set to it, children let in."""
        return [self.school_class is not None, self.has_names, self.has_sheet, False]

    @property
    def now(self) -> int:
        """The number of the step that comes next, from 1."""
        return self.done.index(False) + 1


def first_steps(teacher: User) -> FirstSteps | None:
    """Where a teacher is on the way; None for one who is past it or put it away. One query, two without a class."""
    if teacher.first_steps_ended_at is not None:
        return None
    rooms = access.classes_for_teacher(teacher).filter(archived_at=None)
    ids = rooms.order_by().values("pk")
    newest = (
        rooms.annotate(
            has_names=Exists(Enrolment.objects.filter(until=None, school_class__in=ids)),
            has_sheet=Exists(Assignment.objects.filter(school_class__in=ids)),
            has_begun=Exists(Attempt.objects.filter(assignment__school_class__in=ids)),
        )
        .order_by("-pk")
        .first()
    )
    if newest is None:
        # Who has archived classes has been here before.
        return None if access.classes_for_teacher(teacher).exists() else FirstSteps(None, False, False)
    if newest.has_sheet and (newest.joining_open or newest.has_begun):
        return None
    return FirstSteps(newest, newest.has_names, newest.has_sheet)


def end_first_steps(*, teacher: User) -> None:
    """Put the first steps away for good. Twice changes nothing."""
    User.objects.filter(pk=teacher.pk, first_steps_ended_at=None).update(first_steps_ended_at=timezone.now())
