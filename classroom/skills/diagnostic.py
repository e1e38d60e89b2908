"""A sheet whose wrong answers tell procedures apart. Pure.

Each question is chosen so that no active procedure gets it right, any two give different answers, and no two of these
answers, nor one of them and the right one, are one likely misreading apart. Not every procedure speaks about every
question (0 − N needs a nought),
so questions are gathered until each procedure can be shown as often as the sheet allows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from classroom.skills.catalogue import CATALOGUE
from classroom.skills.forms.base import Item
from classroom.skills.generators.base import Generator
from classroom.skills.lookalikes import one_misreading_apart
from classroom.skills.numbers import TooNarrow

LOOKED_AT = 2_000  # questions drawn at most
TO_CHOOSE_FROM = 6  # for each question of the sheet, so many that could stand there
OFTEN_ENOUGH = 6  # questions that show a procedure before the search ends early


@dataclass(frozen=True)
class Diagnostic:
    """A sheet with its table: the active procedures, and those pairs of them that no question of it tells apart."""

    items: tuple[Item, ...]
    procedures: tuple[str, ...]
    inseparable: tuple[tuple[str, str], ...]
    unshown: tuple[str, ...]

    def table(self) -> list[list[str]]:
        """Question, key, and what each procedure answers ("" where it says nothing)."""
        return [
            [
                item.prompt,
                " or ".join(item.values),
                *(" or ".join(answers_of(item).get(code, ())) for code in self.procedures),
            ]
            for item in self.items
        ]


def answers_of(item: Item) -> dict[str, tuple[str, ...]]:
    """What each procedure answers."""
    return {one.procedure: one.answers for one in item.predictions}


def procedures_of(generator: Generator, given: Mapping[str, Any], *, looked_at: int = 120) -> list[str]:
    """The procedures that a generator's questions can show, those that most questions show first."""
    count: dict[str, int] = {}
    for at, item in enumerate(generator.stream(given, "what can be shown")):
        for code in answers_of(item):
            if not CATALOGUE[code].is_slip:
                count[code] = count.get(code, 0) + 1
        if at + 1 >= looked_at:
            break
    return sorted(count, key=lambda code: (-count[code], code))


def build(
    generator: Generator, given: Mapping[str, Any], *, count: int, seed: int | str,
    procedures: Collection[str] | None = None,
) -> Diagnostic:  # fmt: skip
    """The sheet for these procedures, or for all that the generator can show. Raises TooNarrow, WrongWish."""
    active = tuple(code for code in procedures_of(generator, given) if procedures is None or code in procedures)
    clean: list[Item] = []
    rare = dict.fromkeys(active, OFTEN_ENOUGH)  # how many questions more each procedure should have to choose from
    for at, item in enumerate(generator.stream(given, f"diagnostic {seed}")):
        if at >= LOOKED_AT or (len(clean) >= TO_CHOOSE_FROM * count and max(rare.values(), default=0) <= 0):
            break
        if is_clean(item, active):
            clean.append(item)
            for code in answers_of(item):
                if code in rare:
                    rare[code] -= 1
    if len(clean) < count:
        raise TooNarrow(len(clean))
    chosen = _covering(clean, active, count)
    return Diagnostic(
        items=tuple(chosen),
        procedures=active,
        inseparable=tuple(
            pair for pair in combinations(active, 2) if not any(_separates(one, *pair) for one in chosen)
        ),
        unshown=tuple(code for code in active if not any(code in answers_of(one) for one in chosen)),
    )


def is_clean(item: Item, active: Sequence[str]) -> bool:
    """Whether all that is foretold for the question can be told apart, also by somebody who misreads a digit."""
    foretold = answers_of(item)
    texts = [text for code in active for text in foretold.get(code, ())]
    if not texts or len(set(texts)) < len(texts):
        return False
    return not any(one_misreading_apart(one, other) for one, other in combinations([*item.values, *texts], 2))


def _separates(item: Item, one: str, other: str) -> bool:
    foretold = answers_of(item)
    return foretold.get(one) != foretold.get(other)


def _covering(clean: Sequence[Item], active: Sequence[str], count: int) -> list[Item]:
    """Question by question the one that shows most of what was shown least; ties go to the first drawn."""
    shown = dict.fromkeys(active, 0)
    left: list[Item] = list(clean)
    chosen: list[Item] = []
    while len(chosen) < count:
        best = max(left, key=lambda item: sum(2.0 ** -shown[code] for code in answers_of(item) if code in shown))
        left.remove(best)
        chosen.append(best)
        for code in answers_of(best):
            if code in shown:
                shown[code] += 1
    return chosen
