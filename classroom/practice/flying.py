"""A flight in the air: which question is next, leaving one out, landing. What is next follows from the answers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from classroom import feedback, submissions
from classroom.models import Answer, Assignment, Attempt, Mark
from classroom.practice import doors
from classroom.skills.progress import placing


@dataclass(frozen=True)
class Stars:
    """How far a flight is, by what was tried: `tried` of `planned`; `again` is how many second tries are among them.

    What was left out stays dark. `planned` is None where nobody knows how many there will be. Right and wrong say
    nothing here.
    """

    tried: int
    planned: int | None
    again: int

    @property
    def track(self) -> list[bool]:
        """A star for each place of the way: lit where something was tried."""
        return [at < self.tried for at in range(max(self.tried, self.planned or self.tried))]


def next_answer(attempt: Attempt) -> Answer | None:
    """The answer whose question comes next, None when the flight is over; the same until something is written in it.

    One query. `attempt` comes from a door, with its assignment.
    """
    answers = list(doors.answers_in_flight(attempt))
    if attempt.assignment.purpose == Assignment.Purpose.PLACEMENT:
        return _next_of_placement(answers)
    return _next_of_practice(answers, shows=feedback.may_see_marks(attempt))


def asked_on_ladder(answers: Sequence[Answer]) -> list[placing.Asked]:
    """What a placement has asked so far, in the order in which it was written."""
    done = sorted((one for one in answers if one.ink_id), key=lambda one: one.ink_id or 0)
    return [placing.Asked((one.question.position - 1) // placing.OF_A_RUNG, _outcome(one)) for one in done]


def stars(attempt: Attempt) -> Stars:
    """How far the flight is. One query."""
    answers = list(doors.answers_in_flight(attempt))
    tried = [one for one in answers if one.ink_id and not _is_empty(one)]
    again = sum(one.question.second_try_of_id is not None for one in tried)
    planned = None
    if attempt.assignment.purpose == Assignment.Purpose.PRACTICE:
        planned = sum(one.question.second_try_of_id is None for one in answers) + again
    return Stars(len(tried), planned, again)


@transaction.atomic
def leave_out(*, attempt: Attempt, answer: Answer) -> None:
    """Go on without an answer: an empty revision of the child's own. What is written stays as it is."""
    if answer.ink_id is None and attempt.takes_work:
        submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, typed="")


def land(*, attempt: Attempt) -> Attempt:
    """End a flight, wherever it is. Twice is once."""
    return submissions.hand_in(attempt=attempt)


def _next_of_practice(answers: Sequence[Answer], *, shows: bool) -> Answer | None:
    """Question by question; after one that was surely wrong, where the child may know that, its twin."""
    twins = {one.question.second_try_of_id: one for one in answers if one.question.second_try_of_id}
    for one in answers:
        if one.question.second_try_of_id:
            continue
        if one.ink_id is None:
            return one
        twin = twins.get(one.question_id)
        if shows and twin and twin.ink_id is None and _outcome(one) is False and not _is_empty(one):
            return twin
    return None


def _next_of_placement(answers: Sequence[Answer]) -> Answer | None:
    rungs = len(answers) // placing.OF_A_RUNG
    rung = placing.next_rung(asked_on_ladder(answers), rungs)
    if rung is None:
        return None
    return next(
        (one for one in answers if not one.ink_id and (one.question.position - 1) // placing.OF_A_RUNG == rung), None
    )


def _outcome(answer: Answer) -> bool | None:
    """Right, wrong, or None while nobody is sure. Left out counts as not right."""
    if _is_empty(answer):
        return False
    mark = answer.mark
    if mark is None or mark.verdict == Mark.Verdict.UNSURE or mark.ink_id != answer.ink_id:
        return None
    return mark.verdict == Mark.Verdict.RIGHT


def _is_empty(answer: Answer) -> bool:
    return answer.ink is not None and answer.ink.is_blank
