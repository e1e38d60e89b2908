"""Wrong ways to take away, each as a function of both numbers; None where it says nothing. Pure.

After BUGGY and Repair Theory (Brown and VanLehn 1980) and the catalogue in docs/wrong-procedures.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from classroom.skills.procedures.columns import digits, together


def smaller_from_larger(a: int, b: int) -> int | None:
    """The smaller digit from the larger in each column, whichever stands above."""
    return together([abs(x - y) for x, y in _columns(a, b)])


def borrow_no_decrement(a: int, b: int) -> int | None:
    """Adds ten and leaves the neighbour as it was."""
    return together([(x - y) % 10 for x, y in _columns(a, b)])


def borrow_across_zero(a: int, b: int) -> int | None:
    """Takes from the next digit that is not 0, and leaves the noughts between as they are."""

    def take(above: list[int], at: int) -> bool:
        left = next((place for place in range(at + 1, len(above)) if above[place] > 0), None)
        if left is None:
            return False
        above[left] -= 1
        return True

    return _borrowing(a, b, take)


def borrow_from_zero(a: int, b: int) -> int | None:
    """Writes 9 in the place of a 0 and takes from nowhere."""

    def take(above: list[int], at: int) -> bool:
        if at + 1 >= len(above):
            return False
        above[at + 1] = 9 if above[at + 1] == 0 else above[at + 1] - 1
        return True

    return _borrowing(a, b, take)


def stops_borrow_at_zero(a: int, b: int) -> int | None:
    """Adds ten, and leaves a 0 beside it a 0."""

    def take(above: list[int], at: int) -> bool:
        if at + 1 >= len(above):
            return False
        if above[at + 1] > 0:
            above[at + 1] -= 1
        return True

    return _borrowing(a, b, take)


def zero_minus_n_is_n(a: int, b: int) -> int | None:
    """0 − N = N."""
    return _with_noughts(a, b, lambda below: below)


def zero_minus_n_is_zero(a: int, b: int) -> int | None:
    """0 − N = 0."""
    return _with_noughts(a, b, lambda below: 0)


def always_borrow_left(a: int, b: int) -> int | None:
    """Always takes from the digit on the far left."""

    def take(above: list[int], at: int) -> bool:
        above[-1] -= 1
        return at + 1 < len(above)

    return _borrowing(a, b, take)


def added_instead(a: int, b: int) -> int | None:
    """Adds."""
    return a + b


def count_off_by_one(a: int, b: int) -> int | None:
    """Counts back and counts the number it starts from."""
    return a - b + 1 if a <= 20 else None


COLUMNS: dict[str, Callable[[int, int], int | None]] = {
    "sub.smaller_from_larger": smaller_from_larger,
    "sub.borrow_no_decrement": borrow_no_decrement,
    "sub.borrow_across_zero": borrow_across_zero,
    "sub.borrow_from_zero": borrow_from_zero,
    "sub.stops_borrow_at_zero": stops_borrow_at_zero,
    "sub.zero_minus_n_is_n": zero_minus_n_is_n,
    "sub.zero_minus_n_is_zero": zero_minus_n_is_zero,
    "sub.always_borrow_left": always_borrow_left,
}
ANY: dict[str, Callable[[int, int], int | None]] = {
    "sub.added_instead": added_instead,
    "sub.count_off_by_one": count_off_by_one,
}


def wrong(a: int, b: int) -> dict[str, int]:
    """What each procedure answers to a − b, a ≥ b ≥ 0; those that say nothing are left out."""
    found = {code: way(a, b) for code, way in ({**COLUMNS, **ANY} if a >= 10 else ANY).items()}
    return {code: answer for code, answer in found.items() if answer is not None and answer >= 0}


def _columns(a: int, b: int) -> Iterator[tuple[int, int]]:
    width = len(str(a))
    return zip(digits(a), digits(b, width), strict=True)


def _borrowing(a: int, b: int, take: Callable[[list[int], int], bool]) -> int | None:
    """Column by column; `take` pays for a ten and says whether it could."""
    above, out = digits(a), []
    for at, below in enumerate(digits(b, len(above))):
        if above[at] < below:
            if not take(above, at):
                return None
            above[at] += 10
        if above[at] < below:
            return None  # its own repair leaves it stuck: no answer can be foretold
        out.append(above[at] - below)
    return together(out)


def _with_noughts(a: int, b: int, nought_minus: Callable[[int], int]) -> int | None:
    """Right in all columns but those where 0 stands above."""
    above, out = digits(a), []
    for at, below in enumerate(digits(b, len(above))):
        if above[at] == 0 and below > 0:
            out.append(nought_minus(below))
            continue
        if above[at] < below:
            if at + 1 >= len(above):
                return None
            above[at + 1] -= 1
            above[at] += 10
        if above[at] < 0:
            return None
        out.append(above[at] - below)
    return together(out)
