"""What the boxes of one answer are worth, beside the mark of the whole."""

from __future__ import annotations

from classroom.models import Ink, Question, Reading
from classroom.skills.figures.marking import Findings, cells_read, cells_typed
from classroom.skills.figures.shares import marks_of


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
