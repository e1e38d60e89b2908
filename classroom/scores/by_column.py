"""What the boxes of answers are worth, beside the marks of the whole; no score changes by it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext

from classroom.models import Answer, Ink, Question, Reading
from classroom.skills.figures import LINE
from classroom.skills.figures.marking import Findings, cells_read, cells_typed
from classroom.skills.figures.shares import has_shares, marks_of


class Share(NamedTuple):
    """How many boxes of a wrong answer are right all the same, or follow rightly from the slip."""

    earned: int
    boxes: int

    @property
    def words(self) -> str:
        """3 of 4"""
        return gettext("%(earned)s of %(boxes)s") % {"earned": self.earned, "boxes": self.boxes}

    @property
    def part(self) -> Decimal:
        """0 to 1"""
        return Decimal(self.earned) / self.boxes


def by_column(question: Question, ink: Ink | None, reading: Reading | None) -> Findings | None:
    """The findings of an answer in boxes from its ink and what was read in it; None for other questions. No query."""
    figure = question.figure
    if figure is None or ink is None or ink.is_blank:
        return None
    if ink.mode == Ink.Mode.TYPED:
        cells = cells_typed(figure, ink.typed, ink.beside)
    elif reading is not None and reading.result.get("cells"):
        cells = cells_read(reading.result)
    else:
        return None
    return marks_of(figure, prompt=question.prompt, values=question.key["values"], cells=cells)


def may_be_shared(question: Question) -> bool:
    """Whether answers to a question have boxes that are marked one by one."""
    return question.layout != LINE and question.figure is not None and has_shares(question.figure)


def shares(answers: Iterable[Answer]) -> dict[int, Share]:
    """The shares of answers that are marked wrong, by their primary keys; none where a box is unsure or empty.

    Answers come with question, ink and mark. One query, and none where no mark is for what stands there now.
    """
    wrong = [one for one in answers if one.mark is not None and one.mark.ink_id == one.ink_id]
    if not wrong:
        return {}
    of_inks = Reading.objects.filter(ink__in=[one.ink_id for one in wrong]).in_force_last()
    read = {one.ink_id: one for one in of_inks}  # of each ink the last, which counts
    found = {one.pk: share_of(one.question, one.ink, read.get(one.ink_id) if one.ink_id else None) for one in wrong}
    return {pk: share for pk, share in found.items() if share}


def share_of(question: Question, ink: Ink | None, reading: Reading | None) -> Share | None:
    """The share of one answer that is marked wrong; None where a box is unsure or empty. No query."""
    marked = by_column(question, ink, reading)
    if marked is None or marked.open or marked.columns < 2:
        return None
    return Share(marked.earned, marked.columns)
