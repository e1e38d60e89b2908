"""The queue of record: one job for each ink that waits to be read.

Messages carry hints only. What counts is the row: who holds it, until when, and how often it was tried.
All times are the database's clock, so that a worker with a wrong clock neither steals nor starves.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from classroom import prepared, versions
from classroom.models import Ink, ReadingJob

MAX_TRIES = 3
LEASE = timedelta(seconds=30)
# A queued job that nobody took in this time has probably lost its hint; where many wait, so much longer for each of
# them: who is late anyhow gains nothing by being told of all a second time.
HINT_LOST_AFTER, IN_LINE = timedelta(seconds=5), timedelta(seconds=0.05)
SWEEP_LIMIT = 500

QUEUED, LEASED = ReadingJob.State.QUEUED, ReadingJob.State.LEASED
DONE, NEEDS_TEACHER, SUPERSEDED = (
    ReadingJob.State.DONE,
    ReadingJob.State.NEEDS_TEACHER,
    ReadingJob.State.SUPERSEDED,
)


@dataclass(frozen=True)
class Claim:
    """A job held by us until its lease ends."""

    job_id: int
    ink_id: int
    token: uuid.UUID
    tries: int


def claim(job_ids: Sequence[int], *, tries_below: int = MAX_TRIES) -> list[Claim]:
    """Take those of the jobs that are free and were tried less often, and only those.

    The bound on tries stands in the claim itself: a late or doubled hint can never start a fourth try. Two queries
    for any number where several may hold rows; on SQLite one more for each further job.
    """
    token = uuid.uuid4()
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            # What another worker is just now taking is its: nobody queues behind it. Still one statement.
            unheld = _free().filter(pk__in=job_ids, tries__lt=tries_below).select_for_update(skip_locked=True)
            taken = ReadingJob.objects.filter(pk__in=unheld.values("pk")).update(**_taken(token))
        else:
            # Nobody else can write meanwhile, and to put the statement together costs more than to ask it again.
            taken = sum(_take(job=pk, token=token, tries=tries_below) for pk in job_ids)
    if not taken:
        return []
    held = sorted(_held.all(token=token))
    return [Claim(job_id=pk, ink_id=ink_id, token=token, tries=tries) for pk, ink_id, tries in held]


def _free() -> QuerySet[ReadingJob]:
    return ReadingJob.objects.filter(Q(state=QUEUED) | Q(state=LEASED, lease_until__lt=Now()))


def _taken(token: uuid.UUID) -> dict[str, Any]:
    return {"state": LEASED, "lease_token": token, "lease_until": Now() + LEASE, "tries": F("tries") + 1}


_take = prepared.Update(
    lambda job, token, tries: (_free().filter(pk=job, tries__lt=tries), _taken(token)),
    job=int, token=uuid.UUID, tries=int,
)  # fmt: skip
_held = prepared.Query(
    lambda token: ReadingJob.objects.waiting().filter(lease_token=token).values_list("pk", "ink_id", "tries"),
    token=UUID,
)


def claim_apart(job_ids: Sequence[int]) -> Iterator[Claim]:
    """Claim fresh jobs together, and then each that was tried before alone, when its turn comes.

    An ink that kills its reader takes along all that the reader holds. Apart from each other, that costs the jobs of
    a batch one try and no more: otherwise the same batch would die three times and be the teacher's, all of it.
    """
    fresh = claim(job_ids, tries_below=1)
    yield from fresh
    if left := set(job_ids) - {one.job_id for one in fresh}:
        tried = ReadingJob.objects.filter(pk__in=left, tries__gt=0, state__in=[QUEUED, LEASED])
        for pk in sorted(tried.values_list("pk", flat=True)):
            yield from claim([pk])


def finishing(held: Claim) -> prepared.Asked[int]:
    """What closes the job if it is still ours; 0 means that somebody else has it or newer ink replaced it."""
    return _finish.asks(job=held.job_id, token=held.token)


_finish = prepared.Update(
    lambda job, token: (
        ReadingJob.objects.filter(pk=job, lease_token=token, state=LEASED),
        {"state": DONE, "lease_token": None, "lease_until": None, "finished_at": Now()},
    ),
    job=int, token=UUID,
)  # fmt: skip


@transaction.atomic
def give_back(held: Claim, *, reason: str) -> None:
    """Return a job that could not be read: to the queue, or to a teacher after the last try."""
    ours = ReadingJob.objects.filter(pk=held.job_id, lease_token=held.token, state=LEASED)
    if held.tries < MAX_TRIES:
        ours.update(state=QUEUED, lease_token=None, lease_until=None, hinted_at=Now())
    elif ours.update(state=NEEDS_TEACHER, lease_token=None, lease_until=None, finished_at=Now(), reason=reason):
        _tell_class([held.job_id])


def put_off(held: Claim) -> None:
    """Return a job that nobody could work on, through no fault of its ink: as if it had not been claimed."""
    ReadingJob.objects.filter(pk=held.job_id, lease_token=held.token, state=LEASED).update(
        state=QUEUED, lease_token=None, lease_until=None, hinted_at=Now(), tries=F("tries") - 1
    )


def opening(ink: Ink) -> prepared.Asked[ReadingJob]:
    """What makes the job of an ink that was stored in this transaction, so that there can be none yet."""
    return prepared.inserting(ReadingJob(ink=ink))


def open_for(ink: Ink) -> ReadingJob:
    """The job of an ink that becomes current: made, or put back in the queue when other ink had replaced it."""
    job, made = ReadingJob.objects.get_or_create(ink=ink)
    if not made and job.state == SUPERSEDED:
        ReadingJob.objects.filter(pk=job.pk).update(state=QUEUED, finished_at=None, hinted_at=Now())
        job.refresh_from_db()
    return job


def superseding(answer_id: int, *, except_ink: int | None) -> prepared.Asked[int]:
    """What closes the answer's unread jobs but that of `except_ink`: newer ink replaced theirs."""
    return _supersede.asks(answer=answer_id, ink=except_ink or 0)


