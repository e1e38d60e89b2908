"""On what a school's automatic marking stands: the thresholds in force, why, and the figures that pages state.

Worked out in the background (the sweeper calls `keep_up`) from what teachers found of drawn answers; marking itself
only looks the thresholds up. All of it is for one version of the reader: another version begins anew.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext

from classroom import audit, checks, prepared, rules
from classroom.certainty import bounds, deciding, ladder, published
from classroom.certainty.deciding import Budget, Standing
from classroom.certainty.ladder import RUNGS, Checked
from classroom.errors import NotAllowedNow
from classroom.later import gettext_lazy
from classroom.models import Footing, School, SchoolClass, User
from recognition import reader as recognition

log = logging.getLogger(__name__)

# Figures are brought up to date when a teacher checks something, and at least this often.
FRESH_FOR = timedelta(days=1)
# While a reader is suspected, three times as many answers are drawn, one in twenty at least.
WARY_TIMES, WARY_AT_LEAST = 3, 0.05
_MOST_STEPS = 12


class NotAHead(NotAllowedNow):
    code = "not_a_head"
    status = 403
    message = gettext_lazy("Only a head of the school can change how it marks.")


@dataclass(frozen=True)
class Terms:
    """Under which terms an answer of a class is marked by machine; `share` is how likely it is drawn for a check."""

    thresholds: rules.Thresholds
    mirrored_counts: bool
    share: float

    def to_json(self) -> dict[str, Any]:
        """As a mark keeps it."""
        return {**self.thresholds.to_json(), "mirrored": self.mirrored_counts}


def terms_for(attempt_id: int, reader_version: str) -> Terms:
    """The terms for an attempt's answers read by a reader. One query; the statistics were done before."""
    found = _terms(_of_attempt.first(attempt=attempt_id, reader=reader_version), reader_version)
    assert found is not None  # an attempt is in a class
    return found


def terms_in_class(school_class_id: int, reader_version: str) -> Terms | None:
    """The terms of a class; None for one that is not there. One query."""
    rows = _facts_of(SchoolClass.objects.filter(pk=school_class_id), reader_version)
    return _terms(rows.first(), reader_version)


def _facts_of(classes: QuerySet[SchoolClass], reader_version: str) -> QuerySet[SchoolClass, tuple[Any, ...]]:
    latest = Footing.objects.filter(school=OuterRef("school"), reader_version=reader_version).order_by("-pk")
    return classes.annotate(
        footing_thresholds=Subquery(latest.values("thresholds")[:1]),
        footing_facts=Subquery(latest.values("facts")[:1]),
    ).values_list("mirrored_counts", "school__audit_percent", "footing_thresholds", "footing_facts")


_of_attempt = prepared.Query(
    lambda attempt, reader: _facts_of(SchoolClass.objects.filter(assignments__attempts=attempt), reader)[:1],
    attempt=int, reader=str,
)  # fmt: skip


def _terms(found: tuple[Any, ...] | None, reader_version: str) -> Terms | None:
    if found is None:
        return None
    mirrored_counts, percent, thresholds, facts = found
    return Terms(
        thresholds=rules.Thresholds.from_json(thresholds) if thresholds else starting_thresholds(reader_version),
        mirrored_counts=mirrored_counts,
        share=_share(percent, bool(facts and facts.get("wary"))),
    )


def starting_thresholds(reader_version: str) -> rules.Thresholds:
    """Where a school begins with a reader: as published with it, or careful. No query."""
    return RUNGS[_start(reader_version).rung]


def starting_state(reader_version: str) -> str:
    """Footing.State at which a school begins with a reader. No query."""
    return _start(reader_version).state


def latest(school: School, reader_version: str) -> Footing | None:
    """The footing in force; None before the first evidence. One query."""
    return Footing.objects.filter(school=school, reader_version=reader_version).order_by("-pk").first()


def keep_up() -> int:
    """Work out anew what is stale; returns how many schools that was. One query when there is nothing to do."""
    old = Footing.objects.filter(computed_at__lt=timezone.now() - FRESH_FOR, school=OuterRef("pk"))
    newest = Footing.objects.filter(school=OuterRef("pk")).order_by("-pk")
    waiting = School.objects.annotate(newest=Subquery(newest.values("pk")[:1])).filter(
        Q(footing_is_stale=True) | Q(newest__in=Subquery(old.values("pk")))
    )
    try:
        version = recognition.default_reader().version if waiting.exists() else ""
    except recognition.ReaderUnavailable:
        return 0
    schools = list(waiting[:20])
    for school in schools:
        work_out(school=school, reader_version=version)
    return len(schools)


