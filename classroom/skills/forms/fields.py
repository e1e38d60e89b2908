"""What may stand in the gaps of a form: how each is written, and read again. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from classroom.skills.procedures import clocks
from classroom.skills.procedures.spoken import in_german, in_roman, in_words


@dataclass(frozen=True)
class Field:
    """A sort of gap: `pattern` finds it, `read` takes a text (ValueError for none), `show` writes a value."""

    pattern: str
    read: Callable[[str], Any]
    show: Callable[[Any], str] = str


def _shown_signed(value: int) -> str:
    return str(value).replace("-", "−")


def _fraction(text: str) -> tuple[int, int]:
    top, _, bottom = text.partition("/")
    if int(bottom) == 0:
        raise ValueError("nothing is divided by nought")
    return int(top), int(bottom)


def _shown_fraction(value: tuple[int, int]) -> str:
    return f"{value[0]}/{value[1]}"


def _clock(text: str) -> tuple[int, int]:
    hour, _, minute = text.partition(":")
    return int(hour), int(minute)


def _shown_clock(value: tuple[int, int]) -> str:
    return f"{value[0]}:{value[1]:02}"


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(re.split(r", | or ", text))


def _shown_list(value: tuple[str, ...]) -> str:
    return ", ".join(value)


def _shown_choice(value: tuple[str, ...]) -> str:
    return f"{', '.join(value[:-1])} or {value[-1]}"


def _pence(text: str) -> int:
    pounds, _, pence = text.partition(".")
    return int(pounds) * 100 + int(pence)


def _shown_pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02}"


def _options(text: str) -> tuple[str, ...]:
    return tuple(text.split(" | "))


def _coins(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _point(text: str) -> tuple[int, int]:
    x, _, y = text.strip("()").replace("−", "-").partition(", ")
    return int(x), int(y)


def shown_point(value: tuple[int, int]) -> str:
    """(3, −4)"""
    return f"({value[0]}, {value[1]})".replace("-", "−")


_WORDS: dict[str, int] = {}


def _from_words(text: str) -> int:
    """By looking it up: every number below 10,000 said once, when first asked for."""
    if not _WORDS:
        _WORDS.update((in_words(number), number) for number in range(10_000))
    try:
        return _WORDS[" ".join(text.lower().split())]
    except KeyError:
        raise ValueError(text) from None


_ROMAN: dict[str, int] = {}


def _from_roman(text: str) -> int:
    if not _ROMAN:
        _ROMAN.update((in_roman(number), number) for number in range(1, 2000))
    try:
        return _ROMAN[text]
    except KeyError:
        raise ValueError(text) from None


# Nouns of German forms. Inside, a thing is called by its English name in every language.
_NOUNS = {
    "shells": "Muscheln", "marbles": "Murmeln", "stickers": "Sticker", "books": "Bücher", "apples": "Äpfel",
    "stones": "Steine", "stamps": "Briefmarken", "cards": "Karten",
    "ones": "Einer", "tens": "Zehner", "hundreds": "Hunderter", "thousands": "Tausender",
    "halves": "Halbe", "thirds": "Drittel", "quarters": "Viertel", "fifths": "Fünftel", "sixths": "Sechstel",
    "sevenths": "Siebtel", "eighths": "Achtel", "ninths": "Neuntel", "tenths": "Zehntel", "twelfths": "Zwölftel",
    "hundredths": "Hundertstel", "twentieths": "Zwanzigstel", "sixteenths": "Sechzehntel",
    "seconds": "Sekunden", "minutes": "Minuten", "hours": "Stunden", "days": "Tage", "weeks": "Wochen",
    "months": "Monate", "years": "Jahre",
    "even numbers": "geraden Zahlen", "odd numbers": "ungeraden Zahlen", "prime numbers": "Primzahlen",
    "square numbers": "Quadratzahlen",
    "m": "m", "cm": "cm", "mm": "mm", "km": "km", "kg": "kg", "g": "g", "l": "l", "ml": "ml",
}  # fmt: skip
_THINGS = {german: english for english, german in _NOUNS.items()}
_PLACES = {10: "Zehner", 100: "Hunderter", 1000: "Tausender", 10_000: "Zehntausender", 100_000: "Hunderttausender"}
_OF_PLACES = {german: size for size, german in _PLACES.items()}


def _thing(text: str) -> Any:
    """What a noun means: a thing, or for rounding the place; ValueError for other words."""
    found = _THINGS.get(text)
    if found is None:
        raise ValueError(text)
    return found


def _place(text: str) -> int:
    if text not in _OF_PLACES:
        raise ValueError(text)
    return _OF_PLACES[text]


def _shown_place(value: int) -> str:
    return _PLACES.get(value, str(value))


def _shown_wahl(value: tuple[str, ...]) -> str:
    return f"{', '.join(value[:-1])} oder {value[-1]}"


def _wahl(text: str) -> tuple[str, ...]:
    return tuple(re.split(r", | oder ", text))


_WORTE: dict[str, int] = {}


def _from_worte(text: str) -> int:
    if not _WORTE:
        _WORTE.update((in_german(number), number) for number in range(10_000))
    try:
        return _WORTE[text.lower()]
    except KeyError:
        raise ValueError(text) from None


_ITEM = r"−?\d+(?:\.\d+)?"

FIELDS: dict[str, Field] = {
    "int": Field(r"\d{1,7}", int),
    "signed": Field(r"−?\d{1,7}", lambda text: int(text.replace("−", "-")), _shown_signed),
    "number": Field(r"−?\d{1,7}(?:\.\d{1,3})?", str),
    # Decimals stay texts: 0.50 and 0.5 look different to a child who counts places.
    "decimal": Field(r"\d{1,6}(?:\.\d{1,6})?", str),
    "fraction": Field(r"\d{1,4}/\d{1,4}", _fraction, _shown_fraction),
    "time": Field(r"\d{1,2}:[0-5]\d", _clock, _shown_clock),
    "said": Field(r"\d{1,2} o'clock|[a-z-]+ (?:past|to) \d{1,2}", clocks.heard, clocks.said),
    "gesagt": Field(
        r"\d{1,2} Uhr|(?:[A-Za-zü]+ ){1,3}\d{1,2}",
        lambda text: clocks.heard(text, "de"),
        lambda value: clocks.said(value, "de"),
    ),
    "pounds": Field(r"\d{1,4}\.\d\d", _pence, _shown_pounds),
    "list": Field(rf"{_ITEM}(?:, {_ITEM}){{0,9}}", _numbers, _shown_list),
    "choice": Field(rf"{_ITEM}(?:, {_ITEM}){{0,4}} or {_ITEM}", _numbers, _shown_choice),
    "options": Field(r"[^\[\]|]+(?: \| [^\[\]|]+){1,7}", _options, " | ".join),
    "cells": Field(r"(?:\d{1,5}|\?)(?: (?:/ )?(?:\d{1,5}|\?)){2,11}", str),
    "point": Field(r"\(−?\d{1,2}, −?\d{1,2}\)", _point, shown_point),
    "coins": Field(r"(?:£\d|\d{1,2}p)(?: (?:£\d|\d{1,2}p)){0,9}", _coins, " ".join),
    "words": Field(r"[a-zA-Z][a-zA-Z, -]+", _from_words, in_words),
    "roman": Field(r"[IVXLCDM]+", _from_roman, in_roman),
    "noun": Field(r"[a-zA-ZÄÖÜäöü]+(?: Zahlen)?", _thing, lambda value: _NOUNS.get(value, value)),
    "stelle": Field(r"[A-Z][a-z]+", _place, _shown_place),
    "wahl": Field(rf"{_ITEM}(?:, {_ITEM}){{0,4}} oder {_ITEM}", _wahl, _shown_wahl),
    "worte": Field(r"[a-zäöüß]+", _from_worte, in_german),
    "name": Field(r"[A-Z][a-z]+", str),
    "thing": Field(r"[a-z]+(?: [a-z]+)?", str),
}
