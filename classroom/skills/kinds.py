"""What an answer of each kind may look like; agrees with recognition/grammar.py (tested). Pure."""

from __future__ import annotations

import re

_PATTERNS = {
    "whole": r"\d{1,7}",
    "signed": r"[-+]?\d{1,7}",
    "decimal": r"[-+]?(?:\d{1,7}|\d{1,6}\.\d{1,6}|\.\d{1,6})",
    "fraction": r"-?\d{1,7}|-?\d{1,4}/\d{1,4}",
    "compare": r"[<>=]",
    "time": r"(?:[01]?\d|2[0-4]):[0-5]\d",
    "digit": r"\d",
}
_WHOLE = {kind: re.compile(pattern) for kind, pattern in _PATTERNS.items()}

# From narrow to wide, for sums: what one of them can hold, those behind it can hold or are another matter.
WIDTH = ("whole", "signed", "decimal", "fraction")


def fits(text: str, kind: str) -> bool:
    """Whether a text can be written into a box of the kind."""
    return _WHOLE[kind].fullmatch(text) is not None


def of_sign_or_time(text: str) -> str:
    """compare or time when the text is an answer of that kind, else ""."""
    return next((kind for kind in ("compare", "time") if fits(text, kind)), "")
