"""Writes texts as ink in wire format 1, with times, like a child's pen on a tablet."""

from __future__ import annotations

import math
import random
from typing import Any

from handwriting.hand import Hand, hand_of
from handwriting.letters import LETTERS
from handwriting.shapes import GLYPHS, LATER, Curve, Glyph

Wire = dict[str, Any]
Line = list[tuple[float, float]]

_STEPS = 6  # points between two control points
_PAUSE_MS = (120, 380)  # pen in the air


def write(
    text: str,
    *,
    seed: int,
    style: Hand | int | None = None,
    width: int = 1000,
    height: int = 400,
    mirrored: frozenset[int] | set[int] = frozenset(),
) -> Wire:
    """Write digits and - + = < > . , / : × ÷ as ink; the same arguments give the same ink.

    `style` is a hand or a writer's seed; without it every `seed` writes in a hand of its own. `mirrored`
    names
    positions written backwards. ValueError for a symbol that this pen has not learned.
    """
    hand = style if isinstance(style, Hand) else hand_of(seed if style is None else style)
    rng = random.Random(f"write {text} {seed}")
    glyphs = []
    for at, symbol in enumerate(text):
        styles = GLYPHS.get(symbol) or LATER.get(symbol)
        if styles is None:
            raise ValueError(f"the pen cannot write {symbol!r}")
        glyph = styles[(seed if symbol in LATER else hand.style_of(symbol)) % len(styles)]
        glyphs.append(_mirror(glyph) if at in mirrored else glyph)
    return _compose(glyphs, hand=hand, rng=rng, width=width, height=height)


def letters(*, seed: int, count: int = 3, width: int = 1000, height: int = 400) -> Wire:
    """Write letters, which are no number."""
    rng = random.Random(f"letters {seed}")
    glyphs = [LETTERS[rng.choice(sorted(LETTERS))] for _ in range(count)]
    return _compose(glyphs, hand=hand_of(seed), rng=rng, width=width, height=height)


def scribble(*, seed: int, width: int = 1000, height: int = 400) -> Wire:
    """Scribble: one long stroke to and fro, as somebody does who does not want to answer."""
    rng = random.Random(f"scribble {seed}")
    left, right = sorted((rng.uniform(0.1, 0.4) * width, rng.uniform(0.6, 0.9) * width))
    turns = rng.randint(9, 16)
    line: Line = []
    for turn in range(turns):
        x = left + (right - left) * turn / turns
        far = rng.uniform(0.6, 0.95) if turn % 2 else rng.uniform(0.05, 0.4)
        line.append((x + rng.uniform(-0.06, 0.06) * width, far * height))
    return _ink([_smooth(line)], rng=rng, speed=6.0, unit=height * 0.6, width=width, height=height)


def stray_tap(*, seed: int, width: int = 1000, height: int = 400) -> Wire:
    """Touch the box once, as a resting palm does."""
    rng = random.Random(f"tap {seed}")
    x, y = rng.uniform(0.2, 0.8) * width, rng.uniform(0.2, 0.8) * height
    return _ink([[(x, y), (x + 1.5, y + 1.0)]], rng=rng, speed=4.0, unit=height * 0.6, width=width, height=height)


def cat(*, seed: int, width: int = 1000, height: int = 400) -> Wire:
    """Draw a cat's face: a circle, two ears, two eyes, a mouth and whiskers."""
    rng = random.Random(f"cat {seed}")
    x, y, r = width / 2 + rng.uniform(-40, 40), height * 0.55, height * rng.uniform(0.26, 0.33)
    ring = [(x + r * 1.1 * math.sin(a / 12 * math.tau), y - r * math.cos(a / 12 * math.tau)) for a in range(13)]
    ears: list[Line] = [
        [
            (x + side * r, y - 0.5 * r),
            (x + side * 1.05 * r, y - 1.25 * r),
            (x + side * 0.35 * r, y - 0.95 * r),
        ]
        for side in (-1, 1)
    ]
    eyes: list[Line] = [[(x + side * 0.4 * r, y - 0.3 * r), (x + side * 0.4 * r, y - 0.15 * r)] for side in (-1, 1)]
    mouth: Line = [
        (x - 0.3 * r, y + 0.3 * r),
        (x - 0.1 * r, y + 0.42 * r),
        (x, y + 0.25 * r),
        (x + 0.1 * r, y + 0.42 * r),
        (x + 0.3 * r, y + 0.3 * r),
    ]
    whiskers: list[Line] = [
        [(x + side * 0.5 * r, y + (0.1 + up) * r), (x + side * 1.6 * r, y + (0.05 + 2 * up) * r)]
        for side in (-1, 1)
        for up in (-0.08, 0.12)
    ]
    lines = [_wobble(_smooth(line), rng, r * 0.02) for line in [ring, *ears, *eyes, mouth, *whiskers]]
    return _ink(lines, rng=rng, speed=4.0, unit=r, width=width, height=height)


def blank(*, width: int = 1000, height: int = 400) -> Wire:
    """Leave the box empty, or clear it."""
    return {"version": 1, "width": width, "height": height, "strokes": []}


