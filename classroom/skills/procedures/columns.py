"""Numbers as columns of digits, the ones first: what written methods work on. Pure."""

from __future__ import annotations


def digits(number: int, width: int = 0) -> list[int]:
    """Digits from the ones upwards, with noughts up to `width`.

    >>> digits(305, 4)
    [5, 0, 3, 0]
    """
    return [int(sign) for sign in reversed(str(number).zfill(width))]


def together(columns: list[int]) -> int:
    """The number whose columns, from the ones upwards, were written side by side; a column may hold two digits.

    >>> together([15, 7])
    715
    """
    return int("".join(map(str, reversed(columns))))


def widest(*numbers: int) -> int:
    """How many columns the longest number has."""
    return max(len(str(number)) for number in numbers)
