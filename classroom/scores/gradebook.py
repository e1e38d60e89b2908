"""The gradebook: one class as children by assignments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from classroom.models import Answer, Assignment, Attempt, Mark, Question, SchoolClass, Student
from classroom.scores import by_column, totals
from classroom.scores.totals import Total
from classroom.skills.figures import LINE


@dataclass
class GradeRow:
    """One child: totals in the order of the assignments, None where not started; `shares` are the parts that right
    boxes are of wrong answers in each."""

    student: Student
    totals: list[Total | None]
    shares: list[list[Decimal]]

    @property
    def with_shares(self) -> list[str]:
        """The points of each assignment with those boxes, "" where there is none: beside the score."""
        return [
            totals.with_shares(total.points, parts) if total else ""
            for total, parts in zip(self.totals, self.shares, strict=True)
        ]

    @property
    def seen(self) -> list[tuple[Total | None, str]]:
        """Each total, and what its page says of right boxes beside it."""
        return list(zip(self.totals, map(totals.boxes_words, self.with_shares), strict=True))

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
    """The gradebook of those who are in the class now. Four queries, whatever the size; two more where questions
    have boxes that are marked one by one."""
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
    earned = _earned(school_class)
    rows = [
        GradeRow(
            one,
            [mine[one.pk].get(work.pk) for work in set_work],
            [earned.get((one.pk, work.pk), []) for work in set_work],
        )
        for one in students
    ]
    return Gradebook(school_class, set_work, [counts[one.pk] for one in set_work], rows)


def _earned(school_class: SchoolClass) -> dict[tuple[int, int], list[Decimal]]:
    """What right boxes are of each wrong answer, by student and assignment."""
    in_boxes = Question.objects.filter(worksheet__assignments__school_class=school_class).exclude(layout=LINE)
    asked = {one.pk: one for one in in_boxes.distinct() if by_column.may_be_shared(one)}
    if not asked:
        return {}
    wrong = Answer.objects.filter(
        attempt__assignment__school_class=school_class,
        attempt__assignment__purpose=Assignment.Purpose.LESSON,
        question__in=asked,
        mark__verdict=Mark.Verdict.WRONG,
    )
    answers = {one.pk: one for one in wrong.select_related("attempt", "ink", "mark").defer("ink__strokes")}
    for one in answers.values():
        one.question = asked[one.question_id]
    found: dict[tuple[int, int], list[Decimal]] = defaultdict(list)
    for pk, share in by_column.shares(answers.values()).items():
        attempt = answers[pk].attempt
        found[attempt.student_id, attempt.assignment_id].append(share.part)
    return found


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
