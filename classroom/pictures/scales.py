"""Number lines and coordinate grids: to read a place from, or to mark one on. Pure."""

from __future__ import annotations

import re
from fractions import Fraction

from django.utils.translation import get_language, gettext

from classroom import numerals
from classroom.pictures.shapes import Area, CannotDraw, Circle, Line, Picture, Scale, Shape, Word, near

MOST_STEPS = 40
_NUMBER = r"[-−]?\d{1,7}(?:\.\d{1,3})?"
_LINE = re.compile(rf"({_NUMBER})\s+({_NUMBER})\s+({_NUMBER})(\s+all)?(?:\s+at\s+({_NUMBER}))?")
_POINT = re.compile(r"([A-Z])\s+([-−]?\d{1,2})\s+([-−]?\d{1,2})")
_GRID = re.compile(rf"(\d{{1,2}})(\s+four)?((?:\s+{_POINT.pattern})*)".replace(r"([A-Z])", "[A-Z]"))
_WIDE, _HIGH, _EDGE = 640.0, 116.0, 34.0


def draw_line(words: str) -> Picture:
    """A line from, to, step: "0 100 10"; numbers at its ends, with "all" everywhere; "at 30" an arrow."""
    found = _LINE.fullmatch(words.strip())
    if found is None:
        raise CannotDraw(gettext("A number line needs its ends and the step, for example [line 0 100 10 at 30]."))
    low, high, step = (_value(found[at]) for at in (1, 2, 3))
    if step <= 0 or high <= low or (high - low) % step or (high - low) / step > MOST_STEPS:
        raise CannotDraw(
            f"A number line goes up in equal steps, {MOST_STEPS} at most, from its first to its last number."
        )
    steps = int((high - low) / step)
    spots = [near(_EDGE + (_WIDE - 2 * _EDGE) * at / steps) for at in range(steps + 1)]
    values = [_text(low + at * step) for at in range(steps + 1)]
    y = 66.0
    shapes: list[Shape] = [Line(12, y, _WIDE - 12, y, "ink")]
    for at, x in enumerate(spots):
        told = found[4] or at in (0, steps) or values[at] == "0"
        tall = 16 if told else 10
        shapes.append(Line(x, y - tall, x, y + tall, "ink"))
        if told:
            shapes.append(Word(x, y + 34, _written(values[at]), 22))
    line = gettext("A number line from %(low)s to %(high)s, in %(steps)s equal steps.")
    first, last = _written(values[0]), _written(values[-1])
    spoken = line % {"low": first, "high": last, "steps": steps}
    if found[5]:
        place = _value(found[5])
        if not low <= place <= high:
            raise CannotDraw(gettext("The arrow stands beside the line."))
        along = (place - low) / (high - low)
        x = near(_EDGE + (_WIDE - 2 * _EDGE) * float(along))
        shapes += [
            Line(x, 8, x, y - 14, "accent"),
            Area(((x, y - 2), (x - 9, y - 20), (x + 9, y - 20)), "accent-dot"),
        ]
        marks = along * steps
        arrow = gettext(" The arrow points between mark %(mark)s and mark %(next)s after %(low)s.")
        if marks.denominator == 1:
            arrow = gettext(" The arrow points at mark %(mark)s after %(low)s.")
        spoken += arrow % {"mark": int(marks), "next": int(marks) + 1, "low": first}
    scale = Scale(tuple(values), tuple(spots), "along the line")
    return Picture(_WIDE, _HIGH, tuple(shapes), spoken, (scale,), "line")


def draw_grid(words: str) -> Picture:
    """Coordinates from 0 to N ("10"), or in all four quarters ("5 four"); points by name: "10 A 3 4"."""
    found = _GRID.fullmatch(words.strip())
    if found is None or not 2 <= int(found[1]) <= (10 if found[2] else 12):
        raise CannotDraw(
            gettext("A grid needs its size and may have points, for example [grid 10 A 3 4] or [grid 5 four A −2 3].")
        )
    high = int(found[1])
    low = -high if found[2] else 0
    cell = near(300 / (high - low))
    left, bottom = 36.0, 16.0 + cell * (high - low)
    size = left + cell * (high - low) + 16

    def place(x: float, y: float) -> tuple[float, float]:
        return near(left + (x - low) * cell), near(bottom - (y - low) * cell)

    shapes: list[Shape] = []
    every = range(low, high + 1)
    for one in every:
        shapes += [
            Line(*place(one, low), *place(one, high), "thin"),
            Line(*place(low, one), *place(high, one), "thin"),
        ]
    shapes += [Line(*place(low, 0), *place(high, 0), "ink"), Line(*place(0, low), *place(0, high), "ink")]
    for one in every:
        if high - low > 12 and one % 2:
            continue
        (x, y), (across, up) = place(one, 0), place(0, one)
        shapes += [Word(x, y + 15, _minus(one), 14)] + ([Word(across - 14, up, _minus(one), 14)] if one else [])
    grid = gettext("A grid with numbers from %(low)s to %(high)s across and up.")
    spoken = grid % {"low": low, "high": high}
    for name, x_text, y_text in _POINT.findall(found[3]):
        x_value, y_value = int(x_text.replace("−", "-")), int(y_text.replace("−", "-"))
        if not (low <= x_value <= high and low <= y_value <= high):
            raise CannotDraw(gettext("The point %(name)s lies beside the grid.") % {"name": name})
        x, y = place(x_value, y_value)
        shapes += [Circle(x, y, 6, "accent-dot"), Word(x + 14, y - 13, name, 20)]
        way = gettext(" To reach %(name)s from 0, go %(across)s and %(up)s.")
        across_words = _way(x_value, gettext("%(n)s right"), gettext("%(n)s left"))
        up_words = _way(y_value, gettext("%(n)s up"), gettext("%(n)s down"))
        spoken += way % {"name": name, "across": across_words, "up": up_words}
    values = tuple(map(str, every))
    scales = (
        Scale(values, tuple(place(one, 0)[0] for one in every), "across"),
        Scale(values, tuple(place(0, one)[1] for one in every), "up"),
    )
    return Picture(near(size), near(bottom + 30), tuple(shapes), spoken, scales, "grid")


def _way(steps: int, there: str, back: str) -> str:
    return (there if steps >= 0 else back) % {"n": abs(steps)}


def _minus(number: int) -> str:
    return str(number).replace("-", "−")


def _value(text: str) -> Fraction:
    return Fraction(text.replace("−", "-"))


def _text(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.3f}".rstrip("0")


def _written(value: str) -> str:
    """A number as the page's country writes it beside a mark."""
    return numerals.shown(value.replace("-", "−"), get_language() or "")
