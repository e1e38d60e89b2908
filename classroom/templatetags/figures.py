"""Figures on pages: what is drawn under the ink, in ink units."""

from __future__ import annotations

from collections.abc import Container, Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeData

from classroom.models import Ink, Question, Reading
from classroom.scores import by_column as columns
from classroom.skills.figures import figure_of
from classroom.skills.figures.base import BAR, Figure, Printed
from classroom.skills.figures.marking import EMPTY, FOLLOWS, RIGHT, UNSURE, WRONG, Findings
from classroom.skills.figures.words import credit_words, label_of, state_words
from classroom.skills.forms.base import Item
from classroom.skills.questions import QuestionDraft
from classroom.templatetags.numerals import shown

register = template.Library()


# Beside the colour of a box, in its corner: a mark that is read without colours.
SIGNS = {RIGHT: "✓", FOLLOWS: "↳", WRONG: "✗", UNSURE: "?", EMPTY: "–"}


@register.filter
def figure(asked: Question | QuestionDraft | Item | None) -> Figure | None:
    """What is written into at a question, kept or not yet; None for one plain box."""
    return figure_of(asked.layout, asked.prompt) if asked else None


@register.simple_tag
def by_column(question: Question, ink: Ink | None, reading: Reading | None) -> Findings | None:
    """What the boxes of an answer are worth, None where nothing is to be told of them."""
    return columns.by_column(question, ink, reading or None)


@register.simple_tag
def column_rows(figure: Figure, found: Findings) -> list[dict[str, str]]:
    """The boxes of an answer for a table: what they are called, what was read, what is right, and the mark."""
    return [
        {
            "name": label_of(figure.named[one.name]), "read": one.read, "wanted": one.wanted, "state": one.state,
            "sign": SIGNS[one.state], "words": state_words(one.state),
        }
        for one in (*found.beside, *found.answer)
        if one.name in figure.named
    ]  # fmt: skip


@register.simple_tag
def credit(figure: Figure, found: Findings) -> str:
    """What stands beside the mark: "3 of 4 columns, first slip in the tens"."""
    return credit_words(figure, found)


@register.simple_tag
def figure_drawn(figure: Figure, found: Findings | None = None) -> SafeData:
    """The parts of an <svg> whose view box is the figure's, with the marks of its boxes where they are known.

    Numbers are written with points in every language.
    """
    states = found.states if found else {}
    slip = found.slip.name if found and found.slip else ""
    places = format_html_join(
        "",
        '<rect class="figure-{}{}{}" data-place="{}" x="{}" y="{}" width="{}" height="{}" rx="14"/>',
        (
            (
                one.role, f" is-{states[one.name]}" if one.name in states else "", " is-slip" * (one.name == slip),
                one.name, *map(_short, (one.box[0], one.box[1], one.width, one.height)),
            )
            for one in figure.places
            if one.role != BAR
        ),
    )  # fmt: skip
    signs = format_html_join(
        "",
        '<text class="figure-sign" x="{}" y="{}" font-size="46">{}</text>',
        (
            (_short(one.box[2] - 26), _short(one.box[1] + 44), SIGNS[states[one.name]])
            for one in figure.places
            if one.name in states
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
        (
            (_short(one.x), _short(one.y + one.size * 0.35), _short(one.size), shown(one.text))
            for one in figure.printed
        ),
    )
    return format_html('<g class="figure-drawn">{}{}{}{}</g>', places, lines, texts, signs)


@register.simple_tag
def figure_typed(figure: Figure, typed: str, beside: str = "") -> SafeData:
    """What was typed, box by box, as part of the same <svg>; `beside` the answer too."""
    return typed_pieces(figure.written(typed, beside))


@register.simple_tag
def typed_pieces(pieces: Iterable[Printed], new: Container[Printed] = ()) -> SafeData:
    """Typed texts in their boxes, as part of a figure's <svg>; `new` ones stand out."""
    return format_html_join(
        "",
        '<text class="figure-typed{}" x="{}" y="{}" font-size="{}">{}</text>',
        (
            (" is-new" if one in new else "", _short(one.x), _short(one.y + one.size * 0.36), _short(one.size),
             one.text)
            for one in pieces
        ),
    )  # fmt: skip


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
