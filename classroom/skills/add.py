"""Additions: 7 + 5 = ?, ? + 5 = 12, 7 + ? = 12. Pure."""

from __future__ import annotations

import random

from classroom.later import gettext_lazy as _
from classroom.skills.numbers import LARGEST, Span, Wishes, draw, within
from classroom.skills.questions import QuestionDraft

TITLE = _("Add")
FIRST, SECOND, MOST = _("First number"), _("Second number"), _("Largest answer")
MAY_GO_BELOW_NOUGHT = False
USUAL = Wishes(first=Span(1, 20), second=Span(1, 20), most=20)


def questions(wishes: Wishes) -> list[QuestionDraft]:
    """Additions of different pairs; the same wishes give the same questions. Raises TooNarrow."""
    rng = random.Random(f"add {wishes.seed}")
    most = 2 * LARGEST if wishes.most is None else wishes.most
    pairs = draw(wishes, stretch=lambda one: within(wishes.second, 0, most - one), rng=rng)
    return [_question(one, other, rng.choice("ab") if wishes.missing else "") for one, other in pairs]


def _question(one: int, other: int, hidden: str) -> QuestionDraft:
    if hidden == "a":
        return QuestionDraft(f"? + {other} = {one + other}", (str(one),))
    if hidden == "b":
        return QuestionDraft(f"{one} + ? = {one + other}", (str(other),))
    return QuestionDraft(f"{one} + {other} = ?", (str(one + other),))
