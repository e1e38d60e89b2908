"""Ink as a drawing: path data for an SVG, so that pages show writing without a script. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Ink units kept free around the writing, so that a thick pen is not cut at the edge.
MARGIN = 40.0
# Small pictures show the writing within so many pixels; what is off by less than half of one is not seen.
SMALL_VIEW = (106.0, 48.0)
SEEN = 0.5
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
    and `small` makes it one path, without the points that nobody would see in one.
    """
    if not wire or not wire.get("strokes"):
        return None
    strokes = wire["strokes"]
    view = _around(strokes) if crop else (0.0, 0.0, float(wire["width"]), float(wire["height"]))
    paths = (_small(strokes, view),) if small else tuple(path(stroke) for stroke in strokes)
    return Drawing(view=" ".join(_short(side) for side in view), paths=paths)


def _small(strokes: Iterable[Sequence[Sequence[float]]], view: tuple[float, float, float, float]) -> str:
    """All strokes as one path of straight lines in whole ink units, with no more points than a thumbnail shows."""
    off = SEEN * max(view[2] / SMALL_VIEW[0], view[3] / SMALL_VIEW[1])
    parts = []
    for stroke in strokes:
        points = [(round(x), round(y)) for x, y in simplified([(point[0], point[1]) for point in stroke], off)]
        start, *others = points if len(points) > 1 else points * 2
        parts.append(f"M{start[0]} {start[1]}L" + " ".join(f"{x} {y}" for x, y in others))
    return "".join(parts)


def simplified(points: Sequence[tuple[float, float]], off: float) -> list[tuple[float, float]]:
    """The points without those that lie within `off` of the line that the others draw (Douglas and Peucker, 1973).

    >>> simplified([(0, 0), (5, 1), (10, 0), (10, 8)], 2)
    [(0, 0), (10, 0), (10, 8)]
    """
    kept, open_spans = {0, len(points) - 1}, [(0, len(points) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        far, at = off * off, 0
        for between in range(first + 1, last):
            away = _off_line(points[between], points[first], points[last])
            if away > far:
                far, at = away, between
        if at:
            kept.add(at)
            open_spans += [(first, at), (at, last)]
    return [points[at] for at in sorted(kept)]


def _off_line(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """The square of the distance of a point from a line between two others."""
    x, y, run, rise = point[0] - start[0], point[1] - start[1], end[0] - start[0], end[1] - start[1]
    length = run * run + rise * rise
    along = max(0.0, min(1.0, (x * run + y * rise) / length)) if length else 0.0
    return (x - along * run) ** 2 + (y - along * rise) ** 2


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
