"""The alarm: does the machine ask more, or get checked marks wrong more often, than it did?

Each week, two figures of the last four whole weeks are compared with the twelve before them by Fisher's exact test on
effective numbers (statistics.py). A school year has about 39 weeks; with two figures that is 78 looks, so each is
made at 0.05 / 78: in twenty school years in which nothing changes, one false alarm or fewer.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from classroom import audit
from classroom.honesty import hiding, statistics
from classroom.honesty.figures import clusters, is_confirmed, is_sure_by_lot, was_asked
from classroom.honesty.tallies import Tally, monday, tallies
from classroom.models import DriftCheck, School, User

log = logging.getLogger(__name__)

RECENT, BEFORE = timedelta(weeks=4), timedelta(weeks=12)
LOOKS = 2 * 39
LEVEL = 0.05 / LOOKS
# What is compared: name -> (a hit is bad, among what).
FIGURES = {
    "asked": (was_asked, lambda row: True),
    "wrong": (lambda row: not is_confirmed(row), is_sure_by_lot),
}


@dataclass(frozen=True)
class Finding:
    """One comparison; `chance` is how likely so great a rise is if nothing changed, None when there is too little."""

    figure: str
    before: tuple[int, int]
    after: tuple[int, int]
    chance: float | None

    @property
    def raised(self) -> bool:
        """Whether this is an alarm."""
        return self.chance is not None and self.chance < LEVEL


def compare(rows: Sequence[Tally], *, week: date) -> list[Finding]:
    """Compare the four weeks that end with the week of Monday `week` with the twelve before. Pure."""
    end = week + timedelta(weeks=1)
    after = [row for row in rows if end - RECENT <= row.week < end]
    before = [row for row in rows if end - RECENT - BEFORE <= row.week < end - RECENT]
    found = []
    for figure, (hit, among) in FIGURES.items():
        old, new = (clusters(some, hit=hit, among=among) for some in (before, after))
        rho = statistics.likeness(old)
        shares = [statistics.share(one, rho=rho) for one in (old, new)]
        counts = [(one.hits, one.count) for one in shares]
        chance = None
        if all(hiding.is_enough(one.children, one.count) for one in shares):
            worth = [statistics.effective(one.values(), rho=rho) for one in (old, new)]
            pairs = [(one.hits / one.count * n, n) for one, n in zip(shares, worth, strict=True)]
            chance = statistics.chance_of_rise(pairs[0], pairs[1])
        found.append(Finding(figure, counts[0], counts[1], chance))
    return found


def watch(school: School, *, today: date | None = None) -> list[DriftCheck]:
    """Make this week's comparisons of the last whole week, once; returns those that raise the alarm now."""
    today = today or timezone.localdate()
    week = monday(today) - timedelta(weeks=1)
    if DriftCheck.objects.filter(school=school, week=week).exists():
        return []
    rows = [row for row in tallies(school, today=today) if row.week <= week]
    made = []
    with transaction.atomic():
        for one in compare(rows, week=week):
            facts = {"version": 1, "before": one.before, "after": one.after, "chance": one.chance}
            check, new = DriftCheck.objects.get_or_create(
                school=school, week=week, figure=one.figure, defaults={"raised": one.raised, "facts": facts}
            )
            if new and one.raised:
                made.append(check)
                audit.record(action="drift_alarm", school=school, figure=one.figure, week=week.isoformat())
    return made


def watch_all() -> None:
    """Watch every school that was not watched this week. One query when all were."""
    week = monday(timezone.localdate()) - timedelta(weeks=1)
    for school in School.objects.exclude(drift_checks__week=week):
        try:
            watch(school)
        except DatabaseError as error:
            log.warning("watching put off: %s", type(error).__name__)
            return


def alarms(school_id: int) -> list[DriftCheck]:
    """Alarms that nobody has put away, newest first, one for each figure. One query."""
    rows = DriftCheck.objects.filter(school=school_id, raised=True, seen_at__isnull=True).order_by("-week")
    newest: dict[str, DriftCheck] = {}
    for row in rows:
        newest.setdefault(row.figure, row)
    return list(newest.values())


@transaction.atomic
def put_away(*, school: School, figure: str, teacher: User) -> int:
    """Note that a teacher has seen the alarms of one figure; they are kept, and shown no more."""
    count = DriftCheck.objects.filter(school=school, figure=figure, raised=True, seen_at__isnull=True).update(
        seen_by=teacher, seen_at=timezone.now()
    )
    if count:
        audit.record(action="drift_alarm_seen", school=school, teacher=teacher, figure=figure)
    return count
