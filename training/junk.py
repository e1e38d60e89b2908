"""Ink that is no number: letters, other signs, scribbles and drawings; taught as a label of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from handwriting import cat, scribble
from handwriting.letters import LETTERS
from recognition.raster import Path, paths_of
from training.augment import Paths, Rng, resampled, turned, wobble
from training.data import Pen

# Signs that nobody would take for a digit, a stroke of one, or a sign of an answer.
OTHER_SIGNS = frozenset('!"#$%&*?@[]{}^~;()\\')


def signs_among(pens: Sequence[Pen]) -> list[Pen]:
    """Those symbol pens that are neither a number's sign nor easily taken for one."""
    return [pen for pen in pens if pen.text in OTHER_SIGNS]


def junk(rng: Rng, signs: Sequence[Pen], digits: Sequence[Pen]) -> Paths:
    """Return one piece of ink that is no number, about as high as a digit, its bottom at y = 0."""
    choice = rng.random()
    if choice < 0.1:
        paths = _salad(rng, digits)
    elif choice < 0.58 and signs:
        paths = list(signs[int(rng.integers(len(signs)))].paths)
    elif choice < 0.72:
        paths = _letter(rng)
    elif choice < 0.82:
        paths = _drawn(scribble(seed=int(rng.integers(2**31))), rng)
    elif choice < 0.88:
        paths = _drawn(cat(seed=int(rng.integers(2**31))), rng)
    else:
        paths = _wander(rng)
    lowest = max(float(path[:, 1].max()) for path in paths)
    return [path - (0.0, lowest) for path in paths]


def _letter(rng: Rng) -> Paths:
    names = sorted(LETTERS)
    glyph = LETTERS[names[int(rng.integers(len(names)))]]
    size = rng.uniform(110, 190)
    paths = [resampled(_curve(np.array(curve)) * size) for curve in glyph]
    return wobble(paths, rng, rng.uniform(3, 12))


def _curve(points: Path) -> Path:
    """Round the corners of a skeleton a little, as a running pen does."""
    if len(points) < 3:
        return points
    fine = resampled(points, 0.04)
    padded = np.concatenate([fine[:1], fine, fine[-1:]])
    return (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4


def _drawn(wire: dict[str, list[list[list[float]]]], rng: Rng) -> Paths:
    paths = [resampled(path) for path in paths_of(wire["strokes"])]
    high = max(float(np.ptp(np.concatenate(paths)[:, 1])), 1.0)
    return wobble([path * (rng.uniform(120, 260) / high) for path in paths], rng, 4.0)


def _salad(rng: Rng, digits: Sequence[Pen]) -> Paths:
    """Strokes of many digits turned and thrown over one another: pen-like lines that make no figure, as in a
    drawing."""
    paths: Paths = []
    room = rng.uniform(60, 170)
    for _ in range(int(rng.integers(5, 11))):
        pen = digits[int(rng.integers(len(digits)))]
        stroke = pen.paths[int(rng.integers(len(pen.paths)))]
        stroke = (stroke - stroke.mean(axis=0)) * rng.uniform(0.2, 1.1)
        paths += [path + rng.uniform(-room, room, 2) for path in turned([stroke], float(rng.uniform(0, 2 * np.pi)))]
    return paths


def _wander(rng: Rng) -> Paths:
    """A pen that wanders about: smooth random curves, with loops, in one or more strokes."""
    paths = []
    for _ in range(int(rng.integers(1, 4))):
        count = int(rng.integers(25, 110))
        turn = np.cumsum(rng.normal(0, rng.uniform(0.15, 0.7), count)) + rng.uniform(0, 2 * np.pi)
        steps = np.stack([np.cos(turn), np.sin(turn)], axis=1) * rng.uniform(5, 12)
        paths.append(np.cumsum(steps, axis=0) + rng.uniform(-60, 60, 2))
    high = max(float(np.ptp(np.concatenate(paths)[:, 1])), 1.0)
    scale = min(rng.uniform(110, 200) / high, 2.0)
    return [path * scale for path in paths]
