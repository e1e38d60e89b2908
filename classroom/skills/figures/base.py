"""Figures: an answer whose box is divided into named places, drawn under the child's ink. Pure.

A figure is made from a question's prompt and the name of its layout, and from nothing else: it never knows the key,
so it cannot give it away, and nothing of it is kept. That is why a layout's geometry never changes once children
wrote into it; a better one gets another name (docs/adr/0045-a-figure-divides-the-box.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Box = tuple[float, float, float, float]
WIDTH = 1000.0  # ink units, as every box

# What a place is for: part of the answer; a carry or exchange, read and never compulsory; another digit that is read
# beside the answer; or room for working, kept and replayed and never read.
ANSWER, CARRY, STEP, WORKING = "answer", "carry", "step", "working"
# A place that is read by its question's own kind, which a prompt does not say.
AS_ASKED = "as asked"


@dataclass(frozen=True)
class Place:
    """A place to write in: left, top, right, bottom in ink units.

    `kind` is how the reader reads it, "" for never. Places of one `part` make one text, in their order; the parts'
    texts are joined by "|". `power` is the column that a digit stands in: 0 for ones, 1 for tens. `label` names a
    place that is in no column. Places before the first that is written in may stay empty, others if `may_be_empty`.
    """

    name: str
    box: Box
    role: str = ANSWER
    kind: str = "digit"
    part: int | None = None
    power: int | None = None
    row: int = 0
    label: str = ""
    may_be_empty: bool = True

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


@dataclass(frozen=True)
class Printed:
    """Text about a middle, `size` ink units high."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Line:
    """A straight line that is drawn."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Figure:
    """What is drawn under the ink, and where what is written. `order` is the way that keys lead through the places.

    No answer has fewer than `least` digits, as the prompt shows: until then a child is at work and hears no mark.
    `is_large` asks for more ink than one answer may usually hold. `shows_prompt` says that the sum itself is printed
    in the figure, so that pages need not write it above.
    """

    layout: str
    height: float
    places: tuple[Place, ...]
    printed: tuple[Printed, ...] = ()
    lines: tuple[Line, ...] = ()
    order: tuple[str, ...] = ()
    is_large: bool = False
    shows_prompt: bool = True
    least: int = 1

    @cached_property
    def named(self) -> Mapping[str, Place]:
        """The places by their names."""
        return {place.name: place for place in self.places}

    @cached_property
    def parts(self) -> tuple[tuple[Place, ...], ...]:
        """The places of each part of the answer, in the order of its text."""
        numbers = sorted({place.part for place in self.places if place.part is not None})
        return tuple(tuple(place for place in self.places if place.part == number) for number in numbers)

    @property
    def view(self) -> str:
        """The view box of a drawing of it."""
        return f"0 0 {WIDTH:.0f} {self.height:.0f}"

    def texts_of(self, answer: str) -> dict[str, str]:
        """What stands in each place of the answer when all of it is `answer`: the other way round of reading it.

        >>> Figure("", 100, (Place("a1", (0, 0, 9, 9), part=0), Place("a0", (9, 0, 18, 9), part=0))).texts_of("7")
        {'a0': '7'}
        """
        texts: dict[str, str] = {}
        for places, text in zip(self.parts, answer.split("|"), strict=False):
            if len(places) == 1:
                signs = [text] if text else []
            else:
                signs = list(text)[-len(places) :]
                if len(text) > len(places):  # more digits than boxes: the first holds the rest
                    signs[0] = text[: len(text) - len(places) + 1]
            texts |= {place.name: sign for place, sign in zip(places[len(places) - len(signs) :], signs, strict=True)}
        return texts

    def answer_of(self, texts: Mapping[str, str]) -> str:
        """The answer that these texts of places make; "" when nothing is written or a place inside is empty."""
        parts = []
        for places in self.parts:
            signs = [texts.get(place.name, "") for place in places]
            while signs and not signs[0]:
                signs.pop(0)
            parts.append("".join(signs) if all(signs) else "")
        return "|".join(parts) if any(parts) else ""

    def to_json(self) -> dict[str, Any]:
        """What a child's page needs beside the drawing; labels are added where the language is known."""
        return {
            "height": self.height,
            "large": self.is_large,
            "least": self.least,
            "order": list(self.order),
            "places": [
                {"name": one.name, "box": list(one.box), "role": one.role, "kind": one.kind, "part": one.part}
                for one in self.places
            ],
        }
