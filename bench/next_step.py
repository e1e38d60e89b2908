"""Whether what is proposed next is what simulated children need, and how far off placement lands."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bench.figures import Figure, Part, percentile
from classroom.skills.curriculum import SKILLS
from classroom.skills.progress import belief, choice, flights, placing, prerequisites
from classroom.skills.progress.belief import Standing, Tried

CHILDREN = 4_000
LESSONS, QUESTIONS = 14, 8
# Of those that can, so many slip; of those that cannot, so many are right; of all marks on handwriting, so many are
# wrong or left to the teacher, half of each.
SLIP, LUCKY, MISREAD = 0.08, 0.10, 0.03
TODAY = date(2026, 11, 27)
KINDS = ("whole", "signed", "decimal", "fraction", "compare", "mixed", "remainder", "time", "roman")


@dataclass(frozen=True)
class Child:
    """A simulated child: what it can do, in which year."""

    year: int
    half: int
    able: float
    can: frozenset[str]

    def answers(self, skill: str, rng: random.Random) -> bool:
        """Whether one answer is right."""
        return rng.random() < (1 - SLIP if skill in self.can else LUCKY)


def measure() -> Part:
    """Propose for every child by both rules, and place every child."""
    rng = random.Random(30)
    children = [_child(rng) for _ in range(CHILDREN)]
    ours, plain = Counter[str](), Counter[str]()
    for child in children:
        standings = _term(child, rng)
        here = [code for code in standings if _fits(child, code)]
        steps = choice.steps(
            standings, year=child.year, today=TODAY, order=flights.taught(child.year, child.half), most=1
        )
        ours.update(_found(child, [one.skill for one in steps], bool(here)))
        plain.update(_found(child, choice.lowest_score_first(standings, most=1), bool(here)))
    placed = [_place(child, rng) for child in children]
    return Part(
        "What comes next",
        "python -m bench next_step",
        f"{CHILDREN:,} simulated children of Years 2 to 6 with known skills: whether a child can do a skill that was "
        "taught follows its ability and how long ago it was taught (logistic), and hardly anybody can do what stands "
        f"on a skill that is missing. {LESSONS} lessons of {QUESTIONS} questions in twelve weeks; of those who can, "
        f"{SLIP:.0%} slip, of those who cannot, {LUCKY:.0%} are right, and {MISREAD:.0%} of the marks are wrong or "
        "left to the teacher, half of each. “Fits”: the child cannot do the skill, and can do all that it stands on "
        "directly. Simulated children follow the rules that are tested on them; real ones will not as neatly.",
        [*_shares("our first proposal", ours), *_shares("lowest score first", plain), *_placement(placed)],
    )  # fmt: skip


def _child(rng: random.Random) -> Child:
    year, half, able = rng.randint(2, 6), rng.randint(1, 6), rng.gauss(0, 1)
    can: set[str] = set()
    for code in sorted(SKILLS, key=lambda one: (len(prerequisites.stands_on(one)), one)):
        level = flights.levels(code)[0]
        age = (year - level.year) + (half - level.half) / 6  # years since it was first taught
        likely = 1 / (1 + math.exp(-(0.3 + 1.2 * able + 1.1 * age + rng.gauss(0, 0.5)))) if age >= 0 else 0.05
        if not all(one in can for one in prerequisites.needs(code)):
            likely *= 0.05
        if rng.random() < likely:
            can.add(code)
    return Child(year, half, able, frozenset(can))


def _term(child: Child, rng: random.Random) -> dict[str, Standing]:
    """What twelve weeks of lessons leave: newer skills often, older ones now and then."""
    order = flights.taught(child.year, child.half)
    weights = [1 + 6 * at / len(order) for at in range(len(order))]
    tried: dict[str, list[Tried]] = {}
    for lesson in range(LESSONS):
        day = TODAY - timedelta(days=84 - 6 * lesson)
        for skill in rng.choices(order, weights, k=2):
            for _ in range(QUESTIONS // 2):
                right = child.answers(skill, rng)
                doubt = rng.random()
                if doubt < MISREAD / 2:
                    continue  # left to the teacher, who has not looked yet
                right = not right if doubt < MISREAD else right
                tried.setdefault(skill, []).append(Tried(day, right, belief.TRUST_MACHINE))
    return {
        code: belief.standing(code, rows, prior=belief.usual(SKILLS[code].year, child.year))
        for code, rows in tried.items()
    }


def _fits(child: Child, code: str) -> bool:
    return code not in child.can and all(one in child.can for one in prerequisites.needs(code))


def _found(child: Child, proposed: Sequence[str], possible: bool) -> Iterable[str]:
    if not possible:
        return
    yield "children"
    if proposed:
        yield "proposed"
        if _fits(child, proposed[0]):
            yield "fits"
        elif proposed[0] in child.can:
            yield "can"
        else:
            yield "too soon"


def _shares(name: str, found: Counter[str]) -> list[Figure]:
    n = found["children"]
    return [
        Figure(f"{name}: fits", f"{found['fits'] / n:.1%} of {n:,} children whose lessons held a skill that fits"),
        Figure(f"{name}: comes too soon, something under it is missing", f"{found['too soon'] / n:.1%}"),
        Figure(f"{name}: the child can do it already", f"{found['can'] / n:.1%}"),
    ]


def _place(child: Child, rng: random.Random) -> tuple[int, int, int]:
    """Questions asked, how far off in rungs, and how far off a guess by the year would be."""
    rungs = _ladder(child.year, child.half)
    asked: list[placing.Asked] = []
    while (at := placing.next_rung(asked, len(rungs))) is not None:
        doubt = rng.random()
        right = child.answers(rungs[at], rng)
        right = not right if doubt < MISREAD / 2 else right
        asked.append(placing.Asked(at, None if MISREAD / 2 <= doubt < MISREAD else right))
    truth = _truth(child, rungs)
    by_year = sum((level.year, level.half) < (child.year, child.half) for level in _levels(child.year, child.half))
    return len(asked), abs(placing.place(asked, len(rungs)).rung - truth), abs(by_year - truth)


def _truth(child: Child, rungs: Sequence[str]) -> int:
    """The rung at which most of what lies below can be done and most of what lies above cannot."""
    misfit: Callable[[int], int] = lambda at: sum((code in child.can) != (n < at) for n, code in enumerate(rungs))  # noqa: E731
    return min(range(len(rungs) + 1), key=misfit)


_LADDERS: dict[tuple[int, int], list[placing.Rung]] = {}


def _rungs(year: int, half: int) -> list[placing.Rung]:
    if (year, half) not in _LADDERS:
        _LADDERS[year, half] = placing.ladder(year=year, half=half, seed="bench", kinds=KINDS)
    return _LADDERS[year, half]


def _ladder(year: int, half: int) -> list[str]:
    return [one.level.skill for one in _rungs(year, half)]


def _levels(year: int, half: int) -> list[flights.Level]:
    return [one.level for one in _rungs(year, half)]


def _placement(placed: Sequence[tuple[int, int, int]]) -> list[Figure]:
    asked, off, by_year = zip(*placed, strict=True)
    return [
        Figure("placement: questions, median and most", f"{percentile(asked, 0.5)} and {max(asked)}", "≤ 12",
               max(asked) <= placing.MOST),
        Figure("placement: off by, median and nine in ten", f"{percentile(off, 0.5)} and {percentile(off, 0.9)} "
               "rungs (a rung is half a term)"),
        Figure("beginning where the year is instead: off by", f"{percentile(by_year, 0.5)} and "
               f"{percentile(by_year, 0.9)} rungs"),
        Figure("placement: mean off by, against beginning where the year is",
               f"{sum(off) / len(off):.1f} against {sum(by_year) / len(by_year):.1f} rungs"),
    ]  # fmt: skip
