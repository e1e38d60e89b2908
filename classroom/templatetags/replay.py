"""Stills of a film, drawn."""

from __future__ import annotations

from django import template

from classroom import drawings
from classroom.replaying.film import Stroke

register = template.Library()


@register.filter
def line(stroke: Stroke) -> str:
    """A stroke of a film as SVG path data."""
    return drawings.path(stroke.points)
