"""Figures on paper: the same boxes as on the tablet, empty to write in, and filled in the key."""

from __future__ import annotations

from django.utils.translation import get_language
from reportlab.pdfgen.canvas import Canvas

from classroom import numerals
from classroom.printed import fonts
from classroom.skills.figures.base import ANSWER, BAR, WIDTH, WORKING, Figure
from classroom.skills.figures.face import HANDS, hands_of

MM = 72 / 25.4
WIDE = 84 * MM  # of a figure in a column of the usual size


def size(figure: Figure, room: float) -> tuple[float, float]:
    """Width and height of a figure on paper, in points; it never grows wider than the room there is."""
    wide = min(WIDE, room)
    return wide, wide * figure.height / WIDTH


def draw(canvas: Canvas, figure: Figure, *, x: float, top: float, wide: float, key: str = "") -> None:
    """Draw a figure with its top left at (x, top); `key` is the answer that is written into its boxes, if any."""
    scale = wide / WIDTH
    texts = figure.texts_of(key) if key else {}
    for place in figure.places:
        if place.role == BAR:
            continue
        left, upper, right, lower = (side * scale for side in place.box)
        canvas.setLineWidth(1.0 if place.role == ANSWER else 0.5)
        canvas.setDash([] if place.role == ANSWER else [1, 3] if place.role == WORKING else [2.5, 2])
        if place.kind != HANDS:  # a face is round, and its lines are drawn
            canvas.roundRect(x + left, top - lower, right - left, lower - upper, 3)
        hands = hands_of(texts.get(place.name, "")) if place.kind == HANDS else None
        for hand, thick in zip(hands or (), (3.0, 1.8), strict=False):
            canvas.setLineWidth(thick)
            canvas.line(x + hand.x1 * scale, top - hand.y1 * scale, x + hand.x2 * scale, top - hand.y2 * scale)
        if texts.get(place.name) and not hands:
            middle = top - (upper + lower) / 2
            _text(
                canvas, texts[place.name], x + (left + right) / 2, middle, place.height * scale, within=right - left
            )
    canvas.setDash([])
    for line in figure.lines:
        canvas.setLineWidth(1.4)
        canvas.line(x + line.x1 * scale, top - line.y1 * scale, x + line.x2 * scale, top - line.y2 * scale)
    for one in figure.printed:
        _text(
            canvas,
            numerals.with_minus(numerals.shown(one.text, get_language() or "")),
            x + one.x * scale,
            top - one.y * scale,
            one.size * scale * 1.25,
        )
    canvas.setLineWidth(1.1)


def _text(canvas: Canvas, text: str, centre: float, middle: float, high: float, *, within: float = 0) -> None:
    """Text in the middle of a place; bold, and no wider than there is room, where it stands `within` a box."""
    font, size = (fonts.BOLD, high * 0.6) if within else (fonts.REGULAR, high * 0.8)
    if within:
        size = min(size, 0.86 * within / canvas.stringWidth(text, font, 1))
    canvas.setFont(font, size)
    canvas.drawCentredString(centre, middle - size * 0.36, text)
