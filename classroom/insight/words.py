"""Names and words that several pages of insight share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from classroom.later import gettext_lazy
from classroom.models import Skill

NO_SKILL = gettext_lazy("Other questions")


@dataclass(frozen=True)
class Period:
    """From when on lessons count: `code` travels in addresses, `words` stand on pages."""

    code: str
    words: str
    since: datetime


def school_year(today: date) -> date:
    """The day on which the school year of `today` began; all begin in August or later.

    >>> school_year(date(2026, 3, 1)), school_year(date(2026, 8, 1))
    (datetime.date(2025, 8, 1), datetime.date(2026, 8, 1))
    """
    return date(today.year - (today.month < 8), 8, 1)


def periods() -> list[Period]:
    """What can be chosen, the first unless something is said."""
    today = timezone.localdate()
    choices = (
        ("year", gettext("this school year"), school_year(today)),
        ("term", gettext("the last 14 weeks"), today - timedelta(weeks=14)),
        ("half", gettext("the last 7 weeks"), today - timedelta(weeks=7)),
    )
    zone = timezone.get_current_timezone()
    return [Period(code, words, datetime(day.year, day.month, day.day, tzinfo=zone)) for code, words, day in choices]


def period(code: str) -> Period:
    """The period of that code, or the first."""
    found = periods()
    return next((one for one in found if one.code == code), found[0])


def skill_titles(ids: Iterable[int | None]) -> dict[int | None, str]:
    """Titles of skills; None stands for questions of which none is named. One query."""
    wanted = {one for one in ids if one is not None}
    return {None: NO_SKILL, **dict(Skill.objects.filter(pk__in=wanted).values_list("pk", "title"))}
