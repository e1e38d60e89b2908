"""A worksheet on paper, in black and white: to write on, with the key at the end, and the way in as a QR code."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import segno
from django.utils.translation import gettext
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from classroom.printed import figures, fonts, pictures
from classroom.printed.layout import LARGE, MARGIN, MM, PAGE, USUAL, Block, Item, Piece, Style, pages

QR = 22 * MM


@dataclass(frozen=True)
class Copy:
    """One child's sheet, or anybody's: a name or none, the address in the QR code or none, and the class's code."""

    name: str = ""
    address: str = ""
    code: str = ""


@dataclass(frozen=True)
class Look:
    """How it is printed: `large` print, `two` half-size pages on each side to cut apart, the `key` at the end."""

    large: bool = False
    two: bool = False
    key: bool = True


def sheet_pdf(*, title: str, items: Sequence[Item], copies: Sequence[Copy], look: Look) -> bytes:
    """Print a worksheet.

    Args:
        title: stands on top of each page.
        items: the questions in order.
        copies: one for each child, or one for anybody; an anybody's copy in `two` fills both halves of each side.
        look: size, halves, key.

    Returns:
        A PDF of A4 pages, portrait, or landscape with two halves.
    """
    style = LARGE if look.large else USUAL
    laid = pages(items, style)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=PAGE, pageCompression=1)
    canvas.setTitle(title)
    canvas.setAuthor("Astro Numbers")
    halves = [_Side(title, copy, page, at, len(laid), style) for copy in copies for at, page in enumerate(laid, 1)]
    if look.two and len(copies) == 1:
        halves = [side for side in halves for _ in range(2)]
    for group in _by(halves, 2 if look.two else 1):
        _put(canvas, group, two=look.two)
    if look.key:
        for at, page in enumerate(laid, 1):
            _put(canvas, [_Side(title, None, page, at, len(laid), style)], two=False)
    canvas.save()
    return out.getvalue()


@dataclass(frozen=True)
class _Side:
    title: str
    copy: Copy | None  # none: the page of answers
    blocks: list[Block]
    number: int
    of: int
    style: Style

    def draw(self, canvas: Canvas) -> None:
        _header(canvas, self)
        for block in self.blocks:
            _question(canvas, block, self.style, with_key=self.copy is None)
        canvas.setFont(fonts.REGULAR, 8)
        canvas.drawCentredString(
            PAGE[0] / 2,
            MARGIN - 4 * MM,
            gettext("%(title)s · %(number)s of %(of)s") % {"title": self.title, "number": self.number, "of": self.of},
        )


def _by(sides: list[_Side], count: int) -> Iterator[list[_Side]]:
    for at in range(0, len(sides), count):
        yield sides[at : at + count]


def _put(canvas: Canvas, group: list[_Side], *, two: bool) -> None:
    """One side of paper: a page, or two at 1/√2 of their size beside each other, which is A5 exactly."""
    canvas.setPageSize((PAGE[1], PAGE[0]) if two else PAGE)
    for at, side in enumerate(group):
        canvas.saveState()
        if two:
            canvas.translate(at * PAGE[1] / 2, 0)
            canvas.scale(0.5**0.5, 0.5**0.5)
        side.draw(canvas)
        canvas.restoreState()
    if two:
        canvas.setDash(2, 4)
        canvas.line(PAGE[1] / 2, 0, PAGE[1] / 2, PAGE[0])
        canvas.setDash()
    canvas.showPage()


def _header(canvas: Canvas, side: _Side) -> None:
    top, left, right = PAGE[1] - MARGIN, MARGIN, PAGE[0] - MARGIN
    copy = side.copy
    if copy is not None and copy.address:
        right -= QR + 5 * MM
        _qr(canvas, copy.address, PAGE[0] - MARGIN - QR, top - QR)
        if copy.code:
            canvas.setFont(fonts.REGULAR, 8)
            canvas.drawRightString(
                PAGE[0] - MARGIN, top - QR - 9, gettext("Class code %(code)s") % {"code": copy.code}
            )
    size = 16 if side.style is USUAL else 22
    lines = simpleSplit(str(side.title), fonts.BOLD, size, right - left) or [""]
    canvas.setFont(fonts.BOLD, size)
    canvas.drawString(left, top - size, lines[0] if len(lines) == 1 else f"{lines[0].rstrip()} …")
    base = top - 20 * MM
    if copy is None:
        canvas.setFont(fonts.REGULAR, 12)
        canvas.drawString(left, base, gettext("Answers, for the teacher"))
        return
    after = _label(canvas, gettext("Name"), left, base)
    if copy.name and fonts.known(copy.name):
        canvas.setFont(fonts.BOLD, 14)
        canvas.drawString(after, base, copy.name)
    else:
        canvas.line(after, base - 2, left + 85 * MM, base - 2)
    canvas.line(_label(canvas, gettext("Date"), left + 92 * MM, base), base - 2, right, base - 2)


