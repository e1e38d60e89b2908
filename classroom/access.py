"""Doors: every row that a person reaches is fetched and authorised here, in one step.

A stranger gets Http404, never 403: a door does not say what stands behind it.
Teachers reach what belongs to classes that they teach and worksheets of their school; students reach their own.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Case, Model, Prefetch, Q, QuerySet, When
from django.db.models.functions import Now
from django.http import Http404
from django.utils import timezone

from classroom.models import (
    Answer,
    Assignment,
    Attempt,
    AuditEntry,
    Decision,
    Enrolment,
    Invitation,
    Question,
    Reading,
    Recipient,
    School,
    SchoolClass,
    Student,
    User,
    Worksheet,
)

Row = TypeVar("Row", bound=Model)


def _one(rows: QuerySet[Row], **which: object) -> Row:
    row = rows.filter(**which).first()
    if row is None:
        raise Http404
    return row


# --- teachers ---


def classes_for_teacher(teacher: User) -> QuerySet[SchoolClass]:
    """The classes that `teacher` teaches, archived ones too, by name."""
    return SchoolClass.objects.filter(teachings__teacher=teacher, school=teacher.school_id).order_by("name", "pk")


def class_for_teacher(teacher: User, pk: int) -> SchoolClass:
    """One class that `teacher` teaches."""
    return _one(classes_for_teacher(teacher), pk=pk)


def students_for_teacher(teacher: User) -> QuerySet[Student]:
    """The students now enrolled in a class of `teacher`; each once."""
    taught = Enrolment.objects.filter(
        until__isnull=True, school_class__teachings__teacher=teacher, school_class__school=teacher.school_id
    )
    return Student.objects.filter(pk__in=taught.values("student"), school=teacher.school_id)


def student_for_teacher(teacher: User, uuid: UUID) -> Student:
    """One student now enrolled in a class of `teacher`."""
    return _one(students_for_teacher(teacher), uuid=uuid)


def colleagues_for_teacher(teacher: User) -> QuerySet[User]:
    """The teachers of the same school, `teacher` too."""
    return User.objects.filter(school=teacher.school_id).order_by("name", "pk")


def colleague_for_teacher(teacher: User, pk: int) -> User:
    """One teacher of the same school."""
    return _one(colleagues_for_teacher(teacher), pk=pk)


def school_for_head(head: User) -> School:
    """The school of a head; other teachers are told nothing."""
    return _one(School.objects.filter(teachers__pk=head.pk, teachers__is_head=True, teachers__is_active=True))


def children_of_school(school: School) -> list[Student]:
    """Every child of a school that a door gave out, with `class_names` of now. Two queries."""
    now = Prefetch(
        "enrolments", Enrolment.objects.filter(until__isnull=True).select_related("school_class"), to_attr="now"
    )
    children: list[Any] = list(Student.objects.filter(school=school).prefetch_related(now))
    for one in children:
        one.class_names = ", ".join(sorted(e.school_class.name for e in one.now))
    return children


def child_for_head(head: User, uuid: UUID) -> Student:
    """One child of the head's school, in a class or not."""
    return _one(Student.objects.filter(school=school_for_head(head)), uuid=uuid)


def child_for_record(teacher: User, uuid: UUID) -> Student:
    """One child whose record `teacher` may see: in a class of theirs now, or of the school that they are head of."""
    return child_for_head(teacher, uuid) if teacher.is_head else student_for_teacher(teacher, uuid)


def trail_for_head(head: User) -> QuerySet[AuditEntry]:
    """What was done in the head's school, and what the site did for all schools, newest first."""
    here = Q(school=school_for_head(head)) | Q(school__isnull=True, action="retention")
    return AuditEntry.objects.filter(here).select_related("teacher").order_by("-pk")


def invitation_for_head(head: User, pk: int) -> Invitation:
    """One invitation to the school, for its head alone."""
    rows = Invitation.objects.filter(school=head.school_id) if head.is_head else Invitation.objects.none()
    return _one(rows, pk=pk)


def students_of_class(school_class: SchoolClass) -> QuerySet[Student]:
    """The students now in a class, by name; reach the class by its own door first."""
    return Student.objects.filter(enrolments__school_class=school_class, enrolments__until__isnull=True).order_by(
        "display_name", "pk"
    )


def children_by_name(school_class: SchoolClass) -> list[Student]:
    """The students now in a class in the order in which people look for them, accents and case apart."""
    return sorted(students_of_class(school_class), key=lambda one: one.by_name)


def former_students_of_class(school_class: SchoolClass) -> QuerySet[Student]:
    """Those who were in a class and are in none now, by name; reach the class by its own door first."""
    return (
        Student.objects.filter(enrolments__school_class=school_class, school=school_class.school_id)
        .exclude(enrolments__until__isnull=True)
        .order_by("display_name", "pk")
        .distinct()
    )


def student_of_class(school_class: SchoolClass, uuid: UUID) -> Student:
    """One student now in a class."""
    return _one(students_of_class(school_class), uuid=uuid)


def former_student_of_class(school_class: SchoolClass, uuid: UUID) -> Student:
    """One who was in a class and is in none now."""
    return _one(former_students_of_class(school_class), uuid=uuid)


def worksheets_for_teacher(teacher: User) -> QuerySet[Worksheet]:
    """The worksheets that `teacher` wrote."""
    unfinished_first = Case(When(state=Worksheet.State.DRAFT, then=0), default=1)
    return Worksheet.objects.filter(author=teacher, school=teacher.school_id).order_by(
        unfinished_first, "-created_at", "-pk"
    )


