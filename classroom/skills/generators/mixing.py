"""Several sorts of questions on one sheet, and how long a sheet takes. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from classroom.skills.curriculum import SKILLS
from classroom.skills.draws import Draw
from classroom.skills.forms.base import Item
from classroom.skills.generators.base import Generator, as_many_as_possible
from classroom.skills.numbers import TooNarrow


def mixed(generators: Sequence[Generator], *, year: int, count: int, seed: int | str) -> list[Item]:
    """`count` different questions, as many of each sort as of the others, in mixed order. Raises TooNarrow."""
    shares = [count // len(generators) + (at < count % len(generators)) for at in range(len(generators))]
    items: list[Item] = []
    seen: set[str] = set()
    for one, share in zip(generators, shares, strict=True):
        given = one.presets.get(year, {})
        # Two sorts may ask the same: a few more are made, and the doubles left out.
        many = as_many_as_possible(one, given, count=share + len(seen), seed=seed)
        made = [item for item in many if item.prompt not in seen][:share]
        seen |= {item.prompt for item in made}
        items += made
    if len(items) < count:
        raise TooNarrow(len(items))
    return Draw(f"mixed {seed}").shuffled(items)


def minutes_of(items: Sequence[Item]) -> int:
    """About how many minutes most children take, whole minutes upwards; 0 for no questions."""
    return -(-sum(SKILLS[item.skill].seconds for item in items) // 60)
