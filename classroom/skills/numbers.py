"""Pairs of numbers drawn without repeats, each possible pair as likely as any other. Pure.

The possible second numbers of a first number are always one stretch, so that pairs are counted and drawn without
listing them: 9,999 by 9,999 costs a list of 9,999.
"""

from __future__ import annotations

import bisect
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.translation import gettext, ngettext

LARGEST = 9_999


@dataclass(frozen=True)
class Span:
    """Whole numbers from `low` to `high`, both included; empty when low > high."""

    low: int
    high: int

    def __len__(self) -> int:
        return max(0, self.high - self.low + 1)


@dataclass(frozen=True)
class Wishes:
    """What a teacher asks of a family of questions. What `first` and `second` mean, the family says.

    `most` bounds the largest number of the sum, None for no bound; `missing` hides a number instead of the result.
    """

    first: Span
    second: Span
    count: int = 20
    most: int | None = None
    missing: bool = False
    below_nought: bool = False
    seed: int = 0


class TooNarrow(Exception):
    """Fewer questions are possible than asked for."""

    def __init__(self, possible: int) -> None:
        self.possible = possible
        super().__init__(
            ngettext(
                "Only %(n)s different question is possible with these numbers. Ask for fewer, or widen the numbers.",
                "Only %(n)s different questions are possible with these numbers. "
                "Ask for fewer, or widen the numbers.",
                possible,
            )
            % {"n": possible}
            if possible
            else gettext("No question is possible with these numbers. Widen them.")
        )


def draw(wishes: Wishes, *, stretch: Callable[[int], Span], rng: random.Random) -> list[tuple[int, int]]:
    """`count` different pairs (first, second) in random order; `stretch` gives the second numbers of a first one.

    Raises TooNarrow.
    """
    firsts = range(wishes.first.low, wishes.first.high + 1)
    stretches = [stretch(one) for one in firsts]
    ends: Sequence[int] = list(accumulate(len(one) for one in stretches))
    possible = ends[-1] if ends else 0
    if possible < wishes.count:
        raise TooNarrow(possible)
    pairs = []
    for index in rng.sample(range(possible), wishes.count):
        at = bisect.bisect_right(ends, index)
        before = ends[at - 1] if at else 0
        pairs.append((firsts[at], stretches[at].low + index - before))
    return pairs


def within(span: Span, low: int, high: int) -> Span:
    """The part of a span from `low` to `high`."""
    return Span(max(span.low, low), min(span.high, high))


def without_nought(span: Span) -> Span:
    """A span that begins at 1 at least."""
    return within(span, 1, span.high)
