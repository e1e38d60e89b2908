"""The cells of a dashboard: thousands on one page, so one call makes a row of them."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeData
from django.utils.translation import get_language

from classroom import drawings
from classroom.models import Ink
from classroom.scores import states
from classroom.scores.board import Board, Row
from classroom.scores.states import State

register = template.Library()


@register.simple_tag
def cells(board: Board, row: Row) -> SafeData:
    """One <td> for each of the row's answers, linked to the answer's page."""
    if row.attempt is None:
        empty = format_html(
            '<td class="cell {}"><span class="visually-hidden">{}</span></td>',
            states.NOT_STARTED.code,
            states.NOT_STARTED.words,
        )
        return format_html_join("", "{}", ((empty,) for _ in row.cells))
    language = get_language() or ""
    before = {state: _before(state) for state in states.ALL}
    parts: list[object] = []
    for cell, column in zip(row.cells, board.columns, strict=True):
        parts += (
            before[cell.state],
            AnswerId(cell.answer),
            _after(cell.state, column.said(cell), cell.share.words if cell.share else "", language),
        )
    return format_html("{}{}{}" * len(row.cells), *parts)


class AnswerId:
    """An answer's id, ready for a page: hexadecimal digits and hyphens have nothing to escape."""

    __slots__ = ("_uuid",)

    def __init__(self, uuid: UUID | None) -> None:
        self._uuid = uuid

    def __html__(self) -> str:
        return str(self._uuid)


@lru_cache(maxsize=64)
def _before(state: State) -> SafeData:
    return format_html('<td class="cell {}"><a href="{}', state.code, reverse("home") + "answers/")


# A class writes few different answers, so most cells are escaped once.
@lru_cache(maxsize=4096)
def _after(state: State, text: str, share: str, language: str) -> SafeData:
    """The rest of a cell, in the language that is spoken now, which `language` names for the cache."""
    return format_html(
        '/"><span class="sign" aria-hidden="true">{}</span><span class="visually-hidden">{}</span>'
        '<span class="read">{}</span>{}</a></td>',
        state.sign,
        state.words,
        text,
        format_html('<span class="boxes">{}</span>', share) if share else "",
    )


@register.simple_tag
def drawing(ink: Ink | None, crop: bool = False, small: bool = False) -> drawings.Drawing | None:
    """The ink as a drawing, None when typed or blank."""
    return drawings.drawing(ink.strokes, crop=crop, small=small) if ink is not None else None


@register.filter
def percent(probability: float) -> str:
    """A probability as whole percent; nothing is called certain or impossible by rounding.

    >>> percent(0.9999), percent(0.001), percent(0.5)
    ('>99 %', '<1 %', '50 %')
    """
    if 0.995 <= probability < 1:
        return ">99 %"
    if 0 < probability < 0.005:
        return "<1 %"
    return f"{probability * 100:.0f} %"
