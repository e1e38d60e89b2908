"""Wrong ways with place value, equals signs, order, time, money, rounding, signs and Roman numerals. Pure."""

from __future__ import annotations

from classroom.skills.procedures.spoken import in_words

ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def written_as_heard(number: int) -> int | None:
    """Writes the parts one after the other as they are said: three hundred and five -> 3005."""
    parts = [part for part in (number // 1000 * 1000, number % 1000 // 100 * 100, number % 100) if part]
    return int("".join(map(str, parts))) if len(parts) > 1 and number < 10_000 and in_words(number) else None


def digit_not_value(digit: int, value: int) -> int | None:
    """Says the digit where its worth is asked: the 4 in 342 -> 4."""
    return digit if value != digit else None


def zero_dropped(number: int) -> int | None:
    """Writes only the digits that are named: 6 thousands and 4 tens -> 64."""
    return int(str(number).replace("0", "")) if "0" in str(number) else None


def answer_comes_next(a: int, b: int, d: int) -> int:
    """Takes = for "and the answer is": 8 + 4 = ? + 5 -> 12."""
    return a + b


def add_all(a: int, b: int, d: int) -> int:
    """Adds all numbers there are: 8 + 4 = ? + 5 -> 17."""
    return a + b + d


def inverse_missed(sign: str, known: int, result: int) -> int | None:
    """Does what the sign says with the two numbers there are: ? − 3 = 5 -> 2."""
    if sign == "+":
        return known + result
    if sign == "−":
        return abs(result - known)
    if sign == "×":
        return known * result
    return (
        max(known, result) // min(known, result)
        if known and result and max(known, result) % min(known, result) == 0
        else None
    )


def sign_reversed(sign: str) -> str | None:
    """Means the right thing and mirrors the sign."""
    return {"<": ">", ">": "<"}.get(sign)


def left_to_right(numbers: list[int], signs: str) -> int | None:
    """Works from left to right: 2 + 3 × 4 -> 20. None where a division leaves a rest."""
    total = numbers[0]
    for sign, number in zip(signs, numbers[1:], strict=True):
        if sign == "÷":
            if number == 0 or total % number:
                return None
            total //= number
        else:
            total = {"+": total + number, "−": total - number, "×": total * number}[sign]
    return total


def hundred_minutes(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """Takes an hour for a hundred minutes: 3:15 − 1:45 -> 1:70. Hours and minutes of `one` minus `other`."""
    return divmod(one[0] * 100 + one[1] - other[0] * 100 - other[1], 100)


def hands_swapped(hour: int, minute: int) -> tuple[int, int]:
    """Takes the long hand for the hours: 3:30 is read as 6:15."""
    return (minute // 5 or 12, hour % 12 * 5)


def pence_place(pounds: int, pence: int) -> tuple[str, ...] | None:
    """Writes the pence behind the point as they are said: £3 and 5p -> £3.5 or £3.50."""
    return (f"{pounds}.{pence}", f"{pounds}.{pence}0") if pence < 10 else None


def truncates(number: int, to: int) -> int:
    """Always rounds down: 47 to the nearest 10 -> 40."""
    return number // to * to


def ignores_sign(a: int, b: int) -> tuple[int, ...]:
    """Leaves the minus away, or puts it back at the end: −3 + 5 -> 8 or −8."""
    total = abs(a) + abs(b)
    return (total, -total)


def additive_only(number: int) -> str:
    """Writes Roman numerals by adding alone: 9 -> VIIII."""
    out = ""
    for sign, worth in reversed(ROMAN.items()):
        out += sign * (number // worth)
        number %= worth
    return out


def read_additively(numeral: str) -> int:
    """Reads every sign as added: IX -> 11."""
    return sum(ROMAN[sign] for sign in numeral)
