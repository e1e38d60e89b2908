"""Figures on pages: what is drawn under the ink, in ink units."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeData

from classroom.skills.figures.base import Figure

register = template.Library()


@register.simple_tag
def figure_drawn(figure: Figure) -> SafeData:
    """The parts of an <svg> whose view box is the figure's; numbers are written with points in every language."""
    places = format_html_join(
        "",
        '<rect class="figure-{}" data-place="{}" x="{}" y="{}" width="{}" height="{}" rx="14"/>',
        (
            (one.role, one.name, *map(_short, (one.box[0], one.box[1], one.width, one.height)))
            for one in figure.places
        ),
    )
    lines = format_html_join(
        "",
        '<line x1="{}" y1="{}" x2="{}" y2="{}"/>',
        (tuple(map(_short, (one.x1, one.y1, one.x2, one.y2))) for one in figure.lines),
    )
    texts = format_html_join(
        "",
        '<text x="{}" y="{}" font-size="{}">{}</text>',
        # Type sits on its line, a third of its size below its middle.
        ((_short(one.x), _short(one.y + one.size * 0.35), _short(one.size), one.text) for one in figure.printed),
    )
    return format_html('<g class="figure-drawn">{}{}{}</g>', places, lines, texts)


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
