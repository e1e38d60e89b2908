"""Ink from strangers: what is accepted, what is refused and why."""

from __future__ import annotations

import json
from typing import Any

import pytest

from recognition.ink import BadInk, Ink


def wire(**changes: Any) -> dict[str, Any]:
    return {"version": 1, "width": 1000, "height": 400, "strokes": [[[1, 2, 0], [3.25, 4, 16]]], **changes}


def test_good_ink_survives_the_journey_there_and_back() -> None:
    ink = Ink.from_wire(wire())
    assert Ink.from_wire(ink.to_wire()) == ink
    assert ink.to_wire()["strokes"] == [[[1, 2, 0], [3.2, 4, 16]]]


def test_the_same_ink_has_the_same_digest_however_its_numbers_are_spelled() -> None:
    assert Ink.from_wire(wire(width=1000.0)).digest() == Ink.from_wire(wire()).digest()
    assert Ink.from_wire(wire(width=1001)).digest() != Ink.from_wire(wire()).digest()


def test_negative_zero_is_zero() -> None:
    assert Ink.from_wire(wire(strokes=[[[-0.0, -0.01]]])).digest() == Ink.from_wire(wire(strokes=[[[0, 0]]])).digest()


def test_a_cleared_box_is_legal_and_blank() -> None:
    assert Ink.from_wire(wire(strokes=[])).is_blank
    assert not Ink.from_wire(wire()).is_blank


def test_times_may_be_absent() -> None:
    assert Ink.from_wire(wire(strokes=[[[1, 2], [3, 4]]])).strokes == (((1.0, 2.0), (3.0, 4.0)),)


def test_a_little_outside_is_moved_to_the_edge() -> None:
    ink = Ink.from_wire(wire(strokes=[[[-20, 410], [1010, -5]]]))
    assert ink.strokes == (((0.0, 400.0), (1000.0, 0.0)),)


@pytest.mark.parametrize(
    ("obj", "word"),
    [
        ([], "object"),
        (None, "object"),
        (wire(version=2), "version"),
        (wire(version=True), "version"),
        (wire(version="1"), "version"),
        (wire(width=0), "width"),
        (wire(height=True), "height"),
        (wire(width="1000"), "width"),
        (wire(colour="red"), "unknown key: colour"),
        ({"version": 1, "width": 10, "height": 10}, "strokes"),
        (wire(strokes={}), "list"),
        (wire(strokes=["ab"]), "list"),
        (wire(strokes=[[]]), "at least one"),
        (wire(strokes=[[[1]]]), "point"),
        (wire(strokes=[[[1, 2, 3, 4]]]), "point"),
        (wire(strokes=[[[1, None]]]), "y must be a number"),
        (wire(strokes=[[[True, 2]]]), "x must be a number"),
        (wire(strokes=[[[1, 2, -1]]]), "t must"),
        (wire(strokes=[[[1, 2, 1e12]]]), "t must"),
        (wire(strokes=[[[5000, 2]]]), "far outside"),
        (wire(strokes=[[[float("nan"), 2]]]), "finite"),
        (wire(strokes=[[[float("inf"), 2]]]), "finite"),
        (wire(strokes=[[[10**400, 2]]]), "too large"),
        (wire(strokes=[[[1, 1]]] * 65), "64 strokes"),
        (wire(strokes=[[[1, 1]] * 2001]), "2000 points"),
    ],
)
def test_bad_ink_is_refused_in_plain_words(obj: Any, word: str) -> None:
    with pytest.raises(BadInk, match=word):
        Ink.from_wire(obj)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"[" * 60_000,
        b'{"version": 1, "width": NaN, "height": 1, "strokes": []}',
        b'{"version": 1, "width": 1, "height": 1, "strokes": [[[' + b"9" * 6000 + b", 1]]]}",
        b'{"version": 1, "width": -Infinity, "height": 1, "strokes": []}',
        b" " * 65 * 1024,
    ],
)
def test_hostile_bytes_are_bad_ink_and_never_another_error(data: bytes) -> None:
    with pytest.raises(BadInk):
        Ink.from_json(data)


def test_ink_at_its_limits_is_accepted() -> None:
    strokes = [[[k, j] for j in range(31)] for k in range(64)]
    assert len(Ink.from_json(json.dumps(wire(strokes=strokes)).encode()).strokes) == 64
