"""Hands drawn on a clock: read where they are plain, and left to a teacher where they are not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.hands import see_hands
from recognition.raster import Path
from recognition.reader import Ink, Region, default_reader

BOX = (190.0, 24.0, 810.0, 644.0)
MIDDLE, RADIUS = (500.0, 334.0), 310.0


def hand(turn: float, far: float, *, near: float = 0.0, tremble: float = 0.0) -> Path:
    """A stroke from (near) the middle outwards, after so much of a turn from the top."""
    rng = np.random.default_rng(7)
    steps = np.linspace(near, far, 25)
    straight = [
        (
            MIDDLE[0] + RADIUS * at * math.sin(2 * math.pi * turn),
            MIDDLE[1] - RADIUS * at * math.cos(2 * math.pi * turn),
        )
        for at in steps
    ]
    return np.array(straight) + rng.normal(0, tremble, (25, 2))


def drawn(hour: int, minute: int, *, off: float = 0.0, tremble: float = 0.0) -> list[Path]:
    """Both hands, each off by so many degrees."""
    return [
        hand((hour + minute / 60) / 12 + off / 360, 0.48, tremble=tremble),
        hand(minute / 60 - off / 360, 0.82, tremble=tremble),
    ]


def text(paths: list[Path]) -> str:
    seen = see_hands(paths, BOX)
    return seen.candidates[0].text if seen.status == "read" else seen.status


@given(st.integers(1, 12), st.integers(0, 11), st.floats(-8, 8), st.floats(0, 3))
def test_every_time_is_read_by_a_hand_that_is_a_little_off_and_trembles(
    hour: int, step: int, off: float, tremble: float
) -> None:
    assert text(drawn(hour, step * 5, off=off, tremble=tremble)) == f"{hour}:{step * 5:02}"


def test_a_stroke_through_the_middle_is_two_hands_and_drawing_inwards_is_as_good() -> None:
    short, long = drawn(3, 0)
    assert text([np.concatenate([short[::-1], long])]) == "3:00"
    assert text([long[::-1], short[::-1]]) == "3:00"
    dot = np.array([[500.0, 334.0], [503.0, 336.0]])
    assert text([dot, short, long]) == "3:00"


@pytest.mark.parametrize(
    "paths",
    [
        drawn(3, 0)[:1],
        [*drawn(3, 0), hand(0.6, 0.7)],
        [hand(0.25, 0.8), hand(0.0, 0.8)],  # which is which?
        [hand(0.25 + 15 / 360, 0.48), hand(0.0, 0.82)],  # between the 3 and the 4 at o'clock
        [hand(0.25, 0.48), hand(15 / 360, 0.82)],  # between two marks
        [hand(0.25, 0.9, near=0.5), hand(0.0, 0.82)],  # not from the middle
        [np.array([[300.0 + k, 200 + 80 * math.sin(k / 9)] for k in range(300)]), *drawn(3, 0)],
        [np.array([[500.0, 334.0]])],
    ],
)
def test_what_is_not_plain_is_left_to_a_teacher(paths: list[Path]) -> None:
    assert text(paths) == "unreadable"


def test_a_face_is_a_region_like_any_other() -> None:
    wire = {
        "version": 1, "width": 1000, "height": 668,
        "strokes": [[[round(x, 1), round(y, 1), k] for k, (x, y) in enumerate(path)] for path in drawn(9, 30)],
    }  # fmt: skip
    reading = default_reader().read_regions(Ink.from_wire(wire), [Region("face", BOX, "hands", 0, False)])
    assert (reading.text, reading.status, [cell.name for cell in reading.cells]) == ("9:30", "read", ["face"])
