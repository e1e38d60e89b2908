"""Shapes like an L: a rectangle with a corner cut out, its sides told, or on squares. Pure; drawn by ourselves."""

from __future__ import annotations

import re

from django.utils.translation import gettext, ngettext

from classroom.pictures.shapes import Area, CannotDraw, Line, Picture, Shape, Word, near

_WORDS = re.compile(r"(\d{1,3}) by (\d{1,3}) less (\d{1,3}) by (\d{1,3}) (mm|cm|m|km|squares)")
_MOST_SQUARES = 14
_WIDE, _HIGH = 320.0, 200.0


def draw_compound(words: str) -> Picture:
    """ "8 by 6 less 3 by 2 cm": four sides are told, the two at the cut are to be found; "squares" are counted."""
    found = _WORDS.fullmatch(words.strip())
    wide, high, less_wide, less_high = map(int, found.groups()[:4]) if found else (0, 0, 0, 0)
    unit = found[5] if found else ""
    many = unit == "squares" and max(wide, high) > _MOST_SQUARES
    if many or not (0 < less_wide < wide and 0 < less_high < high):
        raise CannotDraw(
            gettext(
                "A shape without a corner is told so: [compound 8 by 6 less 3 by 2 cm], or up to 14 by 14 squares."
            )
        )
    if unit == "squares":
        return _on_squares(wide, high, less_wide, less_high)
    left, top = 110.0, 44.0
    scale = min(_WIDE / wide, _HIGH / high)
    across, down = near(max(80, wide * scale)), near(max(80, high * scale))
    # However narrow a part is, its number stands beside it and not on another.
    cut_x = near(left + across * min(0.75, max(0.25, (wide - less_wide) / wide)))
    cut_y = near(top + down * min(0.75, max(0.25, less_high / high)))
    right, bottom = near(left + across), near(top + down)
    sides = [f"{number} {unit}" for number in (wide, high, wide - less_wide, high - less_high)]
    shapes = (
        Area(((left, top), (cut_x, top), (cut_x, cut_y), (right, cut_y), (right, bottom), (left, bottom)), "paper"),
        Word(near((left + right) / 2), near(bottom + 24), sides[0], 22),
        Word(near(left - 52), near((top + bottom) / 2), sides[1], 22),
        Word(near((left + cut_x) / 2), top - 22, sides[2], 22),
        Word(near(right + 52), near((cut_y + bottom) / 2), sides[3], 22),
    )
    spoken = gettext("A shape like an L. Bottom: %(bottom)s, left: %(left)s, top: %(top)s, right: %(right)s.") % dict(
        zip(("bottom", "left", "top", "right"), sides, strict=True)
    )
    return Picture(near(right + 110), near(bottom + 48), shapes, spoken, name="compound")


def _on_squares(wide: int, high: int, less_wide: int, less_high: int) -> Picture:
    size = near(min(36.0, _WIDE / wide, 240 / high))
    left = top = 12.0

    def at(x: int, y: int) -> tuple[float, float]:
        return near(left + x * size), near(top + y * size)

    narrow = wide - less_wide
    corners = tuple(
        at(*one) for one in ((0, 0), (narrow, 0), (narrow, less_high), (wide, less_high), (wide, high), (0, high))
    )
    shapes: list[Shape] = [Area(corners, "shade")]
    shapes += [Line(*at(x, 0 if x <= narrow else less_high), *at(x, high), "thin") for x in range(1, wide)]
    shapes += [Line(*at(0, y), *at(narrow if y < less_high else wide, y), "thin") for y in range(1, high)]
    rows = [
        ngettext("%(n)s row of %(squares)s squares", "%(n)s rows of %(squares)s squares", n)
        % {"n": n, "squares": squares}
        for n, squares in ((less_high, narrow), (high - less_high, wide))
    ]
    spoken = gettext("A shape on squares: %(above)s, under them %(below)s.") % {"above": rows[0], "below": rows[1]}
    return Picture(near(24 + wide * size), near(24 + high * size), tuple(shapes), spoken, name="compound")