@transaction.atomic
def work_out(*, school: School, reader_version: str) -> Footing:
    """Bring the footing in line with all evidence: a new row for every change of thresholds, with its reason.

    The same evidence changes nothing. Locks the school.
    """
    locked = School.objects.select_for_update().get(pk=school.pk)
    School.objects.filter(pk=school.pk).update(footing_is_stale=False)
    found = checks.evidence(locked, reader_version)
    budget = Budget(locked.error_budget)
    row = latest(locked, reader_version) or _write(locked, reader_version, _start(reader_version), teacher=None)
    for _ in range(_MOST_STEPS):
        before = _standing(row)
        now = deciding.after(before, found, budget, _published_rung(reader_version))
        if now == before:
            break
        row = _write(locked, reader_version, now, teacher=None)
    row.facts = _facts(_standing(row), found, budget, reader_version)
    row.computed_at = timezone.now()
    row.save(update_fields=["facts", "computed_at"])
    return row


@transaction.atomic
def set_budget(*, head: User, one_in: int, audit_percent: int) -> None:
    """Set the school's promise and how many answers are checked for it; the footing follows at once."""
    _must_be_head(head)
    School.objects.filter(pk=head.school_id).update(
        error_budget=one_in, audit_percent=audit_percent, footing_is_stale=True
    )
    audit.record(
        action="error_budget_set", school=head.school, teacher=head, one_in=one_in, audit_percent=audit_percent
    )


@transaction.atomic
def start_anew(*, head: User, reader_version: str) -> Footing:
    """Forget the evidence so far (new tablets, say) and begin where the reader's publication says."""
    _must_be_head(head)
    start = _start(reader_version)
    again = Standing(start.state, start.rung, gettext("A head began the count anew."), timezone.now())
    row = _write(head.school, reader_version, again, teacher=head)
    return work_out(school=head.school, reader_version=row.reader_version)


def _start(reader_version: str) -> Standing:
    return deciding.at_the_start(_published_rung(reader_version))


def _published_rung(reader_version: str) -> int | None:
    found = published.published(reader_version)
    return found.rung if found is not None else None


def _standing(row: Footing) -> Standing:
    return Standing(state=row.state, rung=row.rung, reason=row.reason, counts_since=row.counts_since)


def _write(school: School, reader_version: str, standing: Standing, *, teacher: User | None) -> Footing:
    """Append a footing, and say so in the audit trail."""
    row = Footing.objects.create(
        school=school,
        reader_version=reader_version,
        state=standing.state,
        rung=standing.rung,
        thresholds=RUNGS[standing.rung].to_json(),
        reason=standing.reason,
        counts_since=standing.counts_since,
    )
    audit.record(
        action="footing_changed", school=school, teacher=teacher,
        footing=row.pk, state=row.state, rung=row.rung, reader_version=reader_version,
    )  # fmt: skip
    log.info("footing of school %s: %s, rung %s", school.pk, row.state, row.rung)
    return row


def _facts(standing: Standing, found: list[Checked], budget: Budget, reader_version: str) -> dict[str, Any]:
    counting = deciding.since(found, standing.counts_since)
    thresholds = RUNGS[standing.rung]
    counted = ladder.tally(counting, thresholds)
    wrong, children = ladder.each_child_once(counting, thresholds)
    return {
        "version": 1,
        "one_in": budget.one_in,
        "sample": counted.sample,
        "children": counted.children,
        "harsh": counted.harsh,
        "lenient": counted.lenient,
        "bound": bounds.upper_bound(counted.errors, counted.sample),
        "harsh_bound": bounds.upper_bound(counted.harsh, counted.sample),
        "lenient_bound": bounds.upper_bound(counted.lenient, counted.sample),
        "new_child_bound": bounds.clopper_pearson(wrong, children) if children else 1.0,
        "still_needed": deciding.still_needed(counted, budget),
        "checked": len(counting),
        "wary": deciding.is_wary(standing, found),
        "published": published.published(reader_version) is not None,
    }


def _share(percent: int, wary: bool) -> float:
    share = percent / 100
    return max(WARY_TIMES * share, WARY_AT_LEAST) if wary else share


def _must_be_head(user: User) -> None:
    if not user.is_head:
        raise NotAHead
