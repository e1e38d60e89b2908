"""Which thresholds a school's evidence allows: Learn-then-Test along the ladder, and an alarm when things get worse.

The promise: of all automatic marks at most one in `N` is wrong. It is split, so that the worse mistake is the rarer:
at most two in five of those may be right answers called wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext, ngettext

from classroom.certainty import bounds
from classroom.certainty.ladder import CAREFUL_RUNG, OFF, RUNGS, STRICTEST, Checked, Tally, marked, tally

# Of the budget, for right answers called wrong; the rest is for wrong answers called right.
HARSH_SHARE = 0.4
DELTA_OF_A_SEQUENCE = bounds.DELTA / 2
# Tightened marking goes back to how it began once checks show that at most so many times the budget is wrong.
ENOUGH_TO_BEGIN_AGAIN = 2
# After a wrong mark among the last so many checks, more answers are drawn.
WARY_FOR = 150


@dataclass(frozen=True)
class Budget:
    """At most one automatic mark in `one_in` wrong."""

    one_in: int

    @property
    def rate(self) -> float:
        return 1 / self.one_in

    @property
    def harsh(self) -> float:
        return HARSH_SHARE / self.one_in

    @property
    def lenient(self) -> float:
        return (1 - HARSH_SHARE) / self.one_in


@dataclass(frozen=True)
class Standing:
    """What is in force: `state` of Footing.State, a rung of the ladder, why, and since when evidence counts."""

    state: str
    rung: int
    reason: str = ""
    counts_since: datetime | None = None


def at_the_start(published_rung: int | None) -> Standing:
    """A reader that a school has no evidence of: as published with it, or careful where nothing is published."""
    if published_rung is None:
        return Standing("careful", CAREFUL_RUNG, gettext("Nothing is published for this version of the reader."))
    return Standing("published", published_rung)


def after(standing: Standing, evidence: Sequence[Checked], budget: Budget, published_rung: int | None) -> Standing:
    """The standing that follows from all evidence of this reader version, oldest first. The same evidence gives the
    same standing again."""
    counting = since(evidence, standing.counts_since)
    if standing.rung != OFF and (alarm := _alarm(standing, counting, budget)) is not None:
        return alarm
    start = at_the_start(published_rung)
    rung = certified_rung(counting, budget, start.rung)
    if rung:
        if standing.state == "certified" and standing.rung == rung:
            return standing
        return Standing("certified", rung, _certified(rung, counting, budget), standing.counts_since)
    if standing.state == "certified":
        reason = gettext("The checks no longer show that at most 1 automatic mark in %(one_in)s is wrong.") % {
            "one_in": budget.one_in
        }
        return Standing("tightened", STRICTEST, reason, counting[-1].at if counting else standing.counts_since)
    if standing.state == "tightened" and _may_begin_again(counting, budget, start):
        found = tally(counting, RUNGS[start.rung])
        reason = gettext("%(sample)s checks since, with %(errors)s wrong: marking goes on as it began.") % {
            "sample": found.sample,
            "errors": found.errors,
        }
        return replace(start, reason=reason, counts_since=standing.counts_since)
    if standing.state in ("careful", "published") and (standing.state, standing.rung) != (start.state, start.rung):
        return replace(start, counts_since=standing.counts_since)
    return standing


def certified_rung(evidence: Sequence[Checked], budget: Budget, start: int = CAREFUL_RUNG) -> int:
    """The boldest rung that the evidence allows, 0 for none; `start` is where the school began with this reader.

    Learn-then-Test by fixed sequences, each ending at the first rung that is not shown to keep the budget: from
    `start` to the boldest, and from the strictest up to `start`, with half of DELTA each. So the chance that a rung
    passes which does not keep the budget is at most DELTA, for all rungs together and for ever. Both kinds of error
    must be shown small at the same rung (an intersection-union test, which splits nothing).
    """
    bolder = _passed(range(start, len(RUNGS)), evidence, budget)
    return bolder or _passed(range(STRICTEST, start), evidence, budget)


def _passed(rungs: Iterable[int], evidence: Sequence[Checked], budget: Budget) -> int:
    passed = OFF
    for rung in rungs:
        found = tally(evidence, RUNGS[rung])
        harsh = bounds.is_below(budget.harsh, found.harsh, found.sample, DELTA_OF_A_SEQUENCE)
        if not (harsh and bounds.is_below(budget.lenient, found.lenient, found.sample, DELTA_OF_A_SEQUENCE)):
            break
        passed = rung
    return passed


def is_wary(standing: Standing, evidence: Sequence[Checked]) -> bool:
    """Whether more answers should be drawn: after a tightening, and for a while after a wrong mark was found."""
    thresholds = RUNGS[standing.rung]
    last = marked(since(evidence, standing.counts_since), thresholds)[-WARY_FOR:]
    return standing.state == "tightened" or any(
        one.is_harsh(thresholds) or one.is_lenient(thresholds) for one in last
    )


def since(evidence: Sequence[Checked], moment: datetime | None) -> list[Checked]:
    """The evidence that counts: what was checked after `moment`."""
    return [one for one in evidence if moment is None or one.at > moment]


def still_needed(found: Tally, budget: Budget) -> int:
    """How many more checks without a wrong mark would show that the budget is kept; 0 when that is shown."""
    needed = max(bounds.sample_needed(budget.harsh, found.harsh), bounds.sample_needed(budget.lenient, found.lenient))
    return max(0, needed - found.sample)


def _alarm(standing: Standing, counting: Sequence[Checked], budget: Budget) -> Standing | None:
    thresholds = RUNGS[standing.rung]
    sure = marked(counting, thresholds)
    harsh = [one.is_harsh(thresholds) for one in sure]
    wrong = [bad or one.is_lenient(thresholds) for bad, one in zip(harsh, sure, strict=True)]
    at = bounds.first_alarm(wrong, budget.rate)
    harsh_at = bounds.first_alarm(harsh, budget.harsh)
    found = min((index for index in (at, harsh_at) if index is not None), default=None)
    if found is None:
        return None
    recent = min(found + 1, WARY_FOR)
    count = sum(wrong[found + 1 - recent : found + 1])
    reason = ngettext(
        "Of the last %(recent)s automatic marks that were checked, %(count)s was wrong. "
        "That is more than 1 in %(one_in)s allows.",
        "Of the last %(recent)s automatic marks that were checked, %(count)s were wrong. "
        "That is more than 1 in %(one_in)s allows.",
        count,
    ) % {"recent": recent, "count": count, "one_in": budget.one_in}
    still = tally(sure[found + 1 - recent : found + 1], RUNGS[STRICTEST]).errors
    rung = OFF if standing.rung == STRICTEST or still else STRICTEST
    return Standing("tightened", rung, reason, sure[found].at)


def _may_begin_again(counting: Sequence[Checked], budget: Budget, start: Standing) -> bool:
    """Whether what was checked since, had it been marked as at the start, shows that the trouble is over.

    Not the promise, which needs many times the checks; but a small school would else wait for years.
    """
    found = tally(counting, RUNGS[start.rung])
    return bounds.is_below(ENOUGH_TO_BEGIN_AGAIN * budget.rate, found.errors, found.sample)


def _certified(rung: int, evidence: Sequence[Checked], budget: Budget) -> str:
    found = tally(evidence, RUNGS[rung])
    return gettext(
        "%(sample)s checks with %(errors)s wrong show that at most 1 automatic mark in %(one_in)s is wrong."
    ) % {"sample": found.sample, "errors": found.errors, "one_in": budget.one_in}
