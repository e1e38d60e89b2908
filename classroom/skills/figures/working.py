"""An answer's box with free room under it: what stands in the room is kept and replayed, and never read. Pure."""

from __future__ import annotations

from classroom import brackets
from classroom.skills.figures.base import ANSWER, AS_ASKED, WIDTH, WORKING, Figure, Place

_MARGIN = 20.0
_ANSWER, _ROOM, _GAP = 300.0, 620.0, 24.0


def working(prompt: str) -> Figure | None:
    """A box for the answer, whatever its kind, and room for working below; None where the answer is tapped."""
    if brackets.tapped_kind(prompt):
        return None
    top = _MARGIN + _ANSWER + _GAP
    places = (
        Place("b1", (_MARGIN, _MARGIN, WIDTH - _MARGIN, _MARGIN + _ANSWER), ANSWER, AS_ASKED, 0, may_be_empty=False),
        Place("work", (_MARGIN, top, WIDTH - _MARGIN, top + _ROOM), WORKING, ""),
    )
    return Figure("working", top + _ROOM + _MARGIN, places, order=("b1",), is_large=True, shows_prompt=False)
