"""Multiplications, as in the tables: 3 × 7 = ?, ? × 7 = 21, 3 × ? = 21. Pure."""

from __future__ import annotations

import random

from classroom.later import gettext_lazy as _
from classroom.skills.numbers import LARGEST, Span, Wishes, draw, within, without_nought
from classroom.skills.questions import MOST_DIGITS, QuestionDraft

TITLE = _("Multiply")
FIRST, SECOND, MOST = _("Tables"), _("Times"), _("Largest answer")
MAY_GO_BELOW_NOUGHT = False
USUAL = Wishes(first=Span(2, 10), second=Span(1, 12))


def questions(wishes: Wishes) -> list[QuestionDraft]:
    """Multiplications of different pairs; the same wishes give the same questions. Raises TooNarrow.

    With a number missing, nought is no factor: in 0 × ? = 0 every number would be right.
    """
    rng = random.Random(f"multiply {wishes.seed}")
    most = 10**MOST_DIGITS - 1 if wishes.most is None else min(wishes.most, 10**MOST_DIGITS - 1)

    def stretch(one: int) -> Span:
        span = without_nought(wishes.second) if wishes.missing else wishes.second
        if one == 0:
            return Span(1, 0) if wishes.missing else span
        return within(span, 0, min(LARGEST, most // one))

    pairs = draw(wishes, stretch=stretch, rng=rng)
    return [_question(one, other, rng.choice("ab") if wishes.missing else "") for one, other in pairs]


def _question(one: int, other: int, hidden: str) -> QuestionDraft:
    if hidden == "a":
        return QuestionDraft(f"? × {other} = {one * other}", (str(one),))
    if hidden == "b":
        return QuestionDraft(f"{one} × ? = {one * other}", (str(other),))
    return QuestionDraft(f"{one} × {other} = ?", (str(one * other),))
