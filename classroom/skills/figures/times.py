"""A time of day: a box for the hours and one for the minutes, with a colon between. Pure."""

from __future__ import annotations

from classroom import brackets
from classroom.skills.figures.base import ANSWER, BAR, COLON, WIDTH, Figure, Place, Printed

_MARGIN = 20.0
_WIDE, _HIGH, _BETWEEN = 300.0, 240.0, 70.0
_TYPE = 130.0


def time_boxes(prompt: str) -> Figure | None:
    """Two boxes and a colon, under the question; None for what is tapped, and for more than one answer."""
    if not brackets.asks_once(prompt):
        return None
    left = (WIDTH - 2 * _WIDE - _BETWEEN) / 2
    middle = left + _WIDE + _BETWEEN / 2
    top, bottom = _MARGIN, _MARGIN + _HIGH
    right = left + _WIDE + _BETWEEN
    places = (
        Place("hours", (left, top, left + _WIDE, bottom), ANSWER, "whole", 0, may_be_empty=False),
        Place("minutes", (right, top, right + _WIDE, bottom), ANSWER, "whole", 1, may_be_empty=False, joint=COLON),
        # Who draws the colon once more writes into neither box.
        Place("colon", (left + _WIDE + 1, top, right - 1, bottom), BAR, ""),
    )
    printed = (Printed(":", middle, top + _HIGH / 2 - 8, _TYPE),)
    return Figure("time", bottom + _MARGIN, places, printed, (), ("hours", "minutes"), shows_prompt=False, least=4)
