"""One child over time, beside the class's middle half: no place in a row, and nothing for the child to see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from classroom.insight.course import Child, Course, total_of
from classroom.insight.spread import ENOUGH_ANSWERS, Spread, spread
from classroom.insight.tallies import Part, Sheet
from classroom.insight.words import NO_SKILL
from classroom.later import gettext_lazy as _
from classroom.models import Assignment, Attempt, Student
from classroom.scores.totals import Total, percent

AWAY, NOT_YET, WORKING, UNFINISHED, HANDED_IN = (
    "away",
    _("not begun"),
    "working",
    _("not handed in"),
    _("handed in"),
)


@dataclass(frozen=True)
class ChildWork:
    """One worksheet: how far the child is, and the class's spread; `attempt` is None where it did not begin."""

    assignment: Assignment
    state: str
    attempt: UUID | None
    total: Total | None
    share: Decimal | None
    spread: Spread

    @property
    def percent(self) -> int | None:
        """The child's share in whole percent, once half of the sheet is decided."""
        return percent(self.share)


@dataclass(frozen=True)
class Piece:
    """One skill on one of the child's sheets."""

    assignment: Assignment
    total: Total


@dataclass(frozen=True)
class ChildSkill:
    """One skill over all of the child's sheets, oldest first; `spread` is of the class's children in it."""

    skill: int | None
    title: str
    total: Total
    pieces: tuple[Piece, ...]
    spread: Spread

    @property
    def few(self) -> bool:
        """Whether the answers are too few for a share."""
        return self.total.decided < ENOUGH_ANSWERS


@dataclass(frozen=True)
class ChildCourse:
    """All of one child in one class."""

    child: Child
    works: list[ChildWork]
    skills: list[ChildSkill]

    @property
    def waiting(self) -> int:
        """How many of the child's answers wait."""
        return sum(one.total.waiting for one in self.works if one.total)

    @property
    def total(self) -> Total:
        """All that is done, as one total."""
        return total_of_works(self.works)

    @property
    def handed_in(self) -> int:
        """How many worksheets were handed in."""
        return sum(one.state == HANDED_IN for one in self.works)


def total_of_works(works: list[ChildWork]) -> Total:
    """The totals of the works that are done, as one."""
    rows = [one.total for one in works if one.total]
    decided, waiting = sum(one.decided for one in rows), sum(one.waiting for one in rows)
    points = sum((one.points for one in rows), Decimal(0))
    return Total(decided + waiting, points, sum(one.scored for one in rows), waiting, closed=True)


def child_course(whole: Course, student: Student) -> ChildCourse:
    """The course of a child who is in the class now. One query more than the course of the class."""
    return courses(whole, [student])[0]


def courses(whole: Course, students: list[Student]) -> list[ChildCourse]:
    """The courses of several children of a class, in their order. One query."""
    known = {one.student.pk: one for one in whole.children}
    attempts = {
        (student, assignment): uuid
        for student, assignment, uuid in Attempt.objects.filter(
            student__in=[one.pk for one in students], assignment__school_class=whole.school_class
        ).values_list("student", "assignment", "uuid")
    }
    by_skill = _spreads(whole)
    mine: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in whole.sheets:
        mine[sheet.student].append(sheet)
    return [
        ChildCourse(known[one.pk], _works(whole, known[one.pk], mine[one.pk], attempts),
                    _skills(whole, mine[one.pk], by_skill))
        for one in students
    ]  # fmt: skip


def _works(
    whole: Course, child: Child, sheets: list[Sheet], attempts: dict[tuple[int, int], UUID]
) -> list[ChildWork]:
    mine = {sheet.assignment: sheet for sheet in sheets}
    found = []
    for work in whole.works:
        sheet = mine.get(work.assignment.pk)
        if sheet is None and not child.was_there(work.assignment):
            continue
        is_done = sheet is not None and sheet.done
        found.append(
            ChildWork(
                assignment=work.assignment,
                state=_state(sheet, work.assignment),
                attempt=attempts.get((child.student.pk, work.assignment.pk)),
                total=sheet.total if sheet is not None and is_done else None,
                share=sheet.share if sheet is not None and is_done else None,
                spread=work.spread,
            )
        )
    return found


def _state(sheet: Sheet | None, work: Assignment) -> str:
    if sheet is None:
        return NOT_YET if work.is_open else AWAY
    if sheet.state != Attempt.State.IN_PROGRESS:
        return HANDED_IN
    return UNFINISHED if sheet.done else WORKING


def _spreads(whole: Course) -> dict[int | None, Spread]:
    """By skill, the spread of the shares of those children of whom enough answers are decided."""
    points: dict[int | None, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    decided: dict[int | None, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for sheet in whole.sheets:
        for part in sheet.parts:
            points[part.skill][part.student] += part.points
            decided[part.skill][part.student] += part.decided
    return {
        skill: spread(points[skill][one] / n for one, n in counts.items() if n >= ENOUGH_ANSWERS)
        for skill, counts in decided.items()
    }


def _skills(whole: Course, sheets: list[Sheet], spreads: dict[int | None, Spread]) -> list[ChildSkill]:
    works = {work.assignment.pk: work.assignment for work in whole.works}
    parts: dict[int | None, list[Part]] = defaultdict(list)
    for sheet in sheets:
        for part in sheet.parts:
            if part.decided or part.waiting:
                parts[part.skill].append(part)
    found = [
        ChildSkill(
            skill=skill,
            title=whole.titles.get(skill, NO_SKILL),
            total=total_of(rows),
            pieces=tuple(
                Piece(works[one.assignment], total_of([one]))
                for one in sorted(rows, key=lambda one: (works[one.assignment].opens_at, one.assignment))
            ),
            spread=spreads[skill],
        )
        for skill, rows in parts.items()
    ]
    return sorted(found, key=lambda one: (one.title == NO_SKILL, one.title))
