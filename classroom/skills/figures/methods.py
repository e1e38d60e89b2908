"""Written methods column by column: which digit a column gives, and what it hands on to the next. Pure.

What is handed on: a carry in addition and multiplication, an exchange in subtraction, what is left over in division.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from classroom.skills.figures.sums import ColumnSum


@dataclass(frozen=True)
class Method:
    """One row of a written sum: operands, and `columns` in the order of working, as powers of ten."""

    sign: str
    operands: tuple[int, ...]
    columns: tuple[int, ...]

    @classmethod
    def of(cls, one: ColumnSum) -> Method:
        """The method of a sum that has one row."""
        powers = range(one.columns)
        return cls(one.sign, one.operands, tuple(reversed(powers) if one.sign == "÷" else powers))

    def work(self, power: int, handed: int) -> tuple[str, int]:
        """The digit of a column when `handed` comes into it, and what it hands on; "" where no digit is possible."""
        digits = [_digit(number, power) for number in self.operands]
        if self.sign == "+":
            total = sum(digits) + handed
            return str(total % 10), total // 10
        if self.sign == "−":
            left = digits[0] - digits[1] - handed
            return str(left % 10), int(left < 0)
        if self.sign == "×":
            total = digits[0] * self.operands[1] + handed
            return str(total % 10), total // 10
        times, rest = divmod(handed * 10 + digits[0], self.operands[1])
        return (str(times) if times < 10 else ""), rest

    def implied(self, power: int, handed: Iterable[int], digit: str) -> set[int]:
        """What a column may hand on when its digit is wrong: what a child may have reckoned who wrote `digit`."""
        rightly = {self.work(power, one)[1] for one in handed}
        if self.sign in "+−":
            return rightly | set(range(len(self.operands)))
        if self.sign == "×":
            # A neighbouring table fact carries one more or less; who forgets the carry hands on nothing.
            return rightly | {one + step for one in rightly for step in (-1, 1) if one + step >= 0} | {0}
        if not digit.isdigit():
            return rightly
        left = {one * 10 + _digit(self.operands[0], power) - int(digit) * self.operands[1] for one in handed}
        return {one for one in left if one >= 0} or rightly

    def written(self, power: int, text: str) -> int | None:
        """What a small box at a column says is handed to it; None where it says nothing of the kind."""
        if not text.isdigit():
            return None
        if self.sign != "−":
            return int(text)
        # The digit left after an exchange: one less than printed where a ten was taken, ten more where it was got.
        less = (_digit(self.operands[0], power) - int(text)) % 10
        return less if less < 2 else None


def _digit(number: int, power: int) -> int:
    return number // 10**power % 10
