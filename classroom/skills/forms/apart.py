"""Answers that come apart: quotient and remainder, whole and fraction, pounds and pence, hours and minutes. Pure."""

from __future__ import annotations

from math import gcd

from classroom.skills.forms.base import Answers, Form, Solved
from classroom.skills.forms.boxed import joined
from classroom.skills.procedures import multiplication


def _quotient(a: int, b: int) -> Solved | None:
    if not (1 < b <= 99 and a > b and a % b):
        return None
    too_big = multiplication.remainder_too_big(a, b)
    wrong: dict[str, Answers] = {
        "div.remainder_too_big": joined(*too_big) if too_big else None,
        "div.remainder_dropped": joined(a // b, 0),
    }
    return Solved(joined(a // b, a % b), "div.remainder", wrong, ("table" if b <= 12 and a // b <= 12 else "",))


def _mixed(f: tuple[int, int]) -> Solved | None:
    """11/4 = 2 3/4; the rest may be cancelled or not: the number is the same."""
    top, bottom = f
    rest = top % bottom
    if bottom < 2 or top <= bottom or not rest:
        return None
    common = gcd(rest, bottom)
    usual = joined(top // bottom, rest, bottom)
    also = (joined(top // bottom, rest // common, bottom // common),) if common > 1 else ()
    return Solved(usual, "frac.improper", {}, (str(bottom),), also)


def _mixed_number(f: tuple[int, int]) -> Solved | None:
    """The same number in boxes with a bar: one text, marked as a fraction is."""
    known = _mixed(f)
    if known is None:
        return None
    whole, top, bottom = str(known.right).split("|")
    return Solved(f"{whole} {top}/{bottom}", "frac.improper", {}, known.tags)


def _pounds(a: int) -> Solved | None:
    """£3.05 is 3 pounds and 5 pence."""
    pounds, pence = divmod(a, 100)
    if not pounds:
        return None
    wrong: dict[str, Answers] = {"money.pence_place": joined(pounds, pence * 10) if 0 < pence < 10 else None}
    return Solved(joined(pounds, pence), "money.write", wrong)


def _hours(n: int) -> Solved | None:
    hours, minutes = divmod(n, 60)
    if not hours or not minutes or n > 600:
        return None
    hundred = divmod(n, 100)
    wrong: dict[str, Answers] = {"time.hundred_minutes": joined(*hundred) if hundred[0] else None}
    return Solved(joined(hours, minutes), "units.convert", wrong, ("over 100",) if n > 100 else ())


QUOTIENT = Form("{a} ÷ {b} = ? r ?", _quotient, kind="whole", layout="rest")
MIXED = Form(
    "{f:fraction} = ? and ? / ?",
    _mixed,
    kind="whole",
    layout="boxes",
    alike=lambda draw, gaps: {
        "f": (draw.between(2, 5) * gaps["f"][1] + draw.between(1, max(1, gaps["f"][1] - 1)), gaps["f"][1])
    },
)
MIXED_NUMBER = Form(
    "Write {f:fraction} as a mixed number.",
    _mixed_number,
    kind="fraction",
    rule="form",
    layout="mixed",
    alike=MIXED.alike,
)
POUNDS = Form(
    "£{a:pounds} = £ ? and ? p",
    _pounds,
    kind="whole",
    layout="boxes",
    alike=lambda draw, gaps: {"a": draw.between(1, 20) * 100 + draw.between(1, 9 if gaps["a"] % 100 < 10 else 99)},
)
HOURS = Form(
    "{n} minutes = ? hours and ? minutes",
    _hours,
    kind="whole",
    layout="boxes",
    alike=lambda draw, gaps: {"n": draw.between(61, 99) if gaps["n"] < 101 else draw.between(101, 300)},
)

FORMS = (QUOTIENT, MIXED, MIXED_NUMBER, POUNDS, HOURS)
