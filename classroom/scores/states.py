"""What a cell of the dashboard can say: one code, one sign, one word each. Pure."""

from __future__ import annotations

from typing import NamedTuple

from classroom.later import gettext_lazy as _
from classroom.scores import doubts


class State(NamedTuple):
    """`code` travels and is the cell's CSS class; `sign` is seen, `words` are heard."""

    code: str
    sign: str
    words: str


NOT_STARTED = State("none", "", _("not started"))
EMPTY = State("unanswered", "–", _("no answer yet"))
READING = State("reading", "…", _("being read"))
RIGHT = State("right", "✓", _("right"))
WRONG = State("wrong", "✗", _("wrong"))
LOOK = State("look", "?", _("look at me"))
RIGHT_BY_TEACHER = State("right-t", "✓", _("right, teacher's mark"))
WRONG_BY_TEACHER = State("wrong-t", "✗", _("wrong, teacher's mark"))
WRITTEN_AGAIN = State("again", "↻", _("look at me: written again after your mark"))
LATE = State("late", "⏱", _("look at me: came after closing"))

ALL = (NOT_STARTED, EMPTY, READING, RIGHT, WRONG, LOOK, RIGHT_BY_TEACHER, WRONG_BY_TEACHER, WRITTEN_AGAIN, LATE)

_MARKED = {
    ("right", False): RIGHT,
    ("wrong", False): WRONG,
    ("right", True): RIGHT_BY_TEACHER,
    ("wrong", True): WRONG_BY_TEACHER,
}


def state_of(*, reason: str, verdict: str | None, by_teacher: bool, is_written: bool) -> State:
    """The state of an answer in an attempt; `reason` is `doubts.why`'s."""
    if reason and reason != doubts.CHECK:  # whose mark counts while it waits for a check
        return {doubts.AGAIN: WRITTEN_AGAIN, doubts.LATE: LATE}.get(reason, LOOK)
    if verdict in ("right", "wrong"):
        return _MARKED[verdict, by_teacher]
    return READING if is_written else EMPTY
