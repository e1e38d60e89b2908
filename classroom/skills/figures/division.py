"""Written division: under the bus stop, with boxes for its steps and for what is left over, or in one line. Pure.

Names of places: "a1" the tens of the answer, "rest" what is left over; short division: "c0" what is handed on to the
ones; long division: "s2.1" the tens of the third row below, which are a product and what is left by turns.
"""

from __future__ import annotations

from classroom.skills.figures.base import ANSWER, WIDTH, WORKING, Figure, Line, Place, Printed
from classroom.skills.figures.columns import MARGIN, TYPE, Grid, answer_row, before_the_bar, under_the_bar
from classroom.skills.figures.sums import ColumnSum, division

_STEP = 150.0  # height of a row of working: 52 pixels on a phone, and nobody must write there
_BETWEEN = 14.0
_MOST_STEPS = 4
_REST = 1.3  # of a cell: two digits
# In one line: height of its boxes and of the room below, size of type, how wide a sign of it is, between two things.
_HIGH, _ROOM, _SIZE, _SIGN, _APART = 230.0, 560.0, 84.0, 47.0, 20.0


def bus_stop(prompt: str) -> Figure | None:
    """The grid of a division by a number below 100, exact or with a remainder ("17 ÷ 5 = ? r ?")."""
    one = division(prompt)
    if one is None:
        return None
    before = before_the_bar(one)
    grid = Grid(one.columns, before, _REST + 0.75 if one.has_rest else 0.3)
    top = 20.0
    bar = top + grid.high + 14
    places = answer_row(grid, top, one.columns)
    printed: list[Printed] = []
    if one.has_rest:
        left = grid.right + grid.cell * 0.72
        printed.append(
            Printed("r", round(grid.right + grid.cell * 0.4, 1), top + grid.high / 2, min(TYPE, grid.cell * 0.8))
        )
        box = (round(left, 1), top, round(left + grid.cell * _REST, 1), top + grid.high)
        places.append(Place("rest", box, ANSWER, "whole", 1, may_be_empty=False))
    numbers, lines, small, below = under_the_bar(one, grid, before, bar)
    printed += numbers
    places += small
    below += MARGIN
    if one.is_long:
        steps = one.columns - len(str(one.operands[1])) + 1
        if steps > _MOST_STEPS:
            return None
        below = _steps(one, grid, steps, below, places, printed, lines)
    order = tuple(place.name for place in places if place.role == ANSWER)
    return Figure("bus_stop", round(below), tuple(places), tuple(printed), tuple(lines), order, is_large=one.is_long)


def _steps(
    one: ColumnSum, grid: Grid, steps: int, top: float, places: list[Place], printed: list[Printed], lines: list[Line]
) -> float:
    """Two rows for each step: what is taken away, and under a line what is left, the next digit brought down. As wide
    as the number is, for where the first step stands would tell how long the answer is. Gives where they end."""
    for number in range(2 * steps):
        places += [
            Place(f"s{number}.{power}", grid.box(power, top, _STEP), WORKING, "", None, power, number)
            for power in reversed(range(one.columns))
        ]
        top += _STEP + 8
        if number % 2 == 0:
            sign = round(grid.left - grid.cell * 0.24, 1)
            printed.append(Printed("−", sign, top - 8 - _STEP / 2, min(64.0, grid.cell / 2)))
            lines.append(Line(round(grid.left, 1), top + 2, round(grid.right, 1), top + 2))
            top += _BETWEEN
        else:
            top += 6
    return top + MARGIN - 14


def beside(prompt: str) -> Figure | None:
    """A division with its answer beside it, 84 : 4 = [box], and room for its steps below, as German schools write it.

    One box for the whole answer: a box for each digit would ask for a first digit that the method does not write.
    """
    one = division(prompt)
    if one is None:
        return None
    x, middle, low = MARGIN, MARGIN + _HIGH / 2, MARGIN + _HIGH
    printed: list[Printed] = []
    for word in (str(one.operands[0]), "÷", str(one.operands[1]), "="):
        printed.append(Printed(word, round(x + len(word) * _SIGN / 2, 1), middle, _SIZE))
        x += len(word) * _SIGN + _APART
    right = WIDTH - MARGIN
    answer = right if not one.has_rest else round(x + 0.6 * (right - x - _SIGN - 2 * _APART), 1)
    places = [Place("b1", (round(x, 1), MARGIN, answer, low), ANSWER, "whole", 0, may_be_empty=False)]
    if one.has_rest:
        printed.append(Printed("r", answer + _APART + _SIGN / 2, middle, _SIZE))
        box = (answer + 2 * _APART + _SIGN, MARGIN, right, low)
        places.append(Place("rest", box, ANSWER, "whole", 1, may_be_empty=False))
    order = tuple(place.name for place in places)
    below = low + _APART
    places.append(Place("work", (MARGIN, below, right, below + _ROOM), WORKING, ""))
    return Figure("beside", round(below + _ROOM + MARGIN), tuple(places), tuple(printed), (), order, is_large=True)
