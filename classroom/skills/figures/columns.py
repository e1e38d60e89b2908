"""Column grids: sums in the written layout, a box for each digit and small ones for carries and exchanges. Pure.

All numbers are ink units. Names of places: "a0" the ones of the answer, "a1" its tens; "c1" what is carried to the
tens, or exchanged there; "p0.2" the hundreds of the first row of a long multiplication; "work" room for working.
"""

from __future__ import annotations

from collections.abc import Iterator

from classroom.skills.figures.base import ANSWER, CARRY, STEP, WIDTH, WORKING, Figure, Line, Place, Printed
from classroom.skills.figures.sums import ColumnSum, column_sum

_WIDEST = 190.0  # of a cell: a finger's digit on a phone, and still a grid on a large screen
MARGIN = 20.0
SMALL = 96.0  # height of a box for carries
ROW = 128.0  # height of a printed row
TYPE = 104.0  # size of printed digits


def columns(prompt: str) -> Figure | None:
    """The grid of the sum in a prompt, if it has one."""
    one = column_sum(prompt)
    if one is None:
        return None
    if one.sign == "÷":
        return _bus_stop(one)
    return _long_product(one) if one.sign == "×" and one.is_long else _stacked(one)


class Grid:
    """Where columns stand: as wide as fits, the sign's column before them, all in the middle of the box; room for so
    many cells `before` and `after` them."""

    def __init__(self, count: int, before: float, after: float = 0.0) -> None:
        self.count = count
        whole = count + before + after
        self.cell = min(_WIDEST, (WIDTH - 2 * MARGIN) / whole)
        self.left = (WIDTH - self.cell * whole) / 2 + self.cell * before
        self.right = self.left + self.cell * count
        self.high = round(self.cell * 1.12)

    def x(self, power: int) -> float:
        """The left edge of a column."""
        return self.right - self.cell * (power + 1)

    def box(self, power: int, top: float, high: float, inset: float = 3.0) -> tuple[float, float, float, float]:
        """A cell's box, a little smaller than its column."""
        left = self.x(power)
        sides = (left + inset, top, left + self.cell - inset, top + high)
        return (round(sides[0], 1), round(sides[1], 1), round(sides[2], 1), round(sides[3], 1))

    def digits(self, number: int, middle: float, shift: int = 0) -> Iterator[Printed]:
        """A number's digits, one a column."""
        for power, digit in enumerate(reversed(str(number))):
            yield Printed(digit, round(self.x(power + shift) + self.cell / 2, 1), middle, min(TYPE, self.cell * 0.8))

    def sign(self, sign: str, power: int, middle: float) -> Printed:
        """A sign in the middle of a column."""
        return Printed(sign, round(self.x(power) + self.cell / 2, 1), middle, min(TYPE, self.cell * 0.8))


def answer_row(grid: Grid, top: float, count: int) -> list[Place]:
    """A box for each digit of the answer, which begins somewhere among them."""
    return [
        Place(f"a{power}", grid.box(power, top, grid.high), ANSWER, "digit", 0, power, may_be_empty=False)
        for power in reversed(range(count))
    ]


def _stacked(one: ColumnSum) -> Figure:
    """Addition, subtraction, short multiplication: operands under one another, the answer under a line."""
    count = one.columns
    exchanges = one.sign == "−"
    # Where the answer may be longer than the operands, the sign stands over its first box.
    grid = Grid(count, 1.0 if exchanges else 0.0)
    # Carried to every column but the ones; exchanged in every column, where two digits may stand.
    powers = range(count) if exchanges else range(1, count)
    kind = "whole" if exchanges else "digit"
    small = [Place(f"c{power}", grid.box(power, 10, SMALL, 18), CARRY, kind, None, power) for power in powers]
    top = 10 + SMALL + 8
    printed: list[Printed] = []
    for at, number in enumerate(one.operands):
        middle = top + ROW * (at + 0.5)
        printed += grid.digits(number, middle)
    last = top + ROW * (len(one.operands) - 0.5)
    printed.append(grid.sign(one.sign, max(len(str(number)) for number in one.operands), last))
    line = top + ROW * len(one.operands) + 6
    answer = answer_row(grid, line + 16, count)
    height = line + 16 + grid.high + MARGIN
    return Figure(
        "columns", round(height), (*small, *answer), tuple(printed),
        (Line(round(grid.x(grid.count if exchanges else count - 1), 1), line, round(grid.right, 1), line),),
        tuple(f"a{power}" for power in range(count)), least=one.least,
    )  # fmt: skip


