"""Ink: what was drawn, as pen strokes, with the limits of wire format 1."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

WIRE_VERSION = 1
MAX_SIDE = 10_000
MAX_TIME_MS = 24 * 60 * 60 * 1000
# A pen may slip over the edge of the box by this share of its longer side; such points are moved to the edge.
SLIP = 0.25


def digest_of(wire: Any) -> str:
    """The sha256 of ink in its wire format, whatever order its keys are in, as hex."""
    canonical = json.dumps(wire, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class Limits:
    """How much one ink may hold; `bytes` is that of its JSON."""

    strokes: int = 64
    points: int = 2_000
    bytes: int = 64 * 1024


USUAL = Limits()
# For figures in which much is written: the working of a long division.
LARGE = Limits(strokes=240, points=6_000, bytes=160 * 1024)
MAX_BYTES, MAX_STROKES, MAX_POINTS = USUAL.bytes, USUAL.strokes, USUAL.points

Point = tuple[float, ...]
Stroke = tuple[Point, ...]

_KEYS = {"version", "width", "height", "strokes"}


class BadInk(ValueError):
    """Ink that cannot be accepted; its message says why in plain words and will not change on a retry."""


def _number(value: Any, name: str) -> float:
    # bool is an int in Python, and JSON's true is not a coordinate.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadInk(f"{name} must be a number")
    try:
        number = float(value)
    except OverflowError:
        raise BadInk(f"{name} is too large") from None
    if not math.isfinite(number):
        raise BadInk(f"{name} must be a finite number")
    return number


def _side(value: Any, name: str) -> float:
    number = round(_number(value, name), 1)
    if not 1 <= number <= MAX_SIDE:
        raise BadInk(f"{name} must be between 1 and {MAX_SIDE}")
    return number


def _coordinate(value: Any, side: float, slip: float, name: str) -> float:
    number = _number(value, name)
    if not -slip <= number <= side + slip:
        raise BadInk(f"{name} is far outside the box")
    return round(min(max(number, 0.0), side), 1) + 0.0


_NUMBERS = frozenset([int, float])  # not bool


def _point(value: Any, width: float, height: float, slip: float) -> Point:
    # Nearly every point: thousands in a class's minute, so the usual case comes first and asks little.
    if type(value) is list and len(value) == 3 and _NUMBERS.issuperset(map(type, value)):
        x, y, time = value
        if 0 <= x <= width and 0 <= y <= height and 0 <= time <= MAX_TIME_MS:
            return (round(x, 1) + 0.0, round(y, 1) + 0.0, float(round(time)))
    if not isinstance(value, list | tuple) or len(value) not in (2, 3):
        raise BadInk("a point must be [x, y] or [x, y, t]")
    x = _coordinate(value[0], width, slip, "x")
    y = _coordinate(value[1], height, slip, "y")
    if len(value) == 2:
        return (x, y)
    time = _number(value[2], "t")
    if not 0 <= time <= MAX_TIME_MS:
        raise BadInk("t must be between 0 and one day in milliseconds")
    return (x, y, float(round(time)))


@dataclass(frozen=True)
class Ink:
    """One drawing: strokes of (x, y) or (x, y, t) points; x grows right, y grows down, t is ms since the
    first touch."""

    width: float
    height: float
    strokes: tuple[Stroke, ...]

    @classmethod
    def from_wire(cls, obj: Any, limits: Limits = USUAL) -> Ink:
        """Check a decoded JSON object against wire format 1 and limits; raises BadInk.

        Points a little outside the box (a quarter of its longer side) are moved to its edge.
        """
        if not isinstance(obj, dict):
            raise BadInk("ink must be an object")
        unknown = sorted(str(key)[:40] for key in obj if key not in _KEYS)
        if unknown:
            raise BadInk(f"ink has an unknown key: {unknown[0]}")
        missing = sorted(_KEYS - set(obj))
        if missing:
            raise BadInk(f"ink lacks its {missing[0]}")
        if isinstance(obj["version"], bool) or obj["version"] != WIRE_VERSION:
            raise BadInk("ink must be of version 1")
        width, height = _side(obj["width"], "width"), _side(obj["height"], "height")
        raw = obj["strokes"]
        if not isinstance(raw, list | tuple):
            raise BadInk("strokes must be a list")
        if len(raw) > limits.strokes:
            raise BadInk(f"ink has more than {limits.strokes} strokes")
        slip = SLIP * max(width, height)
        strokes: list[Stroke] = []
        points = 0
        for stroke in raw:
            if not isinstance(stroke, list | tuple):
                raise BadInk("a stroke must be a list of points")
            if not stroke:
                raise BadInk("a stroke must have at least one point")
            points += len(stroke)
            if points > limits.points:
                raise BadInk(f"ink has more than {limits.points} points")
            strokes.append(tuple(_point(point, width, height, slip) for point in stroke))
        return cls(width=width, height=height, strokes=tuple(strokes))

    @classmethod
    def from_json(cls, data: bytes) -> Ink:
        """Decode and check at most 64 KiB of JSON from a stranger; raises BadInk for whatever is wrong
        with it."""
        if len(data) > MAX_BYTES:
            raise BadInk("ink is larger than 64 KiB")
        try:
            obj = json.loads(data, parse_constant=_refuse_constant)
        except BadInk:
            raise
        except RecursionError:
            raise BadInk("ink is nested too deeply") from None
        except ValueError:  # not JSON, not UTF-8, or an integer of thousands of digits
            raise BadInk("ink is not valid JSON") from None
        return cls.from_wire(obj)

    def to_wire(self) -> dict[str, Any]:
        """Return the ink in wire format 1, with plain lists and whole numbers where nothing is lost."""
        return {
            "version": WIRE_VERSION,
            "width": _plain(self.width),
            "height": _plain(self.height),
            "strokes": [[[_plain(value) for value in point] for point in stroke] for stroke in self.strokes],
        }

    def digest(self) -> str:
        """Return the sha256 of the canonical form as hex: equal ink has an equal digest on every machine."""
        return digest_of(self.to_wire())

    @property
    def is_blank(self) -> bool:
        """Whether nothing is drawn; a child may clear the box, so no strokes is legal ink."""
        return not self.strokes

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of all points; four zeros when blank."""
        if self.is_blank:
            return (0.0, 0.0, 0.0, 0.0)
        xs = [point[0] for stroke in self.strokes for point in stroke]
        ys = [point[1] for stroke in self.strokes for point in stroke]
        return (min(xs), min(ys), max(xs), max(ys))


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _refuse_constant(name: str) -> float:
    raise BadInk(f"{name} is not a number that ink may hold")
