"""When a skill that a child can do is worth meeting again. Pure.

The forgetting curve is that of FSRS (py-fsrs, MIT), run over the days on which the child met the skill: nothing is
stored, so nothing can disagree with the answers. Nothing here is ever late: a skill that has waited since before the
holidays is simply one of those that a next flight may bring.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING

from classroom.skills.progress.belief import Standing

if TYPE_CHECKING:
    from fsrs import Rating, Scheduler

# A skill returns when about one child in ten would have forgotten it. No fuzz: the same answers give the same day.
REMEMBERED = 0.9


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler  # on first need: most pages never ask

    return Scheduler(
        desired_retention=REMEMBERED, learning_steps=(), relearning_steps=(), maximum_interval=120,
        enable_fuzzing=False,
    )  # fmt: skip


def remembered(days: Iterable[tuple[date, int, int]], today: date) -> float:
    """The chance that the child still has it, from days as `Standing.days` holds them; 0 without any."""
    from fsrs import Card

    card = Card(card_id=1)
    for day, right, asked in days:
        card, _ = _scheduler().review_card(card, _rating(right, asked), _noon(day))
    return _scheduler().get_card_retrievability(card, _noon(today)) if card.last_review else 0.0


def may_return(standing: Standing, today: date) -> bool:
    """Whether a skill that the child can do is worth meeting again."""
    return standing.can and bool(standing.days) and remembered(standing.days, today) < REMEMBERED


def _rating(right: int, asked: int) -> Rating:
    """A day's work as one review. Four or more, all right, are easy: one card turned over would only be good."""
    from fsrs import Rating

    if right == asked >= 4:
        return Rating.Easy
    return Rating.Good if right >= 0.8 * asked else Rating.Hard if right >= 0.5 * asked else Rating.Again


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
