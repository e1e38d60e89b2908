"""The figures of the honesty page, added up from tallies. Pure but for the one function that fetches them.

Two samples are never mixed: answers drawn by lot tell how often the machine is right; answers that teachers looked at
of their own accord are mostly those it was unsure of, and tell how teachers and machine get along, no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language, gettext

from classroom.honesty import hiding, statistics
from classroom.honesty.statistics import Share
from classroom.honesty.tallies import Tally, monday, tallies
from classroom.later import gettext_lazy
from classroom.models import School

KEPT = 600  # seconds: figures of a year do not change from one look to the next
Keep = Callable[[Tally], bool]
Key = Callable[[Tally], str]

DEVICES = {
    "phone": gettext_lazy("Phone"),
    "tablet": gettext_lazy("Tablet"),
    "desktop": gettext_lazy("Computer"),
    "": gettext_lazy("Not known"),
}
POINTERS = {
    "pen": gettext_lazy("Pen"),
    "touch": gettext_lazy("Finger"),
    "mouse": gettext_lazy("Mouse"),
    "": gettext_lazy("Not known"),
}


@dataclass(frozen=True)
class Measures:
    """Three shares of the same answers: how many went to a teacher; how often sure marks were confirmed, of those
    drawn by lot and of those that teachers looked at. None where there is too little to say, or to keep it hidden."""

    asked: Share | None
    by_lot: Share | None
    looked_at: Share | None


@dataclass(frozen=True)
class Line:
    """One line of a breakdown."""

    name: str
    measures: Measures


@dataclass(frozen=True)
class Breakdown:
    """A breakdown of the whole; `lines` is empty when too little is known to show any."""

    title: str
    lines: list[Line]

    @property
    def hidden(self) -> int:
        """How many lines are too small to show."""
        return sum(line.measures.asked is None for line in self.lines)


@dataclass(frozen=True)
class Week:
    """One week of the course over time."""

    start: date
    measures: Measures


@dataclass(frozen=True)
class Version:
    """One reader version: from which week to which it read."""

    name: str
    first: date
    last: date
    measures: Measures


@dataclass(frozen=True)
class Figures:
    """All that the page states of one school; `until` is the first day that no longer counts."""

    answers: int
    children: int
    since: date | None
    until: date
    whole: Measures
    weeks: list[Week]
    breakdowns: list[Breakdown]
    versions: list[Version]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to state yet."""
        return self.answers == 0


def figures(school: School, *, whole_weeks: bool = False) -> Figures:
    """The figures of a school as of now, at most ten minutes old; `whole_weeks` leaves the running week out."""
    today = timezone.localdate()
    name = f"honesty:{school.pk}:{today}:{whole_weeks}:{get_language()}"
    known: Figures | None = cache.get(name)
    if known is None:
        until = monday(today) if whole_weeks else today + timedelta(days=1)
        known = added_up([one for one in tallies(school, today=today) if one.week < until], until=until)
        cache.set(name, known, KEPT)
    return known


def added_up(rows: Sequence[Tally], *, until: date) -> Figures:
    """The figures of these tallies. Pure."""
    rho = _likenesses(rows)
    by_week, by_reader = _split(rows, lambda row: row.week.isoformat()), _split(rows, lambda row: row.reader)
    weeks, readers = _parts(by_week, rho), _parts(by_reader, rho)
    versions = [
        Version(name, min(row.week for row in some), max(row.week for row in some), readers[name])
        for name, some in by_reader.items()
    ]
    return Figures(
        answers=sum(row.number for row in rows),
        children=len({row.child for row in rows}),
        since=min((row.week for row in rows), default=None),
        until=until,
        whole=_parts({"": rows}, rho)[""],
        weeks=[Week(date.fromisoformat(week), weeks[week]) for week in sorted(by_week)],
        breakdowns=[
            _breakdown(
                gettext("School year"),
                rows,
                lambda row: gettext("Year %(year)s") % {"year": row.year} if row.year else gettext("No year"),
                rho,
            ),
            _breakdown(gettext("Device"), rows, lambda row: DEVICES.get(row.device, gettext("Not known")), rho),
            _breakdown(
                gettext("Written with"), rows, lambda row: POINTERS.get(row.pointer, gettext("Not known")), rho
            ),
        ],
        versions=sorted(versions, key=lambda one: (one.last, one.first, one.name), reverse=True),
    )


def clusters(rows: Iterable[Tally], *, hit: Keep, among: Keep) -> dict[int, tuple[int, int]]:
    """By child: how many of the answers `among` are a `hit`, and how many there are."""
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in rows:
        if among(row):
            hits, count = found[row.child]
            found[row.child] = (hits + row.number * hit(row), count + row.number)
    return dict(found)


def was_asked(row: Tally) -> bool:
    """Whether the machine left it to a teacher."""
    return row.verdict == "unsure"


def is_confirmed(row: Tally) -> bool:
    """Whether a teacher said the same as the machine."""
    return row.word == row.verdict


def is_sure_by_lot(row: Tally) -> bool:
    """A sure mark that was drawn by lot and that a teacher decided on."""
    return row.by_lot and bool(row.word) and not was_asked(row)


def _is_sure_looked_at(row: Tally) -> bool:
    return not row.by_lot and bool(row.word) and not was_asked(row)


# name -> (what counts, among what)
_SHARES: dict[str, tuple[Keep, Keep]] = {
    "asked": (was_asked, lambda row: True),
    "by_lot": (is_confirmed, is_sure_by_lot),
    "looked_at": (is_confirmed, _is_sure_looked_at),
}


def _likenesses(rows: Sequence[Tally]) -> dict[str, float]:
    return {name: statistics.likeness(clusters(rows, hit=hit, among=among)) for name, (hit, among) in _SHARES.items()}


def _parts(parts: Mapping[str, Sequence[Tally]], rho: dict[str, float]) -> dict[str, Measures]:
    """The measures of each part of a whole, with what is too small hidden in each measure."""
    shown: dict[str, dict[str, Share | None]] = {name: {} for name in parts}
    small: set[str] = set()
    for measure, (hit, among) in _SHARES.items():
        shares = {
            name: statistics.share(clusters(some, hit=hit, among=among), rho=rho[measure])
            for name, some in parts.items()
        }
        cells = {name: (one.children, one.count) for name, one in shares.items()}
        gone = hiding.hidden(cells, also=small)
        small = small or gone  # what is hidden of all answers is hidden of some of them
        for name, one in shares.items():
            shown[name][measure] = None if name in gone or not one.count else one
    return {name: Measures(**measures) for name, measures in shown.items()}


def _split(rows: Sequence[Tally], key: Key) -> dict[str, list[Tally]]:
    parts: dict[str, list[Tally]] = defaultdict(list)
    for row in rows:
        parts[key(row)].append(row)
    return dict(parts)


def _breakdown(title: str, rows: Sequence[Tally], key: Key, rho: dict[str, float]) -> Breakdown:
    measures = _parts(_split(rows, key), rho)
    if all(one.asked is None for one in measures.values()):
        return Breakdown(title, [])
    return Breakdown(title, [Line(name, measures[name]) for name in sorted(measures)])
