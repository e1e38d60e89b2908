"""Keys near a number: what a wrong answer looks like, seen from the key."""

from __future__ import annotations

import numpy as np


def likely_wrong(text: str, rng: np.random.Generator) -> str:
    """Another number near `text`: one digit changed, two neighbours swapped, off by one, or off by ten."""
    while True:
        other = _changed(text, int(rng.integers(4)), rng)
        if int(other) != int(text):
            return other


def _changed(text: str, way: int, rng: np.random.Generator) -> str:
    value = int(text)
    if way == 0:
        at = int(rng.integers(len(text)))
        return f"{text[:at]}{rng.integers(10)}{text[at + 1 :]}"
    if way == 1 and len(text) > 1:
        at = int(rng.integers(len(text) - 1))
        return f"{text[:at]}{text[at + 1]}{text[at]}{text[at + 2 :]}"
    step = 10 if way == 3 else 1
    return str(abs(value + step * int(rng.choice([-1, 1]))))
