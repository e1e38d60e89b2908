"""What pictures are made of, on a screen and on paper: lines, circles, areas, words. Pure; y grows downwards."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """A line; `look` is thin, ink, bold or accent."""

    x1: float
    y1: float
    x2: float
    y2: float
    look: str = "ink"
    tag: str = "line"


@dataclass(frozen=True)
class Circle:
    """A circle; `look` is ink (an outline), paper, shade, dot or accent-dot."""

    x: float
    y: float
    r: float
    look: str = "ink"
    tag: str = "circle"


@dataclass(frozen=True)
class Area:
    """A polygon; looks as a circle's."""

    corners: tuple[tuple[float, float], ...]
    look: str = "ink"
    tag: str = "area"

    @property
    def points(self) -> str:
        """As SVG has it."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.corners)


@dataclass(frozen=True)
class Word:
    """A word with its middle at (x, y)."""

    x: float
    y: float
    text: str
    size: float = 18
    tag: str = "word"

    @property
    def base(self) -> float:
        """Where its letters stand."""
        return round(self.y + 0.36 * self.size, 1)


Shape = Line | Circle | Area | Word


@dataclass(frozen=True)
class Scale:
    """One direction in which a place is marked: `values` from the first to the last, at `spots` of the picture."""

    values: tuple[str, ...]
    spots: tuple[float, ...]
    name: str


@dataclass(frozen=True)
class Picture:
    """A drawing, and in words what it shows: no more than who sees it can tell."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    spoken: str
    # Where a place can be marked: one scale along a line, two (across and up) in a grid.
    scales: tuple[Scale, ...] = field(default=())
    name: str = ""


class CannotDraw(Exception):
    """A picture whose words make no sense, as a sentence for a teacher."""


def near(value: float) -> float:
    """A tenth of a unit is finer than anybody sees."""
    return round(value, 1)
