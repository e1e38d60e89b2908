"""The ready-made worksheets: read from the curriculum's file once, made when somebody looks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from django.utils.translation import get_language

from classroom.later import gettext_lazy as _
from classroom.skills.draws import Draw
from classroom.skills.forms.base import Item
from classroom.skills.generators.base import as_many_as_possible
from classroom.skills.generators.mixing import minutes_of
from classroom.skills.generators.shelf import GENERATORS
from classroom.skills.numbers import TooNarrow

HALVES = (_("Autumn 1"), _("Autumn 2"), _("Spring 1"), _("Spring 2"), _("Summer 1"), _("Summer 2"))
_FILE = Path(__file__).parent / "england.toml"


@dataclass(frozen=True)
class Part:
    """So many questions of one generator with these parameters."""

    make: str
    count: int
    wishes: Mapping[str, str]


@dataclass(frozen=True)
class ReadySheet:
    """A ready-made worksheet; `half` is the half term from 1 to 6, `learns` what a child learns by it."""

    code: str
    year: int
    half: int
    title: str
    learns: str
    parts: tuple[Part, ...]

    @property
    def term(self) -> str:
        """The half term in words."""
        return HALVES[self.half - 1]

    @property
    def strands(self) -> tuple[str, ...]:
        """What its questions are about, as the gallery sorts them."""
        return tuple(dict.fromkeys(GENERATORS[part.make].strand for part in self.parts))

    def items(self, seed: str = "") -> list[Item]:
        """Its questions; other numbers, as hard, with a seed. Raises TooNarrow if there are too few."""
        made: list[Item] = []
        seen: set[str] = set()
        for part in self.parts:
            many = as_many_as_possible(
                GENERATORS[part.make], part.wishes, count=part.count + len(seen), seed=f"{self.code} {seed}".strip()
            )
            new = [item for item in many if item.prompt not in seen][: part.count]
            if len(new) < part.count:
                raise TooNarrow(len(new))
            seen |= {item.prompt for item in new}
            made += new
        # One kind of question after another, as a child expects; only a paper of many kinds is mixed.
        return Draw(f"{self.code} {seed}").shuffled(made) if len(self.parts) > 3 else made


@cache
def made(code: str) -> tuple[Item, ...]:
    """The questions of a ready-made worksheet as everybody sees them; kept, for they never change."""
    return tuple(ready()[code].items())


@cache
def minutes(code: str) -> int:
    """About how many minutes a ready-made worksheet takes."""
    return minutes_of(made(code))


@cache
def ready() -> Mapping[str, ReadySheet]:
    """All ready-made worksheets by code, in the order of years and half terms."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["sheet"]
    found = {
        row["code"]: ReadySheet(
            row["code"], row["year"], row["half"], _(row["title"]), _(row["learns"]),
            tuple(Part(part["make"], part["count"], part.get("with", {})) for part in row["parts"]),
        )
        for row in rows
    }  # fmt: skip
    return MappingProxyType(found)


def search(*, year: int | None = None, words: str = "") -> list[ReadySheet]:
    """Those of a year (all years without one) in whose title, aim, strand or examples every word occurs."""
    wanted = words.casefold().split()
    return [
        one
        for one in ready().values()
        if (year is None or one.year == year) and all(word in _told(one.code, get_language()) for word in wanted)
    ]


@cache
def _told(code: str, language: str) -> str:
    """What a sheet is found by in the language that is spoken now, which `language` names for the cache."""
    one = ready()[code]
    parts = [one.title, one.learns, *one.strands, *(item.prompt for item in made(code)[:6])]
    return " ".join(map(str, parts)).casefold()
