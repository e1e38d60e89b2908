"""Marks by column: which boxes are right, which follow rightly from a slip, and where the first slip is. Pure.

They stand beside the mark of the whole answer and never change it: an answer with a wrong digit is wrong, and three
of its four columns may be right all the same. Carries are never compulsory; what a child did write there is believed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from classroom.skills.figures.base import Figure
from classroom.skills.figures.methods import Method
from classroom.skills.figures.sums import ColumnSum, column_sum, division

RIGHT, FOLLOWS, WRONG, UNSURE, EMPTY = "right", "follows", "wrong", "unsure", "empty"
# A digit or carry read with less than this says nothing against a child.
SURE = 0.9
# A right digit likelier than this keeps its box from being wrong; more than for answers, for no mark rests on a box.
PLAUSIBLE = 0.02
IN_NO_COLUMN = -1

Candidates = Sequence[tuple[str, float]]


@dataclass(frozen=True)
class CellMark:
    """One box: what was read in it, what is right there, and RIGHT, FOLLOWS, WRONG, UNSURE or EMPTY."""

    name: str
    power: int
    read: str
    wanted: str
    state: str


@dataclass(frozen=True)
class Slip:
    """The first thing that went wrong, in the order of working: a digit, or a `carry` into a column."""

    name: str
    power: int
    is_carry: bool = False


@dataclass(frozen=True)
class Findings:
    """Marks of the answer's boxes and of rows beside them, in the order of working; `slip` is None where there is
    none, or where somebody must look first."""

    answer: tuple[CellMark, ...]
    beside: tuple[CellMark, ...] = ()
    slip: Slip | None = None

    @property
    def columns(self) -> int:
        """Boxes that count: those of the answer, of rows above it that were written, and a carry that was a slip."""
        return len(self.answer) + len(self.beside) + (self.slip is not None and self.slip.is_carry)

    @property
    def earned(self) -> int:
        """Columns that are right, or follow rightly from a slip before."""
        return sum(one.state in (RIGHT, FOLLOWS) for one in (*self.beside, *self.answer))

    @property
    def open(self) -> int:
        """Columns of which nothing can be said: unsure or empty."""
        return sum(one.state in (UNSURE, EMPTY) for one in (*self.beside, *self.answer))

    @property
    def credit(self) -> float | None:
        """The share of columns that were earned; None while a box is unsure or empty."""
        return self.earned / self.columns if self.columns and not self.open else None

    @property
    def states(self) -> dict[str, str]:
        """The state of every marked box by its name."""
        return {one.name: one.state for one in (*self.beside, *self.answer)}


def findings(*, prompt: str, values: Collection[str], cells: Mapping[str, Candidates]) -> Findings | None:
    """What the boxes of a column sum are worth; None for other questions and where a teacher set another key.

    `cells` has (text, probability) pairs by the box's name, none for an empty box.

    >>> marked = findings(prompt="47 + 38 = ?", values=["85"], cells={"a0": [("5", 1.0)], "a1": [("7", 1.0)]})
    >>> marked.earned, marked.columns, marked.slip
    (1, 2, Slip(name='a1', power=1, is_carry=False))
    """
    one = column_sum(prompt) or division(prompt)
    if one is None or list(values) != [one.answer]:
        return None
    beside: list[CellMark] = []
    slips: list[Slip] = []
    method = Method.of(one)
    if one.sign == "×" and one.is_long:
        own, marks, slip = _partial_rows(one, cells)
        beside, slips = marks, [slip] if slip else []
        # The last row adds up what the child has above it.
        method = Method("+", own, tuple(range(one.columns)))
    answer, slip, handed = _row(method, "a", str(one.result), cells)
    if one.has_rest:
        rest = _rest(one, handed, cells)
        if rest.state == WRONG and slip is None and all(mark.state in (RIGHT, FOLLOWS) for mark in answer):
            slip = Slip(rest.name, rest.power)
        answer.append(rest)
    return Findings(tuple(answer), tuple(beside), (slips + ([slip] if slip else [None]))[0])


def _rest(one: ColumnSum, handed: Collection[int], cells: Mapping[str, Candidates]) -> CellMark:
    """What is left over: right, or what is left by the child's own digits."""
    found = cells.get("rest", ())
    wanted = str(one.operands[0] % one.operands[1])
    return CellMark(
        "rest", IN_NO_COLUMN, text_of(found), wanted, state_of(found, wanted, {str(left) for left in handed})
    )


