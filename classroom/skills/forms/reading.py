"""Which form a prompt is of, and the same question with other numbers. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from classroom.skills.draws import Draw
from classroom.skills.forms import apart, boxed, chosen, german, measures, numbers, parts, pictured, stories, sums
from classroom.skills.forms.base import Form, Item

FORMS: tuple[Form, ...] = (
    *numbers.FORMS, *parts.FORMS, *sums.FORMS, *measures.FORMS, *stories.FORMS, *chosen.FORMS, *pictured.FORMS,
    *german.FORMS, *boxed.FORMS, *apart.FORMS,
)  # fmt: skip
_TRIES = 3_000


def recognise(prompt: str) -> Item | None:
    """What is known of a question from its prompt alone; None for one in a teacher's own words.

    >>> recognise("63 − 29 = ?").values
    ('34',)
    >>> recognise("What is your name?") is None
    True
    """
    return _as_written((form.read(prompt), prompt) for form in FORMS)


def _as_written(read: Iterable[tuple[Item | None, str]]) -> Item | None:
    """The item whose prompt is the text to the letter, else the first: "? r ?" is not a German "? R ?"."""
    first = None
    for item, text in read:
        if item is not None and item.prompt == text:
            return item
        first = first or item
    return first


def recognise_text(line: str) -> Item | None:
    """The same for a line as typed: sums are left to arithmetic.py, a final "= ?" or full stop may be missing."""
    plain = line.strip()
    bare = plain.removesuffix("=").strip()
    texts = (plain, *(bare + ending for ending in (".", "?", " = ?", " [true | false]")))
    return _as_written((form.read(text), text) for form in FORMS if not form.is_sum for text in texts)


def variant(prompt: str, draw: Draw) -> Item | None:
    """The same question with other numbers, as hard: digits, skill and tags stay. None where there is no other."""
    known = recognise(prompt)
    for form in FORMS:
        values = form.numbers(prompt)
        item = None if values is None else form.item(**values)
        if values is None or item is None or item != known:
            continue
        for _ in range(_TRIES):
            other = form.item(**(form.alike(draw, values) if form.alike else _alike(values, draw)))
            same_sort = other and (other.skill, other.tags, other.kind) == (item.skill, item.tags, item.kind)
            if other and same_sort and other.prompt != prompt:
                return other
        return None
    return None


def _alike(values: dict[str, Any], draw: Draw) -> dict[str, Any]:
    """Other values for all gaps of a form; both ends of a sequence with a gap move together."""
    if set(values) == {"before", "after"}:
        first, last = values["before"], values["after"]
        whole = _like_list((*first, "?", *last), draw)
        return {"before": whole[: len(first)], "after": whole[len(first) + 1 :]}
    return {name: _like(value, draw) for name, value in values.items()}


def _like(value: Any, draw: Draw) -> Any:
    """A number, fraction, time or list of the same shape; words, units and round numbers stay."""
    if isinstance(value, int):
        return _like_int(value, draw)
    if isinstance(value, tuple) and all(isinstance(one, str) for one in value):
        return _like_list(value, draw)
    if isinstance(value, tuple):
        alike = tuple(_like_int(one, draw) for one in value)
        # A proper fraction stays one: 7/3 is harder than 3/7, and reads like a division.
        if value[0] < value[1]:
            return tuple(sorted(alike)) if alike[0] != alike[1] else value
        return alike
    return _like_text(value, draw) if value and value[0].isdigit() else value


def _like_int(value: int, draw: Draw) -> int:
    text = str(abs(value))
    noughts = len(text) - len(text.rstrip("0")) if value else 0
    if value == 0 or (noughts and len(text) - noughts == 1 and text[0] == "1"):
        return value  # 0, 10, 100: what is asked for, not how much
    stem = draw.digits(len(text) - noughts) * 10**noughts
    return -stem if value < 0 else stem


def _like_text(value: str, draw: Draw) -> str:
    whole, point, behind = value.partition(".")
    before = "0" if whole == "0" else str(draw.digits(len(whole)))
    if not point:
        return before
    # The last place says something: 0.30 stays apart from 0.3.
    return f"{before}.{''.join(str(draw.below(10)) for _ in behind[:-1])}{draw.between(1, 9)}"


def _like_list(value: tuple[str, ...], draw: Draw) -> tuple[str, ...]:
    """A sequence begins elsewhere and keeps its step ("?" stands for a number of it); others get new numbers."""
    places = [at for at, one in enumerate(value) if one != "?"]
    if not any("." in value[at] for at in places):
        whole = {at: int(value[at].replace("−", "-")) for at in places}
        steps = {(whole[right] - whole[left]) / (right - left) for left, right in pairwise(places)}
        if len(steps) == 1:
            step = int(steps.pop())
            start = whole[places[0]] + step * draw.between(-4, 8)
            return tuple(
                "?" if at not in whole else _shown(start + (at - places[0]) * step) for at in range(len(value))
            )
    return tuple(("−" if one.startswith("−") else "") + _like_text(one.lstrip("−"), draw) for one in value)


def _shown(number: int) -> str:
    return str(number).replace("-", "−")
