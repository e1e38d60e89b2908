"""Fractions and mixed numbers: a box above a bar and one below it, for mixed numbers one before them. Pure.

A sum of fractions is printed in the figure, its own fractions with bars too; any other question stands above it.
"""

from __future__ import annotations

import re

from classroom import brackets
from classroom.skills.figures.base import ANSWER, APART, BAR, MIXED, OVER, WIDTH, Box, Figure, Line, Place, Printed

_MARGIN = 20.0
_HIGH = 190.0  # of a box: 66 pixels on a small phone, and as wide as two digits need
_WIDE = 240.0
_BAND = 50.0  # between the boxes: here lies the bar, and here children draw it once more
_WHOLE = (210.0, 240.0)
_BETWEEN = 26.0
_TYPE = 92.0
_LETTER = 0.56  # of the size of type: how wide a sign is about
_SUM = re.compile(r"(?:(?:\d{1,4}(?:/\d{1,4})?|[+−×÷=]|\?) )*(?:\d{1,4}(?:/\d{1,4})?|[+−×÷=]|\?)")


def fraction(prompt: str) -> Figure | None:
    """Two boxes and a bar; None for what is tapped, and for more than one answer."""
    return _figure(prompt, "fraction", mixed=False)


def mixed_number(prompt: str) -> Figure | None:
    """The same with a box for wholes. That one may stay empty, or both others."""
    return _figure(prompt, "mixed", mixed=True)


def _figure(prompt: str, layout: str, *, mixed: bool) -> Figure | None:
    if not brackets.asks_once(prompt):
        return None
    words = brackets.parted(prompt).words
    boxes = _WIDE + (_WHOLE[0] + _BETWEEN if mixed else 0)
    tokens = words.split() if _SUM.fullmatch(words) and "?" in words.split() else ["?"]
    width = _width_of(tokens, boxes)
    shows_prompt = len(tokens) > 1 and width <= WIDTH - 2 * _MARGIN
    if not shows_prompt:
        tokens, width = ["?"], boxes
    high = 2 * _HIGH + _BAND
    middle = _MARGIN + high / 2
    places: list[Place] = []
    printed: list[Printed] = []
    lines: list[Line] = []
    x = (WIDTH - width) / 2
    for token in tokens:
        size = _width_of([token], boxes)
        if token == "?":
            places += _boxes(x, mixed=mixed)
            line = places[-1].box
            lines.append(Line(line[0] - 8, middle, line[2] + 8, middle))
        elif "/" in token:
            top, _, bottom = token.partition("/")
            centre = round(x + size / 2, 1)
            printed += [Printed(top, centre, middle - 62, _TYPE), Printed(bottom, centre, middle + 62, _TYPE)]
            lines.append(Line(round(x, 1), middle, round(x + size, 1), middle))
        else:
            printed.append(Printed(token, round(x + size / 2, 1), middle, _TYPE))
        x += size + _BETWEEN
    order = ("whole", "top", "bottom") if mixed else ("top", "bottom")
    return Figure(
        layout, high + 2 * _MARGIN, tuple(places), tuple(printed), tuple(lines), order, shows_prompt=shows_prompt,
        least=1 if mixed else 3,
    )  # fmt: skip


def _width_of(tokens: list[str], boxes: float) -> float:
    widths = [
        boxes if token == "?" else max(map(len, token.split("/"))) * _TYPE * _LETTER + (20 if "/" in token else 0)
        for token in tokens
    ]
    return sum(widths) + _BETWEEN * (len(widths) - 1)


def _boxes(x: float, *, mixed: bool) -> list[Place]:
    middle = _MARGIN + _HIGH + _BAND / 2
    places = []
    if mixed:
        wide, tall = _WHOLE
        places.append(Place("whole", _rounded(x, middle - tall / 2, wide, tall), ANSWER, "whole", 0))
        x += wide + _BETWEEN
    first = len(places)
    high = _rounded(x, _MARGIN, _WIDE, _HIGH)
    joint = MIXED if mixed else APART
    above = Place("top", high, ANSWER, "whole", first, may_be_empty=mixed, joint=joint)
    low = _rounded(x, _MARGIN + _HIGH + _BAND, _WIDE, _HIGH)
    below = Place("bottom", low, ANSWER, "whole", first + 1, may_be_empty=mixed, joint=OVER)
    # Who draws the bar once more writes into neither box.
    band = Place("bar", _rounded(x, _MARGIN + _HIGH + 1, _WIDE, _BAND - 2), BAR, "")
    return [*places, above, below, band]


def _rounded(left: float, top: float, wide: float, high: float) -> Box:
    return round(left, 1), round(top, 1), round(left + wide, 1), round(top + high, 1)
