"""What each answer kind may look like: as prefixes for the search, and as a whole for the end."""

from __future__ import annotations

import re

DIGITS = "0123456789"
MAX_DIGITS = 7

KINDS: dict[str, str] = {
    "whole": "a whole number of up to seven digits",
    "signed": "a whole number that may have a minus or plus before it",
    "decimal": "a number with a decimal point or comma",
    "fraction": "a fraction a/b, or a whole number; a mixed number only where each part has its box",
    "compare": "one of < > =",
    "time": "a time of day, h:mm",
    "operator": "one of + - × ÷",
    "digit": "one digit",
}

# Whole texts; a comma is written as a point and any time separator as a colon before they get here.
_WHOLE = {
    "whole": r"\d{1,7}",
    "signed": r"[-+]?\d{1,7}",
    "decimal": r"[-+]?(?:\d{1,7}|\d{1,6}\.\d{1,6}|\.\d{1,6})",
    "fraction": r"-?\d{1,7}|-?(?:\d{1,4} )?\d{1,4}/\d{1,4}",
    "compare": r"[<>=]",
    "time": r"(?:[01]?\d|2[0-4]):[0-5]\d",
    "operator": r"[-+×÷]",
    "digit": r"\d",
}
# Every prefix of a text that may still become a whole one.
_PREFIX = {
    "whole": r"\d{0,7}",
    "signed": r"[-+]?\d{0,7}",
    "decimal": r"[-+]?(?:\d{0,7}|\d{0,6}\.\d{0,6})",
    "fraction": r"-?\d{0,7}|-?(?:\d{1,4} )?\d{1,4}/\d{0,4}|-?\d{1,4} \d{0,4}",
    "compare": r"[<>=]?",
    "time": r"(?:[01]?\d?|2[0-4]?)|(?:[01]?\d|2[0-4]):(?:[0-5]\d?)?",
    "operator": r"[-+×÷]?",
    "digit": r"\d?",
}
_whole = {kind: re.compile(pattern) for kind, pattern in _WHOLE.items()}
_prefix = {kind: re.compile(pattern) for kind, pattern in _PREFIX.items()}


def is_whole(text: str, kind: str) -> bool:
    """Whether the text is a complete answer of its kind."""
    return _whole[kind].fullmatch(text) is not None


def is_prefix(text: str, kind: str) -> bool:
    """Whether the text can still grow into an answer of its kind."""
    return _prefix[kind].fullmatch(text) is not None
