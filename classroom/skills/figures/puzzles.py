"""Number pyramids, arithmagons, magic squares, parts and wholes, the grid method: several boxes in a figure. Pure.

The prompt says every number that is printed, and "?" for every box: "Number pyramid: 3 5 2 / ? ? / ?", rows from the
bottom. Boxes are parts of the answer in the order of their "?".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from classroom.skills.figures.base import ANSWER, WIDTH, Box, Figure, Line, Place, Printed

_TYPE = 84.0
_MARGIN = 20.0
Rows = list[list[str]]
# (a, b, c): a + b = c, by their places in a row of all cells.
Sums = list[tuple[int, int, int]]
# Corners 0, 1, 2; sides 3 (between 0 and 1), 4 (1 and 2), 5 (2 and 0).
EDGES: Sums = [(0, 1, 3), (1, 2, 4), (2, 0, 5)]


def rows_of(prompt: str, title: str) -> Rows | None:
    """The numbers and "?" behind a title, row by row; None for another prompt."""
    found = re.fullmatch(rf"{title}: ((?:\d{{1,5}}|\?)(?: (?:/ )?(?:\d{{1,5}}|\?))*)", prompt)
    return [row.split() for row in found[1].split(" / ")] if found else None


def pyramid_sums(bottom: int) -> Sums:
    """Which bricks stand on which, rows from the bottom."""
    sums, start = [], 0
    for row in range(bottom, 1, -1):
        sums += [(start + at, start + at + 1, start + row + at) for at in range(row - 1)]
        start += row
    return sums


class _Drawn:
    """Boxes and printed numbers as they are put down, one after the other."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.printed: list[Printed] = []
        self.lines: list[Line] = []

    def put(self, text: str, box: Box, *, framed: bool = True) -> None:
        """A number in its frame, or a box for "?"."""
        left, top, right, bottom = (round(side, 1) for side in box)
        if text == "?":
            number = len(self.places)
            place = Place(f"b{number + 1}", (left, top, right, bottom), ANSWER, "whole", number, may_be_empty=False)
            self.places.append(place)
            return
        self.printed.append(Printed(text, round((left + right) / 2, 1), round((top + bottom) / 2, 1), _TYPE))
        if framed:
            corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
            self.lines += [Line(*one, *other) for one, other in zip(corners, corners[1:], strict=False)]

    def figure(self, layout: str, height: float) -> Figure | None:
        """All that was put down, if there is a box among it."""
        order = tuple(place.name for place in self.places)
        if not order:
            return None
        return Figure(layout, height, tuple(self.places), tuple(self.printed), tuple(self.lines), order)


def pyramid(prompt: str) -> Figure | None:
    """Bricks, each the sum of the two below; three or four at the bottom."""
    rows = rows_of(prompt, "Number pyramid")
    if rows is None or len(rows[0]) not in (3, 4) or [len(row) for row in rows] != list(range(len(rows[0]), 0, -1)):
        return None
    wide, high = min(290.0, (WIDTH - 2 * _MARGIN) / len(rows[0])), 180.0
    drawn = _Drawn()
    for level, row in enumerate(rows):
        left = (WIDTH - wide * len(row)) / 2
        top = _MARGIN + high * (len(rows) - 1 - level)
        for at, text in enumerate(row):
            drawn.put(text, (left + wide * at + 4, top + 4, left + wide * (at + 1) - 4, top + high - 4))
    return drawn.figure("pyramid", high * len(rows) + 2 * _MARGIN)


# Middles of the corners of a triangle, and of its sides: top, left, right; left side, lower side, right side.
_CORNERS = ((500.0, 110.0), (160.0, 690.0), (840.0, 690.0))
_SIDES = ((330.0, 400.0), (500.0, 690.0), (670.0, 400.0))
_JOINED = (
    (450.0, 199.0, 372.0, 311.0), (288.0, 489.0, 210.0, 601.0), (259.0, 690.0, 401.0, 690.0),
    (599.0, 690.0, 741.0, 690.0), (550.0, 199.0, 628.0, 311.0), (712.0, 489.0, 790.0, 601.0),
)  # fmt: skip


