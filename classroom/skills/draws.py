"""Numbers drawn from a seed, the same for ever. Pure.

Python promises that `random.Random(seed).random()` stays as it is, but not `choice`, `shuffle` or `sample`,
which have
changed between versions. A sheet that a teacher prints again next year must not: so the generator is ours, SplitMix64
(Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014), with a seed hashed from a text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
_MASK = (1 << 64) - 1


class Draw:
    """A stream of numbers. The same text begins the same stream on every machine and version."""

    def __init__(self, seed: str) -> None:
        self._state = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")

    def _next(self) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return mixed ^ (mixed >> 31)

    def below(self, limit: int) -> int:
        """A whole number from 0 to limit - 1, each as likely as any other."""
        if limit < 1:
            raise ValueError(f"nothing is below {limit}")
        top = _MASK + 1 - (_MASK + 1) % limit  # beyond this the small ones would be likelier
        while True:
            number = self._next()
            if number < top:
                return number % limit

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def choice(self, among: Sequence[T]) -> T:
        """One of them."""
        return among[self.below(len(among))]

    def chance(self) -> float:
        """A number from 0 to 1, 1 excluded."""
        return (self._next() >> 11) / (1 << 53)

    def shuffled(self, many: Sequence[T]) -> list[T]:
        """All of them in another order."""
        left = list(many)
        return [left.pop(self.below(len(left))) for _ in range(len(left))]

    def digits(self, count: int) -> int:
        """A whole number of exactly so many digits; one digit is 1 to 9."""
        return self.between(10 ** (count - 1), 10**count - 1)
