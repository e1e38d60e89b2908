"""Doors of practice: flights, and the classes in which a child may practise."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from classroom import access
from classroom.models import Answer, Assignment, Attempt, SchoolClass, Student, User


def flights_for_student(student: Student) -> QuerySet[Assignment]:
    """The student's own practice and placement flights, newest first."""
    return access.set_to_student(student).exclude(purpose=Assignment.Purpose.LESSON)


def flight_for_student(student: Student, uuid: UUID) -> Assignment:
    """One practice or placement flight of `student`."""
    flight = flights_for_student(student).filter(uuid=uuid).first()
    if flight is None:
        raise Http404
    return flight


def go_at_flight_for_student(student: Student, uuid: UUID) -> Attempt | None:
    """The student's go at one own flight, with the flight; None where it was offered and not begun."""
    return access.attempt_at_assignment(student, flight_for_student(student, uuid))


def practice_classes_for_student(student: Student) -> QuerySet[SchoolClass]:
    """The classes of `student` in which the teacher allows practice, by name."""
    mine = access.class_ids_of_student(student)
    return SchoolClass.objects.filter(pk__in=mine, practice_open=True).order_by("name", "pk")


def practice_class_for_student(student: Student, pk: int) -> SchoolClass:
    """One class of `student` in which the teacher allows practice."""
    room = practice_classes_for_student(student).filter(pk=pk).first()
    if room is None:
        raise Http404
    return room


def answers_in_flight(attempt: Attempt) -> QuerySet[Answer]:
    """The answers of an attempt that a door gave out, in the order of the questions, with what is known of each."""
    return (
        Answer.objects.filter(attempt=attempt)
        .select_related("question", "ink__job", "mark")
        .order_by("question__position")
    )


def work_for_teacher(teacher: User, uuid: UUID) -> Assignment:
    """A lesson or a flight in a class of `teacher`: what an answer's own page may be about."""
    rows = Assignment.objects.filter(school_class__in=access.classes_for_teacher(teacher))
    work = rows.select_related("worksheet", "school_class").filter(uuid=uuid).first()
    if work is None:
        raise Http404
    return work


def flight_answers_of_class(school_class: SchoolClass) -> QuerySet[Answer]:
    """Answers in practice and placement of a class that a door gave out."""
    return Answer.objects.filter(attempt__assignment__school_class=school_class).exclude(
        attempt__assignment__purpose=Assignment.Purpose.LESSON
    )
