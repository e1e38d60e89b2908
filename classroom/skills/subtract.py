"""Subtractions: 12 − 5 = ?, ? − 5 = 7, 12 − ? = 7; below nought only when asked. Pure."""

from __future__ import annotations

import random

from classroom.later import gettext_lazy as _
from classroom.skills.numbers import Span, Wishes, draw, within
from classroom.skills.questions import QuestionDraft

TITLE = _("Subtract")
FIRST, SECOND, MOST = _("Take away from"), _("Take away"), _("Largest answer")
MAY_GO_BELOW_NOUGHT = True
USUAL = Wishes(first=Span(1, 20), second=Span(1, 20))


def questions(wishes: Wishes) -> list[QuestionDraft]:
    """Subtractions of different pairs; the same wishes give the same questions. Raises TooNarrow."""
    rng = random.Random(f"subtract {wishes.seed}")

    def stretch(one: int) -> Span:
        least = 0 if wishes.most is None else one - wishes.most
        return within(wishes.second, least, wishes.second.high if wishes.below_nought else one)

    pairs = draw(wishes, stretch=stretch, rng=rng)
    return [_question(one, other, rng.choice("ab") if wishes.missing else "") for one, other in pairs]


def _question(one: int, other: int, hidden: str) -> QuestionDraft:
    rest = str(one - other).replace("-", "−")
    if hidden == "a":
        return QuestionDraft(f"? − {other} = {rest}", (str(one),))
    if hidden == "b":
        return QuestionDraft(f"{one} − ? = {rest}", (str(other),))
    return QuestionDraft(f"{one} − {other} = ?", (str(one - other),), _kind(one - other))


def _kind(amount: int) -> str:
    return "whole" if amount >= 0 else "signed"
