"""A clock's face. Pure."""

from __future__ import annotations

import re
from math import cos, pi, sin

from django.utils.translation import gettext, ngettext

from classroom.pictures.shapes import CannotDraw, Circle, Line, Picture, Shape, Word, near

SIZE = 240.0
_MIDDLE = SIZE / 2


def draw(words: str) -> Picture:
    """A clock at "3:15"; of a 24-hour time the face shows twelve hours."""
    found = re.fullmatch(r"(\d{1,2}):([0-5]\d)", words.strip())
    if found is None or int(found[1]) > 24:
        raise CannotDraw(gettext("A clock needs a time, for example [clock 3:15]."))
    hour, minute = int(found[1]) % 12, int(found[2])
    shapes: list[Shape] = [Circle(_MIDDLE, _MIDDLE, 114, "paper")]
    for mark in range(60):
        inner, outer = (102 if mark % 5 else 97), 109
        shapes.append(Line(*_at(mark / 60, inner), *_at(mark / 60, outer), "thin" if mark % 5 else "ink"))
    shapes += [Word(*_at(number / 12, 82), str(number), 22) for number in range(1, 13)]
    shapes.append(Line(_MIDDLE, _MIDDLE, *_at((hour + minute / 60) / 12, 50), "bold"))
    shapes.append(Line(_MIDDLE, _MIDDLE, *_at(minute / 60, 92), "accent"))
    shapes.append(Circle(_MIDDLE, _MIDDLE, 7, "dot"))
    return Picture(SIZE, SIZE, tuple(shapes), _spoken(hour or 12, minute), name="clock")


def _at(turn: float, far: float) -> tuple[float, float]:
    """A point so far from the middle, after so much of a turn from the top."""
    return near(_MIDDLE + far * sin(2 * pi * turn)), near(_MIDDLE - far * cos(2 * pi * turn))


def _spoken(hour: int, minute: int) -> str:
    past, marks = divmod(minute, 5)
    if minute == 0:
        short = gettext("on the %(number)s")
    elif minute <= 20:
        short = gettext("just after the %(number)s")
    else:
        short = gettext("halfway after the %(number)s") if minute < 40 else gettext("well after the %(number)s")
    long = gettext("on the %(number)s")
    if marks:
        long = ngettext("%(n)s small mark after the %(number)s", "%(n)s small marks after the %(number)s", marks)
    return gettext("A clock: the short hand is %(short)s, the long hand is %(long)s.") % {
        "short": short % {"number": hour},
        "long": long % {"n": marks, "number": past or 12},
    }
