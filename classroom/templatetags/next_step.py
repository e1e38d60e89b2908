"""What comes next, in templates."""

from __future__ import annotations

from django import template
from django.utils import timezone

from classroom.next_step.words import counts_in_words
from classroom.skills.progress.belief import Standing

register = template.Library()


@register.simple_tag
def counts(standing: Standing) -> str:
    """The answers behind a skill: "4 of 9 right, last on Tuesday"."""
    return counts_in_words(standing, timezone.localdate())
