"""The only face of the eye: `Reader.read(ink, kind) -> Reading`, and `read_regions` where the box is a figure.

It never sees an answer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from recognition import engine
from recognition.card import WEIGHTS, Card, ReaderUnavailable, load_card
from recognition.engine import Engine
from recognition.grammar import KINDS
from recognition.grouping import GroupingMethod
from recognition.hands import HANDS
from recognition.ink import LARGE, USUAL, BadInk, Ink, Limits, digest_of
from recognition.line import LineMethod
from recognition.picture import BadPicture
from recognition.reading import FLAGS, MAX_CANDIDATES, Candidate, Cell, Reading, Symbol
from recognition.regions import Region, see_regions
from recognition.seeing import Seen, Sight, sight_of_ink, sight_of_picture

__all__ = [
    "FLAGS",
    "KINDS",
    "LARGE",
    "USUAL",
    "BadInk",
    "BadPicture",
    "Candidate",
    "Cell",
    "Ink",
    "Limits",
    "Reader",
    "ReaderUnavailable",
    "Reading",
    "Region",
    "Symbol",
    "default_reader",
    "digest_of",
    "while_computing",
]


class Method(Protocol):
    """A way to turn a sight into candidate texts."""

    def see(self, sight: Sight, kind: str) -> Seen: ...


METHODS: dict[str, Callable[[Sequence[Engine], Card], Method]] = {"line": LineMethod, "digit": GroupingMethod}
PREFERRED = ("line", "digit")


# What a kind needs besides digits.
SIGNS_OF_KIND = {"signed": "-", "decimal": ".", "fraction": "/", "compare": "<>=", "time": ":", "operator": "-+"}


class Reader:
    """Reads whole answers with the networks of one published card; safe to share between threads."""

    def __init__(self, card: Card) -> None:
        """Load the network of a checked card; ReaderUnavailable when this code cannot use it."""
        if card.network not in METHODS:
            raise ReaderUnavailable(f"the card of {card.version} is for a network of family {card.network}")
        self.card = card
        self.method = METHODS[card.network]([Engine(card), *(Engine(card, other) for other in card.others)], card)

    @property
    def version(self) -> str:
        """A short name for exactly these weights, such as "line-1-ab12cd34"."""
        return self.card.version

    @property
    def kinds(self) -> tuple[str, ...]:
        """The answer kinds whose every sign the network knows; the others can be asked for, but not truly read."""
        known = set(self.card.alphabet)
        return tuple(kind for kind in KINDS if set(SIGNS_OF_KIND.get(kind, "")) <= known)

    def read(self, ink: Ink, kind: str = "whole") -> Reading:
        """Read an ink as an answer of one of KINDS; ValueError for another kind. Cost: a few milliseconds
        of one core."""
        _check(kind)
        if ink.is_blank:
            return self._nothing("blank", kind)
        return self._reading(self.method.see(sight_of_ink(ink), kind), kind)

    def read_regions(self, ink: Ink, regions: Sequence[Region]) -> Reading:
        """Read an ink whose box is divided into regions; ValueError for a kind that is none of KINDS.

        The text is that of the regions that belong to the answer: put together within a part, parts joined by "|".
        `Reading.cells` tells every region that was read. Cost: that of `read` for each region written in.
        """
        for region in regions:
            if region.kind and region.kind != HANDS:
                _check(region.kind)
        if ink.is_blank:
            return self._nothing("blank", "figure")
        seen, cells = see_regions(self.method.see, ink, regions)
        return replace(self._reading(seen, "figure"), cells=tuple(cells))

    def read_image(self, data: bytes, kind: str = "whole") -> Reading:
        """Read a PNG or JPEG of handwriting, dark on light or light on dark; BadPicture for anything else
        or too large.

        Symbols' boxes are in pixels of the picture and name no strokes.
        """
        _check(kind)
        sight = sight_of_picture(data)
        if sight is None or not sight.paths:
            return self._nothing("blank" if sight is None else "unreadable", kind)
        return self._reading(self.method.see(sight, kind), kind)

    def _nothing(self, status: str, kind: str) -> Reading:
        return Reading(status, "", 1.0, (), (), (), self.version, kind)

    def _reading(self, seen: Seen, kind: str) -> Reading:
        candidates = tuple(sorted(seen.candidates, key=lambda c: -c.probability)[:MAX_CANDIDATES])
        if seen.status != "read" or not candidates:
            status = seen.status if seen.status != "read" else "unreadable"
            return Reading(status, "", seen.confidence, candidates, (), seen.flags, self.version, kind)
        best = candidates[0]
        return Reading("read", best.text, best.probability, candidates, seen.symbols, seen.flags, self.version, kind)


def _check(kind: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"unknown answer kind {kind!r}; known are {', '.join(KINDS)}")


def load_reader(folder: Path = WEIGHTS) -> Reader:
    """Load the best network published in a folder; raises ReaderUnavailable when there is none or it is
    damaged."""
    for name in PREFERRED:
        path = folder / f"{name}.json"
        if path.exists():
            return Reader(load_card(path))
    raise ReaderUnavailable(f"the reader's weights are missing: no card in {folder}")


@lru_cache(maxsize=1)
def _cached() -> Reader:
    return load_reader()


_loading = threading.Lock()


def while_computing(block: Callable[[], AbstractContextManager[None]]) -> None:
    """Have every network enter `block()` while it computes: outside the interpreter, where others may work."""
    engine.aside = block


def default_reader() -> Reader:
    """Return the one reader of this process, loaded on first use; ReaderUnavailable (which is not cached)
    heals by itself
    once the weights are repaired."""
    with _loading:
        return _cached()
