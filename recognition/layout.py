"""Where strokes stand to one another, as far as reading needs it: a fraction's bar with numbers above and below."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recognition.raster import Path


def stacked(paths: Sequence[Path]) -> tuple[list[int], list[int], list[int]] | None:
    """Split strokes into (above, bar, below) by a flat stroke with ink on both sides of it; None when there is
    none."""
    boxes = [(path[:, 0].min(), path[:, 1].min(), path[:, 0].max(), path[:, 1].max()) for path in paths]
    everything = np.concatenate(list(paths))
    wide, high = np.ptp(everything, axis=0)
    for k in sorted(range(len(paths)), key=lambda k: boxes[k][0] - boxes[k][2]):
        left, top, right, bottom = boxes[k]
        if right - left < 0.5 * wide or bottom - top > 0.35 * (right - left) or bottom - top > 0.25 * high:
            continue
        middle = (top + bottom) / 2
        above = [i for i in range(len(paths)) if i != k and (boxes[i][1] + boxes[i][3]) / 2 < middle]
        below = [i for i in range(len(paths)) if i != k and i not in above]
        if not above or not below:
            continue
        # What crosses the bar much is a digit's own line (a five's hat, a crossed seven), not a fraction's.
        sink = max(boxes[i][3] for i in above) - middle
        rise = middle - min(boxes[i][1] for i in below)
        if sink < 0.18 * high and rise < 0.18 * high and _tall(boxes, above, high) and _tall(boxes, below, high):
            return above, [k], below
    return None


def _tall(boxes: Sequence[tuple[float, float, float, float]], part: Sequence[int], high: float) -> bool:
    return max(boxes[i][3] for i in part) - min(boxes[i][1] for i in part) > 0.2 * high
