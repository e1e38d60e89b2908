"""Generators: (parameters, seed) -> questions, the same for ever. Pure.

A generator draws one question at a time from a stream that begins with its name, version, parameters and seed. So a
longer sheet begins with the shorter one, and a change of the numbers a generator draws is a new `version` of it
(tests/classroom/golden_sheets.json holds what each version makes).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext

from classroom.skills.draws import Draw
from classroom.skills.figures import LINE
from classroom.skills.forms.base import Item
from classroom.skills.generators.parameters import Parameter, WrongWish
from classroom.skills.numbers import TooNarrow

Values = dict[str, Any]
# So many draws in a row without a new question mean that there is none: a hundred possible ones, each as likely as
# the others, are all found by then in all but one of some thousand sheets.
_ENOUGH = 1_500


@dataclass(frozen=True)
class Generator:
    """A named family of questions for some years; `make` draws one question, or None for numbers to pass over."""

    name: str
    title: str
    years: tuple[int, int]
    strand: str
    make: Callable[[Values, Draw], Item | None]
    parameters: tuple[Parameter, ...] = ()
    version: int = 1
    # By year: parameters that suit it, where the usual ones do not.
    presets: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)

    def settings(self, given: Mapping[str, Any]) -> Values:
        """All parameters, the usual ones where none is given. Raises WrongWish in a teacher's words."""
        known = {one.name: one for one in self.parameters}
        for name in given:
            if name not in known:
                offered = ", ".join(known) or gettext("no parameters")
                raise WrongWish(
                    gettext("“%(name)s” knows no “%(name_2)s”. It has: %(offered)s.")
                    % {"name": self.name, "name_2": name, "offered": offered}
                )
        return {one.name: one.read(given[one.name]) if one.name in given else one.usual for one in self.parameters}

    def for_year(self, year: int) -> Values:
        """Parameters that suit a year."""
        return self.settings(self.presets.get(year, {}))

    def stream(self, given: Mapping[str, Any], seed: int | str) -> Iterator[Item]:
        """Different questions without end; ends when there are no more."""
        values = self.settings(given)
        told = ",".join(f"{one.name}={one.show(values[one.name])}" for one in self.parameters if one.draws)
        draw = Draw(f"{self.name}/{self.version}/{told}/{seed}")
        seen: set[str] = set()
        misses = 0
        while misses < _ENOUGH:
            item = self.make(values, draw)
            if item is None or item.prompt in seen:
                misses += 1
                continue
            misses = 0
            seen.add(item.prompt)
            yield item.laid_out(values.get("layout", LINE))


def as_many_as_possible(generator: Generator, given: Mapping[str, Any], *, count: int, seed: int | str) -> list[Item]:
    """`count` different questions, or all there are. Raises WrongWish."""
    return list(islice(generator.stream(given, seed), count))


def make_sheet(generator: Generator, given: Mapping[str, Any], *, count: int, seed: int | str) -> list[Item]:
    """`count` different questions; the same wishes and seed give the same for ever. Raises TooNarrow, WrongWish."""
    made: list[Item] = []
    for item in generator.stream(given, seed):
        made.append(item)
        if len(made) == count:
            return made
    raise TooNarrow(len(made))
