"""Wrong ways to multiply and divide, each as a function of both numbers; None where it says nothing. Pure."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from classroom.skills.procedures.columns import digits, together

Answers = int | tuple[int, ...] | None


def no_carry(a: int, b: int) -> Answers:
    """Drops what should be carried."""
    return together([(x * b) % 10 for x in digits(a)]) if a >= 10 and b < 10 else None


def carry_before_multiply(a: int, b: int) -> Answers:
    """Adds what was carried first, then multiplies."""
    if a < 10 or b >= 10:
        return None
    columns, carry, out = digits(a), 0, []
    for at, x in enumerate(columns):
        product = (x + carry) * b
        last = at == len(columns) - 1
        out.append(product if last else product % 10)
        carry = product // 10
    return together(out)


def table_neighbour(a: int, b: int) -> Answers:
    """The fact beside it in the table."""
    if not (2 <= a <= 12 and 2 <= b <= 12):
        return None
    near = [(a - 1) * b, (a + 1) * b, a * (b - 1), a * (b + 1)]
    return tuple(dict.fromkeys(one for one in near if one != a * b))


def n_times_zero(a: int, b: int) -> Answers:
    """N × 0 = N."""
    return (a or b) if 0 in (a, b) and (a or b) else None


def n_times_one(a: int, b: int) -> Answers:
    """N × 1 = 1, or N + 1."""
    if 1 not in (a, b) or a == b or 0 in (a, b):
        return None
    return (1, a * b + 1)


def add_instead(a: int, b: int) -> Answers:
    """Adds."""
    return a + b


def no_placeholder(a: int, b: int) -> Answers:
    """Does not move the second row to the left."""
    return sum(a * one for one in digits(b)) if a >= 10 and b >= 10 else None


def columnwise(a: int, b: int) -> Answers:
    """Multiplies digit by digit, ones by ones and tens by tens."""
    if a < 10 or b < 10 or len(str(a)) != len(str(b)):
        return None
    return together([x * y for x, y in zip(digits(a), digits(b), strict=True)])


TIMES: dict[str, Callable[[int, int], Answers]] = {
    "mul.no_carry": no_carry,
    "mul.carry_before_multiply": carry_before_multiply,
    "mul.table_neighbour": table_neighbour,
    "mul.n_times_zero": n_times_zero,
    "mul.n_times_one": n_times_one,
    "mul.add_instead": add_instead,
    "mul.no_placeholder": no_placeholder,
    "mul.columnwise": columnwise,
}


def zero_lost_in_quotient(a: int, b: int) -> int | None:
    """Leaves out a 0 inside the answer, where a digit was too small to divide."""
    quotient = str(a // b)
    short = quotient[0] + quotient[1:-1].replace("0", "") + quotient[-1:] if len(quotient) > 2 else quotient
    return int(short) if short != quotient else None


def larger_by_smaller(a: int, b: int) -> int | None:
    """Divides the larger by the smaller, whichever comes first."""
    return b // a if 0 < a < b and b % a == 0 else None


def remainder_dropped(a: int, b: int) -> int | None:
    """Leaves the rest away."""
    return a // b if a % b else None


def remainder_too_big(a: int, b: int) -> tuple[int, int] | None:
    """Stops one step early: the rest is larger than the divisor. Quotient and rest."""
    return (a // b - 1, a % b + b) if a % b and a >= 2 * b else None


def remainder_as_decimal(a: int, b: int) -> Fraction | None:
    """Writes the rest behind the point as if it were tenths."""
    rest = a % b
    return a // b + Fraction(rest, 10 ** len(str(rest))) if rest else None


def wrong_products(a: int, b: int) -> dict[str, int | tuple[int, ...]]:
    """What each procedure answers to a × b; written methods put the longer number above, whichever comes first."""
    above, below = (a, b) if len(str(a)) >= len(str(b)) else (b, a)
    found = {code: way(above, below) for code, way in TIMES.items()}
    return {code: answer for code, answer in found.items() if answer is not None}


def wrong_quotients(a: int, b: int) -> dict[str, int | Fraction]:
    """What each procedure answers to a ÷ b."""
    found: dict[str, int | Fraction | None] = {
        "div.zero_lost_in_quotient": zero_lost_in_quotient(a, b),
        "div.larger_by_smaller": larger_by_smaller(a, b),
        "div.remainder_dropped": remainder_dropped(a, b),
        "div.remainder_as_decimal": remainder_as_decimal(a, b),
    }
    return {code: answer for code, answer in found.items() if answer is not None}