def _partial_rows(
    one: ColumnSum, cells: Mapping[str, Candidates]
) -> tuple[tuple[int, ...], list[CellMark], Slip | None]:
    """The rows of a long multiplication: the child's own numbers where they can be read, else the right ones."""
    own: list[int] = []
    marks: list[CellMark] = []
    slips: list[Slip] = []
    first, second = one.operands
    for row, digit in enumerate(reversed(str(second))):
        right = first * int(digit) * 10**row
        texts = [text_of(cells.get(f"p{row}.{power}", ())) for power in reversed(range(one.columns))]
        number = "".join(texts)
        if not number:
            own.append(right)
            continue
        method = Method("×", (first * 10**row, int(digit)), tuple(range(one.columns)))
        marked, slip, _ = _row(method, f"p{row}.", str(right), cells)
        marks += marked
        slips += [slip] if slip else []
        sure = number.isdigit() and all(mark.state not in (UNSURE, EMPTY) for mark in marked)
        own.append(int(number) if sure else right)
    return tuple(own), marks, slips[0] if slips else None


def _row(
    method: Method, name: str, right: str, cells: Mapping[str, Candidates]
) -> tuple[list[CellMark], Slip | None, Collection[int]]:
    """The marks of one row of boxes, its first slip, and what its last column may hand on."""
    marks: list[CellMark] = []
    slip: Slip | None = None
    handed = {0}
    doubtful = False
    for power in method.columns:
        rightly = set(handed)
        if name == "a" and (said := method.written(power, _sure(cells.get(f"c{power}", ())))) is not None:
            if said not in rightly and slip is None and not doubtful:
                slip = Slip(f"c{power}", power, is_carry=True)
            handed = rightly | {said}
        found = cells.get(f"{name}{power}", ())
        wanted = right[-1 - power] if power < len(right) else ""
        read = text_of(found)
        state = state_of(found, wanted, {method.work(power, one)[0] for one in handed})
        if wanted or read:
            marks.append(CellMark(f"{name}{power}", power, read, wanted, state))
        if state == WRONG and slip is None and not doubtful:
            slip = Slip(f"{name}{power}", power)
        doubtful = doubtful or state in (UNSURE, EMPTY)
        fitting = {one for one in handed if read and method.work(power, one)[0] == read}
        if fitting:
            handed = {method.work(power, one)[1] for one in fitting}
        elif state == RIGHT:  # right however it came about
            handed = {method.work(power, one)[1] for one in handed}
        else:
            handed = method.implied(power, handed, read)
    if slip and slip.is_carry and all(mark.state in (RIGHT, UNSURE, EMPTY) for mark in marks):
        slip = None  # a small box is nobody's answer: where all is right it was no slip
    return marks, slip, handed


def state_of(found: Candidates, wanted: str, following: Collection[str]) -> str:
    """What one box is worth: never wrong while its right digit is a plausible reading of it."""
    if not found:
        return EMPTY if wanted else RIGHT
    text, sureness = max(found, key=lambda one: one[1])
    if _same(text, wanted) or (not wanted and text == "0"):
        return RIGHT
    chance = sum(probability for one, probability in found if _same(one, wanted))
    if chance > PLAUSIBLE or sureness < SURE:
        return UNSURE
    return FOLLOWS if wanted and text in following else WRONG


def _same(one: str, other: str) -> bool:
    """07 is 7."""
    return one == other or (one.isdigit() and other.isdigit() and int(one) == int(other))


def text_of(found: Candidates) -> str:
    """The likeliest text of a box, "" for an empty one."""
    return max(found, key=lambda one: one[1])[0] if found else ""


def _sure(found: Candidates) -> str:
    text, sureness = max(found, key=lambda one: one[1], default=("", 0.0))
    return text if sureness >= SURE else ""


def cells_read(result: Mapping[str, Any]) -> dict[str, Candidates]:
    """The boxes of a reading as it is stored (`Reading.result`)."""
    return {
        cell["name"]: [(one["text"], one["probability"]) for one in cell["candidates"]]
        for cell in result.get("cells", ())
        if cell["status"] == "read"
    }


def cells_typed(figure: Figure, typed: str, beside: str = "") -> dict[str, Candidates]:
    """The boxes of a typed answer and those beside it: there is no writing to doubt. "_" stands for an empty box."""
    texts = figure.texts_of(typed) | figure.beside_of(beside)
    return {name: [(text, 1.0)] for name, text in texts.items() if text != "_"}
