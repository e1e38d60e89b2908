"""Setting worksheets to classes, and what a teacher does with them afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from classroom import audit, versions
from classroom.errors import BadInput, NotAllowedNow
from classroom.later import gettext_lazy
from classroom.models import Answer, Assignment, Attempt, Enrolment, Recipient, SchoolClass, Student, User, Worksheet
from classroom.scores import doubts


class HasWork(NotAllowedNow):
    code = "has_work"
    message = gettext_lazy(
        "Children have begun this worksheet, so it cannot be removed. Close it instead: their work stays."
    )


@transaction.atomic
def set_worksheet(
    *,
    worksheet: Worksheet,
    classes: Iterable[SchoolClass],
    teacher: User,
    opens_at: datetime,
    closes_at: datetime | None,
    feedback: str,
    layout: str,
    students: Sequence[Student] | None = None,
) -> list[Assignment]:
    """Set a published worksheet to classes, one assignment each; to `students` alone where they are given.

    Of those who are not in the class nobody gets it. Raises NotAllowedNow, BadInput.
    """
    if worksheet.state != Worksheet.State.PUBLISHED:
        raise NotAllowedNow(gettext("Publish this worksheet first, then set it to a class."))
    if closes_at is not None and closes_at <= opens_at:
        raise BadInput(gettext("It would close before it opens. Choose a later closing time."))
    made = []
    for school_class in classes:
        assignment = Assignment.objects.create(
            worksheet=worksheet,
            school_class=school_class,
            set_by=teacher,
            opens_at=opens_at,
            closes_at=closes_at,
            feedback=feedback,
            layout=layout,
            for_some=students is not None,
        )
        if students is not None:
            _give_to(assignment, students)
        _tell(assignment, teacher, "worksheet_set", worksheet=worksheet.pk)
        made.append(assignment)
    return made


def _give_to(assignment: Assignment, students: Sequence[Student]) -> None:
    here = Enrolment.objects.filter(
        school_class=assignment.school_class_id, student__in=[one.pk for one in students], until__isnull=True
    )
    received = [Recipient(assignment=assignment, student_id=pk) for pk in here.values_list("student", flat=True)]
    if not received:
        raise BadInput(_("Choose at least one child of the class."))
    Recipient.objects.bulk_create(received)


@transaction.atomic
def change(
    *,
    assignment: Assignment,
    teacher: User,
    opens_at: datetime,
    closes_at: datetime | None,
    feedback: str,
    layout: str,
) -> Assignment:
    """Change when it is open and what children see of their marks. Raises BadInput."""
    if closes_at is not None and closes_at <= opens_at:
        raise BadInput(gettext("It would close before it opens. Choose a later closing time."))
    assignment.opens_at, assignment.closes_at = opens_at, closes_at
    assignment.feedback, assignment.layout = feedback, layout
    assignment.save(update_fields=["opens_at", "closes_at", "feedback", "layout"])
    _tell(assignment, teacher, "assignment_changed")
    return assignment


@transaction.atomic
def close(*, assignment: Assignment, teacher: User) -> Assignment:
    """Take no more work from now on. Closed already: nothing changes. Raises NotAllowedNow before it opened."""
    now = timezone.now()
    if assignment.closes_at is not None and assignment.closes_at <= now:
        return assignment
    if assignment.opens_at > now:
        raise NotAllowedNow(gettext("It has not opened yet. Change its times, or remove it."))
    assignment.closes_at = max(now, assignment.opens_at + timedelta(microseconds=1))
    assignment.save(update_fields=["closes_at"])
    _tell(assignment, teacher, "assignment_closed")
    return assignment


@transaction.atomic
def reopen(*, assignment: Assignment, teacher: User) -> Assignment:
    """Take work again, until a teacher closes it. What was handed in stays handed in."""
    now = timezone.now()
    if assignment.opens_at <= now and (assignment.closes_at is None or assignment.closes_at > now):
        return assignment
    assignment.opens_at, assignment.closes_at = min(assignment.opens_at, now), None
    assignment.save(update_fields=["opens_at", "closes_at"])
    _tell(assignment, teacher, "assignment_reopened")
    return assignment


@transaction.atomic
def return_work(*, assignment: Assignment, teacher: User, attempts: Sequence[Attempt] | None = None) -> int:
    """Give work back, so that children see their marks; returns how many got theirs.

    Without `attempts`: all that is handed in, and, once the worksheet is closed, what is unfinished too.
    """
    chosen = Attempt.objects.filter(assignment=assignment)
    if attempts is not None:
        chosen = chosen.filter(pk__in=[one.pk for one in attempts]).exclude(state=Attempt.State.RETURNED)
    elif assignment.is_open:
        chosen = chosen.filter(state=Attempt.State.HANDED_IN)
    else:
        chosen = chosen.exclude(state=Attempt.State.RETURNED)
    returned = chosen.update(state=Attempt.State.RETURNED, returned_at=timezone.now())
    if returned:
        _tell(assignment, teacher, "work_returned", attempts=returned)
    return returned


@transaction.atomic
def reopen_attempt(*, attempt: Attempt, teacher: User) -> Attempt:
    """Let a child write on after hand-in or return. In progress already: nothing changes."""
    changed = (
        Attempt.objects.filter(pk=attempt.pk)
        .exclude(state=Attempt.State.IN_PROGRESS)
        .update(state=Attempt.State.IN_PROGRESS, handed_in_at=None, returned_at=None)
    )
    if changed:
        _tell(attempt.assignment, teacher, "attempt_reopened", attempt=attempt.pk)
    attempt.refresh_from_db()
    return attempt


@transaction.atomic
def remove(*, assignment: Assignment, teacher: User) -> None:
    """Take an assignment away that nobody has begun. Raises HasWork."""
    if Attempt.objects.filter(assignment=assignment).exists():
        raise HasWork
    _tell(assignment, teacher, "assignment_removed")
    assignment.delete()


@dataclass
class Progress:
    """One assignment in a list: how many children it is about, began, handed in; how many answers wait.

    It is about those in the class now, and those who left it with work begun: they began and handed in too.
    """

    assignment: Assignment
    children: int
    started: int
    handed_in: int
    to_look_at: int


def progress(assignments: QuerySet[Assignment]) -> list[Progress]:
    """The assignments in their order, each with its counts. Two queries, whatever the number."""
    attempts = Attempt.objects.filter(assignment=OuterRef("pk"))
    finished = attempts.exclude(state=Attempt.State.IN_PROGRESS)
    chosen = Recipient.objects.filter(assignment=OuterRef(OuterRef("pk")), student=OuterRef("student"))
    enrolled = Enrolment.objects.filter(school_class=OuterRef("school_class"), until__isnull=True).filter(
        Q(Exists(chosen)) | Q(Exists(Assignment.objects.filter(pk=OuterRef(OuterRef("pk")), for_some=False)))
    )
    here = Enrolment.objects.filter(
        school_class=OuterRef("assignment__school_class"), student=OuterRef("student"), until__isnull=True
    )
    rows = list(
        assignments.annotate(
            children_count=_count(enrolled, "school_class") + _count(attempts.exclude(Exists(here)), "assignment"),
            started_count=_count(attempts, "assignment"),
            handed_in_count=_count(finished, "assignment"),
        )
    )
    waiting = dict(
        doubts.to_look_at(Answer.objects.filter(attempt__assignment__in=[row.pk for row in rows]))
        .values_list("attempt__assignment")
        .annotate(n=Count("pk"))
    )
    return [
        Progress(row, row.children_count, row.started_count, row.handed_in_count, waiting.get(row.pk, 0))
        for row in rows
    ]


def _count(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _tell(assignment: Assignment, teacher: User, action: str, **facts: object) -> None:
    room = assignment.school_class
    audit.record(
        action=action, school=room.school, teacher=teacher, assignment=assignment.pk, school_class=room.pk, **facts
    )
    versions.bump(room.pk)