_supersede = prepared.Update(
    lambda answer, ink: (
        ReadingJob.objects.filter(ink__answer=answer, state__in=[QUEUED, LEASED]).exclude(ink=ink),
        {"state": SUPERSEDED, "lease_token": None, "lease_until": None, "finished_at": Now()},
    ),
    answer=int, ink=int,
)  # fmt: skip


@transaction.atomic
def sweep() -> list[int]:
    """Finish what a lost hint or a dead worker left; returns ids of jobs to send hints for again.

    Jobs out of tries go to a teacher; overdue leases return to the queue. Never raises a try count.
    """
    # A time too far ahead was written before the clock was put back: waiting for it could take hours.
    never = Q(lease_until__gt=Now() + LEASE * 2)
    overdue = Q(state=LEASED) & (Q(lease_until__lt=Now()) | never)
    waiting = ReadingJob.objects.waiting()
    spent = list(
        waiting.filter(overdue | Q(state=QUEUED), tries__gte=MAX_TRIES).values_list("pk", flat=True)[:SWEEP_LIMIT]
    )
    if spent:
        # The state is asked again: a worker may have finished between the two statements.
        ReadingJob.objects.filter(overdue | Q(state=QUEUED), pk__in=spent).update(
            state=NEEDS_TEACHER,
            lease_token=None,
            lease_until=None,
            finished_at=Now(),
            reason="Reading it failed three times.",
        )
        _tell_class(spent)
    waiting.filter(overdue, tries__lt=MAX_TRIES).update(
        state=QUEUED, lease_token=None, lease_until=None, hinted_at=Now() - LEASE * 2
    )
    lost_after = min(HINT_LOST_AFTER + waiting.count() * IN_LINE, LEASE)
    forgotten = list(
        waiting.filter(state=QUEUED)
        .exclude(hinted_at__range=(Now() - lost_after, Now() + HINT_LOST_AFTER * 2))
        .order_by("queued_at")
        .values_list("pk", flat=True)[:SWEEP_LIMIT]
    )
    ReadingJob.objects.filter(pk__in=forgotten).update(hinted_at=Now())
    return forgotten


def _tell_class(job_ids: Sequence[int]) -> None:
    classes = ReadingJob.objects.filter(pk__in=job_ids).values_list(
        "ink__answer__attempt__assignment__school_class", flat=True
    )
    for class_id in set(classes):
        versions.bump(class_id)