def arithmagon(prompt: str) -> Figure | None:
    """A triangle: each number on a side is the sum of its two corners. Corners / sides."""
    rows = rows_of(prompt, "Arithmagon")
    if rows is None or [len(row) for row in rows] != [3, 3]:
        return None
    drawn = _Drawn()
    for text, (x, y) in zip((*rows[0], *rows[1]), (*_CORNERS, *_SIDES), strict=True):
        drawn.put(text, (x - 95, y - 85, x + 95, y + 85))
    drawn.lines += [Line(*one) for one in _JOINED]
    return drawn.figure("arithmagon", 800.0)


def magic_square(prompt: str) -> Figure | None:
    """Three by three: every row, column and diagonal has the same sum."""
    rows = rows_of(prompt, "Magic square")
    if rows is None or [len(row) for row in rows] != [3, 3, 3]:
        return None
    drawn = _Drawn()
    for down, row in enumerate(rows):
        for along, text in enumerate(row):
            left, top = 125 + 250 * along, _MARGIN + 190 * down
            drawn.put(text, (left + 3, top + 3, left + 247, top + 187))
    return drawn.figure("square", 190 * 3 + 2 * _MARGIN)


def part_whole(prompt: str) -> Figure | None:
    """A whole over its two or three parts."""
    rows = rows_of(prompt, "Part and whole")
    if rows is None or len(rows) != 2 or len(rows[0]) != 1 or len(rows[1]) not in (2, 3):
        return None
    drawn = _Drawn()
    drawn.put(rows[0][0], (360.0, 20.0, 640.0, 210.0))
    wide = 960 / len(rows[1])
    for at, text in enumerate(rows[1]):
        middle = _MARGIN + wide * (at + 0.5)
        drawn.put(text, (middle - 140, 330.0, middle + 140, 520.0))
        drawn.lines.append(Line(500.0 + (middle - 500) * 0.35, 214.0, round(middle, 1), 326.0))
    return drawn.figure("parts", 540.0)


def split_number(number: int) -> list[int]:
    """A number as hundreds, tens and ones, without noughts: 204 -> 200, 4."""
    text = str(number)
    return [int(digit) * 10 ** (len(text) - 1 - at) for at, digit in enumerate(text) if digit != "0"]


def factors_of(prompt: str) -> tuple[int, int] | None:
    """Both numbers of "Grid method: 23 × 14", if a grid has room for them."""
    found = re.fullmatch(r"Grid method: (\d{2,3}) × (\d{1,2})", prompt)
    if found is None:
        return None
    a, b = int(found[1]), int(found[2])
    across, down = len(split_number(a)), len(split_number(b))
    return (a, b) if across >= 2 and down >= 1 and b > 1 and across * down <= 4 else None


def grid_method(prompt: str) -> Figure | None:
    """A table: the parts of one number across, of the other down, their products inside, the sum below."""
    both = factors_of(prompt)
    if both is None:
        return None
    across, down = split_number(both[0]), split_number(both[1])
    drawn = _Drawn()
    first, high = 170.0, 170.0
    wide = min(300.0, (WIDTH - 2 * _MARGIN - first) / len(across))
    left = (WIDTH - first - wide * len(across)) / 2
    drawn.put("×", (left, _MARGIN, left + first, _MARGIN + 130), framed=False)
    for at, number in enumerate(across):
        x = left + first + wide * at
        drawn.put(str(number), (x, _MARGIN, x + wide, _MARGIN + 130), framed=False)
    for row, number in enumerate(down):
        top = _MARGIN + 130 + high * row
        drawn.put(str(number), (left, top, left + first, top + high), framed=False)
        for box in _cells(left + first, top, wide, high, len(across)):
            drawn.put("?", box)
    top = _MARGIN + 130 + high * len(down) + 24
    drawn.put(f"{both[0]} × {both[1]} =", (_MARGIN, top, 540.0, top + 180), framed=False)
    drawn.put("?", (570.0, top, 970.0, top + 180))
    return drawn.figure("grid", round(top + 180 + _MARGIN))


def _cells(left: float, top: float, wide: float, high: float, count: int) -> Iterator[Box]:
    for at in range(count):
        yield left + wide * at + 3, top + 3, left + wide * (at + 1) - 3, top + high - 3
