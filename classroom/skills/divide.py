"""Divisions that come out whole: 21 ÷ 3 = ?, ? ÷ 3 = 7, 21 ÷ ? = 7. Pure."""

from __future__ import annotations

import random

from classroom.later import gettext_lazy as _
from classroom.skills.numbers import LARGEST, Span, Wishes, draw, within, without_nought
from classroom.skills.questions import MOST_DIGITS, QuestionDraft

TITLE = _("Divide")
FIRST, SECOND, MOST = _("Divide by"), _("Answer"), _("Largest number to divide")
MAY_GO_BELOW_NOUGHT = False
USUAL = Wishes(first=Span(2, 10), second=Span(1, 12))


def questions(wishes: Wishes) -> list[QuestionDraft]:
    """Divisions without a rest, of different pairs; the same wishes give the same questions. Raises TooNarrow.

    `first` holds divisors (nought is passed over) and `second` answers. With a number missing, no answer is nought:
    in 0 ÷ ? = 0 every number would be right.
    """
    rng = random.Random(f"divide {wishes.seed}")
    most = 10**MOST_DIGITS - 1 if wishes.most is None else min(wishes.most, 10**MOST_DIGITS - 1)

    def stretch(by: int) -> Span:
        span = without_nought(wishes.second) if wishes.missing else wishes.second
        return within(span, 0, min(LARGEST, most // by)) if by else Span(1, 0)

    pairs = draw(wishes, stretch=stretch, rng=rng)
    return [_question(by, result, rng.choice("ab") if wishes.missing else "") for by, result in pairs]


def _question(by: int, result: int, hidden: str) -> QuestionDraft:
    whole = by * result
    if hidden == "a":
        return QuestionDraft(f"? ÷ {by} = {result}", (str(whole),))
    if hidden == "b":
        return QuestionDraft(f"{whole} ÷ ? = {result}", (str(by),))
    return QuestionDraft(f"{whole} ÷ {by} = ?", (str(result),))
