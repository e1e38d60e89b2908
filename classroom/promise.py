"""What pages say of a school's automatic marking: how sure it is, on how many checks that rests, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext, ngettext

from classroom import checks, footing
from classroom.certainty import published
from classroom.certainty.deciding import HARSH_SHARE
from classroom.certainty.ladder import OFF, RUNGS
from classroom.models import Footing, School
from classroom.rules import Thresholds
from recognition import reader as recognition


@dataclass(frozen=True)
class Promise:
    """The statement of a school for the reader at work. Rates are "1 in so many", 0 while nothing can be said.

    `state` is Footing.State; `harsh` are right answers called wrong, `lenient` wrong ones called right.
    """

    state: str
    headline: str
    words: str
    reader_version: str
    one_in: int
    sample: int
    children: int
    harsh: int
    lenient: int
    bound: int
    harsh_bound: int
    lenient_bound: int
    new_child_bound: int
    still_needed: int
    wary: bool
    off: bool
    thresholds: Thresholds
    computed_at: datetime | None

    @property
    def errors(self) -> int:
        return self.harsh + self.lenient

    @property
    def harsh_one_in(self) -> int:
        """The part of the promise that is about right answers called wrong."""
        return round(self.one_in / HARSH_SHARE)

    @property
    def lenient_one_in(self) -> int:
        """The part of the promise that is about wrong answers called right."""
        return round(self.one_in / (1 - HARSH_SHARE))

    @property
    def progress(self) -> int:
        """How far the checks have come to showing that the promise is kept, in whole percent."""
        return round(100 * self.sample / max(1, self.sample + self.still_needed))


def statement(school: School) -> Promise:
    """What can be said of a school's marking now. One query."""
    version = reader_version()
    row = footing.latest(school, version)
    facts: dict[str, Any] = row.facts if row else {}
    state = row.state if row else footing.starting_state(version)
    rung = row.rung if row else RUNGS.index(footing.starting_thresholds(version))
    one_in = school.error_budget
    headline, words = _words(state, facts, row, version, one_in, off=rung == OFF)
    return Promise(
        state=state,
        headline=headline,
        words=words,
        reader_version=version,
        one_in=one_in,
        sample=facts.get("sample", 0),
        children=facts.get("children", 0),
        harsh=facts.get("harsh", 0),
        lenient=facts.get("lenient", 0),
        bound=_one_in(facts.get("bound", 1.0)),
        harsh_bound=_one_in(facts.get("harsh_bound", 1.0)),
        lenient_bound=_one_in(facts.get("lenient_bound", 1.0)),
        new_child_bound=_one_in(facts.get("new_child_bound", 1.0)),
        still_needed=facts.get("still_needed", 0),
        wary=bool(facts.get("wary")),
        off=rung == OFF,
        thresholds=RUNGS[rung],
        computed_at=row.computed_at if row and facts else None,
    )


def reader_version() -> str:
    """The version of the reader at work, "" while there is none."""
    try:
        return recognition.default_reader().version
    except recognition.ReaderUnavailable:
        return ""


def history(school: School) -> Sequence[Footing]:
    """How the marking of a school changed, newest first, of all versions of the reader. One query."""
    return list(Footing.objects.filter(school=school).order_by("-pk")[:40])


def waiting_checks(school: School) -> int:
    """How many drawn answers of a school nobody has checked yet. One query."""
    return checks.open_count(school)


def _one_in(rate: float) -> int:
    """1 in so many, rounded down: never more than is known. 0 where nothing is.

    >>> _one_in(0.00499), _one_in(1.0)
    (200, 0)
    """
    return int(1 / rate) if rate < 0.5 else 0


def _words(
    state: str, facts: dict[str, Any], row: Footing | None, version: str, one_in: int, *, off: bool
) -> tuple[str, str]:
    sample, errors = facts.get("sample", 0), facts.get("harsh", 0) + facts.get("lenient", 0)
    bound = _one_in(facts.get("bound", 1.0))
    found = ngettext(
        "%(n)s mark drawn by lot was checked, %(errors)s wrong",
        "%(n)s marks drawn by lot were checked, %(errors)s wrong",
        sample,
    ) % {"n": intcomma(sample), "errors": errors}
    shows = gettext(": at most 1 in %(bound)s is wrong") % {"bound": bound} if bound else ""
    if state == Footing.State.CERTIFIED:
        children = facts.get("children", 0)
        return (
            gettext("At most 1 automatic mark in %(one_in)s is wrong.") % {"one_in": one_in},
            ngettext(
                "Sure to 95 %%: %(found)s, of %(n)s child in this school.",
                "Sure to 95 %%: %(found)s, of %(n)s children in this school.",
                children,
            )
            % {"found": found, "n": children},
        )
    if state == Footing.State.TIGHTENED:
        reason = row.reason if row else ""
        leaves = gettext("marks nothing by itself") if off else gettext("leaves more answers to you")
        return gettext("Marking is tightened: the machine %(leaves)s.") % {"leaves": leaves}, reason
    so_far = gettext(" So far %(found)s.") % {"found": found + shows} if sample else ""
    start = published.published(version)
    if state == Footing.State.PUBLISHED and start is not None:
        return (
            gettext("Not yet proven for this school."),
            gettext("The machine starts with what it could do on numbers of %(n)s grown-ups; none was a child.")
            % {"n": start.writers}
            + so_far,
        )
    return (
        gettext("Careful marking: nothing is published for this version of the reader."),
        gettext("More answers than usual are left to you.%(so_far)s") % {"so_far": so_far},
    )
