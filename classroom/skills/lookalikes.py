"""Digits that are mistaken for each other, and answers that one such mistake would make the same. Pure.

Measured on 4,757 single digits of 66 writers whom the reader never met (line-1-9ba7ad1a, 22 November 2026): pairs for
which the reader gave the one more than 0.3 % of the belief that belonged to the other. Grown-ups' digits all; 0 and
6, 1 and 7, 4 and 9 are also what is said of children's.
"""

from __future__ import annotations

PAIRS = frozenset(frozenset(pair) for pair in ("17", "79", "12", "46", "27", "14", "06", "37", "39", "49"))


def one_misreading_apart(one: str, other: str) -> bool:
    """Whether a single likely misreading turns one answer into the other.

    >>> one_misreading_apart("124", "174"), one_misreading_apart("124", "184")
    (True, False)
    """
    if len(one) != len(other):
        return False
    unlike = [frozenset(pair) for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(unlike) == 1 and unlike[0] in PAIRS
