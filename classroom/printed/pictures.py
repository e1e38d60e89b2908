"""Pictures and cards on paper, in black and white."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from classroom.brackets import BETWEEN
from classroom.numerals import with_minus
from classroom.pictures.shapes import Area, Circle, Line, Picture, Word
from classroom.printed import fonts
from classroom.printed.layout import PAGE, Block, Item, Piece, Style

_WIDTHS = {"thin": 0.4, "ink": 0.9, "bold": 2.4, "accent": 1.4}
_GREY, _WHITE, _BLACK = 0.72, 1, 0


def draw(canvas: Canvas, picture: Picture, x: float, y: float, scale: float) -> None:
    """A picture with its lower left corner at (x, y); `scale` in points for a unit."""
    top = y + picture.height * scale
    canvas.saveState()
    for shape in picture.shapes:
        if isinstance(shape, Word):
            size = shape.size * scale
            canvas.setFillGray(_BLACK)
            canvas.setFont(fonts.BOLD, size)
            canvas.drawCentredString(x + shape.x * scale, top - shape.base * scale, with_minus(shape.text))
            continue
        canvas.setLineWidth(_WIDTHS.get(shape.look, 0.9))
        if isinstance(shape, Line):
            canvas.line(x + shape.x1 * scale, top - shape.y1 * scale, x + shape.x2 * scale, top - shape.y2 * scale)
            continue
        fill = {"shade": _GREY, "paper": _WHITE, "dot": _BLACK, "accent-dot": _BLACK}.get(shape.look)
        canvas.setFillGray(_WHITE if fill is None else fill)
        filled = int(fill is not None)
        if isinstance(shape, Circle):
            canvas.circle(x + shape.x * scale, top - shape.y * scale, shape.r * scale, fill=filled)
        elif isinstance(shape, Area):
            path = canvas.beginPath()
            path.moveTo(x + shape.corners[0][0] * scale, top - shape.corners[0][1] * scale)
            for along, down in shape.corners[1:]:
                path.lineTo(x + along * scale, top - down * scale)
            path.close()
            canvas.drawPath(path, fill=filled)
    canvas.restoreState()


def draw_card(canvas: Canvas, item: Item, piece: Piece, x: float, y: float, style: Style, *, with_key: bool) -> None:
    """A ring or a square before a card's words: to tick, or to number where an order is asked for."""
    size = style.size * 1.2
    middle = y + piece.height / 2
    named = item.key.split(" or ")[0].split(BETWEEN)
    canvas.setLineWidth(0.9)
    if item.tapped == "choose":
        canvas.circle(x + size / 2, middle, size / 2)
    else:
        canvas.rect(x, middle - size / 2, size, size)
    if with_key and piece.card in named:
        sign = str(named.index(piece.card) + 1) if item.tapped == "order" else "×"
        canvas.setFont(fonts.BOLD, style.size)
        canvas.drawCentredString(x + size / 2, middle - style.size * 0.36, sign)
    canvas.setFont(fonts.REGULAR, style.size)
    canvas.drawString(x + size + 0.4 * style.size, middle - style.size * 0.36, piece.card)


def name_place(canvas: Canvas, block: Block, style: Style) -> None:
    """Where a mark belongs, in bold behind the question's words: the page of answers."""
    words = [piece for piece in block.pieces if piece.text]
    last = words[-1] if words else block.pieces[0]
    canvas.setFont(fonts.BOLD, style.size)
    base = PAGE[1] - block.y - last.y - last.height / 2 - style.size * 0.36
    canvas.drawString(block.x + last.x + last.width + style.size, base, block.item.key)
