"""One of + - × ÷ in a box, by a network that knows + and - alone.

× is a + turned by an eighth of a turn, so the ink is turned and read as a +. ÷ is told by its layout: a flat stroke
with something small above and below, or two dots one above the other, as children write it where : divides. How far a
cross leans weighs for the one and against the other: whatever is in between goes to a teacher.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from recognition.raster import Path
from recognition.seeing import Sight

# What a network says of ink: belief in texts, and in its being no part of an answer.
Look = Callable[[Sight], tuple[dict[str, float], float]]
# Of the longest side: how high a bar may be, and how large a dot.
_FLAT, _DOT = 0.3, 0.45
# Two dots are little to go by: believed so much and no more.
_SURE = 0.97
# How far (degrees) the two strokes of a + may lean; from halfway between + and ×, nobody is sure.
_HALFWAY = 22.5


def beliefs(sight: Sight, look: Look) -> tuple[dict[str, float], float]:
    """Belief in each of + - × ÷, and in the ink's being no sign at all."""
    upright, junk = look(sight)
    crossed, other_junk = look(Sight(turned(sight.paths), sight.pen))
    share = upright_share(lean(sight.paths))
    found = {
        "+": upright.get("+", 0.0) * share,
        "-": upright.get("-", 0.0),
        "×": crossed.get("+", 0.0) * (1 - share),
    }
    junk = min(junk, other_junk)
    if (laid := over(sight.paths)) is not None:
        bar, certainty = laid
        flat, _ = look(Sight([sight.paths[bar]], sight.pen))
        found["÷"] = flat.get("-", 0.0) * certainty
        junk = min(junk, 1 - found["÷"])
        # Dots over and under a stroke are no part of the other signs.
        found |= {sign: found[sign] * (1 - certainty) for sign in "+-×"}
    elif (certainty := colon(sight.paths)) > 0.5:
        found = {"÷": certainty}
        junk = 1 - certainty
    return {sign: belief for sign, belief in found.items() if belief > 0}, junk


def turned(paths: Sequence[Path]) -> list[Path]:
    """The ink turned by an eighth of a turn about its middle."""
    middle = np.concatenate(list(paths)).mean(axis=0)
    c = math.sqrt(0.5)
    turn = np.array([[c, c], [-c, c]])
    return [(path - middle) @ turn + middle for path in paths]


def lean(paths: Sequence[Path]) -> float | None:
    """How many degrees the arms of a cross are off from upright and level, 0..45; None where there is no cross.

    The directions in which the pen went, each taken four times round: so both arms say the same.
    """
    steps = np.concatenate([np.diff(path, axis=0) for path in paths if len(path) > 1] or [np.zeros((0, 2))])
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    total = float(lengths.sum())
    if total == 0:
        return None
    angles = np.arctan2(steps[:, 1], steps[:, 0])
    around = complex((lengths * np.cos(4 * angles)).sum(), (lengths * np.sin(4 * angles)).sum()) / total
    if abs(around) < 0.35:  # a curve: it goes every way
        return None
    off = math.degrees(math.atan2(around.imag, around.real)) / 4
    return abs(off)


def upright_share(off: float | None) -> float:
    """How much speaks for a + against a ×, 0..1, by how far the arms lean."""
    if off is None:
        return 0.5
    return 1 / (1 + math.exp((off - _HALFWAY) / 2.2))


def over(paths: Sequence[Path]) -> tuple[int, float] | None:
    """The bar of a ÷ and how much speaks for a ÷, 0..1; None where the ink is not laid out so."""
    boxes = [(*path.min(axis=0), *path.max(axis=0)) for path in paths]
    size = [max(right - left, bottom - top) for left, top, right, bottom in boxes]
    bar = max(range(len(paths)), key=lambda at: size[at])
    left, top, right, bottom = boxes[bar]
    wide = right - left
    if len(paths) < 3 or bottom - top > _FLAT * wide:
        return None
    middle, centre = (top + bottom) / 2, (left + right) / 2
    dots = [at for at in range(len(paths)) if at != bar]
    above = [at for at in dots if boxes[at][3] < middle]
    below = [at for at in dots if boxes[at][1] > middle]
    if not above or not below or len(above) + len(below) < len(dots):
        return None
    largest = max(size[at] for at in dots) / wide
    aside = max(abs((boxes[at][0] + boxes[at][2]) / 2 - centre) for at in dots) / wide
    spare = len(dots) - 2  # a dot of two touches is still a dot
    certainty = _falls(largest, _DOT, 0.06) * _falls(aside, 0.33, 0.04) * 0.8**spare
    return bar, certainty


def colon(paths: Sequence[Path]) -> float:
    """How much speaks for two dots, one above the other, 0..1."""
    if len(paths) != 2:
        return 0.0
    lows, highs = zip(*((path.min(axis=0), path.max(axis=0)) for path in paths), strict=True)
    aside, apart = np.abs((lows[0] + highs[0] - lows[1] - highs[1]) / 2)
    largest = float(max((high - low).max() for low, high in zip(lows, highs, strict=True)))
    if largest > apart or aside > apart:
        return 0.0
    return _SURE * _falls(largest / apart, _DOT, 0.05) * _falls(aside / apart, 0.4, 0.05)


def _falls(value: float, at: float, width: float) -> float:
    return 1 / (1 + math.exp((value - at) / width))