def _long_product(one: ColumnSum) -> Figure:
    """Long multiplication: a row for each digit of the second number, then their sum."""
    count = one.columns
    grid = Grid(count, 0.0)
    times = len(str(one.operands[1]))
    top = 10.0
    printed = [*grid.digits(one.operands[0], top + ROW / 2), *grid.digits(one.operands[1], top + ROW * 1.5)]
    printed.append(grid.sign("×", max(len(str(number)) for number in one.operands), top + ROW * 1.5))
    first = top + 2 * ROW + 6
    lines = [Line(round(grid.left, 1), first, round(grid.right, 1), first)]
    places: list[Place] = []
    order: list[str] = []
    at = first + 14
    for row in range(times):
        places += [
            Place(f"p{row}.{power}", grid.box(power, at, grid.high), STEP, "digit", None, power, row)
            for power in reversed(range(count))
        ]
        order += [f"p{row}.{power}" for power in range(count)]
        at += grid.high + 8
    places += [
        Place(f"c{power}", grid.box(power, at, SMALL, 18), CARRY, "digit", None, power) for power in range(1, count)
    ]
    at += SMALL + 10
    lines.append(Line(round(grid.left, 1), at, round(grid.right, 1), at))
    places += answer_row(grid, at + 14, count)
    order += [f"a{power}" for power in range(count)]
    height = at + 14 + grid.high + MARGIN
    return Figure(
        "columns", round(height), tuple(places), tuple(printed), tuple(lines), tuple(order),
        is_large=True, least=one.least,
    )  # fmt: skip


def _bus_stop(one: ColumnSum) -> Figure:
    """Division under the bus stop, the answer above; short with a small box before each digit, long with room."""
    count = one.columns
    before = before_the_bar(one)
    grid = Grid(count, before)
    answer = answer_row(grid, 12, count)
    bar = 12 + grid.high + 14
    printed, lines, small, below = under_the_bar(one, grid, before, bar)
    height = below + MARGIN
    working: list[Place] = []
    if one.is_long:
        deep = 150.0 * 2 * min(count - 1, 3)
        working = [Place("work", (MARGIN, round(height), WIDTH - MARGIN, round(height + deep)), WORKING, "")]
        height += deep + MARGIN
    return Figure(
        "columns", round(height), (*answer, *small, *working), tuple(printed), tuple(lines),
        tuple(f"a{power}" for power in reversed(range(count))), is_large=one.is_long,
    )  # fmt: skip


def before_the_bar(one: ColumnSum) -> float:
    """How many cells the number takes that one divides by."""
    return 0.55 * len(str(one.operands[1])) + 0.35


def under_the_bar(
    one: ColumnSum, grid: Grid, before: float, bar: float
) -> tuple[list[Printed], list[Line], list[Place], float]:
    """A division's two numbers, the lines round them, in short division the small boxes, and where all this ends."""
    row = SMALL + ROW if not one.is_long else ROW + 20
    middle = bar + row - ROW / 2
    by = Printed(
        str(one.operands[1]), round(grid.left - before * grid.cell * 0.55, 1), middle, min(TYPE, grid.cell * 0.8)
    )
    lines = [
        Line(round(grid.left, 1), bar, round(grid.right, 1), bar),
        Line(round(grid.left, 1), bar, round(grid.left, 1), bar + row),
    ]
    # What is left over goes before the next digit: never before the first.
    small = [
        Place(f"c{power}", grid.box(power, bar + 8, SMALL - 12, 30), CARRY, "whole", None, power)
        for power in range(one.columns - 1)
        if not one.is_long
    ]
    return [*grid.digits(one.operands[0], middle), by], lines, small, bar + row
