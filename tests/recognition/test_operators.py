"""+ − × ÷: read by what each looks like, and by nobody where it is in between."""

from __future__ import annotations

import math

import numpy as np
import pytest

import handwriting
from recognition.operators import lean, over, turned, upright_share
from recognition.raster import Path, paths_of
from recognition.reader import Ink, default_reader


def ink_of(paths: list[Path]) -> Ink:
    return Ink.from_wire(
        {
            "version": 1,
            "width": 1000,
            "height": 400,
            "strokes": [[[float(x), float(y)] for x, y in one] for one in paths],
        }
    )


def cross(degrees: float, *, at: tuple[float, float] = (500, 200), arm: float = 70) -> list[Path]:
    """Two strokes through a point, leaning so far from + towards ×."""
    arms = []
    for turn in (degrees, degrees + 90):
        x, y = arm * math.cos(math.radians(turn)), arm * math.sin(math.radians(turn))
        arms.append(np.linspace((at[0] - x, at[1] - y), (at[0] + x, at[1] + y), 12))
    return arms


@pytest.mark.parametrize("sign", ["+", "-", "×", "÷"])
@pytest.mark.parametrize("seed", range(6))
def test_each_sign_of_our_hand_is_read(sign: str, seed: int) -> None:
    seen = default_reader().read(Ink.from_wire(handwriting.write(sign, seed=seed)), "operator")
    assert seen.status == "read" and seen.text == sign
    assert sum(one.probability for one in seen.candidates) <= 1.0001


def dots(*places: tuple[float, float], size: float = 8) -> list[Path]:
    """A little ring at each place."""
    turns = np.linspace(0, 2 * math.pi, 12)
    ring = np.stack([np.cos(turns), np.sin(turns)], axis=1) * size
    return [ring + place for place in places]


@pytest.mark.parametrize("size", [2, 8, 18])
def test_two_dots_one_above_the_other_divide(size: float) -> None:
    seen = default_reader().read(ink_of(dots((500, 150), (506, 250), size=size)), "operator")
    assert (seen.status, seen.text) == ("read", "÷")


@pytest.mark.parametrize(
    "paths",
    [
        dots((450, 200), (550, 200)),
        dots((450, 150), (550, 250)),
        dots((500, 150), (500, 250), (500, 350)),
        dots((500, 200)),
    ],
)
def test_other_dots_do_not(paths: list[Path]) -> None:
    seen = default_reader().read(ink_of(paths), "operator")
    assert seen.status != "read" or seen.text != "÷"


@pytest.mark.parametrize("degrees", [19, 22.5, 26])
def test_a_cross_in_between_is_nobody_s(degrees: float) -> None:
    """Halfway between + and × neither may be sure enough to be marked (0.9 at the least)."""
    seen = default_reader().read(ink_of(cross(degrees)), "operator")
    assert seen.status == "unreadable" or seen.confidence < 0.9


@pytest.mark.parametrize("text", ["4", "7", "12", "=", "<"])
def test_what_is_no_sign_is_not_surely_one(text: str) -> None:
    seen = default_reader().read(Ink.from_wire(handwriting.write(text, seed=3)), "operator")
    assert seen.status != "read" or seen.confidence < 0.9


def test_lean_says_how_far_a_cross_is_off() -> None:
    for degrees in (0, 10, 30, 45, 60, -20):
        off = lean(cross(degrees))
        wanted = abs((degrees + 45) % 90 - 45)
        assert off == pytest.approx(wanted, abs=0.5)
    ring = [np.array([(math.cos(t) * 50, math.sin(t) * 50) for t in np.linspace(0, 6.28, 60)])]
    assert lean(ring) is None and upright_share(None) == 0.5


def test_turning_twice_is_a_quarter_turn() -> None:
    once = cross(0)
    assert lean(turned(once)) == pytest.approx(45, abs=0.5)
    assert lean(turned(turned(once))) == pytest.approx(0, abs=0.5)


def test_a_bar_needs_something_small_above_and_below() -> None:
    whole = paths_of(handwriting.write("÷", seed=1)["strokes"])
    found = over(whole)
    assert found is not None and found[1] > 0.9
    bar = found[0]
    for left_out in range(3):
        if left_out != bar:
            assert over([path for at, path in enumerate(whole) if at != left_out]) is None
    assert over(paths_of(handwriting.write("=", seed=1)["strokes"])) is None
