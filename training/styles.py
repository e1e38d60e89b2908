"""Other people's ways to write a digit, which few training writers have: each takes a symbol's paths (in ink units,
its foot at y = 0) and a generator, and returns the digit as somebody else might have written it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from recognition.raster import Path
from training.augment import Paths, Rng, resampled

OFTEN = 0.3  # how many of the digits that have other ways are written in one of them
SQUEEZED = 0.3  # how many digits have their parts in other proportions


def restyled(text: str, paths: Paths, rng: Rng) -> Paths:
    """Write a digit in another way now and then; other signs, and digits that have no stroke to change, stay."""
    if text not in "0123456789" or max(len(path) for path in paths) < 8:
        return paths
    ways = WAYS.get(text, ())
    if ways and rng.random() < OFTEN:
        paths = ways[int(rng.integers(len(ways)))](paths, rng)
    return squeezed(paths, rng) if rng.random() < SQUEEZED else paths


def squeezed(paths: Paths, rng: Rng, most: float = 0.16) -> Paths:
    """Move the waist: what is above it grows and what is below shrinks, or the other way round."""
    top, bottom = _ends(paths)
    waist = rng.uniform(0.4, 0.6)
    return _waist_moved(paths, top, bottom, waist, waist + float(rng.uniform(-most, most)))


def stem_cut(paths: Paths, rng: Rng) -> Paths:
    """A 6 whose bowl reaches nearly to its top: the upper part is pressed together."""
    top, bottom = _ends(paths)
    return _waist_moved(paths, top, bottom, 0.42, float(rng.uniform(0.12, 0.36)))


def leg_cut(paths: Paths, rng: Rng) -> Paths:
    """A 9 whose head reaches far down: the lower part is pressed together."""
    top, bottom = _ends(paths)
    return _waist_moved(paths, top, bottom, 0.55, float(rng.uniform(0.6, 0.72)))


def roof_away(paths: Paths, rng: Rng) -> Paths:
    """A 5 in two strokes whose roof stands away to the right, its body nearly straight at times."""
    if len(paths) < 2:
        return paths
    flat = int(np.argmax([np.ptp(path[:, 0]) - 1.5 * np.ptp(path[:, 1]) for path in paths]))
    if np.ptp(paths[flat][:, 0]) < 1.2 * np.ptp(paths[flat][:, 1]):
        return paths
    away = np.array([rng.uniform(5, 50), rng.uniform(-14, 22)])
    thin = float(rng.uniform(0.35, 1.0))
    return [path + away if k == flat else path * (thin, 1.0) for k, path in enumerate(paths)]


def opened(paths: Paths, rng: Rng) -> Paths:
    """A loop that its writer did not close: the longest stroke lacks a little of its beginning or end."""
    return (late if rng.random() < 0.4 else short)(paths, rng)


def late(paths: Paths, rng: Rng) -> Paths:
    """The longest stroke begins a little late: the head of a 9 stays open."""
    k, cut = _longest(paths, rng)
    return [*paths[:k], paths[k][cut:], *paths[k + 1 :]]


def short(paths: Paths, rng: Rng) -> Paths:
    """The longest stroke ends a little early: the bowl of a 6 stays open."""
    k, cut = _longest(paths, rng)
    return [*paths[:k], paths[k][:-cut], *paths[k + 1 :]]


def slashed(paths: Paths, rng: Rng) -> Paths:
    """A zero with a slash, inside it or across."""
    left, right = _sides(paths)
    top, bottom = _ends(paths)
    out = float(rng.uniform(-0.22, 0.15))
    wide, high = right - left, bottom - top
    line = [[left - out * wide, bottom + out * high], [right + out * wide, top - out * high]]
    return [*paths, _line(line if rng.random() < 0.7 else line[::-1])]


def barred(paths: Paths, rng: Rng) -> Paths:
    """A seven with a bar through its leg; one in several strokes may have its bar already."""
    if len(paths) > 1:
        return paths
    left, right = _sides(paths)
    top, bottom = _ends(paths)
    y = top + (bottom - top) * float(rng.uniform(0.4, 0.62))
    near = np.concatenate(paths)
    x = float(near[np.abs(near[:, 1] - y).argmin(), 0])
    wide = max(right - left, 50.0) * float(rng.uniform(0.25, 0.5))
    rise = float(rng.normal(0, 8))
    return [*paths, _line([[x - wide, y + rise], [x + wide, y - rise]])]


def closed(paths: Paths, rng: Rng) -> Paths:
    """A 4 in two strokes that is closed at the top: its first stroke begins where the second does."""
    if len(paths) != 2 or paths[0][0][0] > paths[1][0][0]:
        return paths
    end = paths[1][0] + rng.normal(0, 5, 2)
    return [np.concatenate([_line([end, paths[0][0]])[:-1], paths[0]]), paths[1]]


def dressed(paths: Paths, rng: Rng) -> Paths:
    """A 1 with a foot, a flag, or both; never with so flat a flag that it is a 7, and a loop for a flag only over a
    foot, for without one it is a 9."""
    if len(paths) > 1 or np.ptp(paths[0][:, 0]) > 0.35 * np.ptp(paths[0][:, 1]):
        return paths
    body = paths[0] if paths[0][0, 1] < paths[0][-1, 1] else paths[0][::-1]
    high = float(np.ptp(body[:, 1]))
    choice = rng.random()
    if choice < 0.75:
        length = high * float(rng.uniform(0.18, 0.5))
        steep = float(rng.uniform(0.75, 1.4))  # radians below the horizontal
        start = body[0] + (-length * np.cos(steep), length * np.sin(steep))
        body = np.concatenate([_line([start, body[0]])[:-1], body])
    elif choice < 0.85:
        around = np.linspace(0, 2 * np.pi, 14)[:-1] - np.pi / 2
        size = high * rng.uniform(0.06, 0.13, 2) * (1.0, 1.7)
        loop = np.stack([-np.cos(around), 1 + np.sin(around)], axis=1) * size
        body = np.concatenate([body[0] + loop, body])
    if 0.4 < choice < 0.85 or rng.random() < 0.15:
        wide = high * rng.uniform(0.15, 0.42, 2)
        rise = float(rng.normal(0, 6))
        foot = _line([body[-1] + (-wide[0], rise), body[-1] + (wide[1], -rise)])
        return [np.concatenate([body, foot])] if rng.random() < 0.35 else [body, foot]
    return [body]


def _longest(paths: Paths, rng: Rng) -> tuple[int, int]:
    """The longest stroke, and how many of its points may be missing."""
    k = int(np.argmax([len(path) for path in paths]))
    return k, max(1, int(len(paths[k]) * rng.uniform(0.05, 0.17)))


def _line(ends: list[list[float]] | list[Path]) -> Path:
    return resampled(np.array(ends, dtype=float))


def _ends(paths: Paths) -> tuple[float, float]:
    heights = np.concatenate(paths)[:, 1]
    return float(heights.min()), float(heights.max())


def _sides(paths: Paths) -> tuple[float, float]:
    across = np.concatenate(paths)[:, 0]
    return float(across.min()), float(across.max())


def _waist_moved(paths: Paths, top: float, bottom: float, old: float, new: float) -> Paths:
    """Stretch so that what is `old` of the way down comes to be `new` of it; both ends stay."""
    high = max(bottom - top, 1e-6)
    knots, places = np.array([0.0, old, 1.0]), np.array([0.0, new, 1.0])
    return [
        np.stack([path[:, 0], top + high * np.interp((path[:, 1] - top) / high, knots, places)], axis=1)
        for path in paths
    ]


WAYS: dict[str, tuple[Callable[[Paths, Rng], Paths], ...]] = {
    "0": (opened, slashed),
    "1": (dressed,),
    "4": (closed,),
    "5": (roof_away, roof_away, opened),
    "6": (stem_cut, stem_cut, short),
    "7": (barred,),
    "8": (opened,),
    "9": (late, leg_cut),
}
