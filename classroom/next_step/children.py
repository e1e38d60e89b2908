"""Proposals: for each child of a class by name, and groups of children who need the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from classroom import access
from classroom.insight.words import school_year
from classroom.models import SchoolClass, Student
from classroom.next_step import evidence
from classroom.next_step.words import reason_in_words, skill_title
from classroom.skills.catalogue import CATALOGUE
from classroom.skills.progress import choice, flights
from classroom.skills.progress.belief import Standing
from classroom.skills.progress.choice import Step, Why


@dataclass(frozen=True)
class Proposal:
    """One step in words: what to practise and on what evidence. `procedure` is what a teacher has named, or ""."""

    step: Step
    title: str
    reason: str

    @property
    def procedure(self) -> str:
        """The wrong procedure behind it, by code."""
        return self.step.standing.wrong_way if self.step.why is Why.WRONG_WAY else ""


@dataclass(frozen=True)
class ChildSteps:
    """One child: what comes next, the first one first, and how all skills stand. `number` counts from 0 by name."""

    student: Student
    number: int
    proposals: tuple[Proposal, ...]
    standings: Mapping[str, Standing]

    @property
    def alias(self) -> str:
        """What to call the child where names are hidden."""
        return f"Child {self.number + 1}"

    @property
    def known(self) -> list[tuple[str, Standing]]:
        """Skills with answers, by title."""
        rows = [(skill_title(code), one) for code, one in self.standings.items() if one.asked]
        return sorted(rows, key=lambda row: row[0])


@dataclass(frozen=True)
class Group:
    """Children who need the same, by name, each with the reason; `procedure` as the wrong way they share, or ""."""

    skill: str
    title: str
    procedure: str
    members: tuple[tuple[ChildSteps, Proposal], ...]

    @property
    def wrong_way(self) -> str:
        """What the children seem to do: "takes the smaller digit ...", "" for nothing known."""
        return CATALOGUE[self.procedure].looks_like if self.procedure in CATALOGUE else ""


def class_steps(school_class: SchoolClass, *, most: int = 3) -> list[ChildSteps]:
    """What comes next for each child of the class, by name. Seven queries, whatever the size."""
    students = access.children_by_name(school_class)
    stand = evidence.standings(school_class, since=counts_since())
    return [
        _child(school_class, student, number, stand.get(student.pk, {}), most)
        for number, student in enumerate(students)
    ]


def child_steps(school_class: SchoolClass, student: Student, *, most: int = 5) -> ChildSteps:
    """What comes next for one child of the class. Seven queries."""
    students = access.children_by_name(school_class)
    number = next((at for at, one in enumerate(students) if one.pk == student.pk), 0)
    stand = evidence.standings(school_class, since=counts_since(), student=student.pk)
    return _child(school_class, student, number, stand.get(student.pk, {}), most)


def groups(children: Iterable[ChildSteps]) -> list[Group]:
    """Children by what they cannot do yet or not surely; larger groups first, then by title. Nobody is in two."""
    found: dict[tuple[str, str], list[tuple[ChildSteps, Proposal]]] = defaultdict(list)
    for child in children:
        first = next((one for one in child.proposals if one.step.why in (Why.NOT_YET, Why.WRONG_WAY)), None)
        if first is not None:
            found[first.step.skill, first.procedure].append((child, first))
    made = [Group(skill, skill_title(skill), way, tuple(members)) for (skill, way), members in found.items()]
    return sorted(made, key=lambda one: (-len(one.members), one.title, one.procedure))


def counts_since() -> date:
    """From which day answers count: this school year's; in its first weeks those before the holidays too."""
    today = timezone.localdate()
    return min(school_year(today), today - timedelta(weeks=12))


def evidence_year(school_class: SchoolClass) -> int:
    """The year whose skills the class is taught."""
    return evidence.year_of(school_class)


def now_taught(school_class: SchoolClass) -> tuple[int, int]:
    """Year and half term that the class is in."""
    return evidence.year_of(school_class), flights.half_term(timezone.localdate())


def choosable(school_class: SchoolClass) -> list[tuple[str, str]]:
    """Skills that are taught by now, by code and title, by title."""
    rows = [(code, skill_title(code)) for code in flights.taught(*now_taught(school_class))]
    return sorted(rows, key=lambda row: row[1])


def _child(
    school_class: SchoolClass, student: Student, number: int, standings: Mapping[str, Standing], most: int
) -> ChildSteps:
    year, half = now_taught(school_class)
    today = timezone.localdate()
    steps = choice.steps(standings, year=year, today=today, order=flights.taught(year, half), most=most)
    proposals = tuple(Proposal(one, skill_title(one.skill), reason_in_words(one, today)) for one in steps)
    return ChildSteps(student, number, proposals, standings)
