"""The answers of a group on the wall: hundreds on a page, so one call makes all of a group, of few elements each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeData
from django.utils.translation import gettext

from classroom import drawings
from classroom.brackets import TAPPED
from classroom.models import Ink, Question
from classroom.skills.figures.base import ANSWER, Box, Figure
from classroom.templatetags.numerals import shown
from classroom.wall import CHECK, WAITING, Group, Thumb

register = template.Library()

_DRAWN = '<svg class="ink ink-small" viewBox="{}" role="img" aria-label="{}">{}<path d="{}"/></svg>'
_TYPED = '<span class="ink ink-small ink-typed">{} <i>{}</i></span>'
_AROUND = 24.0  # ink units round the boxes of an answer
# Hundreds of thumbnails lie on a wall: a figure is one path in each.
_OUTLINE = '<path class="figure-outline" d="{}"/>'
_THUMB = (
    '<li class="thumb verdict-{}{}" data-thumb="{}" data-state="{}" data-verdict="{}"{}>'
    '<label>{}{}<span class="thumb-note">{}<b>{}</b></span></label>'
    '<a class="thumb-open" href="{}" data-open aria-label="{}"></a></li>'
)


@register.simple_tag
def thumbs(group: Group, names_hidden: bool = False) -> SafeData:
    """One <li> for each answer of the group."""
    return format_html_join("", _THUMB, (_facts(group, thumb, names_hidden) for thumb in group.thumbs))


def _facts(group: Group, thumb: Thumb, names_hidden: bool) -> Iterator[object]:
    answer = thumb.answer
    name = "" if names_hidden else answer.attempt.student.display_name
    yield "none" if group.kind == CHECK else thumb.verdict or "none"
    yield " is-decided" if thumb.by_teacher and not thumb.needs_look else ""
    yield answer.uuid
    yield thumb.state
    yield "" if group.kind == CHECK else thumb.verdict
    yield " data-look" if thumb.needs_look else ""
    yield _box(thumb) if group.kind not in (WAITING, CHECK) else ""
    yield _ink(thumb.item.ink, group.question) if thumb.draw else ""
    yield format_html('<span class="thumb-name">{}</span> ', name) if name else ""
    yield _words(group, thumb)
    yield reverse("answer", args=[answer.uuid])
    yield gettext("Open the answer of %(name)s") % {"name": name} if name else gettext("Open this answer")


def _box(thumb: Thumb) -> SafeData:
    checked = " checked" if thumb.goes_along else ""
    return format_html('<input type="checkbox" name="answer" value="{}"{}>', thumb.stamp, checked)


def _ink(ink: Ink | None, question: Question) -> SafeData:
    figure = question.figure
    drawn = _drawn(ink.strokes, figure) if ink is not None else None
    if ink is not None and drawn is not None:
        words = gettext("Late handwriting") if ink.is_late else gettext("Handwriting")
        under = format_html(_OUTLINE, _outline(figure)) if figure else ""
        return format_html(_DRAWN, drawn.view, words, under, drawn.paths[0])
    if ink is not None and ink.typed:
        return format_html(_TYPED, shown(ink.typed, question.prompt), _by(question))
    words = (
        gettext("nothing written")
        if ink is None
        else gettext("writing removed by age")
        if ink.forgotten_at
        else gettext("wiped")
    )
    return format_html('<span class="ink ink-small ink-none">{}</span>', words)


def _by(question: Question) -> str:
    return gettext("tapped") if question.kind in TAPPED else gettext("typed")


def _drawn(wire: dict[str, Any] | None, figure: Figure | None) -> drawings.Drawing | None:
    """What is read of the ink, as large as a thumbnail lets it be: carries and working stand on the answer's page."""
    if figure is None or not wire:
        return drawings.drawing(wire, crop=True, small=True)
    left, top, right, bottom = _answered(figure)

    def inside(stroke: list[list[float]]) -> bool:
        x, y = (sum(point[axis] for point in stroke) / len(stroke) for axis in (0, 1))
        return left <= x <= right and top <= y <= bottom

    drawn = drawings.drawing({**wire, "strokes": [one for one in wire["strokes"] if inside(one)]}, small=True)
    if drawn is None:  # all of it stands beside the boxes
        return drawings.drawing(wire, small=True)
    return replace(drawn, view=f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}")


@lru_cache(maxsize=500)
def _answered(figure: Figure) -> Box:
    """The part of a figure that its answer stands in."""
    boxes = [place.box for place in figure.places if place.role == ANSWER]
    left, top = (min(box[side] for box in boxes) - _AROUND for side in (0, 1))
    right, bottom = (max(box[side] for box in boxes) + _AROUND for side in (2, 3))
    return left, top, right, bottom


@lru_cache(maxsize=500)
def _outline(figure: Figure) -> str:
    boxes = (
        (*map(round, (one.box[0], one.box[1], one.width, one.height)),) for one in figure.places if one.role == ANSWER
    )
    return "".join(f"M{x} {y}h{wide}v{high}h-{wide}z" for x, y, wide, high in boxes)


def _words(group: Group, thumb: Thumb) -> str:
    if group.kind == CHECK:
        return gettext("? check")
    if thumb.needs_look:
        return gettext("? %(words)s") % {"words": thumb.item.words}
    if thumb.by_teacher and thumb.verdict in ("right", "wrong"):
        said = gettext("✓ right · teacher") if thumb.verdict == "right" else gettext("✗ wrong · teacher")
    else:
        said = {"right": gettext("✓ right"), "wrong": gettext("✗ wrong")}.get(thumb.verdict, gettext("… being read"))
    return f"{said} · {thumb.share.words}" if thumb.share else said