def _mirror(glyph: Glyph) -> Glyph:
    wide = max(x for curve in glyph for x, _ in curve)
    return tuple(tuple((wide - x, y) for x, y in curve) for curve in glyph)


def _smooth(curve: Line | Curve) -> Line:
    """Points of a Catmull-Rom curve through the control points; a doubled point stays a corner."""
    points = list(curve)
    if len(points) < 3:
        if len(points) == 1:
            return [points[0]]
        (x0, y0), (x1, y1) = points
        return [(x0 + (x1 - x0) * k / _STEPS, y0 + (y1 - y0) * k / _STEPS) for k in range(_STEPS + 1)]
    line: Line = []
    padded = [points[0], *points, points[-1]]
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        if p1 == p2:
            continue
        for k in range(_STEPS):
            t = k / _STEPS
            line.append(
                (
                    _blend(p0[0], p1[0], p2[0], p3[0], t),
                    _blend(p0[1], p1[1], p2[1], p3[1], t),
                )
            )
    return [*line, points[-1]]


def _blend(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)


def _wobble(line: Line, rng: random.Random, size: float) -> Line:
    """Shake a line: slow waves, as of a small hand, with a little grain on top."""
    waves = [(rng.uniform(0.02, 0.09), rng.uniform(0, math.tau), rng.uniform(0.4, 1.0)) for _ in range(6)]
    out = []
    for k, (x, y) in enumerate(line):
        dx = sum(s * math.sin(k * f * math.tau + p) for f, p, s in waves[:3])
        dy = sum(s * math.sin(k * f * math.tau + p) for f, p, s in waves[3:])
        out.append((x + size * (dx + rng.gauss(0, 0.15)), y + size * (dy + rng.gauss(0, 0.15))))
    return out


def _compose(glyphs: list[Glyph], *, hand: Hand, rng: random.Random, width: int, height: int) -> Wire:
    """Set glyphs side by side along a slightly rising line, scaled so that all fit the box."""
    lines: list[Line] = []
    at = 0.0
    for glyph in glyphs:
        size = 1 + rng.gauss(0, hand.drift)
        lift = rng.gauss(0, hand.drift * 0.5) - hand.uphill * at
        lean = hand.slant + rng.gauss(0, 0.03)
        right = at
        for curve in glyph:
            moved = [(x + rng.gauss(0, 0.012), y + rng.gauss(0, 0.012)) for x, y in curve]
            corners = [b if curve[k] != curve[k - 1] else moved[k - 1] for k, b in enumerate(moved)]
            if len(corners) > 1 and corners[-1] != corners[-2]:
                (x0, y0), (x1, y1) = corners[-2], corners[-1]
                more = rng.uniform(0, hand.overshoot)
                corners[-1] = (x1 + (x1 - x0) * more, y1 + (y1 - y0) * more)
            smooth = _wobble(_smooth(corners), rng, hand.wobble)
            line = [(at + (x * hand.wide + lean * (1 - y)) * size, 1 - (1 - y) * size + lift) for x, y in smooth]
            lines.append(line)
            right = max(right, *(x for x, _ in line))
        at = right + max(0.06, hand.spacing + rng.gauss(0, 0.05))
    xs = [x for line in lines for x, _ in line] or [0.0]
    ys = [y for line in lines for _, y in line] or [0.0]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    unit = min(hand.size * height, 0.9 * width / max(wide, 0.1), 0.94 * height / max(high, 0.1))
    left = (
        rng.uniform(0.04 * width, max(0.04 * width, 0.96 * width - wide * unit))
        if wide * unit < 0.9 * width
        else 0.05 * width
    )
    left = min(left, 0.35 * width)
    top = (height - high * unit) / 2 + rng.uniform(-0.02, 0.02) * height
    placed = [[(left + (x - min(xs)) * unit, top + (y - min(ys)) * unit) for x, y in line] for line in lines]
    return _ink(placed, rng=rng, speed=hand.speed, unit=unit, width=width, height=height)


def _ink(lines: list[Line], *, rng: random.Random, speed: float, unit: float, width: int, height: int) -> Wire:
    """Give lines times (slower where they bend) and wire format."""
    strokes = []
    now = 0.0
    for line in lines:
        stroke: list[list[float | int]] = []
        for k, (x, y) in enumerate(line):
            if k:
                step = math.dist(line[k - 1], (x, y)) / max(unit, 1.0)
                bend = _bend(line, k)
                now += 1000 * step / speed * (1 + 1.5 * bend) + 2
            stroke.append([round(min(max(x, 0.0), width), 1), round(min(max(y, 0.0), height), 1), round(now)])
        strokes.append(stroke)
        now += rng.uniform(*_PAUSE_MS)
    return {"version": 1, "width": width, "height": height, "strokes": strokes}


def _bend(line: Line, k: int) -> float:
    if k + 1 >= len(line):
        return 0.0
    (x0, y0), (x1, y1), (x2, y2) = line[k - 1], line[k], line[k + 1]
    turn = abs(math.atan2(y2 - y1, x2 - x1) - math.atan2(y1 - y0, x1 - x0))
    return min(turn, math.tau - turn) / math.pi
