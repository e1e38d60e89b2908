"""What a child's list says of practice."""

from __future__ import annotations

from dataclasses import dataclass

from classroom.models import Assignment, Attempt, SchoolClass, Student
from classroom.practice import doors, making


@dataclass(frozen=True)
class Cards:
    """Flights that a teacher offered and the child has not ended, and the classes in which it may practise."""

    offers: list[Assignment]
    rooms: list[SchoolClass]
    going: bool

    @property
    def many(self) -> bool:
        """Whether it must be said which class a flight is for."""
        return len(self.rooms) > 1


def cards_for_child(student: Student) -> Cards:
    """The child's cards. Three queries."""
    ended = Attempt.objects.filter(student=student).exclude(state=Attempt.State.IN_PROGRESS)
    offers = (
        doors.flights_for_student(student)
        .filter(purpose=Assignment.Purpose.PLACEMENT, closes_at=None)
        .exclude(pk__in=ended.values("assignment"))
    )
    rooms = list(doors.practice_classes_for_student(student))
    return Cards(list(offers), rooms, bool(rooms) and making.open_flight(student) is not None)
