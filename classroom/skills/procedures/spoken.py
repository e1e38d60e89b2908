"""Numbers as they are said in English and German, and Roman numerals as they are written. Pure."""

from __future__ import annotations

_ONES = [
    "nought",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ROMAN = [
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
]  # fmt: skip


def in_words(number: int) -> str:
    """A whole number below ten million in words, with the British "and".

    >>> in_words(3005), in_words(342), in_words(20)
    ('three thousand and five', 'three hundred and forty-two', 'twenty')
    """
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            link = " and " if 0 < rest < 100 else ", " if rest and size > 100 else " and "
            return f"{in_words(number // size)} {name}" + (f"{link}{in_words(rest)}" if rest else "")
    raise ValueError(number)


_GERMAN_ONES = [
    "null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
    "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
]  # fmt: skip
_GERMAN_TENS = ["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]


def in_german(number: int) -> str:
    """A whole number below a million in German words.

    >>> in_german(342), in_german(1001), in_german(21_000)
    ('dreihundertzweiundvierzig', 'eintausendeins', 'einundzwanzigtausend')
    """
    if number < 20:
        return _GERMAN_ONES[number]
    if number < 100:
        ones, tens = number % 10, _GERMAN_TENS[number // 10]
        return f"{_in_front(ones)}und{tens}" if ones else tens
    for size, name in ((1000, "tausend"), (100, "hundert")):
        if number >= size:
            rest = number % size
            return f"{_in_front(number // size)}{name}{in_german(rest) if rest else ''}"
    raise ValueError(number)


def _in_front(number: int) -> str:
    """As the first part of a word "eins" loses its last letter: einhundert, einundzwanzig."""
    return in_german(number).removesuffix("s") if number % 100 == 1 else in_german(number)


def in_roman(number: int) -> str:
    """A whole number from 1 to 3999 in Roman numerals.

    >>> in_roman(1994)
    'MCMXCIV'
    """
    out = ""
    for worth, sign in _ROMAN:
        out += sign * (number // worth)
        number %= worth
    return out
