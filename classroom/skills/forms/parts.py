"""Decimals, fractions, per cent. Pure."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from classroom.skills.forms.base import Answers, Form, Solved
from classroom.skills.procedures import multiplication, parts
from classroom.skills.procedures.parts import places_of
from classroom.skills.questions import kind_of

Pair = tuple[int, int]
_NAMES = {
    2: "halves",
    3: "thirds",
    4: "quarters",
    5: "fifths",
    6: "sixths",
    8: "eighths",
    10: "tenths",
    12: "twelfths",
}
DENOMINATORS = {name: number for number, name in _NAMES.items()}


def name_of(denominator: int) -> str:
    """8 -> eighths."""
    return _NAMES[denominator]


def _pointed(*numbers: str) -> bool:
    return any("." in number for number in numbers)


def _decimal_add(a: str, b: str) -> Solved | None:
    if not _pointed(a, b):
        return None
    wrong: dict[str, Answers] = {"dec.right_align": parts.right_align(a, b)}
    if max(places_of(a), places_of(b)) == min(places_of(a), places_of(b)):
        wrong["dec.two_whole_numbers"] = parts.two_whole_numbers(a, b)
    return Solved(Fraction(a) + Fraction(b), "dec.add_sub", wrong, _unequal(a, b))


def _decimal_less(a: str, b: str) -> Solved | None:
    if not _pointed(a, b) or Fraction(b) > Fraction(a):
        return None
    wrong: dict[str, Answers] = {}
    if places_of(a) != places_of(b):
        whole = abs(int(a.replace(".", "")) - int(b.replace(".", "")))
        wrong["dec.right_align"] = tuple(
            Fraction(whole, 10**count) for count in sorted({places_of(a), places_of(b)}) if count
        )
    return Solved(Fraction(a) - Fraction(b), "dec.add_sub", wrong, _unequal(a, b))


def _unequal(a: str, b: str) -> tuple[str, ...]:
    return ("unequal places",) if places_of(a) != places_of(b) else ("equal places",)


def _ten_times(a: str, b: int) -> Solved | None:
    if b not in (10, 100, 1000) or "." not in a:
        return None
    power = len(str(b)) - 1
    return Solved(Fraction(a) * b, "pv.powers", {"pv.times_ten_adds_zero": parts.times_ten_adds_zero(a, power)})


def _ten_parts(a: str, b: int) -> Solved | None:
    if b not in (10, 100, 1000) or (Fraction(a) / b).denominator == 1:
        return None
    return Solved(Fraction(a) / b, "pv.powers")


def _written(pair: Pair) -> str:
    return f"{pair[0]}/{pair[1]}"


def _sort(a: Pair, b: Pair) -> tuple[str, ...]:
    if a[1] == b[1]:
        return ("same denominator",)
    return ("related denominators",) if max(a[1], b[1]) % min(a[1], b[1]) == 0 else ("unlike denominators",)


def _fraction_add(a: Pair, b: Pair) -> Solved | None:
    if a[0] >= a[1] or b[0] >= b[1]:
        return None  # 8/1 and 6/6 are whole numbers in disguise, and 5/2 may as well be a division
    right = Fraction(*a) + Fraction(*b)
    wrong = parts.tops_and_bottoms(a, b)
    return Solved(_over(right), "frac.add_sub", {"frac.add_tops_and_bottoms": wrong and _written(wrong)}, _sort(a, b))


def _fraction_less(a: Pair, b: Pair) -> Solved | None:
    right = Fraction(*a) - Fraction(*b)
    if right <= 0 or a[0] >= a[1] or b[0] >= b[1]:
        return None
    wrong = parts.tops_and_bottoms(a, b, "−")
    return Solved(_over(right), "frac.add_sub", {"frac.add_tops_and_bottoms": wrong and _written(wrong)}, _sort(a, b))


def _over(amount: Fraction) -> str:
    """As a fraction even where a decimal would hold it."""
    return str(amount.numerator) if amount.denominator == 1 else f"{amount.numerator}/{amount.denominator}"


def _fraction_times(a: Pair, b: Pair) -> Solved:
    return Solved(_over(Fraction(*a) * Fraction(*b)), "frac.mul_div")


def _fraction_times_whole(a: Pair, b: int) -> Solved:
    return Solved(_over(Fraction(*a) * b), "frac.mul_div", {})


def _fraction_over(a: Pair, b: int) -> Solved | None:
    return Solved(_over(Fraction(*a) / b), "frac.mul_div") if b else None


def _fraction_of(f: Pair, n: int) -> Solved | None:
    top, bottom = f
    right = Fraction(top * n, bottom)
    if not 0 < top <= bottom or kind_of(right) != "whole" or n % bottom:
        return None
    wrong: dict[str, Answers] = {
        "frac.unit_only": parts.unit_only(top, bottom, n),
        "frac.divide_by_numerator": parts.divide_by_numerator(top, bottom, n),
    }
    return Solved(right, "frac.of_amount", wrong, ("one part" if top == 1 else "several parts",))


def _as_many(d: str, f: Pair) -> Solved | None:
    """How many eighths are the same as 1/2?"""
    if d not in DENOMINATORS or DENOMINATORS[d] % f[1] or f[0] >= f[1] or DENOMINATORS[d] == f[1]:
        return None
    return Solved(f[0] * DENOMINATORS[d] // f[1], "frac.equivalent")


def _simplest(f: Pair) -> Solved | None:
    if gcd(*f) == 1 or f[0] >= f[1]:
        return None
    return Solved(_over(Fraction(*f)), "frac.equivalent")


def _improper(w: int, f: Pair) -> Solved | None:
    if not 0 < f[0] < f[1] or gcd(*f) > 1 or not w:
        return None
    return Solved(f"{w * f[1] + f[0]}/{f[1]}", "frac.improper", {})


def _as_decimal(f: Pair) -> Solved | None:
    right = Fraction(*f)
    return Solved(right, "dec.convert") if kind_of(right) == "decimal" and right < 1 else None


def _as_fraction(d: str) -> Solved | None:
    return Solved(_over(Fraction(d)), "dec.convert") if 0 < Fraction(d) < 1 else None


def _as_per_cent(d: str) -> Solved | None:
    right = Fraction(d) * 100
    if right.denominator != 1 or not 0 < right <= 200 or not _pointed(d):
        return None
    # "0.4 is 4 %": the digits alone.
    return Solved(right, "dec.convert", {"dec.two_whole_numbers": int(d.partition(".")[2])})


def _per_cent_as_decimal(p: int) -> Solved | None:
    if not 0 < p < 100:
        return None
    return Solved(Fraction(p, 100), "dec.convert", {"dec.two_whole_numbers": f"0.{p}"})


def _per_cent_of(p: int, n: int) -> Solved | None:
    right = Fraction(p * n, 100)
    if not 0 < p <= 100 or right.denominator != 1:
        return None
    return Solved(right, "pct.of", {}, ("tens",) if p % 10 == 0 else ())


def _divided_to_decimal(a: int, b: int) -> Solved | None:
    """17 ÷ 5 = 3.4: the rest is shared too."""
    if b < 2 or a <= b or a % b == 0 or kind_of(Fraction(a, b)) != "decimal":
        return None
    wrong: dict[str, Answers] = {
        "div.remainder_as_decimal": multiplication.remainder_as_decimal(a, b),
        "div.remainder_dropped": multiplication.remainder_dropped(a, b),
    }
    return Solved(Fraction(a, b), "div.decimal", wrong, (str(len(str(a))),))


DECIMAL_ADD = Form("{a:decimal} + {b:decimal} = ?", _decimal_add, kind="decimal", is_sum=True)
DECIMAL_LESS = Form("{a:decimal} − {b:decimal} = ?", _decimal_less, kind="decimal", is_sum=True)
TEN_TIMES = Form("{a:decimal} × {b} = ?", _ten_times, kind="decimal", is_sum=True)
TEN_PARTS = Form("{a:decimal} ÷ {b} = ?", _ten_parts, kind="decimal", is_sum=True)
FRACTION_ADD = Form("{a:fraction} + {b:fraction} = ?", _fraction_add, kind="fraction", is_sum=True)
FRACTION_LESS = Form("{a:fraction} − {b:fraction} = ?", _fraction_less, kind="fraction", is_sum=True)
FRACTION_TIMES = Form("{a:fraction} × {b:fraction} = ?", _fraction_times, kind="fraction", is_sum=True)
FRACTION_TIMES_WHOLE = Form("{a:fraction} × {b} = ?", _fraction_times_whole, kind="fraction", is_sum=True)
FRACTION_OVER = Form("{a:fraction} ÷ {b} = ?", _fraction_over, kind="fraction", is_sum=True)
FRACTION_OF = Form("{f:fraction} of {n} = ?", _fraction_of)
AS_MANY = Form("How many {d:thing} are the same as {f:fraction}?", _as_many)
SIMPLEST = Form("Write {f:fraction} in its simplest form.", _simplest, kind="fraction", rule="exact")
IMPROPER = Form("Write {w} {f:fraction} as one fraction.", _improper, kind="fraction")
AS_DECIMAL = Form("Write {f:fraction} as a decimal.", _as_decimal, kind="decimal")
AS_FRACTION = Form("Write {d:decimal} as a fraction.", _as_fraction, kind="fraction")
AS_PER_CENT = Form("{d:decimal} = ? %", _as_per_cent, kind="whole")
PER_CENT_AS_DECIMAL = Form("Write {p}% as a decimal.", _per_cent_as_decimal, kind="decimal")
DIVIDED_TO_DECIMAL = Form("Write as a decimal: {a} ÷ {b} = ?", _divided_to_decimal, kind="decimal")
PER_CENT_OF = Form("{p}% of {n} = ?", _per_cent_of)

FORMS = (
    # Multiplied by ten first: of "2.5 × 10" it says more than that decimals are multiplied.
    TEN_TIMES, TEN_PARTS, DECIMAL_ADD, DECIMAL_LESS, FRACTION_ADD, FRACTION_LESS, FRACTION_TIMES,
    FRACTION_TIMES_WHOLE,
    FRACTION_OVER, FRACTION_OF, AS_MANY, SIMPLEST, IMPROPER, AS_DECIMAL, AS_FRACTION, AS_PER_CENT,
    PER_CENT_AS_DECIMAL, PER_CENT_OF, DIVIDED_TO_DECIMAL,
)  # fmt: skip
