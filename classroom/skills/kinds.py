"""What an answer of each kind may look like; agrees with recognition/grammar.py (tested). Pure."""

from __future__ import annotations

import re

from classroom import brackets

_PATTERNS = {
    "whole": r"\d{1,7}",
    "signed": r"[-+]?\d{1,7}",
    "decimal": r"[-+]?(?:\d{1,7}|\d{1,6}\.\d{1,6}|\.\d{1,6})",
    "fraction": r"-?\d{1,7}|-?(?:\d{1,4} )?\d{1,4}/\d{1,4}",
    "compare": r"[<>=]",
    "time": r"(?:[01]?\d|2[0-4]):[0-5]\d",
    "operator": r"[-+×÷]",
    "digit": r"\d",
}
_WHOLE = {kind: re.compile(pattern) for kind, pattern in _PATTERNS.items()}

EVERY_KIND = ("whole", "signed", "decimal", "fraction", "compare", "time", "operator", *brackets.TAPPED)
# From narrow to wide, for sums: what one of them can hold, those behind it can hold or are another matter.
WIDTH = ("whole", "signed", "decimal", "fraction")


def fits(text: str, kind: str) -> bool:
    """Whether a text can be an answer of the kind: written into its box, or tapped."""
    if kind in brackets.TAPPED:
        return 0 < len(text) <= brackets.LONGEST_ANSWER
    return _WHOLE[kind].fullmatch(text) is not None


def of_sign_or_time(text: str) -> str:
    """compare, time or operator when the text is an answer of that kind, else ""."""
    return next((kind for kind in ("compare", "time", "operator") if fits(one_spelling(text), kind)), "")


def one_spelling(text: str) -> str:
    """A sign as keys say it: x and * are ×, / and : are ÷, every dash is a hyphen. Other texts stay."""
    return {"x": "×", "X": "×", "*": "×", "/": "÷", ":": "÷", "−": "-", "–": "-"}.get(text, text)
