"""Prompts, keys and readings in the page's way to write numbers: `{{ question.prompt|shown }}`."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language, gettext, gettext_noop

from classroom import brackets, prompts

register = template.Library()
# Cards with a word on it instead of a number: kept and marked in English, shown in the page's language.
WORDS = frozenset(
    [
        gettext_noop("true"), gettext_noop("false"), gettext_noop("acute"), gettext_noop("right angle"),
        gettext_noop("obtuse"), gettext_noop("reflex"),
    ]
)  # fmt: skip


@register.filter
def shown(text: object) -> str:
    """See prompts.said and classroom/numerals.py; nothing stays nothing, and boxes of one answer stand apart."""
    said = "" if text is None else str(text)
    if "|" in said and "[" not in said:
        said = " | ".join(part.strip() for part in said.split("|"))
    return gettext(said) if said in WORDS else prompts.said(said, get_language() or "")


@register.filter
def asked(prompt: str) -> str:
    """What is asked, as teachers read it: cards in round brackets, and pictures left to those who see them."""
    parts = brackets.parted(prompt)
    cards = f" ({', '.join(shown(card) for card in parts.choices.options)})" if parts.choices else ""
    return prompts.said(parts.words, get_language() or "") + cards


@register.simple_tag
def around_box(prompt: str) -> prompts.Prompt:
    """See prompts.around_box."""
    return prompts.around_box(prompt, get_language() or "")
