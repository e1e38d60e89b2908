"""The marking rule. Pure: no clock, no database, no network weights.

The reader never saw the key. It is used here, once: if a plausible reading equals a right answer, no machine
says "wrong".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from classroom.later import gettext_lazy

# Written into every mark; grows when the meaning of a threshold, or of the code, changes.
RULE_VERSION = 3


@dataclass(frozen=True)
class Thresholds:
    """Probabilities, 0..1, at which a machine speaks; which ones are in force says classroom/footing.py.

    It takes more certainty to mark a child wrong than right: agreeing with a right answer is itself evidence that the
    ink was read correctly; disagreeing is not. `implausible`: a right answer less likely than this is no plausible
    reading of the ink.
    """

    award: float
    refuse: float
    implausible: float

    def to_json(self) -> dict[str, float]:
        """As marks and footings keep it."""
        return {"version": 1, "award": self.award, "refuse": self.refuse, "implausible": self.implausible}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Thresholds:
        """What `to_json` gave."""
        return cls(award=data["award"], refuse=data["refuse"], implausible=data["implausible"])


# Where nothing is known of a reader. Held-out training writers, 700 numbers: with 0.97 to refuse, four right answers
# were called wrong, with 0.99 none.
CAREFUL = Thresholds(award=0.9, refuse=0.99, implausible=0.005)


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    UNSURE = "unsure"  # a teacher decides


@dataclass(frozen=True)
class Judgement:
    """A verdict, and for UNSURE the reason: doubtful, plausible_right, mirrored, blank, unreadable,
    unfinished."""

    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True)
class Weighed:
    """What the rule rests on: the chance that the writing is a right answer, and that of the likeliest reading."""

    chance: float
    top: float


def judge(
    *,
    status: str,
    candidates: Iterable[tuple[str, float]],
    key: Mapping[str, Any],
    thresholds: Thresholds = CAREFUL,
    flags: Collection[str] = (),
    mirrored_counts: bool = True,
) -> Judgement:
    """Say what a reading is worth under a key.

    `candidates` are (text, probability); `key` is as Question.key describes; `flags` are the reading's. A digit
    written backwards counts as the digit, unless `mirrored_counts` is off: then a teacher looks.

    >>> key = {"version": 1, "values": ["12"], "rule": "equal"}
    >>> judge(status="read", candidates=[("12", 0.97)], key=key).verdict.value
    'right'
    >>> judge(status="read", candidates=[("17", 0.98), ("12", 0.015)], key=key)
    Judgement(verdict=<Verdict.UNSURE: 'unsure'>, reason='plausible_right')
    """
    if status != "read":
        return Judgement(Verdict.UNSURE, status)
    found = weigh(candidates, key)
    if found is None:
        return Judgement(Verdict.UNSURE, "unreadable")
    if "mirrored" in flags and not mirrored_counts:
        return Judgement(Verdict.UNSURE, "mirrored")
    return decide(found, thresholds)


def weigh(candidates: Iterable[tuple[str, float]], key: Mapping[str, Any]) -> Weighed | None:
    """The key's one use: how likely a right answer is among the candidates. None without candidates."""
    found = list(candidates)
    if not found:
        return None
    chance = sum(probability for text, probability in found if is_right(text, key))
    return Weighed(chance=chance, top=max(probability for _, probability in found))


def decide(found: Weighed, thresholds: Thresholds) -> Judgement:
    """The verdict that thresholds give.

    >>> decide(Weighed(chance=0.001, top=0.995), CAREFUL).verdict.value
    'wrong'
    """
    if found.chance >= thresholds.award:
        return Judgement(Verdict.RIGHT)
    if found.chance > thresholds.implausible:
        return Judgement(Verdict.UNSURE, "plausible_right")
    if found.top < thresholds.refuse:
        return Judgement(Verdict.UNSURE, "doubtful")
    return Judgement(Verdict.WRONG)


def judge_typed(*, text: str, key: Mapping[str, Any]) -> Judgement:
    """Say what a typed answer is worth: there is no writing to doubt. "_" is a box inside it that is still empty."""
    if "_" in text:
        return Judgement(Verdict.UNSURE, "unfinished")
    return Judgement(Verdict.RIGHT if is_right(text, key) else Verdict.WRONG)


# How an answer may differ from the key's values and be right: codes in keys, words for teachers.
RULES = {
    "equal": gettext_lazy("Same value: 07 for 7, 0.5 or 2/4 for 1/2"),
    "form": gettext_lazy("Same value, written the same way: 2/4 for 1/2, not 0.5"),
    "simplest": gettext_lazy("Simplest form: 1/2, not 2/4 and not 0.5"),
    "exact": gettext_lazy("Exactly as in the key: 7, not 07"),
}


