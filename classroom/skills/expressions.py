"""Sums with at most one unknown, read and worked out exactly. Pure; no eval, no floats.

An unknown that stands once makes every expression a fraction (a·x + b) / (c·x + d): that is all there is to carry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext

LONGEST_NUMBER = 12  # digits
MOST_TOKENS = 60
DEEPEST = 12  # brackets in brackets

_TOKEN = re.compile(r"\s*(?:(\d+⁄\d+|\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:[.,]\d+)?|[.,]\d+)|([-+×÷()?]))")


class NotUnderstood(Exception):
    """What is wrong with an expression, as a sentence for the teacher."""


class BrokenDivision(NotUnderstood):
    """Something is divided by nought."""


@dataclass(frozen=True)
class Amount:
    """(a·x + b) / (c·x + d), where x is the unknown."""

    a: Fraction
    b: Fraction
    c: Fraction = Fraction(0)
    d: Fraction = Fraction(1)

    @property
    def is_known(self) -> bool:
        return self.a == 0 and self.c == 0

    @property
    def known(self) -> Fraction:
        return self.b / self.d


UNKNOWN = Amount(Fraction(1), Fraction(0))


def tokens(text: str) -> list[str]:
    """Numbers, signs and brackets of an expression; NotUnderstood for anything else."""
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotUnderstood(gettext("“%(at)s” is not a number or a sign.") % {"at": text[at:].strip()[:12]})
        found.append(match.group(1) or match.group(2))
        at = match.end()
    if len(found) > MOST_TOKENS:
        raise NotUnderstood(gettext("This is too long for one question."))
    for number in found:
        if sum(sign.isdigit() for sign in number) > LONGEST_NUMBER:
            raise NotUnderstood(gettext("%(value)s… is too long a number.") % {"value": number[:LONGEST_NUMBER]})
    return found


def shown(parts: list[str]) -> str:
    """Tokens as children see them: spaces round signs, none inside brackets; "?" stands alone.

    >>> shown(tokens("(3+4)×2"))
    '(3 + 4) × 2'
    """
    out = ""
    for index, part in enumerate(parts):
        before = parts[index - 1] if index else ""
        tight = (
            not before
            or (before == "(" and part != "?")
            or (part == ")" and before != "?")
            or (before in "+-" and part != "?" and (index == 1 or parts[index - 2] in "(+-×÷"))
        )
        out += part if tight else f" {part}"
    return out.replace("-", "−").replace("⁄", "/")


def value_of(number: str) -> Fraction:
    """The value of a number token: 1,000 is a thousand, 0.5, 0,5 and 1⁄2 a half."""
    if "⁄" in number:
        above, _, below = number.partition("⁄")
        return Fraction(int(above), int(below))
    if re.fullmatch(r"\d{1,3}(,\d{3})+", number):
        return Fraction(number.replace(",", ""))
    return Fraction(number.replace(",", ".") if number[0] not in ".," else "0." + number[1:])


def amount_of(parts: list[str]) -> Amount:
    """What tokens are worth; multiplication before addition, brackets first, from left to right."""
    if not parts:
        raise NotUnderstood(gettext("A number is missing."))
    if parts.count("?") > 1:
        raise NotUnderstood(gettext("There may be one ? only: children write one answer."))
    amount, rest = _sum(parts, 0, 0)
    if rest < len(parts):
        raise NotUnderstood(_unexpected(parts, rest))
    return amount


def solve(side: Amount, equals: Fraction) -> Fraction:
    """The number for "?" that makes `side` equal; NotUnderstood if none or every number does."""
    left, right = side.a - equals * side.c, equals * side.d - side.b
    if left == 0:
        raise NotUnderstood(
            gettext("Every number would be right here.") if right == 0 else gettext("No number is right here.")
        )
    answer = right / left
    if side.c * answer + side.d == 0:
        raise NotUnderstood(gettext("No number is right here."))
    return answer


def _sum(parts: list[str], at: int, depth: int) -> tuple[Amount, int]:
    total, at = _product(parts, at, depth)
    while at < len(parts) and parts[at] in "+-":
        sign = parts[at]
        other, at = _product(parts, at + 1, depth)
        total = _plus(total, other if sign == "+" else _times(other, _fixed(-1)))
    return total, at


def _product(parts: list[str], at: int, depth: int) -> tuple[Amount, int]:
    total, at = _single(parts, at, depth)
    while at < len(parts) and parts[at] in "×÷":
        sign = parts[at]
        other, at = _single(parts, at + 1, depth)
        total = _times(total, other if sign == "×" else _turned(other))
    return total, at


def _single(parts: list[str], at: int, depth: int) -> tuple[Amount, int]:
    if at >= len(parts):
        raise NotUnderstood(gettext("A number is missing at the end."))
    part = parts[at]
    if part in "+-":
        if depth >= DEEPEST:
            raise NotUnderstood(gettext("There are too many signs in a row."))
        inner, at = _single(parts, at + 1, depth + 1)
        return (inner if part == "+" else _times(inner, _fixed(-1))), at
    if part == "(":
        if depth >= DEEPEST:
            raise NotUnderstood(gettext("There are too many brackets."))
        inner, at = _sum(parts, at + 1, depth + 1)
        if at >= len(parts) or parts[at] != ")":
            raise NotUnderstood(gettext("A bracket is not closed.") if at >= len(parts) else _unexpected(parts, at))
        return inner, at + 1
    if part == "?":
        return UNKNOWN, at + 1
    if part in "×÷)":
        raise NotUnderstood(_unexpected(parts, at))
    return _fixed(value_of(part)), at + 1


def _unexpected(parts: list[str], at: int) -> str:
    part, before = parts[at], parts[at - 1] if at else ""
    if part == ")":
        return (
            gettext("A bracket closes that was not opened.")
            if before and before not in "(+-×÷"
            else gettext("A number is missing.")
        )
    if part in "×÷":
        return gettext("A number is missing before %(part)s. Write ? for the number to find.") % {"part": part}
    if part == "(" or before == ")":
        return gettext("Write × where numbers or brackets are multiplied.")
    return gettext("A sign is missing between %(before)s and %(part)s.") % {"before": before, "part": part}


def _fixed(number: int | Fraction) -> Amount:
    return Amount(Fraction(0), Fraction(number))


def _plus(one: Amount, other: Amount) -> Amount:
    if not other.is_known:
        one, other = other, one
    more = other.known
    return Amount(one.a + more * one.c, one.b + more * one.d, one.c, one.d)


def _times(one: Amount, other: Amount) -> Amount:
    # One of the two is always known: "?" stands once. A turned unknown (1/x) times a number keeps its shape.
    if not other.is_known:
        one, other = other, one
    return Amount(one.a * other.known, one.b * other.known, one.c, one.d)


def _turned(amount: Amount) -> Amount:
    if amount.a == 0 and amount.b == 0:
        raise BrokenDivision(gettext("Nothing can be divided by 0."))
    return Amount(amount.c, amount.d, amount.a, amount.b)
