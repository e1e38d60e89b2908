"""A hand: the habits that one writer keeps from symbol to symbol."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from handwriting.shapes import GLYPHS


@dataclass(frozen=True)
class Hand:
    """Habits of one writer; lengths are shares of a digit's height, speed is in heights per second."""

    styles: tuple[tuple[str, int], ...]
    slant: float = 0.05
    wobble: float = 0.012
    size: float = 0.62
    drift: float = 0.06
    spacing: float = 0.22
    uphill: float = 0.0
    wide: float = 1.0
    speed: float = 4.0
    overshoot: float = 0.02

    def style_of(self, symbol: str) -> int:
        """Which of the symbol's skeletons this hand writes."""
        return dict(self.styles).get(symbol, 0)


def hand_of(writer: int) -> Hand:
    """Return the hand of a writer: the same seed always writes in the same style; seeds differ as children
    do."""
    rng = random.Random(f"hand {writer}")
    shaky = rng.random() ** 1.5
    return Hand(
        styles=tuple((symbol, rng.randrange(len(glyphs))) for symbol, glyphs in GLYPHS.items()),
        slant=rng.gauss(0.06, 0.12),
        wobble=0.006 + 0.02 * shaky,
        size=rng.uniform(0.45, 0.74),
        drift=0.03 + 0.09 * shaky,
        spacing=rng.uniform(0.1, 0.34),
        uphill=rng.gauss(0.0, 0.05),
        wide=rng.uniform(0.85, 1.25),
        speed=rng.uniform(2.0, 5.5),
        overshoot=0.05 * shaky,
    )


# How first years are taught to write a sign, by language, where the country has one way: the skeleton's number.
# German schools teach the one with its upstroke and the seven with a bar.
TAUGHT = {"de": {"1": 1, "7": 1}}


def taught_in(language: str, hand: Hand) -> Hand:
    """The same hand as it would write had the child learned in that country; its other habits stay."""
    return replace(hand, styles=tuple({**dict(hand.styles), **TAUGHT.get(language[:2], {})}.items()))
