"""Wrong ways to add, each as a function of both numbers; None where it says nothing. Pure."""

from __future__ import annotations

from collections.abc import Callable

from classroom.skills.procedures.columns import digits, together, widest


def no_carry(a: int, b: int) -> int | None:
    """Drops the ten."""
    return together([(x + y) % 10 for x, y in _columns(a, b)])


def write_both(a: int, b: int) -> int | None:
    """Writes both digits of a column's sum under it."""
    return together([x + y for x, y in _columns(a, b)])


def carry_swapped(a: int, b: int) -> int | None:
    """Writes the ten and carries the ones."""
    columns, carry, out = _columns(a, b), 0, []
    for at, (x, y) in enumerate(columns):
        total = x + y + carry
        last = at == len(columns) - 1
        out.append(total if last or total < 10 else total // 10)
        carry = 0 if last or total < 10 else total % 10
    return together(out)


def left_align(a: int, b: int) -> int | None:
    """Lines the numbers up on the left."""
    width = widest(a, b)
    return int(str(a).ljust(width, "0")) + int(str(b).ljust(width, "0"))


def teen_reversed(a: int, b: int) -> int | None:
    """Writes sixteen as 61: the six is heard first."""
    return int(str(a + b)[::-1]) if 12 < a + b < 20 else None


WAYS: dict[str, Callable[[int, int], int | None]] = {
    "add.no_carry": no_carry,
    "add.write_both": write_both,
    "add.carry_swapped": carry_swapped,
    "add.left_align": left_align,
}


def wrong(a: int, b: int) -> dict[str, int]:
    """What each procedure answers to a + b."""
    columns = WAYS if max(a, b) >= 10 else {}
    found = {code: way(a, b) for code, way in {**columns, "add.teen_reversed": teen_reversed}.items()}
    return {code: answer for code, answer in found.items() if answer is not None}


def _columns(a: int, b: int) -> list[tuple[int, int]]:
    width = widest(a, b)
    return list(zip(digits(a, width), digits(b, width), strict=True))
