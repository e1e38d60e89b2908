"""Counting, place value, comparing, rounding, Roman numerals, and what numbers are made of. Pure."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from classroom.skills.forms.base import Answers, Form, Solved
from classroom.skills.procedures import others, parts
from classroom.skills.procedures.spoken import in_roman

Pair = tuple[int, int]


def _more(n: int, a: int) -> Solved | None:
    return Solved(a + n, "count.one_more", {}) if n in (1, 10, 100, 1000) else None


def _less(n: int, a: int) -> Solved | None:
    return (
        Solved(a - n, "count.one_more", {"sub.added_instead": a + n}) if n in (1, 10, 100, 1000) and a >= n else None
    )


def _below(n: int, a: int) -> Solved | None:
    """Less than there is: below nought."""
    return Solved(a - n, "neg.numbers", {"neg.ignores_sign": n - a}) if a < n <= 100 else None


def _double(a: int) -> Solved:
    return Solved(2 * a, "facts.double", {}, ("crosses ten",) if a % 10 >= 5 else ())


def _half(a: int) -> Solved | None:
    tags = ("odd tens",) if a // 10 % 2 else ()
    return Solved(a // 2, "facts.double", {"mul.add_instead": 2 * a}, tags) if a % 2 == 0 and a else None


def _step(numbers: list[int]) -> int | None:
    """The step of an even sequence."""
    steps = {right - left for left, right in zip(numbers, numbers[1:], strict=False)}
    return steps.pop() if len(steps) == 1 else None


def _whole(many: tuple[str, ...]) -> list[int] | None:
    return [int(one.replace("−", "-")) for one in many] if all("." not in one for one in many) else None


def _gap(before: tuple[str, ...], after: tuple[str, ...]) -> Solved | None:
    """2, 4, ?, 8."""
    left, right = _whole(before), _whole(after)
    if not left or not right or (right[0] - left[-1]) % 2:
        return None
    middle = (left[-1] + right[0]) // 2
    step = _step([*left, middle, *right])
    return _sequence(middle, step) if step and len(left) + len(right) >= 3 else None


def _next(before: tuple[str, ...]) -> Solved | None:
    """3, 7, 11, ?"""
    numbers = _whole(before)
    step = _step(numbers) if numbers and len(numbers) >= 3 else None
    return _sequence(numbers[-1] + step, step) if numbers and step else None


def _sequence(right: int, step: int) -> Solved:
    steps = abs(step) in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 25, 50, 100, 1000)
    skill = "count.sequence" if steps and right % step == 0 else "count.rule"
    return Solved(right, "neg.numbers" if right < 0 else skill, {}, ("backwards",) if step < 0 else ())


def _worth(d: int, n: int) -> Solved | None:
    text = str(n)
    if d > 9 or d == 0 or text.count(str(d)) != 1 or len(text) < 2:
        return None
    value = d * 10 ** (len(text) - 1 - text.index(str(d)))
    return Solved(value, "pv.value", {"pv.digit_not_value": others.digit_not_value(d, value)})


def _expanded(a: int, b: int, c: int) -> Solved | None:
    """300 + 40 + 2: each part worth one digit, the largest first."""
    many = (a, b, c)
    if not a > b > c or any(int(str(one)[1:] or 0) for one in many) or len({len(str(one)) for one in many}) < 3:
        return None
    heard = int("".join(map(str, many)))
    wrong: dict[str, Answers] = {"pv.written_as_heard": heard, "pv.zero_dropped": others.zero_dropped(sum(many))}
    return Solved(sum(many), "pv.compose", wrong)


def _partition(n: int, a: int, c: int) -> Solved | None:
    """342 = 300 + ? + 2."""
    right = n - a - c
    if not a > right > c > 0 or any(int(str(one)[1:] or 0) for one in (a, right, c)):
        return None
    return Solved(right, "pv.compose", {"pv.digit_not_value": int(str(right)[0])})


_PLACES = {"thousands": 1000, "hundreds": 100, "tens": 10, "ones": 1}


def _composed(a: int, x: str, b: int, y: str) -> Solved | None:
    """6 thousands and 4 tens."""
    if not (0 < a < 10 and 0 < b < 10) or x not in _PLACES or y not in _PLACES or _PLACES[x] <= _PLACES[y]:
        return None
    right = a * _PLACES[x] + b * _PLACES[y]
    wrong: dict[str, Answers] = {
        "pv.zero_dropped": others.zero_dropped(right),
        "pv.written_as_heard": int(f"{a * _PLACES[x]}{b * _PLACES[y]}"),
    }
    return Solved(right, "pv.compose", wrong, ("with a gap",) if _PLACES[x] > 10 * _PLACES[y] else ())


def _in_digits(n: int) -> Solved:
    wrong: dict[str, Answers] = {"pv.written_as_heard": others.written_as_heard(n)}
    return Solved(n, "pv.words", wrong, ("with a nought",) if "0" in str(n)[1:-1] else ())


def _round(n: int, to: int) -> Solved | None:
    if to not in (10, 100, 1000, 10000) or n < to // 2 or n % to == 0:
        return None
    right = (n + to // 2) // to * to
    return Solved(right, "pv.round", {"round.truncates": others.truncates(n, to)}, ("up" if right > n else "down",))


def _estimate(a: int, b: int, to: int) -> Solved | None:
    if to not in (10, 100, 1000) or min(a, b) < to or a % to == 0 or b % to == 0:
        return None
    rounded = (a + to // 2) // to * to + (b + to // 2) // to * to
    wrong: dict[str, Answers] = {"round.truncates": a // to * to + b // to * to}
    return Solved(rounded, "pv.estimate", wrong)


def _read_roman(r: int) -> Solved:
    wrong: dict[str, Answers] = {"roman.additive_only": others.read_additively(in_roman(r))}
    subtractive = ("a smaller sign first",) if others.read_additively(in_roman(r)) != r else ()
    return Solved(r, "pv.roman", wrong, ("to 100" if r <= 100 else "over 100", *subtractive))


def _compare(skill: str, one: Fraction, other: Fraction, wrong: dict[str, Answers]) -> Solved:
    right = "<" if one < other else ">" if one > other else "="
    return Solved(right, skill, {"cmp.sign_reversed": others.sign_reversed(right), **wrong})


def _compare_whole(a: int, b: int) -> Solved:
    return _compare("cmp.numbers", Fraction(a), Fraction(b), {})


def _compare_decimals(a: str, b: str) -> Solved | None:
    if "." not in a + b:
        return None
    wrong: dict[str, Answers] = {
        "dec.longer_is_larger": parts.longer_is_larger(a, b),
        "dec.shorter_is_larger": parts.shorter_is_larger(a, b),
    }
    return _compare("cmp.decimals", Fraction(a), Fraction(b), wrong)


def _compare_fractions(a: Pair, b: Pair) -> Solved:
    wrong: dict[str, Answers] = {"frac.bigger_denominator_bigger": parts.bigger_denominator_bigger(a, b)}
    return _compare("cmp.fractions", Fraction(*a), Fraction(*b), wrong)


def _compare_sums(a: int, b: int, c: int) -> Solved:
    return _compare("eq.balance", Fraction(a + b), Fraction(c), {})


def _largest(many: tuple[str, ...]) -> Solved | None:
    return _extreme(many, largest=True)


def _smallest(many: tuple[str, ...]) -> Solved | None:
    return _extreme(many, largest=False)


def _extreme(many: tuple[str, ...], *, largest: bool) -> Solved | None:
    worth = {one: Fraction(one.replace("−", "-")) for one in many}
    if len(set(worth.values())) < len(many) or len(many) < 3:
        return None
    pick = max if largest else min
    right = pick(many, key=lambda one: worth[one])
    decimal = any("." in one for one in many)
    wrong: dict[str, Answers] = {}
    if decimal:
        by_length = [pick(many, key=lambda one: (turn * parts.places_of(one), worth[one])) for turn in (1, -1)]
        wrong = dict(zip(("dec.longer_is_larger", "dec.shorter_is_larger"), by_length, strict=True))
    if min(worth.values()) < 0:
        wrong["neg.ignores_sign"] = pick(many, key=lambda one: abs(worth[one])).replace("−", "-")
    skill = "cmp.decimals" if decimal else "neg.numbers" if min(worth.values()) < 0 else "ord.numbers"
    return Solved(right.replace("−", "-"), skill, wrong) if decimal else Solved(worth[right], skill, wrong)


def _common_factor(a: int, b: int) -> Solved | None:
    right = gcd(a, b)
    return Solved(right, "num.factors", {}) if 1 < right < min(a, b) else None


def _common_multiple(a: int, b: int) -> Solved | None:
    right = lcm(a, b) if a and b else 0
    return Solved(right, "num.factors", {}) if max(a, b) < right and min(a, b) > 1 else None


def _next_prime(n: int) -> Solved | None:
    if n > 10_000:
        return None
    after = n + 1
    while after < 2 or any(after % by == 0 for by in range(2, int(after**0.5) + 1)):
        after += 1
    return Solved(after, "num.factors", {})


def _square(a: int) -> Solved | None:
    return Solved(a * a, "num.powers", {"mul.add_instead": 2 * a}) if 1 < a <= 1000 else None


def _cube(a: int) -> Solved | None:
    return Solved(a**3, "num.powers", {"mul.add_instead": 3 * a}) if 1 < a <= 100 else None


def _mean(many: tuple[str, ...]) -> Solved | None:
    numbers = _whole(many)
    if not numbers or len(numbers) < 2 or sum(numbers) % len(numbers) or len(set(numbers)) == 1:
        return None
    return Solved(sum(numbers) // len(numbers), "data.mean", {})


MORE = Form("{n} more than {a} = ?", _more)
LESS = Form("{n} less than {a} = ?", _less)
BELOW = Form("What is {n} less than {a}?", _below, kind="signed")
DOUBLE = Form("Double {a} = ?", _double)
HALF = Form("Half of {a} = ?", _half)
GAP = Form("{before:list}, ?, {after:list}", _gap)
NEXT = Form("{before:list}, ?", _next)
WORTH = Form("What is the {d} worth in {n}?", _worth)
EXPANDED = Form("{a} + {b} + {c} = ?", _expanded, is_sum=True)
PARTITION = Form("{n} = {a} + ? + {c}", _partition, is_sum=True)
COMPOSED = Form("{a} {x:thing} and {b} {y:thing} = ?", _composed)
IN_DIGITS = Form("Write in digits: {n:words}", _in_digits)
ROUND = Form("Round {n} to the nearest {to}.", _round)
ESTIMATE = Form("Round both to the nearest {to}, then add: {a} + {b}", _estimate)
ROMAN = Form("{r:roman} = ?", _read_roman)
COMPARE = Form("{a} ? {b}", _compare_whole, kind="compare")
COMPARE_DECIMALS = Form("{a:decimal} ? {b:decimal}", _compare_decimals, kind="compare")
COMPARE_FRACTIONS = Form("{a:fraction} ? {b:fraction}", _compare_fractions, kind="compare")
COMPARE_SUMS = Form("{a} + {b} ? {c}", _compare_sums, kind="compare")
LARGEST = Form("Which is the largest: {many:choice}?", _largest)
SMALLEST = Form("Which is the smallest: {many:choice}?", _smallest)
COMMON_FACTOR = Form("What is the greatest common factor of {a} and {b}?", _common_factor)
COMMON_MULTIPLE = Form("What is the lowest common multiple of {a} and {b}?", _common_multiple)
NEXT_PRIME = Form("Which prime number comes next after {n}?", _next_prime)
SQUARE = Form("{a}² = ?", _square)
CUBE = Form("{a}³ = ?", _cube)
MEAN = Form("What is the mean of {many:list}?", _mean)

FORMS = (
    EXPANDED, PARTITION, MORE, LESS, BELOW, DOUBLE, HALF, GAP, NEXT, WORTH, COMPOSED, IN_DIGITS, ROUND, ESTIMATE,
    ROMAN,
    COMPARE, COMPARE_DECIMALS, COMPARE_FRACTIONS, COMPARE_SUMS, LARGEST, SMALLEST, COMMON_FACTOR, COMMON_MULTIPLE,
    NEXT_PRIME, SQUARE, CUBE, MEAN,
)  # fmt: skip
