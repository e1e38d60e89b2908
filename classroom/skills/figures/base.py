"""Figures: an answer whose box is divided into named places, drawn under the child's ink. Pure.

A figure is made from a question's prompt and the name of its layout, and from nothing else: it never knows the key,
so it cannot give it away, and nothing of it is kept. That is why a layout's geometry never changes once children
wrote into it; a better one gets another name (docs/adr/0045-a-figure-divides-the-box.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Box = tuple[float, float, float, float]
WIDTH = 1000.0  # ink units, as every box

# What a place is for: part of the answer; a carry or exchange, read and never compulsory; another digit that is read
# beside the answer; room for working, kept and replayed and never read; or a printed line, where what is drawn along
# it belongs to no box.
ANSWER, CARRY, STEP, WORKING, BAR = "answer", "carry", "step", "working", "bar"
# A place that is read by its question's own kind, which a prompt does not say.
AS_ASKED = "as asked"
# What stands between the texts of an answer's parts: a bar between boxes of their own, OVER between a number above a
# line and one below it, MIXED before the fraction of a mixed number, COLON between hours and minutes
# (recognition/regions.py says the same).
APART, OVER, MIXED, COLON = "|", "/", " ", ":"
# In what is typed, between the answer and what stands in boxes beside it (`Figure.beside_of`).
BESIDE = "¦"
_FEW_DIGITS = re.compile(r"[0-9]{1,2}")


@dataclass(frozen=True)
class Place:
    """A place to write in: left, top, right, bottom in ink units.

    `kind` is how the reader reads it, "" for never. Places of one `part` make one text, in their order; the parts'
    texts are put together with `joint` before each but the first. `power` is the column that a digit stands in: 0 for
    ones, 1 for tens. `label` names a place that is in no column. Places before the first that is written in may stay
    empty, others if `may_be_empty`.
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
    joint: str = APART

    @property
    def is_typed(self) -> bool:
        """Whether there is a field for it where keys are used: for all but free room."""
        return self.role in (ANSWER, CARRY, STEP) or (self.role == WORKING and self.power is not None)

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

    @cached_property
    def answers(self) -> int:
        """How many texts a key has, parted by "|": a number above a line and one below it are one."""
        return 1 + sum(places[0].joint == APART for places in self.parts[1:])

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
        for places, text in zip(self.parts, self._split(answer), strict=False):
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
        answer = ""
        parts = []
        for places in self.parts:
            signs = [texts.get(place.name, "") for place in places]
            while signs and not signs[0]:
                signs.pop(0)
            parts.append("".join(signs) if all(signs) else "")
            joint = places[0].joint
            if joint in (OVER, COLON) and bool(parts[-1]) != bool(parts[-2]):
                return ""
            answer += (joint if len(parts) > 1 and (joint == APART or (answer and parts[-1])) else "") + parts[-1]
        return answer if any(parts) else ""

    def _split(self, answer: str) -> list[str]:
        """An answer's text as those of its parts. A whole number over nothing is so many over one."""
        joints = [places[0].joint for places in self.parts[1:]]
        if COLON in joints:
            return answer.split(COLON)
        if OVER not in joints:
            return answer.split(APART)
        whole, _, broken = answer.rpartition(MIXED)
        top, over, bottom = broken.partition(OVER)
        if MIXED in joints:
            return [whole, top, bottom] if over else [answer, "", ""]
        return [top, bottom if over else "1" if top else ""]

    def beside_of(self, text: str) -> dict[str, str]:
        """What stands in the boxes beside the answer, of "c1=1 p0.2=4" as it is kept; ValueError where it says
        anything else."""
        texts: dict[str, str] = {}
        for one in text.split():
            name, _, digits = one.partition("=")
            place = self.named.get(name)
            if place is None or place.part is not None or not place.is_typed or not _FEW_DIGITS.fullmatch(digits):
                raise ValueError(one)
            texts[name] = digits
        return texts

    def written(self, typed: str, beside: str = "") -> tuple[Printed, ...]:
        """What was typed, each text in the middle of its box and as high as fits: the answer, and `beside` it."""
        texts = self.texts_of(typed) | self.beside_of(beside)
        found = []
        for one in self.places:
            text = texts.get(one.name, "").replace("_", "")
            if text:
                size = round(min(one.height * 0.55, one.width * 1.3 / len(text)), 1)
                x, y = (one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2
                found.append(Printed(text, round(x, 1), round(y, 1), size))
        return tuple(found)

    def to_json(self) -> dict[str, Any]:
        """What a child's page needs beside the drawing; labels are added where the language is known."""
        return {
            "height": self.height,
            "large": self.is_large,
            "least": self.least,
            "order": list(self.order),
            "places": [
                {
                    "name": one.name, "box": list(one.box), "role": one.role, "kind": one.kind, "part": one.part,
                    "joint": one.joint,
                }
                for one in self.places
            ],
        }  # fmt: skip
