"""The questions of a flight: a few of each skill, as hard as the year asks, each with a twin for a second try. Pure.

Numbers come from the ready-made worksheets' own generators, so that practice asks what lessons ask.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from classroom.skills.curriculum import SKILLS
from classroom.skills.forms.base import Item
from classroom.skills.generators.base import Generator, as_many_as_possible
from classroom.skills.generators.shelf import GENERATORS
from classroom.skills.library.shelf import ready

SHORTEST, USUAL, LONGEST = 5, 6, 8
# So many questions of a part are looked at for those of one skill.
_LOOKED_AT = 60
_HALVES = {9: 1, 10: 1, 11: 2, 12: 2, 1: 3, 2: 3, 3: 4, 4: 4, 5: 5, 6: 6, 7: 6, 8: 6}


@dataclass(frozen=True)
class Level:
    """One way of asking a skill: a generator with parameters, and when in school it belongs."""

    skill: str
    year: int
    half: int
    make: str
    wishes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Pair:
    """A question, and the same with other numbers (None where there are no others)."""

    item: Item
    twin: Item | None


def half_term(today: date) -> int:
    """Which half term it is, 1 in September; the summer holidays belong to the last one."""
    return _HALVES[today.month]


@cache
def levels(skill: str) -> tuple[Level, ...]:
    """All ways of asking a skill, the easiest first."""
    return tuple(sorted((one for one in all_levels() if one.skill == skill), key=lambda one: (one.year, one.half)))


@cache
def all_levels() -> tuple[Level, ...]:
    """All ways of asking all skills."""
    found: dict[tuple[str, str, tuple[tuple[str, str], ...]], Level] = {}
    for sheet in ready().values():
        for part in sheet.parts:
            wishes = tuple(sorted((name, str(value)) for name, value in part.wishes.items()))
            for skill in _skills_of(GENERATORS[part.make], part.wishes):
                found.setdefault((skill, part.make, wishes), Level(skill, sheet.year, sheet.half, part.make, wishes))
    # What no ready-made worksheet asks: the generator's own parameters for its first year.
    asked = {level.skill for level in found.values()}
    for one in GENERATORS.values():
        for year in range(one.years[0], one.years[1] + 1):
            wishes = tuple(sorted((name, str(value)) for name, value in one.presets.get(year, {}).items()))
            for skill in _skills_of(one, dict(wishes)) - asked:
                found.setdefault(
                    (skill, one.name, wishes), Level(skill, max(year, SKILLS[skill].year), 1, one.name, wishes)
                )
    return tuple(found.values())


def _skills_of(generator: Generator, wishes: Mapping[str, str]) -> set[str]:
    return {item.skill for item in as_many_as_possible(generator, wishes, count=8, seed="levels")}


def taught(year: int, half: int) -> list[str]:
    """The skills that are taught by then, in the order in which they first are, this year's last."""
    first = {one.skill: one for one in reversed(sorted(all_levels(), key=lambda one: (one.year, one.half)))}
    then = [one for one in first.values() if (one.year, one.half) <= (year, half)]
    return [one.skill for one in sorted(then, key=lambda one: (one.year, one.half, one.skill))]


def questions(
    skill: str, *, year: int, half: int, count: int, seed: str, kinds: Collection[str], gently: bool = False,
    seen: Collection[str] = (),
) -> list[Item]:  # fmt: skip
    """`count` questions of a skill, fewer where there are no more: as hard as is taught by then.

    `gently`: the first third from the level below. `kinds`: what can be read. `seen`: prompts not to ask again.
    """
    known = levels(skill)
    upto = [one for one in known if (one.year, one.half) <= (year, half)] or list(known[:1])
    if not upto:
        return []
    easy = upto[-2] if gently and len(upto) > 1 else upto[-1]
    made: list[Item] = []
    for level, wanted in ((easy, -(-count // 3)), (upto[-1], count), (easy, count)):
        taken = {*seen, *(item.prompt for item in made)}
        made += of_level(level, count=min(wanted, count) - len(made), seed=seed, kinds=kinds, seen=taken)
    return made


def of_level(
    level: Level, *, count: int, seed: str, kinds: Collection[str], seen: Collection[str] = ()
) -> list[Item]:
    """`count` questions of one level, fewer where there are no more."""
    many = as_many_as_possible(GENERATORS[level.make], dict(level.wishes), count=_LOOKED_AT, seed=seed)
    fitting = [one for one in many if one.skill == level.skill and one.kind in kinds and one.prompt not in seen]
    return fitting[: max(0, count)]


def pairs(
    skills: Sequence[str], *, year: int, half: int, count: int, seed: str, kinds: Collection[str],
    gently: Collection[str] = (),
) -> list[Pair]:  # fmt: skip
    """The questions of a flight over `skills`: the first skill first and last, so that it begins and ends at home.

    Fewer than `count` where the skills have no more.
    """
    shares = [count // len(skills) + (at < count % len(skills)) for at in range(len(skills))]
    seen: set[str] = set()
    by_skill: list[list[Pair]] = []
    for skill, share in zip(skills, shares, strict=True):
        asked = questions(
            skill, year=year, half=half, count=share, seed=f"flight {seed}", kinds=kinds, gently=skill in gently,
            seen=seen,
        )  # fmt: skip
        seen |= {item.prompt for item in asked}
        twins = questions(
            skill, year=year, half=half, count=share, seed=f"second try {seed}", kinds=kinds, gently=skill in gently,
            seen=seen,
        )  # fmt: skip
        seen |= {item.prompt for item in twins}
        by_skill.append([Pair(one, twins[at] if at < len(twins) else None) for at, one in enumerate(asked)])
    last = by_skill[0][-1:] if len(by_skill) > 1 and len(by_skill[0]) > 1 else []
    by_skill[0] = by_skill[0][: len(by_skill[0]) - len(last)]
    return [pair for group in by_skill for pair in group] + last
