"""The gradebook: one class as children by assignments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from classroom.models import Assignment, Attempt, SchoolClass, Student
from classroom.scores import totals
from classroom.scores.totals import Total


@dataclass
class GradeRow:
    """One child: totals in the order of the assignments, None where not started."""

    student: Student
    totals: list[Total | None]

    @property
    def mean(self) -> Decimal | None:
        """The mean of the child's shares; every assignment counts alike."""
        return totals.mean(total.share for total in self.totals if total)

    @property
    def percent(self) -> int | None:
        """The mean in whole percent."""
        return totals.percent(self.mean)


@dataclass
class Gradebook:
    """Children by assignments, oldest assignment first; `questions` and `means` run along the assignments."""

    school_class: SchoolClass
    assignments: Sequence[Assignment]
    questions: list[int]
    rows: list[GradeRow]

    @property
    def percents(self) -> list[int | None]:
        """The class mean of each assignment, over the children listed, in whole percent."""
        columns = [[row.totals[index] for row in self.rows] for index in range(len(self.assignments))]
        return [totals.percent(totals.mean(one.share for one in column if one)) for column in columns]


def gradebook(school_class: SchoolClass) -> Gradebook:
    """The gradebook of those who are in the class now. Three queries, whatever the size."""
    set_work = list(
        Assignment.objects.filter(school_class=school_class, purpose=Assignment.Purpose.LESSON)
        .select_related("worksheet")
        .annotate(question_count=Count("worksheet__questions"))
        .order_by("opens_at", "pk")
    )
    enrolled = Student.objects.filter(
        enrolments__school_class=school_class, enrolments__until__isnull=True
    ).distinct()
    students = sorted(enrolled, key=lambda one: one.by_name)
    counts = {one.pk: one.question_count for one in set_work}
    mine: dict[int, dict[int, Total]] = defaultdict(dict)
    for student, assignment, state, points, scored, waiting in _added_up(school_class):
        mine[student][assignment] = Total(
            questions=counts.get(assignment, 0),
            points=points or Decimal(0),
            scored=scored,
            waiting=waiting,
            closed=state != Attempt.State.IN_PROGRESS,
        )
    rows = [GradeRow(one, [mine[one.pk].get(work.pk) for work in set_work]) for one in students]
    return Gradebook(school_class, set_work, [counts[one.pk] for one in set_work], rows)


def _added_up(school_class: SchoolClass) -> Iterable[tuple[int, int, str, Decimal | None, int, int]]:
    """Of each attempt of the class: student, assignment, state, points, and how many answers are scored and wait."""
    written = Q(answers__ink__isnull=False, answers__ink__is_blank=False)
    return (
        Attempt.objects.filter(assignment__school_class=school_class, assignment__purpose=Assignment.Purpose.LESSON)
        .annotate(
            points=Sum("answers__mark__score"),
            scored=Count("answers__mark__score"),
            waiting=Count("answers", filter=written & Q(answers__mark__score__isnull=True)),
        )
        .values_list("student", "assignment", "state", "points", "scored", "waiting")
    )
