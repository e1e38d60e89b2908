"""What a class has done, added up sheet by sheet and skill by skill, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from classroom import checks
from classroom.models import Answer, Assignment, Attempt, Check, Ink, Mark, Question, SchoolClass
from classroom.scores import doubts
from classroom.scores.totals import Total

_NONE = Decimal(0)
_NOTHING = (_NONE, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """The questions of one skill on one child's sheet; `skill` is None where none is named.

    `boxes` there are, `scored` of them have a score that stands, together `points`; `waiting` wait for a teacher or
    to be read. `closed`: handed in, so what was left empty counts as nought.
    """

    student: int
    assignment: int
    skill: int | None
    boxes: int
    points: Decimal
    scored: int
    waiting: int
    closed: bool

    @property
    def decided(self) -> int:
        """How many of the boxes count."""
        return self.boxes - self.waiting if self.closed else self.scored


@dataclass(frozen=True)
class Sheet:
    """One child's go at an assignment. A sheet that is not `done` has no parts: the child still works on it."""

    student: int
    assignment: int
    state: str
    done: bool
    parts: tuple[Part, ...]

    @cached_property
    def total(self) -> Total:
        """All of it, by the same arithmetic as dashboard and gradebook."""
        return Total(
            questions=sum(part.boxes for part in self.parts),
            points=sum((part.points for part in self.parts), _NONE),
            scored=sum(part.scored for part in self.parts),
            waiting=sum(part.waiting for part in self.parts),
            closed=self.state != Attempt.State.IN_PROGRESS,
        )

    @cached_property
    def share(self) -> Decimal | None:
        """The share that counts in a spread: None until half of the questions are decided."""
        return counted(self.total)


def counted(total: Total) -> Decimal | None:
    """The share of a sheet of which at least half is decided; of less, nothing can be said yet."""
    return total.share if total.decided * 2 >= total.questions else None


def sheets(school_class: SchoolClass, assignments: Iterable[Assignment]) -> list[Sheet]:
    """Every sheet of the class, whoever wrote it. Seven queries, whatever the size.

    `assignments` are all of the class's, loaded.
    """
    works = {one.pk: one for one in assignments}
    boxes = _boxes(works.values())
    scored, waiting = _marked(school_class)
    for key, score in _waits_too(school_class):
        waiting[key] += 1
        if score is not None:
            scored[key] = (scored[key][0] - score, scored[key][1] - 1)
    found = []
    rows = Attempt.objects.filter(assignment__school_class=school_class).order_by("pk")
    for pk, student, assignment, state in rows.values_list("pk", "student", "assignment", "state"):
        work = works.get(assignment)
        if work is None:
            continue
        closed = state != Attempt.State.IN_PROGRESS
        done = closed or work.has_closed
        parts = [
            Part(
                student, assignment, skill, count,
                *scored.get((pk, skill), _NOTHING), waiting=waiting.get((pk, skill), 0), closed=closed,
            )
            for skill, count in boxes.get(work.worksheet_id, ())
        ] if done else []  # fmt: skip
        found.append(Sheet(student, assignment, state, done, tuple(parts)))
    return found


Key = tuple[int, int | None]  # attempt, skill


def _boxes(works: Iterable[Assignment]) -> dict[int, list[tuple[int | None, int]]]:
    rows = (
        Question.objects.filter(worksheet__in={one.worksheet_id for one in works})
        .order_by()
        .values_list("worksheet", "skill")
        .annotate(Count("pk"))
    )
    found: dict[int, list[tuple[int | None, int]]] = defaultdict(list)
    for worksheet, skill, count in rows:
        found[worksheet].append((skill, count))
    return found


def _of_class(school_class: SchoolClass) -> Any:
    return Answer.objects.filter(attempt__assignment__school_class=school_class)


def _with(rows: QuerySet[Any]) -> QuerySet[Answer]:
    """The answers that `rows` belong to."""
    return Answer.objects.filter(pk__in=rows.values("answer"))


def _marked(school_class: SchoolClass) -> tuple[dict[Key, tuple[Decimal, int]], dict[Key, int]]:
    """By attempt and skill: points with how many answers have a score, and how many are written and have none.

    Two queries. Whether ink is blank stands behind its strokes, so a join would read all that the class ever wrote;
    asked by itself it reads the few that have no score.
    """
    answers = _of_class(school_class)
    unscored = Q(mark__score__isnull=True, ink__isnull=False)
    rows = (
        answers.order_by()
        .values_list("attempt", "question__skill")
        .annotate(Sum("mark__score"), Count("mark__score"), waits=Count("pk", filter=unscored))
    )
    scored: dict[Key, tuple[Decimal, int]] = {}
    waiting: dict[Key, int] = {}
    for attempt, skill, points, count, waits in rows:
        scored[attempt, skill] = (points or _NONE, count)
        waiting[attempt, skill] = waits
    wiped = Ink.objects.filter(is_blank=True, pk__in=answers.filter(unscored).values("ink"))
    for attempt, skill in wiped.values_list("answer__attempt", "answer__question__skill"):
        waiting[attempt, skill] -= 1
    return scored, waiting


def _waits_too(school_class: SchoolClass) -> Iterable[tuple[Key, Decimal | None]]:
    """The answers that wait for another reason than that nothing was decided yet, each with its score. Three queries.

    Agrees with `doubts.why` and the board. Each begins where few rows are: the conditions of `doubts.to_look_at` in
    one would look at every ink that the class ever wrote.
    """
    answers, works = _of_class(school_class), Assignment.objects.filter(school_class=school_class).values("pk")
    again = Q(mark__source=Mark.Source.TEACHER) & (Q(mark__ink__isnull=True) | ~Q(mark__ink=F("ink")))
    looks = [
        answers.filter(again, ink__isnull=False),
        _with(doubts.late_inks(_with(Ink.objects.filter(is_late=True, answer__attempt__assignment__in=works)))),
        checks.waiting(_with(Check.objects.filter(attempt__assignment__in=works))),
    ]
    seen: dict[int, tuple[Key, Decimal | None]] = {}
    for rows in looks:
        for pk, attempt, skill, score, is_blank in rows.values_list(
            "pk", "attempt", "question__skill", "mark__score", "ink__is_blank"
        ):
            if score is not None or is_blank is not False:
                seen[pk] = ((attempt, skill), score)
    return seen.values()
