"""The hand writes into the boxes of a figure: one text a box, in the order given."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from handwriting.pen import write

Box = tuple[float, float, float, float]
_PAUSE = 350  # ms from one box to the next


def write_in(
    texts: Sequence[tuple[str, Box]], *, seed: int, style: int = 0, width: int = 1000, height: int = 500,
    fill: float = 0.68,
) -> dict[str, Any]:  # fmt: skip
    """Ink in wire format for (text, box) pairs; digits are about `fill` of a box high, and stand a little off its
    middle, as a hand's do."""
    rng = random.Random(f"cells {seed}")
    strokes: list[list[list[float]]] = []
    now = 0.0
    for number, (text, box) in enumerate(texts):
        wire = write(text, seed=seed * 101 + number, style=style)
        points = [point for stroke in wire["strokes"] for point in stroke]
        left, top = (min(point[at] for point in points) for at in (0, 1))
        wide, high = (max(point[at] for point in points) - least for at, least in ((0, left), (1, top)))
        room_across, room_down = box[2] - box[0], box[3] - box[1]
        scale = min(fill * room_down / max(high, 1.0), 0.86 * room_across / max(wide, 1.0))
        off_x = box[0] + (room_across - wide * scale) / 2 + rng.gauss(0, 0.03) * room_across
        off_y = box[1] + (room_down - high * scale) / 2 + rng.gauss(0, 0.03) * room_down
        last = 0.0
        for stroke in wire["strokes"]:
            drawn = []
            for x, y, *time in stroke:
                last = time[0] if time else last
                across = min(max((x - left) * scale + off_x, 0.0), width)
                down = min(max((y - top) * scale + off_y, 0.0), height)
                drawn.append([round(across, 1), round(down, 1), round(now + last)])
            strokes.append(drawn)
        now += last + _PAUSE
    return {"version": 1, "width": width, "height": height, "strokes": strokes}
