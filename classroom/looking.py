"""How ink is looked at: as one line of a kind, or in the regions of its question's figure. It knows no key."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from classroom.models import Ink, Question
from classroom.skills.figures import LINE, figure_of
from classroom.skills.figures.base import AS_ASKED
from recognition import reader as recognition

# What an ink must be loaded with to be looked at, and nothing else of its question: above all not the key. A sum
# gives its answer away as a key does: the prompt is fetched only where a figure is made of it, and goes no further.
NEEDED = ("strokes", "answer__question__kind", "answer__question__layout")


def look(reader: recognition.Reader, ink: Ink) -> recognition.Reading:
    """What a reader sees in stored ink. Where NEEDED is loaded, no query for a plain box and one for a figure."""
    question, kind = ink.answer.question, ink.answer.question.kind
    drawn = recognition.Ink.from_wire(ink.strokes, limits_of(question))
    if question.layout == LINE:
        return reader.read(drawn, kind)
    regions = regions_of(question.layout, question.prompt)
    if not regions:
        return reader.read(drawn, kind)
    return reader.read_regions(drawn, [replace(one, kind=kind) if one.kind == AS_ASKED else one for one in regions])


def limits_of(question: Question) -> recognition.Limits:
    """How much ink an answer to a question may hold."""
    figure = question.figure if question.layout != LINE else None
    return recognition.LARGE if figure and figure.is_large else recognition.USUAL


@lru_cache(maxsize=2_000)
def regions_of(layout: str, prompt: str) -> tuple[recognition.Region, ...]:
    """A figure's places as the reader is told of them; none for one plain box."""
    figure = figure_of(layout, prompt)
    return tuple(
        recognition.Region(place.name, place.box, place.kind, place.part, place.may_be_empty, place.joint)
        for place in (figure.places if figure else ())
    )
