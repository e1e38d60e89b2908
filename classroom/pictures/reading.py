"""The picture that words in a prompt ask for. Pure."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language, gettext

from classroom.pictures import clock, compound, scales, things
from classroom.pictures.shapes import CannotDraw, Picture

_HOW = {
    "clock": clock.draw, "line": scales.draw_line, "grid": scales.draw_grid, "fraction": things.draw_fraction,
    "coins": things.draw_coins, "angle": things.draw_angle, "rectangle": things.draw_rectangle,
    "compound": compound.draw_compound,
}  # fmt: skip


def picture(words: str) -> Picture:
    """The picture of "clock 3:15" and the like. Raises CannotDraw with a sentence for a teacher.

    >>> picture("clock 3:15").spoken
    'A clock: the short hand is just after the 3, the long hand is on the 3.'
    """
    return _picture(words, get_language() or "")


@lru_cache(maxsize=500)
def _picture(words: str, language: str) -> Picture:
    """`language` is the one spoken now, in which the picture is told: for the cache alone."""
    name, _, rest = words.partition(" ")
    if name not in _HOW:
        raise CannotDraw(
            gettext("“%(name)s” is no picture; there are %(known)s.") % {"name": name, "known": ", ".join(_HOW)}
        )
    return _HOW[name](rest)


def places(words: str) -> tuple[str, ...]:
    """Every place that can be marked on a picture, as answers say it: "30" on a line, "(3, 4)" in a grid."""
    drawn = picture(words)
    if len(drawn.scales) == 2:
        across, up = drawn.scales
        return tuple(f"({x}, {y})" for x in across.values for y in up.values)
    return drawn.scales[0].values if drawn.scales else ()
