"""A clock's face without hands, on which the child draws them. Pure.

All of the face is one place, read by where two hands point (recognition/hands.py); with keys the time is typed.
"""

from __future__ import annotations

from math import cos, pi, sin

from classroom import brackets
from classroom.skills.figures.base import ANSWER, WIDTH, Figure, Line, Place, Printed

HANDS = "hands"
_MARGIN, _RADIUS = 24.0, 310.0
_MIDDLE = (WIDTH / 2, _MARGIN + _RADIUS)
_TYPE = 54.0
_ROUND = 48  # corners of what looks like a circle


def clock_face(prompt: str) -> Figure | None:
    """A face with its numbers and marks; None for what is tapped, and for more than one answer."""
    if not brackets.asks_once(prompt):
        return None
    x, y = _MIDDLE
    box = (x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS)
    lines = [Line(*_at(one / _ROUND, 1.0), *_at((one + 1) / _ROUND, 1.0)) for one in range(_ROUND)]
    lines += [Line(*_at(hour / 12, 0.9), *_at(hour / 12, 1.0)) for hour in range(12)]
    lines.append(Line(x, y, x, y))
    printed = tuple(Printed(str(hour), *_at(hour / 12, 0.75), _TYPE) for hour in range(1, 13))
    place = Place("face", box, ANSWER, HANDS, 0, may_be_empty=False)
    return Figure("hands", 2 * (_MARGIN + _RADIUS), (place,), printed, tuple(lines), ("face",), shows_prompt=False)


def hands_of(text: str) -> tuple[Line, Line] | None:
    """Where the hands stand at a time, the short one first; None for what is none."""
    hours, colon, minutes = text.partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal()):
        return None
    hour, minute = int(hours) % 12, int(minutes)
    return Line(*_MIDDLE, *_at((hour + minute / 60) / 12, 0.45)), Line(*_MIDDLE, *_at(minute / 60, 0.8))


def _at(turn: float, far: float) -> tuple[float, float]:
    """A point so many radii from the middle, after so much of a turn from the top."""
    return (
        round(_MIDDLE[0] + far * _RADIUS * sin(2 * pi * turn), 1),
        round(_MIDDLE[1] - far * _RADIUS * cos(2 * pi * turn), 1),
    )
