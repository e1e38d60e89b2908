"""Numbers and signs as a country writes them on paper. Stored they are always as in 1234.5 × 2 ÷ 4. Pure."""

from __future__ import annotations

import re

_POINT = re.compile(r"(?<=\d)\.(?=\d)|^\.$")
_COMMA_OF_LIST = re.compile(r"(?<=[\d?]), (?=[\d?−-])")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_REST = re.compile(r"(?<=[?\d_] )r(?= [?\d_])|^r$")
# A hyphen before a number that nothing is joined to, or between two things that are counted with.
_MINUS = re.compile(r"(?<![\w)\]?.,%-])-(?=[.,]?\d)|(?<=[\d?)_%€] )-(?= [\d?(_£€−-])")
_GERMAN_SIGNS = str.maketrans({"×": "·", "÷": ":"})


def shown(text: str, language: str) -> str:
    """A prompt, key or reading as `language` writes it; English and unknown ones stay as stored.

    German has a decimal comma, a thin space at thousands, · for times and : for divided by; where numbers have
    commas, a list of them is parted by semicolons. What is left over stands behind an R.

    >>> shown("0.5 × 3 = ?", "de"), shown("12 ÷ 4 = ?", "de"), shown("0.5, ?, 1.5", "de")
    ('0,5 · 3 = ?', '12 : 4 = ?', '0,5; ?; 1,5')
    >>> shown("3, 6, ?, 12", "de"), shown("7:30", "de"), shown("0.5", "en-gb")
    ('3, 6, ?, 12', '7:30', '0.5')
    >>> shown("17 ÷ 5 = ? r ?", "de")
    '17 : 5 = ? R ?'
    """
    if not language.startswith("de"):
        return text
    text = _THOUSANDS.sub("\N{NARROW NO-BREAK SPACE}", text)
    if _POINT.search(text):
        text = _POINT.sub(",", _COMMA_OF_LIST.sub("; ", text))
    return _REST.sub("R", text).translate(_GERMAN_SIGNS)


def with_minus(text: str) -> str:
    """A text with true minus signs where hyphens stand for them, as on paper.

    >>> with_minus("-8 or (-3, 4)"), with_minus("5 - -3 = ?"), with_minus("3-4 of 20-cent coins on 2026-11-30")
    ('−8 or (−3, 4)', '5 − −3 = ?', '3-4 of 20-cent coins on 2026-11-30')
    """
    return _MINUS.sub("−", text)
