"""Questions with several boxes in a figure: pyramids, arithmagons, squares, parts, the grid method. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from classroom.skills.draws import Draw
from classroom.skills.figures.puzzles import EDGES, Sums, factors_of, pyramid_sums, rows_of, split_number
from classroom.skills.forms.base import Answers, Form, Solved

Cells = list[int | None]


def joined(*numbers: int) -> str:
    """The numbers of several boxes as one answer."""
    return "|".join(map(str, numbers))


def _deduced(cells: Cells, sums: Sums) -> Cells:
    """All cells that follow from others by a + b = c."""
    cells = list(cells)
    changed = True
    while changed:
        changed = False
        for a, b, c in sums:
            known = [cells[at] for at in (a, b, c)]
            if known.count(None) != 1:
                continue
            one, other, total = known
            if total is None:
                assert one is not None and other is not None
                cells[c] = one + other
            elif one is None:
                assert other is not None
                cells[a] = total - other
            else:
                cells[b] = total - one
            changed = True
    return cells


def _filled(texts: list[str], cells: Cells, sums: Sums, skill: str, tags: tuple[str, ...]) -> Solved | None:
    """What belongs into the boxes, if everything follows, fits, and is at least nought."""
    if "?" not in texts or any(one is None or one < 0 for one in cells):
        return None
    known = [one for one in cells if one is not None]
    if any(known[a] + known[b] != known[c] for a, b, c in sums):
        return None
    boxes = [number for text, number in zip(texts, known, strict=True) if text == "?"]
    return Solved(joined(*boxes), skill, {}, (*tags, str(len(boxes))))


def _numbers(texts: list[str]) -> Cells:
    return [None if text == "?" else int(text) for text in texts]


def _flat(prompt: str, title: str) -> list[str]:
    return [text for row in rows_of(prompt, title) or [] for text in row]


def _pyramid(c: str) -> Solved | None:
    rows = rows_of(f"Number pyramid: {c}", "Number pyramid")
    if rows is None or len(rows[0]) not in (3, 4) or [len(row) for row in rows] != list(range(len(rows[0]), 0, -1)):
        return None
    texts = [text for row in rows for text in row]
    sums = pyramid_sums(len(rows[0]))
    return _filled(texts, _deduced(_numbers(texts), sums), sums, "puzzle.sums", (str(len(rows)),))


def _arithmagon(c: str) -> Solved | None:
    rows = rows_of(f"Arithmagon: {c}", "Arithmagon")
    if rows is None or [len(row) for row in rows] != [3, 3]:
        return None
    texts = [text for row in rows for text in row]
    cells = _numbers(texts)
    left, lower, right = cells[3:]
    tags: tuple[str, ...] = ()
    if cells[:3] == [None] * 3 and left is not None and lower is not None and right is not None:
        if (left + right - lower) % 2:
            return None
        cells[0], tags = (left + right - lower) // 2, ("corners from sides",)
    return _filled(texts, _deduced(cells, EDGES), EDGES, "puzzle.sums", tags)


_LINES = ((0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6))


def _square(c: str) -> Solved | None:
    rows = rows_of(f"Magic square: {c}", "Magic square")
    if rows is None or [len(row) for row in rows] != [3, 3, 3]:
        return None
    texts = [text for row in rows for text in row]
    cells = _numbers(texts)
    whole = [line for line in _LINES if all(cells[at] is not None for at in line)]
    if not whole:
        return None
    total = sum(cells[at] or 0 for at in whole[0])
    changed = True
    while changed:
        changed = False
        for line in _LINES:
            missing = [at for at in line if cells[at] is None]
            if len(missing) == 1:
                cells[missing[0]] = total - sum(cells[at] or 0 for at in line)
                changed = True
    if any(sum(cells[at] or 0 for at in line) != total for line in _LINES):
        return None
    return _filled(texts, cells, [], "puzzle.sums", ("square",))


def _parts(c: str) -> Solved | None:
    rows = rows_of(f"Part and whole: {c}", "Part and whole")
    if rows is None or len(rows) != 2 or len(rows[0]) != 1 or len(rows[1]) not in (2, 3):
        return None
    texts = [*rows[0], *rows[1]]
    if texts.count("?") != 1:
        return None
    known = [int(text) for text in texts[1:] if text != "?"]
    right = sum(known) if texts[0] == "?" else int(texts[0]) - sum(known)
    wrong: dict[str, Answers] = {"sub.added_instead": int(texts[0]) + sum(known) if texts[0] != "?" else None}
    return Solved(right, "facts.parts", wrong, ("whole" if texts[0] == "?" else "part",)) if right >= 0 else None


def _grid(a: int, b: int) -> Solved | None:
    if factors_of(f"Grid method: {a} × {b}") is None:
        return None
    products = [one * other for other in split_number(b) for one in split_number(a)]
    without = [int(str(one).rstrip("0")) * int(str(other).rstrip("0"))
               for other in split_number(b) for one in split_number(a)]  # fmt: skip
    wrong: dict[str, Answers] = {"pv.zero_dropped": joined(*without, sum(without))}
    return Solved(joined(*products, a * b), "mul.grid", wrong, (f"{len(str(a))} by {len(str(b))}",))


def _alike(make: Callable[[Draw, list[str]], list[str] | None], title: str) -> Callable[..., dict[str, Any]]:
    """Other numbers in the same figure, with boxes in the same places."""

    def draw_other(draw: Draw, gaps: dict[str, Any]) -> dict[str, Any]:
        texts = gaps["c"].split()
        cells = make(draw, [one for one in texts if one != "/"])
        if cells is None:
            return gaps
        stream = iter(cells)
        return {"c": " ".join("/" if one == "/" else "?" if (new := next(stream)) and one == "?" else new
                              for one in texts)}  # fmt: skip

    return draw_other


def filled_pyramid(draw: Draw, bottom: int, largest: int) -> list[str]:
    """A whole pyramid, its rows from the bottom, in one row."""
    cells: Cells = [draw.between(1, largest) for _ in range(bottom)]
    cells += [None] * (bottom * (bottom - 1) // 2)
    return [str(one) for one in _deduced(cells, pyramid_sums(bottom))]


def filled_arithmagon(draw: Draw, largest: int) -> list[str]:
    """Corners and sides."""
    cells: Cells = [*(draw.between(1, largest) for _ in range(3)), None, None, None]
    return [str(one) for one in _deduced(cells, EDGES)]


def filled_square(draw: Draw, largest: int) -> list[str]:
    """A magic square of nine different numbers: Lo Shu, turned, stretched and moved."""
    shu = [[2, 7, 6], [9, 5, 1], [4, 3, 8]]
    for _ in range(draw.below(4)):
        shu = [list(row) for row in zip(*shu[::-1], strict=True)]
    if draw.below(2):
        shu = shu[::-1]
    step = draw.between(1, max(1, largest // 10))
    more = draw.between(0, max(0, largest - 9 * step))
    return [str(step * one + more) for row in shu for one in row]


def _largest(texts: list[str]) -> int:
    return max([int(one) for one in texts if one != "?"], default=9)


PYRAMID = Form(
    "Number pyramid: {c:cells}",
    _pyramid,
    kind="whole",
    layout="pyramid",
    alike=_alike(
        lambda draw, texts: filled_pyramid(draw, 3 if len(texts) == 6 else 4, max(4, _largest(texts[:4]))), "pyramid"
    ),
)
ARITHMAGON = Form(
    "Arithmagon: {c:cells}",
    _arithmagon,
    kind="whole",
    layout="arithmagon",
    alike=_alike(lambda draw, texts: filled_arithmagon(draw, max(5, _largest(texts) // 2)), "arithmagon"),
)
SQUARE = Form(
    "Magic square: {c:cells}",
    _square,
    kind="whole",
    layout="square",
    alike=_alike(lambda draw, texts: filled_square(draw, max(20, _largest(texts))), "square"),
)
PARTS = Form(
    "Part and whole: {c:cells}",
    _parts,
    kind="whole",
    layout="parts",
    alike=_alike(lambda draw, texts: filled_parts(draw, max(5, _largest(texts)), len(texts) - 1), "parts"),
)
GRID = Form("Grid method: {a} × {b}", _grid, kind="whole", layout="grid")


def filled_parts(draw: Draw, largest: int, count: int) -> list[str]:
    """A whole and its parts."""
    many = [draw.between(1, max(2, largest // count)) for _ in range(count)]
    return [str(sum(many)), *map(str, many)]


FORMS = (PYRAMID, ARITHMAGON, SQUARE, PARTS, GRID)
