"""Marks box by box of any figure with several boxes: the share that is right, beside the mark of the whole. Pure.

A box follows rightly where it is what the figure asks for with the child's own numbers in the boxes before it: the
upper bricks of a pyramid, the sum of a grid.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from classroom.skills.figures.base import Figure
from classroom.skills.figures.marking import (
    EMPTY,
    IN_NO_COLUMN,
    RIGHT,
    UNSURE,
    WRONG,
    Candidates,
    CellMark,
    Findings,
    Slip,
    findings,
    state_of,
    text_of,
)
from classroom.skills.figures.puzzles import EDGES, Sums, pyramid_sums, rows_of


def has_shares(figure: Figure) -> bool:
    """Whether an answer has boxes that are marked one by one."""
    return "a0" in figure.named or (figure.answers > 1 and all(len(places) == 1 for places in figure.parts))


def marks_of(
    figure: Figure, *, prompt: str, values: Collection[str], cells: Mapping[str, Candidates]
) -> Findings | None:
    """What the boxes of an answer are worth; None where there is one box, or nothing is known of the boxes.

    `cells` as `marking.findings` takes them. Where there are several right answers, that one counts which the child
    comes nearest to: who is right is right in every box.
    """
    if "a0" in figure.named:
        return findings(prompt=prompt, values=values, cells=cells)
    if not has_shares(figure):
        return None
    wanted = [value.split("|") for value in values]
    tried = [_marked(figure, prompt, one, cells) for one in wanted if len(one) == figure.answers]
    return max(tried, key=lambda one: (one.earned, one.open), default=None)


def _marked(figure: Figure, prompt: str, wanted: Sequence[str], cells: Mapping[str, Candidates]) -> Findings:
    names = [places[0].name for places in figure.parts]
    marks: list[CellMark] = []
    for at, (name, right) in enumerate(zip(names, wanted, strict=True)):
        found = cells.get(name, ())
        # Only a slip before makes another number follow rightly.
        own = [mark.read for mark in marks]
        slipped = any(mark.state not in (RIGHT, EMPTY) for mark in marks)
        following = (
            set(_following(figure.layout, prompt, at, own, is_last=at == len(names) - 1)) if slipped else set()
        )
        marks.append(CellMark(name, IN_NO_COLUMN, text_of(found), right, state_of(found, right, following)))
    slip = None
    for mark in marks:
        if mark.state in (WRONG, UNSURE, EMPTY):
            slip = Slip(mark.name, IN_NO_COLUMN) if mark.state == WRONG else None
            break
    return Findings(tuple(marks), (), slip)


def _following(layout: str, prompt: str, at: int, own: Sequence[str], *, is_last: bool) -> Iterator[str]:
    """What belongs into box `at` with the child's `own` texts in the boxes before it."""
    numbers = [int(text) if text.isdigit() else None for text in own]
    if layout == "grid":
        known = [one for one in numbers if one is not None]
        if is_last and len(known) == at:
            yield str(sum(known))
        return
    title, sums = _SUMS.get(layout, ("", None))
    rows = rows_of(prompt, title) if title else None
    if rows is None:
        return
    texts = [text for row in rows for text in row]
    boxes = [cell for cell, text in enumerate(texts) if text == "?"]
    values = [None if text == "?" else int(text) for text in texts]
    for cell, number in zip(boxes, numbers, strict=False):
        values[cell] = number
    here = boxes[at]
    for a, b, c in sums if sums is not None else pyramid_sums(len(rows[0])):
        one, other, total = values[a], values[b], values[c]
        if here == c and one is not None and other is not None:
            yield str(one + other)
        elif here == a and other is not None and total is not None and total >= other:
            yield str(total - other)
        elif here == b and one is not None and total is not None and total >= one:
            yield str(total - one)


# The titles of figures whose cells are sums of one another, and which; a pyramid's follow from its size.
_SUMS: dict[str, tuple[str, Sums | None]] = {"pyramid": ("Number pyramid", None), "arithmagon": ("Arithmagon", EDGES)}
