"""The cells of a board: each answer's state, text and score, and what of it is known from one look to the next.

To fetch all that a cell says touches six tables for each answer, and a board is looked at every moment. But ink is
never changed and marks are only added: as long as an answer points to the same ink and the same mark, what they say
stands. So a look asks where the answers point, and fetches in full what points elsewhere than before.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from classroom import checks, prepared
from classroom.models import Answer, Assignment, Mark, ReadingJob
from classroom.scores import doubts, states
from classroom.scores.by_column import Share
from classroom.scores.states import State

# Where more than so many answers changed, all are fetched: one large query then costs less than several small ones.
FEW = 64


class Cell(NamedTuple):
    """One child's answer to one question; `text` is what was read or typed, `answer` is None while not started."""

    state: State
    text: str
    answer: UUID | None
    score: Decimal | None
    needs_look: bool
    is_waiting: bool
    share: Share | None = None  # of a wrong answer in boxes


NO_CELL = Cell(states.NOT_STARTED, "", None, None, False, False)

_FIELDS = (
    "pk", "ink", "mark", "uuid", "attempt", "question", "ink__is_blank", "ink__typed", "ink__job__state",
    "mark__verdict", "mark__source", "mark__score", "mark__reason", "mark__ink", "mark__reading__text",
)  # fmt: skip


class _Facts(NamedTuple):
    """An answer as _FIELDS asks of it; what is the ink's, the job's or the mark's is None where there is none."""

    pk: int
    ink: int | None
    mark: int | None
    uuid: UUID
    attempt: int
    question: int
    is_blank: bool | None
    typed: str | None
    job: str | None
    verdict: str | None
    source: str | None
    score: Decimal | None
    reason: str | None
    mark_ink: int | None
    read: str | None


class _Seen(NamedTuple):
    """What was fetched of an answer, what else went into its cell, and the cell."""

    facts: _Facts
    besides: tuple[bool, bool, Share | None]
    cell: Cell


# Of the answers of one lesson, by primary key; whoever looks again hands it in again.
Known = dict[int, _Seen]


def asking(assignment: Assignment, known: Known) -> list[prepared.Asked[Any]]:
    """What to ask of a lesson's answers before `cells_of`, which takes what comes back."""
    answers = _pointers if known else _all
    return [one.asks(assignment=assignment.pk) for one in (_late, _drawn, answers)]


def cells_of(
    assignment: Assignment, shares: dict[int, Share], known: Known, came: list[list[Any]]
) -> defaultdict[int, dict[int, Cell]]:
    """The cells of a lesson by attempt and question; `came` is what `asking` brought.

    One query or a few for what is not in `known`. Afterwards `known` holds these answers and no others.
    """
    late, drawn = ({pk for (pk,) in rows} for rows in came[:2])
    facts = _facts(assignment, known, came[2])
    now: Known = {}
    found: defaultdict[int, dict[int, Cell]] = defaultdict(dict)
    for one in facts:
        besides = (one.pk in late, one.pk in drawn, shares.get(one.pk))
        seen = known.get(one.pk)
        if seen is None or seen.facts is not one or seen.besides != besides:
            seen = _Seen(one, besides, _cell(one, *besides))
        now[one.pk] = seen
        found[one.attempt][one.question] = seen.cell
    known.clear()
    known.update(now)
    return found


def _facts(assignment: Assignment, known: Known, came: list[Any]) -> list[_Facts]:
    """All answers of a lesson: as `known` has them, where that still stands."""
    if not known:
        return list(map(_Facts._make, came))
    stand, changed = [], []
    for pk, ink, mark in came:
        seen = known.get(pk)
        if seen is not None and seen.facts.ink == ink and seen.facts.mark == mark and _is_settled(seen.facts):
            stand.append(seen.facts)
        else:
            changed.append(pk)
    if len(changed) > FEW:
        return list(map(_Facts._make, _all.all(assignment=assignment.pk)))
    return [*stand, *map(_Facts._make, _some.of(changed))]


def _is_settled(facts: _Facts) -> bool:
    """Whether nothing more happens to the ink without a new mark: it has been read, or is not to be read."""
    return facts.job in (None, ReadingJob.State.DONE)


def _in_full(answers: QuerySet[Answer]) -> QuerySet[Answer, tuple[object, ...]]:
    return answers.values_list(*_FIELDS)


_all = prepared.Query(
    lambda assignment: _in_full(Answer.objects.filter(attempt__assignment=assignment)), assignment=int
)
_some = prepared.Several(lambda pks: _in_full(Answer.objects.filter(pk__in=pks)), at_once=8)
_pointers = prepared.Query(
    lambda assignment: Answer.objects.filter(attempt__assignment=assignment).values_list("pk", "ink", "mark"),
    assignment=int,
)
_late = prepared.Query(
    lambda assignment: doubts.late_inks(Answer.objects.filter(attempt__assignment=assignment)).values_list("answer"),
    assignment=int,
)
_drawn = prepared.Query(lambda assignment: checks.that_wait(assignment).values_list("answer"), assignment=int)


def _cell(one: _Facts, is_late: bool, is_drawn: bool, share: Share | None) -> Cell:
    is_written = one.ink is not None and not one.is_blank
    state, needs_look = _judged(
        one.ink is not None, one.is_blank, one.job, one.verdict, one.source, one.mark_ink == one.ink, one.reason,
        is_late, is_drawn,
    )  # fmt: skip
    text = one.typed or one.read or ""
    return Cell(state, text, one.uuid, one.score, needs_look, one.score is None and is_written, share)


# Thousands of answers are in few different situations.
@lru_cache(maxsize=1024)
def _judged(
    has_ink: bool, is_blank: bool | None, job: str | None, verdict: str | None, source: str | None,
    rests_on_it: bool, reason: str | None, is_late: bool, is_drawn: bool,
) -> tuple[State, bool]:  # fmt: skip
    """The state of an answer, and whether a teacher should look; `rests_on_it`: the mark is for the current ink."""
    look = doubts.why(
        has_ink=has_ink,
        is_blank=is_blank,
        job_state=job,
        verdict=verdict,
        source=source,
        rests_on_it=rests_on_it,
        mark_reason=reason,
        is_late=is_late,
        is_drawn=is_drawn,
    )
    state = states.state_of(
        reason=look,
        verdict=verdict,
        by_teacher=source == Mark.Source.TEACHER,
        is_written=has_ink and not is_blank,
    )
    return state, bool(look)
