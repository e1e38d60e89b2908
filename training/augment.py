"""Distortions that imitate children: each takes paths in ink units (a digit is about 150 high) and a
generator."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recognition.raster import Path

Paths = list[Path]
Rng = np.random.Generator


def resampled(path: Path, spacing: float = 6.0) -> Path:
    """Return the path with even steps of about `spacing` units (one pixel of a line); a dot stays a dot."""
    if len(path) < 2:
        return path
    steps = np.sqrt((np.diff(path, axis=0) ** 2).sum(axis=1))
    along = np.concatenate([[0.0], np.cumsum(steps)])
    if along[-1] < 1e-6:
        return path[:1]
    at = np.linspace(0, along[-1], max(2, int(along[-1] / spacing) + 1))
    return np.stack([np.interp(at, along, path[:, 0]), np.interp(at, along, path[:, 1])], axis=1)


def _together(paths: Sequence[Path]) -> tuple[Path, list[int]]:
    return np.concatenate(list(paths)), list(np.cumsum([len(path) for path in paths])[:-1])


def wobble(paths: Paths, rng: Rng, size: float) -> Paths:
    """Bend space by slow waves of about `size` units: a small hand that is not steady yet."""
    points, cuts = _together(paths)
    waves = rng.uniform(2 * np.pi / 260, 2 * np.pi / 55, (4, 2)) * rng.choice([-1, 1], (4, 2))
    phase = rng.uniform(0, 2 * np.pi, 4)
    strength = rng.normal(0, size / 2, (4, 2))
    moved = points + np.sin(points @ waves.T + phase) @ strength
    return list(np.split(moved, cuts))


def tremor(paths: Paths, rng: Rng, size: float) -> Paths:
    """Shake along each stroke: neighbouring points move together, `size` units at most times."""
    out = []
    for path in paths:
        noise = rng.normal(0, size * 1.7, (len(path) + 4, 2))
        smooth = (noise[:-4] + noise[1:-3] + noise[2:-2] + noise[3:-1] + noise[4:]) / 5
        out.append(path + smooth)
    return out


def slanted(paths: Paths, slope: float) -> Paths:
    """Lean everything: x moves by `slope` per unit of height above the baseline (y = 0)."""
    return [np.stack([path[:, 0] - slope * path[:, 1], path[:, 1]], axis=1) for path in paths]


def turned(paths: Paths, angle: float) -> Paths:
    """Rotate about the middle of the ink, by radians."""
    points, cuts = _together(paths)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    cos, sin = np.cos(angle), np.sin(angle)
    moved = (points - middle) @ np.array([[cos, sin], [-sin, cos]]) + middle
    return list(np.split(moved, cuts))


def broken(paths: Paths, rng: Rng) -> Paths:
    """Lift the pen in the middle of one long stroke, leaving a small gap or none."""
    k = int(np.argmax([len(path) for path in paths]))
    path = paths[k]
    if len(path) < 10:
        return paths
    at = int(rng.integers(4, len(path) - 4))
    gap = int(rng.integers(0, 2))
    return [*paths[:k], path[: at + 1], path[at + gap :], *paths[k + 1 :]]


def overshooting(paths: Paths, rng: Rng, size: float) -> Paths:
    """Run past the end of strokes, as a fast pen does, or stop before it."""
    out = []
    for path in paths:
        if len(path) > 3:
            way = path[-1] - path[-3]
            length = float(np.sqrt((way * way).sum())) or 1.0
            path = np.concatenate([path, [path[-1] + way / length * rng.uniform(0, size)]])
        out.append(path)
    return out


def loose(paths: Paths, rng: Rng, size: float) -> Paths:
    """Set the later strokes of a symbol down a little beside their place: a 5 whose roof flew off, a 4 or 7 whose bar
    slipped."""
    return [paths[0], *(path + rng.normal(0, size, 2) for path in paths[1:])]


def coarse(paths: Paths, grid: float) -> Paths:
    """Let the ink snap to a grid of so many units, as a cheap screen does that feels few points."""
    return [np.round(path / grid) * grid for path in paths]


def retraced(paths: Paths, rng: Rng) -> Paths:
    """Go over one stroke again, a little beside it."""
    k = int(rng.integers(len(paths)))
    again = paths[k] + rng.normal(0, 3.0, 2)
    return [*paths, again[:: -1 if rng.random() < 0.5 else 1]]


def mirrored(paths: Paths) -> Paths:
    """Write backwards: left and right change places."""
    points, cuts = _together(paths)
    flipped = points * (-1.0, 1.0) + (points[:, 0].min() + points[:, 0].max(), 0.0)
    return list(np.split(flipped, cuts))


def crossed_out(paths: Paths, rng: Rng) -> Paths:
    """Cross the ink out: one or two lines through it, or a zigzag over it."""
    points, _ = _together(paths)
    left, top = points.min(axis=0) - rng.uniform(5, 20, 2)
    right, bottom = points.max(axis=0) + rng.uniform(5, 20, 2)
    kind = rng.integers(4)
    if kind == 0:
        lines = [np.array([[left, bottom], [right, top]]), np.array([[left, top], [right, bottom]])]
    elif kind == 1:
        lines = [
            np.array([[left, y + rng.normal(0, 8)], [right, y + rng.normal(0, 8)]])
            for y in np.linspace(top, bottom, int(rng.integers(2, 5)) + 1)[1:]
        ]
    else:
        turns = int(rng.integers(5, 12))
        xs = np.linspace(left, right, turns) + rng.normal(0, 5, turns)
        ys = np.where(np.arange(turns) % 2, top, bottom) + rng.normal(0, 8, turns)
        zigzag = np.stack([xs, ys], axis=1)
        lines = [zigzag if kind == 2 else np.stack([rng.permutation(xs), ys], axis=1)]
    return [*paths, *(wobble([resampled(line)], rng, 4.0)[0] for line in lines)]


def shaky(paths: Sequence[Path], seed: int) -> Paths:
    """The fixed "shaky hand" under which accuracy is reported: stronger than any grown-up's hand, never
    trained on
    with these seeds."""
    rng = np.random.default_rng([20261121, seed])
    out = [resampled(path) for path in paths]
    out = slanted(out, float(rng.normal(0, 0.18)))
    out = wobble(out, rng, 9.0)
    out = tremor(out, rng, 3.0)
    out = overshooting(out, rng, 10.0)
    out = turned(out, float(rng.normal(0, 0.07)))
    return broken(out, rng) if rng.random() < 0.3 else out
