"""Ink as a drawing: path data for an SVG, so that pages show writing without a script. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Ink units kept free around the writing, so that a thick pen is not cut at the edge.
MARGIN = 40.0
# The breadth of the pen in small pictures, a little less than answers.css draws it.
PEN = 12.0
# A lone dot must not be blown up to the size of a digit.
SMALLEST_VIEW = 260.0


@dataclass(frozen=True)
class Drawing:
    """What a template needs for one <svg>: a view box and one path for each stroke, oldest first."""

    view: str
    paths: tuple[str, ...]


def drawing(wire: Mapping[str, Any] | None, *, crop: bool = False, small: bool = False) -> Drawing | None:
    """The drawing of ink in wire format, or None when there is nothing drawn.

    The view is the whole box, so that size and place are seen; `crop` shows the writing alone, for small pictures,
    and `small` leaves points out that nobody would see in one.
    """
    if not wire or not wire.get("strokes"):
        return None
    strokes = wire["strokes"]
    view = _around(strokes) if crop else (0.0, 0.0, float(wire["width"]), float(wire["height"]))
    shown = [_thinned(stroke) for stroke in strokes] if small else strokes
    return Drawing(view=" ".join(_short(side) for side in view), paths=tuple(path(stroke) for stroke in shown))


def _thinned(stroke: Sequence[Sequence[float]]) -> list[Sequence[float]]:
    """The stroke without points that lie within a pen's breadth of the one before; its ends stay."""
    kept = [stroke[0]]
    for point in stroke[1:-1]:
        x, y = kept[-1][0] - point[0], kept[-1][1] - point[1]
        if x * x + y * y >= PEN * PEN:
            kept.append(point)
    return [*kept, stroke[-1]] if len(stroke) > 1 else kept


def _around(strokes: Iterable[Sequence[Sequence[float]]]) -> tuple[float, float, float, float]:
    points = [point for stroke in strokes for point in stroke]
    left, right = min(point[0] for point in points), max(point[0] for point in points)
    top, bottom = min(point[1] for point in points), max(point[1] for point in points)
    width, height = (max(side + 2 * MARGIN, SMALLEST_VIEW) for side in (right - left, bottom - top))
    return ((left + right - width) / 2, (top + bottom - height) / 2, width, height)


def path(stroke: Sequence[Sequence[float]]) -> str:
    """A smooth line through a stroke of points [x, y, ...], as path data: curves that meet half way."""
    points = [(point[0], point[1]) for point in stroke]
    x, y = points[0]
    if len(points) < 3:
        # A line of no length with round ends is drawn as a dot.
        end_x, end_y = points[-1]
        return f"M{_short(x)} {_short(y)}L{_short(end_x)} {_short(end_y)}"
    parts = [f"M{_short(x)} {_short(y)}"]
    for (x, y), (next_x, next_y) in zip(points[1:-1], points[2:], strict=True):
        parts.append(f"Q{_short(x)} {_short(y)} {_short((x + next_x) / 2)} {_short((y + next_y) / 2)}")
    x, y = points[-1]
    return "".join([*parts, f"L{_short(x)} {_short(y)}"])


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
