"""Colours and shapes of what is printed for families: a star, a child's writing."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

NIGHT, INK, SOFT, LINE = HexColor("#14163a"), HexColor("#1d2145"), HexColor("#565b80"), HexColor("#c9cde3")
BLUE, STAR, GREEN, PALE = HexColor("#3d3bb3"), HexColor("#ffd66b"), HexColor("#12693a"), HexColor("#eef0fa")
WHITE, STAR_EDGE = HexColor("#ffffff"), HexColor("#b98900")


def star(canvas: Canvas, x: float, y: float, size: float, *, stroke: int = 0) -> None:
    """A star of five points around (x, y)."""
    path = canvas.beginPath()
    for corner in range(10):
        reach = size if corner % 2 == 0 else size * 0.45
        turn = pi / 2 + corner * pi / 5
        (path.moveTo if corner == 0 else path.lineTo)(x + reach * cos(turn), y + reach * sin(turn))
    path.close()
    canvas.drawPath(path, stroke=stroke, fill=1)


def writing(
    canvas: Canvas, lines: Sequence[Sequence[tuple[float, float]]], x: float, y: float, wide: float, tall: float
) -> None:
    """The writing as large as it fits, in the middle, with the pen's own breadth and smooth curves."""
    points = [point for line in lines for point in line]
    if not points:
        return
    left, top = min(p[0] for p in points), min(p[1] for p in points)
    right, bottom = max(p[0] for p in points), max(p[1] for p in points)
    # A lone stroke must not be blown up to a beam.
    scale = min(wide / max(right - left, 120), tall / max(bottom - top, 120))
    dx = x + (wide - (right - left) * scale) / 2 - left * scale
    dy = y + (tall + (bottom - top) * scale) / 2 + top * scale
    canvas.setStrokeColor(NIGHT)
    canvas.setLineWidth(1.6)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for line in lines:
        spots = [(dx + px * scale, dy - py * scale) for px, py in line]
        path = canvas.beginPath()
        path.moveTo(*spots[0])
        if len(spots) < 3:
            path.lineTo(*spots[-1])
        else:
            here = spots[0]
            for (cx, cy), (nx, ny) in zip(spots[1:-1], spots[2:], strict=True):
                end = ((cx + nx) / 2, (cy + ny) / 2)
                # A PDF knows cubic curves alone: the same curve, its two handles two thirds of the way.
                path.curveTo(
                    here[0] + 2 / 3 * (cx - here[0]), here[1] + 2 / 3 * (cy - here[1]),
                    end[0] + 2 / 3 * (cx - end[0]), end[1] + 2 / 3 * (cy - end[1]), *end,
                )  # fmt: skip
                here = end
            path.lineTo(*spots[-1])
        canvas.drawPath(path, stroke=1, fill=0)
    canvas.setLineCap(0)