def _label(canvas: Canvas, word: str, x: float, base: float) -> float:
    """What a line is for, in whatever language; says where the line may begin."""
    canvas.setFont(fonts.REGULAR, 11)
    canvas.drawString(x, base, word)
    return x + fonts.width(f"{word} ", 11) + 4


def _qr(canvas: Canvas, address: str, x: float, y: float) -> None:
    rows = list(segno.make(address, error="m", micro=False).matrix_iter(border=2))
    cell = QR / len(rows)
    for down, row in enumerate(rows):
        for along, dark in enumerate(row):
            if dark:
                # A hair larger than its cell, or printers leave white lines between.
                canvas.rect(x + along * cell, y + QR - (down + 1) * cell, cell * 1.02, cell * 1.02, stroke=0, fill=1)


def _question(canvas: Canvas, block: Block, style: Style, *, with_key: bool) -> None:
    first = block.pieces[0]
    if with_key and block.item.tapped == "place":
        pictures.name_place(canvas, block, style)
    alone = len(block.pieces) == 1 and block.item.figure is not None
    down = style.size if alone else first.y + first.height / 2 + style.size * 0.36
    base = PAGE[1] - block.y - down
    canvas.setFont(fonts.BOLD, style.size)
    canvas.drawString(block.x, base, f"{block.item.number}.")
    canvas.setLineWidth(1.1)
    for piece in block.pieces:
        x, y = block.x + piece.x, PAGE[1] - block.y - piece.y - piece.height
        if piece.text:
            canvas.setFont(fonts.REGULAR, style.size)
            canvas.drawString(x, y + piece.height / 2 - style.size * 0.36, piece.text)
            continue
        if piece.picture is not None:
            pictures.draw(canvas, piece.picture, x, y, piece.width / piece.picture.width)
            continue
        if piece.card:
            pictures.draw_card(canvas, block.item, piece, x, y, style, with_key=with_key)
            continue
        if block.item.figure is not None:
            key = block.item.key.split(" or ")[0] if with_key else ""
            figures.draw(canvas, block.item.figure, x=x, top=y + piece.height, wide=piece.width, key=key)
            continue
        _box(canvas, block.item.kind, piece, x, y)
        if with_key:
            _key(canvas, block.item, piece, x, y, style)


def _box(canvas: Canvas, kind: str, piece: Piece, x: float, y: float) -> None:
    """The box to write in, as on the tablet: a bar for a fraction, a colon for a time, a ring for a sign."""
    middle = y + piece.height / 2
    if kind in ("compare", "operator"):
        canvas.circle(x + piece.width / 2, middle, piece.width / 2)
        return
    canvas.roundRect(x, y, piece.width, piece.height, 5)
    if kind == "fraction":
        canvas.line(x + piece.width * 0.12, middle, x + piece.width * 0.88, middle)
    if kind == "time":
        for up in (0.36, 0.64):
            canvas.circle(x + piece.width / 2, y + piece.height * up, 1.1, fill=1)


def _key(canvas: Canvas, item: Item, piece: Piece, x: float, y: float, style: Style) -> None:
    middle, centre = y + piece.height / 2, x + piece.width / 2
    if item.kind == "fraction" and item.key.count("/") == 1:
        above, below = item.key.split("/")
        spots = [(above, middle + piece.height / 4), (below, middle - piece.height / 4)]
    elif item.kind == "time" and item.key.count(":") == 1:
        hours, minutes = item.key.split(":")
        for text, at in ((hours, x + piece.width / 4), (minutes, x + piece.width * 3 / 4)):
            _fitted(canvas, text, at, middle, piece.width / 2, style)
        return
    else:
        spots = [(item.key, middle)]
    for text, at in spots:
        _fitted(canvas, text, centre, at, piece.width, style)


def _fitted(canvas: Canvas, text: str, centre: float, middle: float, room: float, style: Style) -> None:
    """A key in bold in the middle of its box, smaller if it is long."""
    size = min(
        style.size * 1.2, style.size * 1.2 * (room - 6) / max(fonts.width(text, style.size * 1.2, bold=True), 1)
    )
    canvas.setFont(fonts.BOLD, size)
    canvas.drawCentredString(centre, middle - size * 0.36, text)
