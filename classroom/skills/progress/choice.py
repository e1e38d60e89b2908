"""What comes next for one child: which skill, and why. Pure.

Of what a child cannot do yet, that comes first whose footing is there: who takes away wrongly because 13 - 6 is not
there yet needs 13 - 6. A wrong procedure that a teacher has named goes before all else. Where nothing is amiss,
something returns, or something new begins.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from classroom.skills.curriculum import SKILLS
from classroom.skills.progress import belief, prerequisites, returning
from classroom.skills.progress.belief import Standing


class Why(StrEnum):
    """Why a skill is proposed."""

    WRONG_WAY = "wrong_way"
    NOT_YET = "not_yet"
    RETURNS = "returns"
    NEW = "new"


@dataclass(frozen=True)
class Step:
    """One proposal; `standing` is what is known of its skill, `because_of` what stands on it and did not work."""

    skill: str
    why: Why
    standing: Standing
    because_of: str = ""


def steps(
    standings: Mapping[str, Standing], *, year: int, today: date, order: Collection[str], most: int = 3
) -> list[Step]:
    """Up to `most` steps, the first one first. `order`: the skills of the curriculum as they are taught."""
    found = [*_amiss(standings, year), *_returning(standings, today), *_new(standings, year, order)]
    kept: dict[str, Step] = {}
    for one in found:
        kept.setdefault(one.skill, one)
    return list(kept.values())[:most]


def _amiss(standings: Mapping[str, Standing], year: int) -> list[Step]:
    """What is not there yet and stands on what is; for what stands on less, that which it lacks."""
    wanted: dict[str, Step] = {}
    for one in standings.values():
        if one.cannot_yet and one.skill in SKILLS:
            for step in _footing(one, standings):
                if step.skill not in wanted or step.because_of:
                    wanted[step.skill] = step
    return sorted(wanted.values(), key=lambda step: _rank(step, year))


def _footing(one: Standing, standings: Mapping[str, Standing]) -> list[Step]:
    needed = (standings.get(code) for code in prerequisites.needs(one.skill))
    missing = [each for each in needed if each and each.chance < belief.CANNOT]
    if one.wrong_way:
        return [Step(one.skill, Why.WRONG_WAY, one)]
    if not missing:
        return [Step(one.skill, Why.NOT_YET, one)]
    lower = [step for each in missing for step in _footing(each, standings)]
    return [step if step.because_of else replace(step, because_of=one.skill) for step in lower]


def _rank(step: Step, year: int) -> tuple[bool, int, int, float, str]:
    return (
        step.why is not Why.WRONG_WAY,
        -prerequisites.carries(step.skill, year),
        SKILLS[step.skill].year,
        step.standing.chance,
        step.skill,
    )


def _returning(standings: Mapping[str, Standing], today: date) -> list[Step]:
    due = [
        one for one in standings.values() if one.skill in SKILLS and (one.open or returning.may_return(one, today))
    ]
    due.sort(key=lambda one: (not one.open, returning.remembered(one.days, today), one.skill))
    return [Step(one.skill, Why.NOT_YET if one.open else Why.RETURNS, one) for one in due]


def _new(standings: Mapping[str, Standing], year: int, order: Collection[str]) -> list[Step]:
    """What was never met, is taught by now, and stands on what the child can do; this year's first.

    What stands under something that the child can do needs no meeting.
    """
    found = []
    shown = frozenset().union(*(prerequisites.stands_on(one.skill) for one in standings.values() if one.can))
    for code in order:
        info = SKILLS[code]
        if code in standings or info.year > year or code in shown:
            continue
        if all(
            belief.expected(standings, one, SKILLS[one].year, year) >= belief.CANNOT
            for one in prerequisites.needs(code)
        ):
            found.append(Step(code, Why.NEW, Standing(code, belief.usual(info.year, year))))
    return sorted(found, key=lambda one: SKILLS[one.skill].year < year)


def lowest_score_first(standings: Mapping[str, Standing], *, most: int = 3) -> list[str]:
    """The plain rule that `steps` is measured against: the skills with the lowest share of right answers."""
    seen = [one for one in standings.values() if one.asked]
    return [one.skill for one in sorted(seen, key=lambda one: (one.right / one.asked, one.skill))][:most]
