"""Which layouts there are, and the figure of a question. Pure.

To add one: write a module whose function makes a Figure of a prompt (or None where it makes no sense), and name it in
LAYOUTS. Storing, reading, marking, the pad, teachers' pages and print need nothing more (docs/reading.md, "Figures").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from classroom.later import gettext_lazy as _
from classroom.skills.figures.base import Figure
from classroom.skills.figures.boxes import boxes, rest_boxes
from classroom.skills.figures.columns import columns
from classroom.skills.figures.division import beside, bus_stop
from classroom.skills.figures.face import clock_face
from classroom.skills.figures.fractions import fraction, mixed_number
from classroom.skills.figures.puzzles import arithmagon, grid_method, magic_square, part_whole, pyramid
from classroom.skills.figures.times import time_boxes
from classroom.skills.figures.working import working

LINE = "line"


@dataclass(frozen=True)
class Layout:
    """A way to lay an answer out: what teachers type behind a line for it, what makes it, and what to say where it
    makes no sense. `kind`: the one answer kind that it is for, "" for whichever suits the prompt."""

    ending: str
    make: Callable[[str], Figure | None]
    advice: str
    kind: str = ""


LAYOUTS: dict[str, Layout] = {
    "columns": Layout(
        "in columns", columns,
        _("Columns are for a written sum of whole numbers, such as 345 + 278 (in columns) or 96 ÷ 4 (in columns)."),
    ),
    "bus_stop": Layout(
        "bus stop", bus_stop,
        _("The bus stop is for a division by a number up to 99: 1008 ÷ 36 (bus stop), or 17 ÷ 5 = ? r ? (bus stop)."),
    ),
    "beside": Layout(
        "written division", beside,
        _("This is for a division by a number up to 99: 1008 ÷ 36 (written division), also 17 ÷ 5 = ? r ?."),
    ),
    "pyramid": Layout(
        "pyramid", pyramid,
        _("Write the rows from the bottom with ? for a box, for example: Number pyramid: 3 5 2 / ? ? / ?"),
    ),
    "arithmagon": Layout(
        "arithmagon", arithmagon, _("Write corners / sides with ? for a box, for example: Arithmagon: 3 5 4 / ? ? ?"),
    ),
    "square": Layout(
        "magic square", magic_square,
        _("Write three rows with ? for a box, for example: Magic square: 2 7 6 / 9 ? 1 / ? 3 8"),
    ),
    "parts": Layout(
        "part and whole", part_whole,
        _("Write the whole / its parts with ? for a box, for example: Part and whole: 12 / 5 ?"),
    ),
    "grid": Layout(
        "grid method", grid_method, _("The grid is for a product such as: Grid method: 23 × 14"),
    ),
    "working": Layout(
        "with working", working,
        _("Room for working is for an answer that is written, such as 345 + 278 (with working)."),
    ),
    "fraction": Layout(
        "fraction boxes", fraction,
        _("Boxes above and below a bar are for an answer that is a fraction, such as 1/5 + 3/5 (fraction boxes)."),
        kind="fraction",
    ),
    "mixed": Layout(
        "mixed number boxes", mixed_number,
        _("These boxes are for a fraction or a mixed number, such as 3/4 + 3/4 (mixed number boxes)."),
        kind="fraction",
    ),
    "time": Layout(
        "time boxes", time_boxes,
        _("Boxes for hours and minutes are for a time: What time is it? [clock 3:15] (time boxes)."), kind="time",
    ),
    "hands": Layout(
        "clock face", clock_face,
        _("Hands on a clock are for a time: Show half past 9 on the clock. (clock face)"), kind="time",
    ),
    # Typed as the next is, which a question of before keeps where children wrote into it: see newest.
    "rest": Layout(
        "boxes", rest_boxes,
        _("Write a ? for each box, and their answers behind →, for example: 375 = ? + ? + ? → 300 | 70 | 5 (boxes)"),
    ),
    "boxes": Layout(
        "boxes", boxes,
        _("Write a ? for each box, and their answers behind →, for example: 375 = ? + ? + ? → 300 | 70 | 5 (boxes)"),
    ),
}  # fmt: skip


@lru_cache(maxsize=2_000)
def figure_of(layout: str, prompt: str) -> Figure | None:
    """The figure of a question, None for one line in one box."""
    known = LAYOUTS.get(layout)
    return known.make(prompt) if known else None


def newest(layout: str, prompt: str) -> str:
    """The layout that a new question gets: an old one is kept only for what was written into it."""
    return "rest" if layout == "boxes" and figure_of("rest", prompt) else layout


def suits(layout: str, *, prompt: str, kind: str, values: Sequence[str]) -> bool:
    """Whether a question with this key can be laid out so: there are no boxes for a minus."""
    known = LAYOUTS.get(layout)
    if known is None or figure_of(layout, prompt) is None:
        return False
    return not known.kind or (kind == known.kind and not any(value.startswith("-") for value in values))
