"""Finding out where to begin: a short ladder from easy to hard, up and down by what the child gets right. Pure.

Kind before exact: it begins easily, asks what the child will rather get right than wrong, stops after two hard ones
in a row, and ends with an easy one. What comes out is where a teacher might begin, no level of the child.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from classroom.skills.forms.base import Item
from classroom.skills.progress import flights
from classroom.skills.progress.flights import Level

MOST = 12  # questions, the easy one at the end among them
OF_A_RUNG = 2
TWO_HARD = 2
_EASY, _RATHER_RIGHT = 0.15, 0.4
_SURE = 1.0  # rungs: known as well as this, asking on would tell little more
_MIDDLE, _SPREAD = 0.55, 0.28  # of the ladder: where children of the class usually are, and how far apart
_SORTS = ("add", "sub", "mul", "div", "facts", "frac", "dec", "pv", "count")


@dataclass(frozen=True)
class Rung:
    """One step of the ladder with its questions."""

    level: Level
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Asked:
    """A question that was asked: on which rung, and whether it was right; None while nobody is sure."""

    rung: int
    right: bool | None


@dataclass(frozen=True)
class Place:
    """Where to begin: the first rung that the child can probably not do yet; it may be `give` rungs off."""

    rung: int
    give: float


def ladder(*, year: int, half: int, seed: str, kinds: Collection[str]) -> list[Rung]:
    """Rungs from two years below to one above, one for each half term, with questions that can be read."""
    low, high = max(1, year - 2), min(6, year + 1)
    best: dict[tuple[int, int], Level] = {}
    for level in sorted(flights.all_levels(), key=_wanted):
        if low <= level.year <= high and _sort(level) < len(_SORTS):
            best.setdefault((level.year, level.half), level)
    rungs = []
    for when in sorted(best):
        level = best[when]
        items = flights.of_level(level, count=OF_A_RUNG, seed=f"placement {seed}", kinds=kinds)
        if len(items) == OF_A_RUNG:
            rungs.append(Rung(level, tuple(items)))
    return rungs


def next_rung(asked: Sequence[Asked], rungs: int) -> int | None:
    """On which rung to ask next; None when it is over. The same answers always lead the same way."""
    over_at = next((at for at in range(len(asked) + 1) if _is_enough(asked[:at], rungs)), None)
    if over_at is not None and len(asked) > over_at:
        return None
    chances = _chances(asked, rungs)
    if over_at is not None:
        wanted = max(0, _quantile(chances, _EASY) - 2)
    else:
        wanted = _quantile(chances, _RATHER_RIGHT if asked else _EASY) - 1
    left = [rung for rung in range(rungs) if sum(one.rung == rung for one in asked) < OF_A_RUNG]
    return min(left, key=lambda rung: (abs(rung - wanted), rung)) if left else None


def place(asked: Sequence[Asked], rungs: int) -> Place:
    """Where to begin after these answers."""
    chances = _chances(asked, rungs)
    return Place(_quantile(chances, 0.5), _deviation(chances))


def _is_enough(asked: Sequence[Asked], rungs: int) -> bool:
    sure = [one.right for one in asked if one.right is not None]
    if sure[-TWO_HARD:] == [False] * TWO_HARD or len(asked) >= MOST - 1:
        return True
    return len(asked) >= 5 and _deviation(_chances(asked, rungs)) < _SURE


def _chances(asked: Sequence[Asked], rungs: int) -> list[float]:
    """How likely it is that the child can do so many rungs, 0 to all."""
    weights = []
    for done in range(rungs + 1):
        weight = math.exp(-(((done - _MIDDLE * rungs) / (_SPREAD * rungs + 1)) ** 2) / 2)
        for one in asked:
            if one.right is not None:
                right = 0.06 + 0.86 / (1 + math.exp(-1.5 * (done - one.rung - 0.5)))
                weight *= right if one.right else 1 - right
        weights.append(weight)
    total = sum(weights)
    return [weight / total for weight in weights]


def _quantile(chances: Sequence[float], at: float) -> int:
    seen = 0.0
    for done, chance in enumerate(chances):
        seen += chance
        if seen >= at:
            return done
    return len(chances) - 1


def _deviation(chances: Sequence[float]) -> float:
    mean = sum(done * chance for done, chance in enumerate(chances))
    return math.sqrt(sum((done - mean) ** 2 * chance for done, chance in enumerate(chances)))


def _sort(level: Level) -> int:
    family = level.skill.split(".")[0]
    return _SORTS.index(family) if family in _SORTS else len(_SORTS)


def _wanted(level: Level) -> tuple[int, int, int, str]:
    return (level.year, level.half, _sort(level), level.make)
