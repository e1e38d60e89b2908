"""What was read and what teachers said of it, counted in the database. The rows carry ids of children, no names."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import TruncWeek
from django.utils import timezone

from classroom.models import Assignment, Check, Ink, Mark, School

WEEKS = 52


class Tally(NamedTuple):
    """So many answers that are alike in all this.

    `verdict` is the machine's; `word` a teacher's on the same writing, "" without one; `by_lot`: drawn for a check.
    """

    child: int
    year: int | None
    device: str
    pointer: str
    week: date
    reader: str
    verdict: str
    word: str
    by_lot: bool
    number: int


def machine_marks(school: School) -> QuerySet[Mark]:
    """The newest machine's mark on each answer's current drawn ink: what stands, or would stand without teachers."""
    newer = Mark.objects.filter(answer=OuterRef("answer"), ink=OuterRef("ink"), pk__gt=OuterRef("pk")).exclude(
        source=Mark.Source.TEACHER
    )
    return (
        Mark.objects.filter(
            ~Exists(newer),
            answer__attempt__assignment__school_class__school=school,
            answer__attempt__assignment__purpose=Assignment.Purpose.LESSON,  # nobody owes practice a look
            answer__ink=F("ink"),
            ink__mode=Ink.Mode.DRAWN,
            reading__isnull=False,
        )
        .exclude(source=Mark.Source.TEACHER)
        .order_by()
    )


# What a teacher's standing mark says of this very ink; "" where none does.
WORD = Case(
    When(
        Q(answer__mark__source=Mark.Source.TEACHER, answer__mark__ink=F("ink"))
        & ~Q(answer__mark__verdict=Mark.Verdict.UNSURE),
        then=F("answer__mark__verdict"),
    ),
    default=Value(""),
    output_field=CharField(),
)


def monday(day: date) -> date:
    """The Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def tallies(school: School, *, today: date) -> list[Tally]:
    """The counts of the last 52 weeks up to `today`. One query; as many rows as there are kinds of answers."""
    since = monday(today) - timedelta(weeks=WEEKS - 1)
    start = timezone.make_aware(datetime.combine(since, time()))
    rows = (
        machine_marks(school)
        .filter(ink__received_at__gte=start)
        .annotate(
            week=TruncWeek("ink__received_at"),
            word=WORD,
            by_lot=Exists(Check.objects.filter(ink=OuterRef("ink"))),
        )
        .values_list(
            "answer__attempt__student",
            "answer__attempt__assignment__school_class__year",
            "ink__device",
            "ink__pointer",
            "week",
            "reading__reader_version",
            "verdict",
            "word",
            "by_lot",
        )
        .annotate(times=Count("pk"))
    )
    return [Tally(*row)._replace(week=row[4].date()) for row in rows]
