"""Distorts pictures of digits: turned, moved, zoomed and leant, and bent like a rubber sheet (Simard's elastic
distortion)."""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rng = np.random.Generator

_KNOTS = 6


def _spread(side: int) -> Floats:
    """Weights that spread values at a few knots smoothly over `side` pixels: (side, knots), Gaussian."""
    at = np.linspace(0, side - 1, _KNOTS)
    distance = np.arange(side)[:, None] - at[None]
    weights = np.exp(-(distance**2) / (2 * (side / (_KNOTS - 1) * 0.75) ** 2))
    return np.asarray(weights / np.sqrt((weights**2).sum(axis=1, keepdims=True)), dtype=np.float32)


def distorted(
    images: Floats,
    rng: Rng,
    *,
    turn: float = 0.22,
    shift: float = 2.2,
    zoom: float = 0.1,
    lean: float = 0.15,
    bend: float = 0.0,
    flip: bool = False,
) -> Floats:
    """Return new pictures (n, side, side, 1); limits are radians, pixels, shares; `bend` is pixels at one sigma.

    `flip` mirrors every other picture left to right, as is usual for photographs.
    """
    count, side = len(images), images.shape[1]
    angle = rng.uniform(-turn, turn, count)
    scale_x, scale_y = 1 + rng.uniform(-zoom, zoom, (2, count))
    slope = rng.uniform(-lean, lean, count)
    move = rng.uniform(-shift, shift, (2, count))
    if flip:
        scale_x = scale_x * rng.choice([-1, 1], count)
    cos, sin = np.cos(angle), np.sin(angle)
    middle = (side - 1) / 2
    y, x = np.meshgrid(np.arange(side) - middle, np.arange(side) - middle, indexing="ij")

    def column(values: NDArray[np.float64]) -> NDArray[np.float32]:
        return np.asarray(values, dtype=np.float32)[:, None, None]

    x, y = np.asarray(x, dtype=np.float32), np.asarray(y, dtype=np.float32)
    # Where each new pixel comes from.
    from_x = x * column(cos / scale_x) + y * column((slope * cos - sin) / scale_x) + column(move[0] + middle)
    from_y = x * column(sin / scale_y) + y * column((slope * sin + cos) / scale_y) + column(move[1] + middle)
    if bend:
        weights = _spread(side)
        knots = rng.normal(0, bend, (2, count, _KNOTS, _KNOTS)).astype(np.float32)
        waves = weights @ knots @ weights.T
        from_x += waves[0]
        from_y += waves[1]
    return _sampled(images[..., 0], from_x, from_y)[..., None]


def _sampled(images: Floats, x: Floats, y: Floats) -> Floats:
    """Read pictures at places between their pixels; what lies outside is white paper (0)."""
    count, side = len(images), images.shape[1]
    if "torch" in sys.modules:  # already there to train with: ten times as fast
        import torch

        grid = torch.from_numpy(np.stack([x, y], axis=-1) * (2 / (side - 1)) - 1)
        pictures = torch.from_numpy(np.ascontiguousarray(images))[:, None]
        found = torch.nn.functional.grid_sample(pictures, grid, align_corners=True)
        return np.asarray(found[:, 0].numpy(), dtype=np.float32)
    padded = np.zeros((count, side + 2, side + 2), dtype=np.float32)
    padded[:, 1:-1, 1:-1] = images
    x, y = np.clip(x + 1, 0, side + 0.999), np.clip(y + 1, 0, side + 0.999)
    left, top = x.astype(np.int32), y.astype(np.int32)
    part_x, part_y = x - left, y - top
    base = (np.arange(count, dtype=np.int32) * (side + 2) ** 2)[:, None, None] + top * (side + 2) + left
    flat = padded.ravel()
    upper = flat[base] * (1 - part_x) + flat[base + 1] * part_x
    base += side + 2
    lower = flat[base] * (1 - part_x) + flat[base + 1] * part_x
    return np.asarray(upper * (1 - part_y) + lower * part_y, dtype=np.float32)
