"""Wrong ways with fractions and decimals. Pure."""

from __future__ import annotations

from fractions import Fraction


def tops_and_bottoms(a: tuple[int, int], b: tuple[int, int], sign: str = "+") -> tuple[int, int] | None:
    """Adds (or takes away) tops and bottoms each by themselves; numerator and denominator as written."""
    if sign == "+":
        return a[0] + b[0], a[1] + b[1]
    top, bottom = a[0] - b[0], a[1] - b[1]
    return (top, bottom) if top > 0 and bottom > 0 else None


def bigger_denominator_bigger(a: tuple[int, int], b: tuple[int, int]) -> str | None:
    """Compares the bottoms alone: 1/8 is called more than 1/4."""
    return _sign(a[1], b[1]) if a[1] != b[1] else None


def unit_only(top: int, bottom: int, amount: int) -> Fraction | None:
    """Finds one part and stops there: 3/4 of 20 -> 5."""
    return Fraction(amount, bottom) if top > 1 else None


def divide_by_numerator(top: int, bottom: int, amount: int) -> Fraction | None:
    """Divides by the top: 3/5 of 15 -> 5."""
    return Fraction(amount, top) if top > 1 and amount % top == 0 else None


def longer_is_larger(a: str, b: str) -> str:
    """Calls the decimal with more digits behind the point the larger."""
    return _sign(places_of(a), places_of(b)) if places_of(a) != places_of(b) else _sign(Fraction(a), Fraction(b))


def shorter_is_larger(a: str, b: str) -> str:
    """Calls the decimal with fewer digits behind the point the larger."""
    return _sign(places_of(b), places_of(a)) if places_of(a) != places_of(b) else _sign(Fraction(a), Fraction(b))


def two_whole_numbers(a: str, b: str) -> str | None:
    """Adds what stands before and behind the points as two whole numbers: 0.7 + 0.5 -> 0.12."""
    if "." not in a or "." not in b:
        return None
    (one, behind_one), (other, behind_other) = a.split("."), b.split(".")
    return f"{int(one) + int(other)}.{int(behind_one) + int(behind_other)}"


def right_align(a: str, b: str) -> tuple[str, ...] | None:
    """Lines decimals up on the right as if they were whole: 3.4 + 0.25 -> 0.59 or 5.9."""
    if places_of(a) == places_of(b):
        return None
    total = int(a.replace(".", "")) + int(b.replace(".", ""))
    return tuple(_pointed(total, places) for places in sorted({places_of(a), places_of(b)}, reverse=True) if places)


def times_ten_adds_zero(a: str, power: int) -> str | None:
    """Writes noughts behind a decimal: 2.5 × 10 -> 2.50."""
    return a + "0" * power if "." in a else None


def places_of(number: str) -> int:
    """How many digits stand behind the point."""
    return len(number.partition(".")[2])


def _pointed(number: int, places: int) -> str:
    text = str(number).rjust(places + 1, "0")
    return f"{text[:-places]}.{text[-places:]}"


def _sign(one: int | Fraction, other: int | Fraction) -> str:
    return "<" if one < other else ">" if one > other else "="
