"""A question before it is kept: what a child sees, and what is right. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

# What the reader reads as a whole number (recognition/grammar.py).
MOST_DIGITS = 7


@dataclass(frozen=True)
class QuestionDraft:
    """Prompt with "?" where the box stands, right values as text, and the answer kind.

    `worked_out` says that the key follows from the prompt; else the teacher gave it. `rule` says how answers are
    compared with it (classroom.rules.RULES), "" for what is usual for the question. `layout` names the figure that is
    written into (classroom.skills.figures), "line" for one plain box; an answer with several parts is "300|70|5".
    """

    prompt: str
    values: tuple[str, ...]
    kind: str = "whole"
    worked_out: bool = True
    rule: str = ""
    layout: str = "line"


def kind_of(amount: Fraction) -> str:
    """The narrowest answer kind that can hold a number."""
    if amount.denominator == 1:
        return "whole" if amount >= 0 else "signed"
    return "decimal" if _is_decimal(amount) else "fraction"


def written(amount: Fraction) -> str:
    """A number as its key says it: 12, -3, 0.25, 2/3.

    >>> [written(Fraction(text)) for text in ("12", "-3", "1/4", "-2/3")]
    ['12', '-3', '0.25', '-2/3']
    """
    if amount.denominator == 1:
        return str(amount.numerator)
    if not _is_decimal(amount):
        return f"{amount.numerator}/{amount.denominator}"
    places = next(places for places in range(1, 64) if (amount * 10**places).denominator == 1)
    digits = str(abs(amount.numerator) * 10**places // amount.denominator).rjust(places + 1, "0")
    return f"{'-' if amount < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _is_decimal(amount: Fraction) -> bool:
    rest = amount.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1 and amount.denominator < 10**15