def worksheet_for_teacher(teacher: User, pk: int) -> Worksheet:
    """One worksheet that `teacher` wrote."""
    return _one(worksheets_for_teacher(teacher), pk=pk)


def shared_worksheets_for_teacher(teacher: User) -> QuerySet[Worksheet]:
    """What colleagues of the same school share, newest first, with authors: to look at and to copy, not to change."""
    return (
        Worksheet.objects.filter(school=teacher.school_id, shared_at__isnull=False, state=Worksheet.State.PUBLISHED)
        .exclude(author=teacher)
        .select_related("author")
        .order_by("-shared_at", "-pk")
    )


def shared_worksheet_for_teacher(teacher: User, pk: int) -> Worksheet:
    """One worksheet that a colleague shares."""
    return _one(shared_worksheets_for_teacher(teacher), pk=pk)


def question_for_teacher(teacher: User, pk: int) -> Question:
    """One question of a worksheet that `teacher` wrote."""
    return _one(
        Question.objects.filter(worksheet__in=worksheets_for_teacher(teacher)).select_related("worksheet"),
        pk=pk,
    )


def assignments_for_teacher(teacher: User) -> QuerySet[Assignment]:
    """What is set to the classes of `teacher`, newest first, with worksheet and class loaded. Lessons alone."""
    rows = Assignment.objects.filter(school_class__in=classes_for_teacher(teacher), purpose="lesson")
    return rows.select_related("worksheet", "school_class")


def assignment_for_teacher(teacher: User, uuid: UUID) -> Assignment:
    """One assignment of a class of `teacher`."""
    return _one(assignments_for_teacher(teacher), uuid=uuid)


def attempt_for_teacher(teacher: User, uuid: UUID) -> Attempt:
    """One attempt at an assignment of a class of `teacher`."""
    return _one(
        Attempt.objects.filter(assignment__in=assignments_for_teacher(teacher)).select_related(
            "assignment__worksheet", "assignment__school_class", "student"
        ),
        uuid=uuid,
    )


def answers_for_teacher(teacher: User) -> QuerySet[Answer]:
    """All answers to what is set to the classes of `teacher`, in practice too."""
    return Answer.objects.filter(attempt__assignment__school_class__in=classes_for_teacher(teacher))


def answer_for_teacher(teacher: User, uuid: UUID) -> Answer:
    """One answer to an assignment of a class of `teacher`, with all that a page about it needs."""
    return _one(
        answers_for_teacher(teacher).select_related(
            "attempt__assignment__school_class",
            "attempt__assignment__worksheet",
            "attempt__student",
            "question",
            "ink__job",
            "mark__reading",
            "mark__teacher",
        ),
        uuid=uuid,
    )


def decision_for_teacher(teacher: User, uuid: UUID) -> Decision:
    """One decision that `teacher` made, about a lesson or worksheet that is still the teacher's."""
    mine = Q(assignment__school_class__in=classes_for_teacher(teacher)) | Q(
        assignment__isnull=True, question__worksheet__in=worksheets_for_teacher(teacher)
    )
    rows = Decision.objects.filter(mine, teacher=teacher, school=teacher.school_id)
    return _one(rows.select_related("question", "undoes__question", "assignment__school_class"), uuid=uuid)


# --- students ---


def class_ids_of_student(student: Student | int) -> QuerySet[Enrolment, Any]:
    """The ids of the classes that `student` (or who has that id) is in now, as a subquery."""
    return Enrolment.objects.filter(
        student=student, until__isnull=True, school_class__archived_at__isnull=True
    ).values("school_class")


def set_to_student(student: Student, *, now: datetime | Now | None = None) -> QuerySet[Assignment]:
    """All that is set to the student: to a whole class, or to the student among some; and has opened by `now`."""
    mine = Q(for_some=False) | Q(pk__in=Recipient.objects.filter(student=student).values("assignment"))
    rows = Assignment.objects.filter(
        mine, school_class__in=class_ids_of_student(student), opens_at__lte=now or timezone.now()
    )
    return rows.select_related("worksheet", "school_class")


def assignments_for_student(student: Student) -> QuerySet[Assignment]:
    """The lessons that are set to the student and have opened; closed ones too, newest first."""
    return set_to_student(student).filter(purpose="lesson")


def assignment_for_student(student: Student, uuid: UUID) -> Assignment:
    """One lesson of `student` that has opened."""
    return _one(assignments_for_student(student), uuid=uuid)


def attempt_at_assignment(student: Student, assignment: Assignment) -> Attempt | None:
    """The attempt of `student` at an assignment that a door gave out, or None before the start."""
    return (
        Attempt.objects.filter(student=student, assignment=assignment)
        .select_related("assignment__worksheet", "assignment__school_class", "student")
        .first()
    )


def answer_for_student(student: Student, uuid: UUID) -> Answer:
    """One answer of `student` alone, while in the class it was set to."""
    return _one(
        Answer.objects.filter(
            attempt__student=student, attempt__assignment__school_class__in=class_ids_of_student(student)
        ).select_related("attempt__assignment__worksheet", "attempt__student", "question", "ink", "mark"),
        uuid=uuid,
    )


def reading_of_answer(answer: Answer, pk: int) -> Reading:
    """One reading of any revision of an answer that a door gave out."""
    rows = Reading.objects.filter(ink__answer=answer).select_related("ink__answer__attempt__assignment")
    return _one(rows, pk=pk)
