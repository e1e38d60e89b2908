"""Shares of answers as people read them: in words, and as a small picture beside the number."""

from __future__ import annotations

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeData
from django.utils.translation import gettext

from classroom.honesty.statistics import Share

register = template.Library()


@register.filter
def per_cent(value: float | None) -> str:
    """A share as percent: with a decimal where one tells something, and never rounded up to all or down to none.

    >>> per_cent(0.5), per_cent(0.987), per_cent(1.0), per_cent(0.9999), per_cent(0.0001), per_cent(None)
    ('50 %', '98.7 %', '100 %', 'over 99.9 %', 'under 0.1 %', '–')
    """
    if value is None:
        return "–"
    if 0.9995 <= value < 1:
        return gettext("over %(share)s %%") % {"share": number_format(99.9)}
    if 0 < value < 0.0005:
        return gettext("under %(share)s %%") % {"share": number_format(0.1)}
    if 0.1 <= value <= 0.9 or value in (0, 1):
        return f"{100 * value:.0f} %"
    return f"{number_format(100 * value, 1)} %"


@register.simple_tag
def whisker(share: Share | None) -> SafeData | str:
    """The share as a dot on a line from 0 to 100 %, with its interval; nothing that is not beside it in words."""
    if share is None or share.value is None:
        return ""
    return format_html(
        '<svg class="whisker" viewBox="0 0 104 14" aria-hidden="true" focusable="false">'
        '<line class="axis" x1="2" y1="7" x2="102" y2="7"/><line x1="{}" y1="7" x2="{}" y2="7"/>'
        '<circle cx="{}" cy="7" r="3.5"/></svg>',
        *(f"{2 + part * 100:.1f}" for part in (share.low, share.high, share.value)),
    )
