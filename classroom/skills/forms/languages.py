"""A question said in another language: the same numbers, key, skill and wrong answers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from classroom.skills.figures import LINE
from classroom.skills.forms.base import Form, Item
from classroom.skills.forms.german import GERMAN

# By the first letters of a language's code: which form says what an English one says. English needs none.
OTHERS: Mapping[str, Mapping[Form, Form]] = {"de": GERMAN}


# Written methods that are taught in another layout there, where it suits the sum.
_LAID_OUT: Mapping[str, Mapping[str, str]] = {"de": {"bus_stop": "beside", "columns": "beside"}}


def in_language(items: Iterable[Item], language: str) -> list[Item]:
    """The questions as they are asked and laid out in `language`; those without words, or not translated, stay."""
    others = OTHERS.get(language[:2], {})
    said = (replace(item, prompt=_said(item.prompt, others)) for item in items)
    return [item.laid_out(layout_in(language, item.layout)) if item.layout != LINE else item for item in said]


def layout_in(language: str, layout: str) -> str:
    """The layout that is taught in `language` in the place of one."""
    return _LAID_OUT.get(language[:2], {}).get(layout, layout)


def _said(prompt: str, others: Mapping[Form, Form]) -> str:
    for form, other in others.items():
        values = form.numbers(prompt)
        said = other.item(**values) if values is not None else None
        if said is not None:
            return said.prompt
    return prompt
