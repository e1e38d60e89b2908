"""Times as they are said, in steps of five minutes: "quarter to 10", "Viertel vor 10". Pure."""

from __future__ import annotations

Clock = tuple[int, int]
_ENGLISH = {
    0: "{h} o'clock", 5: "five past {h}", 10: "ten past {h}", 15: "quarter past {h}", 20: "twenty past {h}",
    25: "twenty-five past {h}", 30: "half past {h}", 35: "twenty-five to {n}", 40: "twenty to {n}",
    45: "quarter to {n}", 50: "ten to {n}", 55: "five to {n}",
}  # fmt: skip
_GERMAN = {
    0: "{h} Uhr", 5: "fünf nach {h}", 10: "zehn nach {h}", 15: "Viertel nach {h}", 20: "zwanzig nach {h}",
    25: "fünf vor halb {n}", 30: "halb {n}", 35: "fünf nach halb {n}", 40: "zwanzig vor {n}",
    45: "Viertel vor {n}", 50: "zehn vor {n}", 55: "fünf vor {n}",
}  # fmt: skip


def _told(words: dict[int, str]) -> dict[str, Clock]:
    return {
        text.format(h=hour, n=hour % 12 + 1): (hour, minute)
        for hour in range(1, 13)
        for minute, text in words.items()
    }


_CLOCKS = {"en": _told(_ENGLISH), "de": _told(_GERMAN)}


def said(clock: Clock, language: str = "en") -> str:
    """A time in words.

    >>> said((9, 45)), said((12, 30), "de")
    ('quarter to 10', 'halb 1')
    """
    words = _GERMAN if language == "de" else _ENGLISH
    return words[clock[1]].format(h=clock[0], n=clock[0] % 12 + 1)


def heard(text: str, language: str = "en") -> Clock:
    """The time of such words; ValueError for others."""
    for told, clock in _CLOCKS[language].items():
        if told.lower() == text.lower():
            return clock
    raise ValueError(text)
