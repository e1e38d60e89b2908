"""The marking rule. Pure: no clock, no database, no network weights.

The reader never saw the key. It is used here, once: if a plausible reading equals a right answer, no machine
says "wrong".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

# Written into every mark; grows when the meaning of a number below, or of the code, changes.
RULE_VERSION = 1

# Probabilities, 0..1. It takes more certainty to mark a child wrong than right: agreeing with a right answer is
# itself evidence that the ink was read correctly; disagreeing is not.
ENOUGH_TO_AWARD = 0.80
# Chosen on held-out training writers, 700 numbers: at 0.97 four right answers were called wrong, at 0.99 none. It
# costs looks: of wrong answers half instead of a third go to a teacher (docs/measurements.md).
ENOUGH_TO_REFUSE = 0.99
# A right answer less likely than this is no plausible reading of the ink.
IMPLAUSIBLE = 0.005


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    UNSURE = "unsure"  # a teacher decides


@dataclass(frozen=True)
class Judgement:
    """A verdict, and for UNSURE the reason: doubtful, plausible_right, blank, unreadable."""

    verdict: Verdict
    reason: str = ""


def judge(*, status: str, candidates: Iterable[tuple[str, float]], key: Mapping[str, Any]) -> Judgement:
    """Say what a reading is worth under a key.

    `candidates` are (text, probability), most likely first; `key` is as Question.key describes.

    >>> key = {"version": 1, "values": ["12"], "rule": "equal"}
    >>> judge(status="read", candidates=[("12", 0.97)], key=key).verdict.value
    'right'
    >>> judge(status="read", candidates=[("17", 0.98), ("12", 0.015)], key=key)
    Judgement(verdict=<Verdict.UNSURE: 'unsure'>, reason='plausible_right')
    """
    if status != "read":
        return Judgement(Verdict.UNSURE, status)
    ranked = sorted(candidates, key=lambda candidate: -candidate[1])
    if not ranked:
        return Judgement(Verdict.UNSURE, "unreadable")
    chance = sum(probability for text, probability in ranked if is_right(text, key))
    if chance >= ENOUGH_TO_AWARD:
        return Judgement(Verdict.RIGHT)
    if chance > IMPLAUSIBLE:
        return Judgement(Verdict.UNSURE, "plausible_right")
    if ranked[0][1] < ENOUGH_TO_REFUSE:
        return Judgement(Verdict.UNSURE, "doubtful")
    return Judgement(Verdict.WRONG)


def judge_typed(*, text: str, key: Mapping[str, Any]) -> Judgement:
    """Say what a typed answer is worth: there is no writing to doubt."""
    return Judgement(Verdict.RIGHT if is_right(text, key) else Verdict.WRONG)


def is_right(text: str, key: Mapping[str, Any]) -> bool:
    """Whether `text` equals one of the key's values under its rule.

    >>> is_right("0,50", {"version": 1, "values": ["1/2"], "rule": "equal"})
    True
    """
    given = tidy(text)
    if not given:
        return False
    values = [tidy(str(value)) for value in key["values"]]
    if given in values:
        return True
    if key.get("rule", "equal") == "exact":
        return False
    amount = number(given)
    return amount is not None and any(number(value) == amount for value in values)


def tidy(text: str) -> str:
    """`text` without spaces, with one kind of minus and one kind of decimal point."""
    return "".join(text.split()).replace("\u2212", "-").replace("\u2013", "-").replace(",", ".").lower()


def number(text: str) -> Fraction | None:
    """The number written in tidied `text`, or None if it is not one ("", "--", "3/0", "<")."""
    if len(text) > 40 or "e" in text or "_" in text:  # 1e999999 would take for ever
        return None
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None
