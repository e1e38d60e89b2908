"""Where questions stand on paper: words and answer boxes flow into lines, questions into columns and pages. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from classroom.pictures.shapes import Picture
from classroom.printed import fonts
from classroom.printed.figures import size as figure_size
from classroom.skills.figures.base import Figure

MM = 72 / 25.4
# A unit of a picture: a clock is 42 mm across.
UNIT = 0.175 * MM
PAGE = (210 * MM, 297 * MM)  # A4, portrait; (0, 0) is its lower left corner
MARGIN = 15 * MM
HEADER = 30 * MM
FOOTER = 8 * MM
COLUMN_GAP = 10 * MM
# Width and height of the box for an answer, in millimetres: room for a child's finger-thick digits.
BOXES = {
    "digit": (13, 13), "whole": (26, 13), "signed": (28, 13), "decimal": (32, 13), "fraction": (18, 26),
    "compare": (14, 14), "time": (32, 13), "operator": (14, 14),
}  # fmt: skip
OTHER_BOX = (32, 13)


@dataclass(frozen=True)
class Item:
    """A question as printed: text around its box, the answer kind, and the key for the page of answers.

    Where it has a `figure`, that stands in the place of the box, and of the text too if the figure shows it.
    """

    number: int
    before: str
    after: str
    kind: str
    key: str
    # What is tapped on a screen is ticked, numbered or marked on paper.
    tapped: str = ""
    options: tuple[str, ...] = ()
    picture: Picture | None = None
    figure: Figure | None = None


@dataclass(frozen=True)
class Style:
    """Sizes in points. `LARGE` is print for children who see little: 24 points, one column."""

    size: float = 13
    scale: float = 1.0
    gap: float = 5 * MM
    columns: int = 2


USUAL = Style()
LARGE = Style(size=24, scale=1.6, gap=9 * MM, columns=1)


@dataclass(frozen=True)
class Piece:
    """A word, a card, a picture, or, without any of them, the answer box or figure; x from the left, y down from
    the top."""

    x: float
    y: float
    width: float
    height: float
    text: str = ""
    card: str = ""
    picture: Picture | None = None

    @property
    def is_box(self) -> bool:
        return not (self.text or self.card or self.picture)


@dataclass(frozen=True)
class Block:
    """A question laid out; at (x, y) from the page's top left once it has been put on a page."""

    item: Item
    pieces: tuple[Piece, ...]
    height: float
    x: float = 0
    y: float = 0


def pages(items: Sequence[Item], style: Style) -> list[list[Block]]:
    """Put questions on pages, in rows from left to right; at least one page, and no question is ever cut in two.

    Short questions share a row; one that is longer than a column has a row of its own.
    """
    wide = PAGE[0] - 2 * MARGIN
    column = (wide - COLUMN_GAP * (style.columns - 1)) / style.columns
    rows: list[list[Block]] = []
    open_row = False
    for item in items:
        short = _one_line(item, style, column)
        if short and open_row and len(rows[-1]) < style.columns:
            rows[-1].append(_block(item, style, column))
        else:
            rows.append([_block(item, style, column if short else wide)])
        open_row = short
    room = PAGE[1] - 2 * MARGIN - HEADER - FOOTER
    made: list[list[Block]] = [[]]
    for row, top, starts in _rows(rows, style.gap, room):
        if starts:
            made.append([])
        tall = max(block.height for block in row)
        made[-1] += [
            replace(
                block, x=MARGIN + at * (column + COLUMN_GAP),
                y=MARGIN + HEADER + top + (tall - block.height) / 2,
            )
            for at, block in enumerate(row)
        ]  # fmt: skip
    return made


def _rows(rows: list[list[Block]], gap: float, room: float) -> Iterator[tuple[list[Block], float, bool]]:
    """Yield each row, its distance from the top of the questions, and whether it begins another page."""
    heights = [max(block.height for block in row) for row in rows]
    spare = room - sum(heights) - gap * len(rows)
    if rows and spare > 0:  # a short sheet leaves room to work things out
        gap += min(2 * gap, spare / len(rows))
    top = 0.0
    for row, height in zip(rows, heights, strict=True):
        starts = top > 0 and top + height > room
        top = 0.0 if starts else top
        yield row, top, starts
        top += height + gap


def box_size(kind: str, style: Style) -> tuple[float, float]:
    """Width and height of a kind's answer box, in points."""
    width, height = BOXES.get(kind, OTHER_BOX)
    return width * MM * style.scale, height * MM * style.scale


def _one_line(item: Item, style: Style, column: float) -> bool:
    if item.picture is not None:
        return _label(style) + item.picture.width * UNIT * style.scale <= column
    if item.figure is not None:
        return item.figure.shows_prompt or _label(style) + fonts.width(item.before, style.size) <= column
    words = fonts.width(f"{item.before} {item.after}", style.size)
    if item.tapped:
        return _label(style) + words + sum(_card(card, style) + style.size for card in item.options) <= column
    return _label(style) + words + box_size(item.kind, style)[0] + style.size <= column


def _label(style: Style) -> float:
    """Room for the question's number."""
    return fonts.width("60. ", style.size, bold=True)


def _card(card: str, style: Style) -> float:
    """A card on paper: a place to tick or number, and what stands on it."""
    return fonts.width(card, style.size) + 1.8 * style.size


def _block(item: Item, style: Style, column: float) -> Block:
    """Flow words and box into lines no wider than the column; a line with the box is as high as the box."""
    left, space = _label(style), fonts.width(" ", style.size)
    under = Piece(left, 0, 0, 0)
    if item.figure is not None:
        wide, tall = figure_size(item.figure, (column - left) / style.scale)
        under = Piece(left, 0, wide * style.scale, tall * style.scale)
        if item.figure.shows_prompt:
            return Block(item, (under,), under.height)
    parts = [Piece(0, 0, fonts.width(word, style.size), style.size, word) for word in item.before.split()]
    if not item.tapped and item.figure is None:
        parts.append(Piece(0, 0, *box_size(item.kind, style)))
    parts += [Piece(0, 0, fonts.width(word, style.size), style.size, word) for word in item.after.split()]
    parts += [Piece(0, 0, _card(card, style), 1.5 * style.size, card=card) for card in item.options]
    if (shown := item.picture) is not None:
        scale = min(UNIT * style.scale, (column - left) / shown.width)
        parts.append(Piece(0, 0, shown.width * scale, shown.height * scale, picture=shown))
    lines: list[list[Piece]] = [[]]
    x = left
    for piece in parts:
        if piece.text[:1] in {",", "."}:  # in "2, 4, ?, 8" the comma stands close to its box
            x -= 1.5 * space
        if lines[-1] and (x + piece.width > column or piece.picture):
            lines.append([])
            x = left
        lines[-1].append(replace(piece, x=x))
        x += piece.width + space * (1 if piece.text else 4 if piece.card else 2)
    pieces: list[Piece] = []
    y = 0.0
    for line in lines:
        tall = max(piece.height for piece in line)
        pieces += [replace(piece, y=y + (tall - piece.height) / 2) for piece in line]
        y += tall + 0.4 * style.size
    if item.figure is not None:
        return Block(item, (*pieces, replace(under, y=y)), y + under.height)
    return Block(item, tuple(pieces), y)