def is_right(text: str, key: Mapping[str, Any]) -> bool:
    """Whether `text` equals one of the key's values under its rule; a rule nobody knows compares by value.

    >>> is_right("0,50", {"version": 1, "values": ["1/2"], "rule": "equal"})
    True
    >>> [is_right(text, {"values": ["1/2"], "rule": "simplest"}) for text in ("1/2", "2/4", "0.5")]
    [True, False, False]

    A mixed number counts where a fraction is asked for, and not the other way round:

    >>> [is_right("1 2/4", {"values": [value], "rule": "form"}) for value in ("3/2", "1 1/2")]
    [True, True]
    >>> is_right("3/2", {"values": ["1 1/2"], "rule": "form"})
    False

    Minutes written in a box of their own may lack their nought:

    >>> [is_right(text, {"values": ["9:05"], "rule": "equal"}) for text in ("9:5", "09:05", "9:50")]
    [True, True, False]

    Answers of several boxes are compared box by box:

    >>> [is_right(text, {"values": ["12|5"], "rule": "equal"}) for text in ("12|05", "12", "5|12")]
    [True, False, False]
    """
    given = tidy(text)
    if not given:
        return False
    if "|" in given:
        parts, rest = given.split("|"), {key_part: key[key_part] for key_part in key if key_part != "values"}
        wanted = [str(value).split("|") for value in key["values"]]
        return any(
            len(one) == len(parts)
            and all(is_right(part, {**rest, "values": [value]}) for part, value in zip(parts, one, strict=True))
            for one in wanted
        )
    rule = key.get("rule", "equal")
    values = [tidy(str(value)) for value in key["values"]]
    if given in values:
        return True
    if (time := _time(given)) is not None:
        return any(_time(value) == time for value in values)
    amount = number(given)
    if rule == "exact" or amount is None:
        return False
    if rule == "simplest" and not is_simplest(given):
        return False
    if rule not in ("form", "simplest"):
        return any(number(value) == amount for value in values)
    written = form(given)
    return any(
        number(value) == amount and (form(value) == written or (form(value), written) == ("fraction", "mixed"))
        for value in values
    )


def _time(text: str) -> tuple[int, int] | None:
    hours, colon, minutes = text.partition(":")
    return (int(hours), int(minutes)) if colon and hours.isdecimal() and minutes.isdecimal() else None


# "2 3/4": the one place where a space says something.
_MIXED = re.compile(r"\s*(-?\d{1,7})\s+(\d{1,7})\s*/\s*(\d{1,7})\s*")


def tidy(text: str) -> str:
    """`text` with one kind of minus and one kind of decimal point, without spaces but that of a mixed number.

    >>> tidy(" 1 234,50 "), tidy("2  3 / 4")
    ('1234.50', '2 3/4')
    """
    plain = text.replace("\u2212", "-").replace("\u2013", "-")
    found = _MIXED.fullmatch(plain)
    return f"{found[1]} {found[2]}/{found[3]}" if found else "".join(plain.split()).replace(",", ".").lower()


def number(text: str) -> Fraction | None:
    """The number written in tidied `text`, or None if it is not one ("", "--", "3/0", "<")."""
    if len(text) > 40 or "e" in text or "_" in text:  # 1e999999 would take for ever
        return None
    try:
        whole, apart, broken = text.partition(" ")
        if apart:
            return int(whole) + (-1 if whole.startswith("-") else 1) * Fraction(broken)
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def form(text: str) -> str:
    """How tidied `text` writes a number: fraction, decimal or whole; mixed, or improper for 1 7/4."""
    if " " in text:
        return "mixed" if Fraction(text.partition(" ")[2]) < 1 else "improper"
    return "fraction" if "/" in text else "decimal" if "." in text else "whole"


def is_simplest(text: str) -> bool:
    """Whether the number in tidied `text` cannot be written more simply: no 2/4, 4/1, 0.50 or 07.

    >>> [is_simplest(text) for text in ("1/2", "2/4", "4/1", "0.5", "0.50", "7", "07", "-3/4", "2 3/4", "1 7/4")]
    [True, False, False, True, False, True, False, True, True, False]
    """
    amount = number(text)
    if amount is None:
        return False
    plain = text.lstrip("+-")
    whole, apart, broken = plain.partition(" ")
    if apart:
        return form(plain) == "mixed" and not whole.startswith("0") and is_simplest(broken)
    if form(plain) == "fraction":
        return amount.denominator != 1 and plain == f"{abs(amount.numerator)}/{amount.denominator}"
    if form(plain) == "decimal":
        whole, _, places = plain.partition(".")
        return (
            bool(places) and not places.endswith("0") and (whole == "0" or not whole.startswith("0")) and whole != ""
        )
    return plain == str(abs(amount.numerator))
