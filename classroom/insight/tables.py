"""Insight as tables, for CSV and XLSX. Files carry names: they are for the teacher's own desk."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext

from classroom.exports import Table, Value
from classroom.insight.child import ChildCourse
from classroom.insight.course import Course
from classroom.insight.lesson import Lesson
from classroom.insight.spread import Spread
from classroom.later import gettext_lazy
from classroom.models import Assignment
from classroom.scores.totals import Total, plain

_SPREAD = [
    gettext_lazy("Children"),
    gettext_lazy("Lowest percent"),
    gettext_lazy("Quarter at or below"),
    gettext_lazy("Median percent"),
    gettext_lazy("Quarter at or above"),
    gettext_lazy("Highest percent"),
]


def lesson_table(found: Lesson) -> Table:
    """Question by question, the hardest first, with what was written instead."""
    table: Table = [
        [gettext("Question"), gettext("Prompt"), gettext("Right"), gettext("Decided"), gettext("Percent right"),
        gettext("Left empty"), gettext("Waiting"), gettext("Too few to compare"),
         gettext("Commonest wrong answers")]
    ]  # fmt: skip
    for one in found.questions:
        wrong = "; ".join(f"{each.text} ({each.count} ×)" for each in one.wrong)
        table.append(
            [one.question.position, one.question.prompt, *_counts(one.total), one.empty, one.total.waiting,
             "yes" if one.few else "", wrong]
        )  # fmt: skip
    return table


def lesson_skills_table(found: Lesson) -> Table:
    """Skill by skill."""
    table: Table = [
        [
            gettext("Skill"),
            gettext("Questions"),
            gettext("Right"),
            gettext("Decided"),
            gettext("Percent right"),
            gettext("Waiting"),
            *_SPREAD,
        ]
    ]
    for one in found.skills:
        table.append([one.title, one.questions, *_counts(one.total), one.total.waiting, *_spread(one.spread)])
    return table


def class_table(found: Course) -> Table:
    """Worksheet by worksheet, the oldest first, with who was away."""
    table: Table = [
        [
            gettext("Worksheet"),
            gettext("Day"),
            gettext("Handed in"),
            gettext("Expected"),
            gettext("Waiting"),
            *_SPREAD,
            gettext("Away"),
        ]
    ]
    for one in found.works:
        away = ", ".join(child.student.display_name for child in one.away)
        table.append(
            [one.assignment.worksheet.title, _day(one.assignment), one.handed_in, one.sheets, one.waiting,
             *_spread(one.spread), away]
        )  # fmt: skip
    return table


def class_skills_table(found: Course) -> Table:
    """Every skill on every worksheet that has it."""
    table: Table = [
        [
            gettext("Skill"),
            gettext("Worksheet"),
            gettext("Day"),
            gettext("Right"),
            gettext("Decided"),
            gettext("Percent right"),
            gettext("Waiting"),
            gettext("Children"),
        ]
    ]
    for skill in found.skills:
        for one in skill.points:
            table.append(
                [skill.title, one.assignment.worksheet.title, _day(one.assignment), *_counts(one.total),
                 one.total.waiting, one.children]
            )  # fmt: skip
    return table


def child_table(found: ChildCourse) -> Table:
    """One child's worksheets, the oldest first, beside the class's middle half."""
    table: Table = [
        [gettext("Worksheet"), gettext("Day"), gettext("State"), gettext("Right"), gettext("Decided"),
        gettext("Percent right"), gettext("Waiting"), gettext("Class: quarter at or below"),
         gettext("Class: median"), gettext("Class: quarter at or above")]
    ]  # fmt: skip
    for one in found.works:
        counts: list[Value] = _counts(one.total) if one.total else [None, None, None]
        table.append(
            [one.assignment.worksheet.title, _day(one.assignment), one.state, *counts,
             one.total.waiting if one.total else None, one.spread.quarter,
             one.spread.median if one.spread.enough else None, one.spread.three_quarters]
        )  # fmt: skip
    return table


def child_skills_table(found: ChildCourse) -> Table:
    """One child's skills, beside the class's middle half."""
    table: Table = [
        [gettext("Skill"), gettext("Right"), gettext("Decided"), gettext("Percent right"), gettext("Waiting"),
        gettext("Worksheets"), gettext("Class: quarter at or below"),
         gettext("Class: quarter at or above")]
    ]  # fmt: skip
    for one in found.skills:
        table.append(
            [one.title, *_counts(one.total), one.total.waiting, len(one.pieces), one.spread.quarter,
             one.spread.three_quarters]
        )  # fmt: skip
    return table


def _counts(total: Total) -> list[Value]:
    return [Decimal(plain(total.points)), total.decided, total.percent]


def _spread(one: Spread) -> list[Value]:
    return [one.count, one.low, one.quarter, one.median, one.three_quarters, one.high]


def _day(work: Assignment) -> str:
    return f"{timezone.localtime(work.opens_at):%Y-%m-%d}"
