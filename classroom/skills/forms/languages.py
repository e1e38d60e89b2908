"""A question said in another language: the same numbers, key, skill and wrong answers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from classroom.skills.forms.base import Form, Item
from classroom.skills.forms.german import GERMAN

# By the first letters of a language's code: which form says what an English one says. English needs none.
OTHERS: Mapping[str, Mapping[Form, Form]] = {"de": GERMAN}


def in_language(items: Iterable[Item], language: str) -> list[Item]:
    """The questions as they are asked in `language`; those without words, and those not translated, stay."""
    others = OTHERS.get(language[:2], {})
    return [replace(item, prompt=_said(item.prompt, others)) for item in items]


def _said(prompt: str, others: Mapping[Form, Form]) -> str:
    for form, other in others.items():
        values = form.numbers(prompt)
        said = other.item(**values) if values is not None else None
        if said is not None:
            return said.prompt
    return prompt
