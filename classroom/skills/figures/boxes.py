"""Several boxes in one question: a "?" for each, in the line that is asked. Pure.

"375 = ? + ? + ?" has three boxes of one part each; its answer is "300|70|5".
"""

from __future__ import annotations

import re

from classroom.skills.figures.base import ANSWER, WIDTH, Figure, Place, Printed

MOST = 6
_MARGIN = 20.0
_HIGH = 230.0
_GAP = 24.0
_BETWEEN = 26.0
_TYPE = 92.0
_LETTER = 0.56  # of the size of type: how wide a sign is about


def boxes(prompt: str) -> Figure | None:
    """The line with its boxes, broken where it is full; None for fewer than two boxes or more than six."""
    words = re.sub(r"\?(?=[,;])", "? ", prompt).split()
    count = words.count("?")
    if not 2 <= count <= MOST:
        return None
    return _drawn("boxes", _rows(words, 300.0 if count <= 3 else 230.0))


def rest_boxes(prompt: str) -> Figure | None:
    """The same for "17 ÷ 5 = ? r ?" (in German R), whose two boxes stand side by side: both are one answer."""
    words = prompt.split()
    if words[-3:] not in (["?", "r", "?"], ["?", "R", "?"]) or words.count("?") != 2:
        return None
    for wide in (230.0, 190.0):
        rows = _rows(words, wide)
        if len(rows) == 1:
            return _drawn("rest", rows)
    return _drawn("rest", [*_rows(words[:-3], 0.0), *_rows(words[-3:], 300.0)])


def _rows(words: list[str], wide: float) -> list[list[tuple[str, float]]]:
    """The words with how wide each is, a box `wide`, broken where a row is full."""
    rows: list[list[tuple[str, float]]] = [[]]
    for word in words:
        width = wide if word == "?" else len(word) * _TYPE * _LETTER
        used = sum(size for _, size in rows[-1]) + _BETWEEN * len(rows[-1])
        if rows[-1] and used + width > WIDTH - 2 * _MARGIN:
            rows.append([])
        rows[-1].append((word, min(width, WIDTH - 2 * _MARGIN)))
    return rows


def _drawn(layout: str, rows: list[list[tuple[str, float]]]) -> Figure:
    places: list[Place] = []
    printed: list[Printed] = []
    top = _MARGIN
    for row in rows:
        x = (WIDTH - sum(size for _, size in row) - _BETWEEN * (len(row) - 1)) / 2
        for word, size in row:
            if word == "?":
                number = len(places)
                box = (round(x, 1), top, round(x + size, 1), top + _HIGH)
                places.append(Place(f"b{number + 1}", box, ANSWER, "whole", number, may_be_empty=False))
            else:
                printed.append(Printed(word, round(x + size / 2, 1), top + _HIGH / 2, _TYPE))
            x += size + _BETWEEN
        top += _HIGH + _GAP
    order = tuple(place.name for place in places)
    return Figure(layout, round(top - _GAP + _MARGIN), tuple(places), tuple(printed), (), order)
