"""Prompts, keys and readings in the page's way to write numbers: `{{ question.prompt|shown }}`."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from classroom import brackets, prompts

register = template.Library()


@register.filter
def shown(text: object, prompt: str = "") -> str:
    """An answer or key to `prompt`, or a prompt itself; see prompts.answered. Nothing stays nothing."""
    said = "" if text is None else str(text)
    language = get_language() or ""
    return prompts.said(said, language) if "[" in said else prompts.answered(said, prompt, language)


@register.filter
def asked(prompt: str) -> str:
    """What is asked, as teachers read it: cards in round brackets, and pictures left to those who see them."""
    parts = brackets.parted(prompt)
    said = [shown(card) for card in parts.choices.options] if parts.choices else []
    between = "; " if any("," in card for card in said) else ", "
    cards = f" ({between.join(said)})" if said else ""
    return prompts.said(parts.words, get_language() or "") + cards


@register.simple_tag
def around_box(prompt: str) -> prompts.Prompt:
    """See prompts.around_box."""
    return prompts.around_box(prompt, get_language() or "")
