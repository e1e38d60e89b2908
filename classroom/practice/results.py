"""Practice as a teacher sees it: apart from the lessons, by name, with what was practised and how it went."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from classroom import access, review
from classroom.models import Assignment, Mark, SchoolClass, Student
from classroom.practice import doors

LATELY = timedelta(days=14)


@dataclass
class Practised:
    """One skill in one child's practice: `tried` answers, `right` of them, `again` right at the second try."""

    title: str
    tried: int = 0
    right: int = 0
    again: int = 0
    unsure: int = 0


@dataclass
class Practiser:
    """One child's practice of the last two weeks."""

    student: Student
    number: int
    flights: int = 0
    last: date | None = None
    skills: dict[str, Practised] = field(default_factory=dict)

    @property
    def alias(self) -> str:
        """What to call the child where names are hidden."""
        return f"Child {self.number + 1}"

    @property
    def by_title(self) -> list[Practised]:
        """What was practised, by title."""
        return sorted(self.skills.values(), key=lambda one: one.title)


def practice_of_class(school_class: SchoolClass) -> list[Practiser]:
    """The practice of the last two weeks of each child of the class, by name. Two queries."""
    students = access.children_by_name(school_class)
    found = {one.pk: Practiser(one, number) for number, one in enumerate(students)}
    flown: dict[int, set[int]] = defaultdict(set)
    rows = doors.flight_answers_of_class(school_class).filter(
        attempt__assignment__purpose=Assignment.Purpose.PRACTICE,
        attempt__started_at__gte=timezone.now() - LATELY,
        ink__is_blank=False,
    )
    for student, attempt, at, title, second, verdict in rows.values_list(
        "attempt__student", "attempt", "attempt__started_at", "question__skill__title", "question__second_try_of",
        "mark__verdict",
    ):  # fmt: skip
        one = found.get(student)
        if one is None:
            continue
        flown[student].add(attempt)
        day = timezone.localdate(at)
        one.last = day if one.last is None else max(one.last, day)
        skill = one.skills.setdefault(title or "", Practised(title or ""))
        skill.tried += 1
        skill.right += verdict == Mark.Verdict.RIGHT
        skill.again += verdict == Mark.Verdict.RIGHT and second is not None
        skill.unsure += verdict not in (Mark.Verdict.RIGHT, Mark.Verdict.WRONG)
    for student, attempts in flown.items():
        found[student].flights = len(attempts)
    return list(found.values())


def doubtful(school_class: SchoolClass) -> int:
    """How many answers of practice nobody is sure of. One query. Nobody owes them a look."""
    return review.count(doors.flight_answers_of_class(school_class))
