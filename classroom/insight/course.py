"""A class over time: the scores of each worksheet with their spread, each skill's course, who was away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext

from classroom.insight.lesson import together
from classroom.insight.spread import Spread, spread
from classroom.insight.tallies import Part, Sheet, sheets
from classroom.insight.words import NO_SKILL, Period, skill_titles
from classroom.models import Assignment, Enrolment, Recipient, SchoolClass, Student
from classroom.scores.totals import Total


@dataclass(frozen=True)
class Child:
    """A child who is in the class now; `number` counts from 0 by name. `stays`: from when until when it was there."""

    student: Student
    number: int
    stays: tuple[tuple[datetime, datetime | None], ...]

    @property
    def alias(self) -> str:
        """What to call the child where names are hidden; the same as on the lessons' pages."""
        return gettext("Child %(number_1)s") % {"number_1": self.number + 1}

    def was_there(self, work: Assignment) -> bool:
        """Whether the child was in the class while the work was open, and among those whom it was for."""
        if work.for_some and self.student.pk not in work.only_for:  # type: ignore[attr-defined]
            return False
        end = work.closes_at or timezone.now()
        return any(since <= end and (until is None or until >= work.opens_at) for since, until in self.stays)


@dataclass(frozen=True)
class Work:
    """One worksheet of the class: the sheets that are done, and the children of now who are missing among them."""

    assignment: Assignment
    spread: Spread
    handed_in: int
    sheets: int
    waiting: int
    away: tuple[Child, ...]
    not_yet: int


@dataclass(frozen=True)
class Point:
    """One skill on one worksheet, over all children."""

    assignment: Assignment
    total: Total
    children: int


@dataclass(frozen=True)
class SkillCourse:
    """One skill over time, oldest worksheet first; `spread` is of the children's shares over all of it."""

    title: str
    points: tuple[Point, ...]
    total: Total
    children: int
    spread: Spread

    @property
    def latest(self) -> Point:
        """The newest worksheet with it."""
        return self.points[-1]


@dataclass(frozen=True)
class Line:
    """One child of the class list: what is done of what there was, and what waits. No score: this is no ranking."""

    child: Child
    done: int
    expected: int
    waiting: int


@dataclass(frozen=True)
class Course:
    """All of a class: worksheets oldest first, skills by name, children by name."""

    school_class: SchoolClass
    period: Period
    works: list[Work]
    skills: list[SkillCourse]
    children: list[Child]
    lines: list[Line]
    sheets: list[Sheet]
    titles: dict[int | None, str]

    @property
    def waiting(self) -> int:
        """How many answers wait."""
        return sum(work.waiting for work in self.works)

    @property
    def spread(self) -> Spread:
        """Of the children's shares over all that is decided."""
        return spread_of(part for sheet in self.sheets for part in sheet.parts)


def course(school_class: SchoolClass, period: Period) -> Course:
    """The course of a class. Eleven queries, whatever the size; one more where a worksheet is for some children."""
    works = list(
        Assignment.objects.filter(
            school_class=school_class,
            purpose=Assignment.Purpose.LESSON,
            opens_at__gte=period.since,
            opens_at__lte=timezone.now(),
        )
        .select_related("worksheet")
        .order_by("opens_at", "pk")
    )
    if only := [work.pk for work in works if work.for_some]:
        _learn_recipients(works, only)
    children = _children(school_class)
    done = sheets(school_class, works)
    titles = skill_titles(part.skill for sheet in done for part in sheet.parts)
    by_work: dict[int, list[Sheet]] = defaultdict(list)
    by_child: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in done:
        by_work[sheet.assignment].append(sheet)
        by_child[sheet.student].append(sheet)
    made = [_work(work, by_work[work.pk], children) for work in works]
    return Course(
        school_class=school_class,
        period=period,
        works=made,
        skills=_skills(works, done, titles),
        children=children,
        lines=[_line(child, works, by_child[child.student.pk]) for child in children],
        sheets=done,
        titles=titles,
    )


def spread_of(parts: Iterable[Part], *, at_least: int = 1) -> Spread:
    """The spread of children's shares over `parts`, one value a child; of those with so many decided answers."""
    points: dict[int, Decimal] = defaultdict(Decimal)
    decided: dict[int, int] = defaultdict(int)
    for part in parts:
        points[part.student] += part.points
        decided[part.student] += part.decided
    return spread(points[one] / count for one, count in decided.items() if count >= at_least)


def total_of(parts: Iterable[Part]) -> Total:
    """Parts as one total."""
    return together(Total(one.boxes, one.points, one.scored, one.waiting, one.closed) for one in parts)


def _learn_recipients(works: Sequence[Assignment], only: Sequence[int]) -> None:
    """Tell each of the works that are for some children for whom: `only_for`, ids of students. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    for assignment, student in Recipient.objects.filter(assignment__in=only).values_list("assignment", "student"):
        found[assignment].add(student)
    for work in works:
        work.only_for = frozenset(found[work.pk])  # type: ignore[attr-defined]


def _children(school_class: SchoolClass) -> list[Child]:
    """The children of now, by name as on the board. One query."""
    stays: dict[Student, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    here = set()
    for one in Enrolment.objects.filter(school_class=school_class).select_related("student").order_by("since"):
        stays[one.student].append((one.since, one.until))
        if one.until is None:
            here.add(one.student)
    ordered = sorted(here, key=lambda one: one.by_name)
    return [Child(one, number, tuple(stays[one])) for number, one in enumerate(ordered)]


def _work(work: Assignment, done: Sequence[Sheet], children: Sequence[Child]) -> Work:
    began = {sheet.student for sheet in done}
    missing = [one for one in children if one.student.pk not in began and one.was_there(work)]
    totals = [sheet for sheet in done if sheet.done]
    return Work(
        assignment=work,
        spread=spread(sheet.share for sheet in totals),
        handed_in=sum(sheet.total.closed for sheet in totals),
        sheets=len(done) + len(missing),
        waiting=sum(sheet.total.waiting for sheet in totals),
        away=() if work.is_open else tuple(missing),
        not_yet=len(missing) if work.is_open else 0,
    )


def _skills(works: Sequence[Assignment], done: Iterable[Sheet], titles: dict[int | None, str]) -> list[SkillCourse]:
    parts: dict[int | None, dict[int, list[Part]]] = defaultdict(lambda: defaultdict(list))
    for sheet in done:
        for part in sheet.parts:
            if part.decided or part.waiting:
                parts[part.skill][part.assignment].append(part)
    found = []
    for skill, by_work in parts.items():
        points = [
            Point(work, total_of(by_work[work.pk]), sum(one.decided > 0 for one in by_work[work.pk]))
            for work in works
            if work.pk in by_work
        ]
        everything = [part for rows in by_work.values() for part in rows]
        found.append(
            SkillCourse(
                title=titles.get(skill, NO_SKILL),
                points=tuple(points),
                total=total_of(everything),
                children=len({one.student for one in everything if one.decided}),
                spread=spread_of(everything),
            )
        )
    return sorted(found, key=lambda one: (one.title == NO_SKILL, one.title))


def _line(child: Child, works: Sequence[Assignment], mine: Sequence[Sheet]) -> Line:
    began = {sheet.assignment for sheet in mine}
    return Line(
        child=child,
        done=sum(sheet.done for sheet in mine),
        expected=len(began) + sum(work.pk not in began and child.was_there(work) for work in works),
        waiting=sum(sheet.total.waiting for sheet in mine),
    )
