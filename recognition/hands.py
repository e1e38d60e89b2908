"""Reading the hands that were drawn on a clock: by where they point, without a network.

It knows the face and no time that was asked for. It is careful: what is no two plain strokes from the middle, one
clearly longer, pointing at a time that there is, is not read, and a teacher looks.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recognition.raster import Path
from recognition.reading import Candidate
from recognition.seeing import Seen

HANDS = "hands"
# All in radii of the face: a touch of the pen, where a hand begins, and how short it may be.
_TOUCH, _MIDDLE, _SHORT = 0.12, 0.3, 0.25
_STEP = 0.07
_STRAIGHT = 0.88  # the chord of a hand, as a share of its length
_LONGER = 1.25  # so much longer than the hour hand the other one is
_MINUTE, _HOUR = 10.0, 10.0  # degrees that a hand may be off
# What is read is believed so much and no more: enough to be right where it agrees with the key, too little for any
# threshold to call it wrong; and the child is asked whether that is the time.
SURE = 0.89
_UNREAD = Seen("unreadable", confidence=0.9)


def see_hands(paths: Sequence[Path], box: tuple[float, float, float, float]) -> Seen:
    """The time that two hands show on a face that fills `box`; in steps of five minutes."""
    middle = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
    radius = (box[2] - box[0]) / 2
    hands: list[tuple[float, float]] = []
    for path in paths:
        for part in _parts(_smooth((np.asarray(path) - middle) / radius)):
            if _length(part) < _TOUCH:
                continue
            near, far = sorted((part[0], part[-1]), key=lambda end: float(np.hypot(*end)))
            reach = float(np.hypot(*far))
            is_hand = np.hypot(*near) <= _MIDDLE and reach >= _SHORT
            if not is_hand or np.hypot(*(far - near)) < _STRAIGHT * _length(part):
                return _UNREAD
            hands.append((reach, float(np.degrees(np.arctan2(far[0], -far[1])) % 360)))
    if len(hands) != 2:
        return _UNREAD
    (short, hour_at), (long, minute_at) = sorted(hands)
    minute = round(minute_at / 30) % 12 * 5
    if long < _LONGER * short or _apart(minute_at, minute * 6) > _MINUTE:
        return _UNREAD
    hour = min(range(12), key=lambda one: _apart(hour_at, one * 30 + minute / 2))
    if _apart(hour_at, hour * 30 + minute / 2) > _HOUR:
        return _UNREAD
    return Seen("read", (Candidate(f"{hour or 12}:{minute:02}", SURE),))


def _smooth(path: Path) -> Path:
    """Its points where they are a step apart: a hand that trembles draws a straight line all the same."""
    kept = [path[0]]
    for point in path[1:-1]:
        if np.hypot(*(point - kept[-1])) >= _STEP:
            kept.append(point)
    return np.array([*kept, path[-1]])


def _parts(path: Path) -> list[Path]:
    """A stroke, or both halves of one that was drawn through the middle from tip to tip."""
    away = np.hypot(path[:, 0], path[:, 1])
    at = int(np.argmin(away))
    through = away[at] <= _MIDDLE / 2 and min(away[0], away[-1]) > _MIDDLE
    return [path[: at + 1], path[at:]] if through else [path]


def _length(path: Path) -> float:
    return float(np.hypot(*np.diff(path, axis=0).T).sum()) if len(path) > 1 else 0.0


def _apart(one: float, other: float) -> float:
    """Degrees between two directions."""
    return abs((one - other + 180) % 360 - 180)
