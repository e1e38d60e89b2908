"""The languages of the pages: the switch, and where the scripts' words are."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from classroom import languages

register = template.Library()


@register.simple_tag
def all_languages() -> list[tuple[str, str, bool]]:
    """Code, name in that language, and whether this page speaks it."""
    now = translation.get_language()
    return [(code, name, code == now) for code, name in settings.LANGUAGES]


@register.simple_tag
def words_of_scripts() -> str:
    """The address of the catalogue that scripts read; another one whenever its words change."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    return reverse("words", args=[language, languages.catalogue_version(language)])
