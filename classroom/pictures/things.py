"""Shaded fractions, coins, angles, rectangles. Pure; drawn by ourselves."""

from __future__ import annotations

import re
from math import cos, pi, radians, sin

from django.utils.translation import gettext, gettext_noop, ngettext

from classroom.pictures.shapes import Area, CannotDraw, Circle, Line, Picture, Shape, Word, near

# Across, in proportion to the coins themselves; how many corners, 0 for round.
# Told in the page's money: pence are cents, pounds euros.
SAID = (
    gettext_noop("1p"), gettext_noop("2p"), gettext_noop("5p"), gettext_noop("10p"), gettext_noop("20p"),
    gettext_noop("50p"), gettext_noop("£1"), gettext_noop("£2"),
)  # fmt: skip
_COINS = {
    "1p": (40, 0), "2p": (52, 0), "5p": (36, 0), "10p": (49, 0), "20p": (43, 7), "50p": (55, 7), "£1": (47, 12),
    "£2": (57, 0),
}  # fmt: skip
MOST_COINS = 10
_RECTANGLE = re.compile(r"(\d{1,3})\s*by\s*(\d{1,3})(?:\s*(mm|cm|m|km))?")


def draw_fraction(words: str) -> Picture:
    """ "3/8" as a bar, "3/8 circle" as a round cake: so many parts of so many are shaded."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})(\s+circle)?", words.strip())
    if found is None or not 1 <= int(found[2]) <= 24 or int(found[1]) > int(found[2]):
        raise CannotDraw(gettext("A shaded fraction is at most one whole of 24 parts, for example [fraction 3/8]."))
    top, bottom = int(found[1]), int(found[2])
    shapes: list[Shape] = []
    if found[3]:
        for part in range(bottom):
            turns = [(part + at / 12) / bottom for at in range(13)]
            rim = [(near(110 + 100 * sin(2 * pi * turn)), near(110 - 100 * cos(2 * pi * turn))) for turn in turns]
            corners = rim if bottom == 1 else [(110.0, 110.0), *rim]
            shapes.append(Area(tuple(corners), "shade" if part < top else "paper"))
        size, shape = (220.0, 220.0), gettext("circle")
    else:
        wide = 480 / bottom
        for part in range(bottom):
            left, right = near(10 + part * wide), near(10 + (part + 1) * wide)
            corners = [(left, 10.0), (right, 10.0), (right, 80.0), (left, 80.0)]
            shapes.append(Area(tuple(corners), "shade" if part < top else "paper"))
        size, shape = (500.0, 90.0), gettext("bar")
    spoken = ngettext(
        "A %(shape)s cut into %(bottom)s equal parts; %(top)s is shaded.",
        "A %(shape)s cut into %(bottom)s equal parts; %(top)s are shaded.",
        top,
    ) % {"shape": shape, "bottom": bottom, "top": top}
    return Picture(*size, tuple(shapes), spoken, name="fraction")


def draw_coins(words: str) -> Picture:
    """ "50p 20p 2p", in a row."""
    coins = words.split()
    if not 1 <= len(coins) <= MOST_COINS or not all(one in _COINS for one in coins):
        raise CannotDraw(
            gettext("Coins are up to %(most)s of %(coins)s, for example [coins 50p 20p 2p].")
            % {"most": MOST_COINS, "coins": ", ".join(_COINS)}
        )
    shapes: list[Shape] = []
    x, middle = 10.0, 64.0
    for coin in coins:
        radius, corners = _COINS[coin]
        if corners:
            turns = [at / corners for at in range(corners)]
            places = [(near(x + radius + radius * sin(2 * pi * one)), near(middle - radius * cos(2 * pi * one)))
                      for one in turns]  # fmt: skip
            shapes.append(Area(tuple(places), "paper"))
        else:
            shapes += [Circle(x + radius, middle, radius, "paper"), Circle(x + radius, middle, radius - 5, "thin")]
        shapes.append(Word(x + radius, middle, gettext(coin), 26))
        x += 2 * radius + 10
    return Picture(
        x, 128, tuple(shapes), gettext("Coins: %(coins)s.") % {"coins": ", ".join(map(gettext, coins))}, name="coins"
    )


def draw_angle(words: str) -> Picture:
    """ "60": two lines from a point with an arc between them, a square for a right angle."""
    found = re.fullmatch(r"(\d{1,3})°?", words.strip())
    if found is None or not 5 <= int(found[1]) <= 355:
        raise CannotDraw(gettext("An angle has 5 to 355 degrees, for example [angle 60]."))
    degrees = int(found[1])

    every = [0, degrees, *range(0, degrees, 15)]
    # The legs are 120 long, the arc 36: only where they go is paper needed.
    reach = [(turn, 120 if turn in (0, degrees) else 36) for turn in every]
    left = 24 - min(far * cos(radians(turn)) for turn, far in [*reach, (90, 0)])
    up = 24 + max(far * sin(radians(turn)) for turn, far in reach)
    down = 24 - min(far * sin(radians(turn)) for turn, far in reach)

    def at(turn: float, far: float) -> tuple[float, float]:
        return near(left + far * cos(radians(turn))), near(up - far * sin(radians(turn)))

    corner = at(0, 0)
    shapes: list[Shape] = [Line(*corner, *at(0, 120), "bold"), Line(*corner, *at(degrees, 120), "bold")]
    if degrees == 90:
        shapes += [Line(*at(0, 24), *at(45, 34), "accent"), Line(*at(45, 34), *at(90, 24), "accent")]
    else:
        arc = [at(degrees * part / 24, 36) for part in range(25)]
        shapes += [Line(*one, *other, "accent") for one, other in zip(arc, arc[1:], strict=False)]
    spoken = gettext("Two lines meet at a point, opened more than a straight line.")
    if degrees < 90:
        spoken = gettext("Two lines meet at a point, opened less than a square corner.")
    elif degrees == 90:
        spoken = gettext("Two lines meet at a point and make a square corner.")
    elif degrees < 180:
        spoken = gettext("Two lines meet at a point, opened more than a square corner and less than a straight line.")
    elif degrees == 180:
        spoken = gettext("Two lines meet at a point and make one straight line.")
    return Picture(near(left + 144), near(up + down), tuple(shapes), spoken, name="angle")


def draw_rectangle(words: str) -> Picture:
    """ "8 by 5 cm", its sides told."""
    found = _RECTANGLE.fullmatch(words.strip())
    if found is None or not int(found[1]) or not int(found[2]):
        raise CannotDraw(gettext("A rectangle has two sides, for example [rectangle 8 by 5 cm]."))
    long, short, unit = int(found[1]), int(found[2]), found[3] or ""
    scale = min(320 / long, 180 / short)
    wide, high = near(max(24, long * scale)), near(max(24, short * scale))
    corners = ((20.0, 40.0), (20 + wide, 40.0), (20 + wide, 40 + high), (20.0, 40 + high))
    shapes = (
        Area(corners, "paper"), Word(near(20 + wide / 2), 20, f"{long} {unit}".strip(), 22),
        Word(near(20 + wide + 46), near(40 + high / 2), f"{short} {unit}".strip(), 22),
    )  # fmt: skip
    sides = {"long": f"{long} {unit}".strip(), "short": f"{short} {unit}".strip()}
    spoken = gettext("A rectangle, %(long)s long and %(short)s wide.") % sides
    return Picture(near(20 + wide + 100), near(60 + high), shapes, spoken, name="rectangle")
