"""Strokes to pixels: the one drawing function that training and serving share.

Two views of the same pen: `digit_image` draws one digit as MNIST does, `line_image` draws a whole answer at a
fixed height with the pen's direction beside its ink. Weights are tied to `fingerprint()`: whoever changes
how a
stroke is drawn must train again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Path = NDArray[np.float64]

DIGIT_SIDE = 28
DIGIT_BOX = 20.0

LINE_HEIGHT = 32
LINE_BOX = 25.0
LINE_MARGIN = 6.0
LINE_MAX_WIDTH = 288
LINE_STEP = 8  # widths are multiples of this: few shapes for the interpreter, no ragged pooling
CHANNELS = 4  # ink, pen direction x, pen direction y, stroke ends (+ down, - up)

PEN_RADIUS = 1.05
_SPACING = 0.6


@dataclass(frozen=True)
class LineImage:
    """A drawn answer: pixels (32, width, 4) in 0..1 (directions -1..1) and how ink units map to them.

    Ink point (x, y) is drawn at column `x * scale + shift_x`, row `y * scale + shift_y`.
    """

    pixels: Floats
    scale: float
    shift_x: float
    shift_y: float


def paths_of(strokes: Sequence[Sequence[Sequence[float]]]) -> list[Path]:
    """Return each stroke as an (n, 2) array of x, y; times are dropped."""
    return [np.asarray([(point[0], point[1]) for point in stroke], dtype=np.float64) for stroke in strokes]


def _bounds(paths: Sequence[Path]) -> tuple[float, float, float, float]:
    points = np.concatenate(paths)
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def _dense(path: Path) -> tuple[Path, Path]:
    """Points every 0.6 pixels along a path, and the unit direction at each (zero for a dot)."""
    if len(path) == 1:
        return path, np.zeros_like(path)
    steps = np.diff(path, axis=0)
    lengths = np.sqrt((steps * steps).sum(axis=1))
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    total = along[-1]
    if total <= 1e-9:
        return path[:1], np.zeros((1, 2))
    count = int(total / _SPACING) + 2
    at = np.linspace(0.0, total, count)
    points = np.stack([np.interp(at, along, path[:, 0]), np.interp(at, along, path[:, 1])], axis=1)
    # The direction over about two pixels, so that a tablet's grid does not show in it.
    span = min(3, count - 1)
    ahead = points[np.minimum(np.arange(count) + span, count - 1)]
    behind = points[np.maximum(np.arange(count) - span, 0)]
    way = ahead - behind
    size = np.sqrt((way * way).sum(axis=1, keepdims=True))
    return points, way / np.maximum(size, 1e-9)


def _draw(paths: Sequence[Path], height: int, width: int, radius: float, channels: int) -> Floats:
    """Draw paths given in pixels; anti-aliased, a pixel takes the darkest stroke that covers it."""
    out = np.zeros((height, width, channels), dtype=np.float32)
    if not paths:
        return out
    parts = [_dense(path) for path in paths]
    points = np.concatenate([part[0] for part in parts])
    reach = int(np.ceil(radius + 0.5))
    base = np.floor(points).astype(np.int64)
    part_y = points[:, 1] - base[:, 1]
    part_x = points[:, 0] - base[:, 0]
    # Every point inks the pixels within reach; those over the edge are drawn on a border that is cut off.
    base = np.clip(base, -reach - 1, (width + reach, height + reach)) + (reach + 1) * 2
    wide, tall = width + 4 * (reach + 1), height + 4 * (reach + 1)
    offset = np.arange(-reach, reach + 1)
    dy = offset[None, :] + 0.5 - part_y[:, None]
    dx = offset[None, :] + 0.5 - part_x[:, None]
    cover = np.sqrt((dy * dy)[:, :, None] + (dx * dx)[:, None, :])
    np.subtract(radius + 0.5, cover, out=cover)
    index = ((base[:, 1] * wide + base[:, 0])[:, None] + (offset[:, None] * wide + offset).ravel()).ravel()
    hit = np.flatnonzero(cover.ravel() > 0)
    index = index[hit]
    value = np.minimum(cover.ravel()[hit], 1.0)
    which = hit // (len(offset) * len(offset))
    size = tall * wide
    cut = 2 * (reach + 1)

    def inside(flat: Path) -> Path:
        return flat.reshape(tall, wide)[cut : cut + height, cut : cut + width]

    ink = np.zeros(size)
    np.maximum.at(ink, index, value)
    out[:, :, 0] = inside(ink)
    if channels == 1:
        return out
    ways = np.concatenate([part[1] for part in parts])
    weight = np.bincount(index, value, minlength=size)
    share = ink / np.maximum(weight, 1e-9)
    for axis in (0, 1):
        total = np.bincount(index, value * ways[which, axis], minlength=size)
        out[:, :, 1 + axis] = inside(total * share)
    ends = np.zeros(len(points))
    at = 0
    for part in parts:
        ends[at] += 1.0
        at += len(part[0])
        ends[at - 1] -= 1.0
    total = np.bincount(index, value * ends[which], minlength=size)
    out[:, :, 3] = inside(np.clip(total, -1.0, 1.0))
    return out


def digit_image(paths: Sequence[Path], *, radius: float = PEN_RADIUS) -> Floats:
    """Draw one digit as (28, 28, 1): its longer side 20 pixels, centred on its ink, as MNIST's authors
    did."""
    if not paths:
        return np.zeros((DIGIT_SIDE, DIGIT_SIDE, 1), dtype=np.float32)
    left, top, right, bottom = _bounds(paths)
    scale = (DIGIT_BOX - 2 * radius) / max(right - left, bottom - top, 1e-6)
    # A dot must not become a blob: nothing is enlarged more than a hair-thin digit of 20 units would be.
    scale = min(scale, 1.0)
    placed = [(path - (left, top)) * scale for path in paths]
    mass = np.concatenate([_dense(path)[0] for path in placed]).mean(axis=0)
    shift = DIGIT_SIDE / 2 - mass
    low = radius + 1.0
    box = np.array([(right - left) * scale, (bottom - top) * scale])
    shift = np.clip(shift, low, np.maximum(DIGIT_SIDE - low - box, low))
    return _draw([path + shift for path in placed], DIGIT_SIDE, DIGIT_SIDE, radius, 1)


def line_scale(paths: Sequence[Path]) -> float:
    """Return pixels per ink unit for a whole answer: its height fills the line, unless a stroke or the
    whole is too wide.

    A lone dash or an equals sign has hardly any height; the widest stroke stands in for it then.
    """
    left, top, right, bottom = _bounds(paths)
    widest = max(float(np.ptp(path[:, 0])) for path in paths)
    scale = LINE_BOX / max(bottom - top, 0.55 * widest, 1e-6)
    scale = min(scale, (LINE_MAX_WIDTH - 2 * LINE_MARGIN) / max(right - left, 1e-6))
    return min(scale, 1.0)


def line_image(
    paths: Sequence[Path],
    *,
    radius: float = PEN_RADIUS,
    scale: float | None = None,
    shift: tuple[float, float] = (0, 0),
) -> LineImage:
    """Draw a whole answer as (32, W, 4), W a multiple of 8 up to 288; `scale` and `shift` are for
    training's jitter."""
    if not paths:
        return LineImage(np.zeros((LINE_HEIGHT, 2 * LINE_STEP, CHANNELS), dtype=np.float32), 1.0, 0.0, 0.0)
    left, top, right, bottom = _bounds(paths)
    if scale is None:
        scale = line_scale(paths)
    wide = (right - left) * scale + 2 * LINE_MARGIN
    width = min(int(np.ceil(wide / LINE_STEP)) * LINE_STEP, LINE_MAX_WIDTH)
    shift_x = width / 2 - (left + right) / 2 * scale + shift[0]
    shift_y = LINE_HEIGHT / 2 - (top + bottom) / 2 * scale + shift[1]
    placed = [path * scale + (shift_x, shift_y) for path in paths]
    return LineImage(_draw(placed, LINE_HEIGHT, width, radius, CHANNELS), scale, shift_x, shift_y)


def _test_strokes() -> list[list[list[tuple[float, float]]]]:
    seven = [[(10.0, 12.5), (80.0, 10.0), (40.0, 150.0)], [(30.0, 75.0), (70.0, 70.0)]]
    loop = [[(60.0, 20.0), (20.0, 60.0), (25.0, 130.0), (70.0, 150.0), (90.0, 90.0), (62.0, 22.0)]]
    dash = [[(0.0, 40.0), (90.0, 44.0)]]
    dot = [[(5.0, 5.0)]]
    return [seven, loop, dash, dot, [*loop, [(200.0 + x, y) for x, y in seven[0]], *dash]]


def fingerprint() -> str:
    """Return the sha256 of fixed test strokes as drawn here; values are rounded so that processors agree."""
    digest = hashlib.sha256()
    for strokes in _test_strokes():
        paths = paths_of(strokes)
        for image in (digit_image(paths), line_image(paths).pixels):
            digest.update(str(image.shape).encode())
            digest.update(np.rint(image.astype(np.float64) * 20).astype(np.int8).tobytes())
    return digest.hexdigest()
