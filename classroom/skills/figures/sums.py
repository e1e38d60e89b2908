"""Sums that are written in columns, told from their prompts. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

MOST_DIGITS = 6
_TWO = re.compile(r"(\d{1,7}) ([+−×÷]) (\d{1,7}) = \?")
_THREE = re.compile(r"(\d{1,7}) \+ (\d{1,7}) \+ (\d{1,7}) = \?")


@dataclass(frozen=True)
class ColumnSum:
    """A written method: its sign, its operands as they stand in the figure, and how many columns the answer may have.

    Columns follow from the operands alone: a box too few or too many would tell how long the answer is. `has_rest`: a
    remainder is asked for too.
    """

    sign: str
    operands: tuple[int, ...]
    has_rest: bool = field(default=False, repr=False)

    @property
    def columns(self) -> int:
        """Boxes for the answer."""
        digits = max(len(str(one)) for one in self.operands)
        if self.sign == "+":
            return digits + 1
        if self.sign == "×":
            return sum(len(str(one)) for one in self.operands)
        return len(str(self.operands[0]))

    @property
    def least(self) -> int:
        """Digits that the answer has in any case, told from the operands' lengths alone."""
        lengths = [len(str(one)) for one in self.operands]
        return max(lengths) if self.sign == "+" else sum(lengths) - 1 if self.sign == "×" else 1

    @property
    def is_long(self) -> bool:
        """Whether it is multiplied or divided by more than one digit: the long method."""
        return (self.sign == "×" and self.operands[1] > 9) or (self.sign == "÷" and self.operands[1] > 12)

    @property
    def result(self) -> int:
        """What is right."""
        first, *others = self.operands
        if self.sign == "+":
            return sum(self.operands)
        if self.sign == "−":
            return first - others[0]
        return first * others[0] if self.sign == "×" else first // others[0]

    @property
    def answer(self) -> str:
        """What is right as keys say it: with the remainder behind a bar, where one is asked for."""
        return f"{self.result}|{self.operands[0] % self.operands[1]}" if self.has_rest else str(self.result)


def column_sum(prompt: str) -> ColumnSum | None:
    """The sum in a prompt, if there is a written method for it.

    >>> column_sum("345 + 278 = ?")
    ColumnSum(sign='+', operands=(345, 278))
    >>> column_sum("4 × 236 = ?"), column_sum("3 − 5 = ?")
    (ColumnSum(sign='×', operands=(236, 4)), None)
    """
    found = _THREE.fullmatch(prompt)
    if found:
        return _checked(ColumnSum("+", tuple(int(text) for text in found.groups())))
    found = _TWO.fullmatch(prompt)
    if not found:
        return None
    sign, operands = found[2], (int(found[1]), int(found[3]))
    if sign == "×":
        operands = (max(operands), min(operands))
    return _checked(ColumnSum(sign, operands))


_WITH_REST = re.compile(r"(\d{1,7}) ÷ (\d{1,2}) = \? [rR] \?")


def division(prompt: str) -> ColumnSum | None:
    """The division in a prompt: exact, or with a remainder asked for.

    >>> division("952 ÷ 7 = ?").answer, division("17 ÷ 5 = ? r ?").answer
    ('136', '3|2')
    """
    found = _WITH_REST.fullmatch(prompt)
    if found is None:
        one = column_sum(prompt)
        return one if one is not None and one.sign == "÷" else None
    first, by = int(found[1]), int(found[2])
    fits = 1 < by <= first < 10**MOST_DIGITS
    return ColumnSum("÷", (first, by), has_rest=True) if fits else None


def _checked(one: ColumnSum) -> ColumnSum | None:
    """None where columns make no sense: below nought, with a rest, by more than two digits, or too wide to write."""
    first, last = one.operands[0], one.operands[-1]
    if max(one.operands) >= 10**MOST_DIGITS or (one.sign in "×÷" and not 0 < last < 100):
        return None
    if (one.sign == "−" and last > first) or (one.sign == "÷" and (first < last or first % last)):
        return None
    return None if one.sign == "×" and one.is_long and first > 9999 else one
