"""Reading ink: what the network saw, kept apart from what it is worth."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import DatabaseError, OperationalError, transaction
from django.utils import timezone

from classroom import counters, jobs, locks, looking, marks, prepared, versions
from classroom.models import Ink, Reading
from recognition import reader as recognition

log = logging.getLogger(__name__)
# Readings stored in one transaction: what is lost and read again when the process dies before it.
TOGETHER = 4


def read_and_mark(job_ids: Sequence[int]) -> int:
    """Read the inks of those jobs that are free, and mark their answers; returns how many were read.

    Safe to run twice, late, or in parallel. Raises ReaderUnavailable before any job is touched, so that a
    missing network costs no tries: the jobs wait.
    """
    reader = recognition.default_reader()
    done = 0
    seen: list[Seen] = []
    for held in jobs.claim_apart(job_ids):
        # What was tried before is claimed and read alone: first everything else is put away.
        if seen and (held.token != seen[0].held.token or len(seen) >= TOGETHER):
            done += _keep_together(seen)
            seen = []
        with _costs_a_try(held):
            ink = _ink_to_read(held.ink_id)
            begun = time.perf_counter()
            reading = looking.look(reader, ink)
            counters.READ_SECONDS.observe(time.perf_counter() - begun)
            counters.READINGS.labels(reading.status).inc()
            seen.append(Seen(held, ink, reading))
    return done + _keep_together(seen)


class Seen(NamedTuple):
    """A job that we hold, its ink, and what the network saw in it: not yet stored."""

    held: jobs.Claim
    ink: Ink
    reading: recognition.Reading


@contextlib.contextmanager
def _costs_a_try(held: jobs.Claim) -> Iterator[None]:
    """Whatever one ink does to the reader, it must cost that job a try, not its neighbours theirs.

    A database that is away, or whose disk is full, is no ink's doing: that costs no try, where it can be said at all.
    """
    try:
        yield
    except OperationalError as error:
        log.warning("job %s put off: %s", held.job_id, type(error).__name__)
        with contextlib.suppress(DatabaseError):
            jobs.put_off(held)
    except Exception:
        counters.READ_FAILURES.inc()
        log.exception("reading job %s failed, try %s", held.job_id, held.tries)
        jobs.give_back(held, reason="Reading it failed three times.")


def _keep_together(seen: list[Seen]) -> int:
    """Store and mark what was read in one transaction, or, when that fails, each alone; how many were still ours."""
    if len(seen) > 1:
        try:
            return _keep(seen)
        except Exception:
            log.exception("keeping %d readings together failed, keeping each alone", len(seen))
    kept = 0
    for one in seen:
        with _costs_a_try(one.held):
            kept += _keep([one])
    return kept


def _ink_to_read(ink_id: int) -> Ink:
    """What reading needs and no more: above all not the key, which is not even fetched before the ink is read."""
    found = _to_read.first(ink=ink_id)
    if found is None:
        raise Ink.DoesNotExist
    return found


_to_read = prepared.Query(
    lambda ink: (
        Ink.objects.select_related("answer__question", "answer__attempt__assignment")
        .only(*looking.NEEDED, "received_at", "answer__attempt__assignment__school_class_id")
        .filter(pk=ink)
    ),
    ink=int,
)
_read_before = prepared.Query(
    lambda ink, reader: Reading.objects.filter(ink=ink, reader_version=reader), ink=int, reader=str
)


@transaction.atomic
def _keep(seen: list[Seen]) -> int:
    # A child who writes anew locks the answer first, then its jobs and then the class, and so do we.
    answers = sorted({one.ink.answer_id for one in seen})
    came = prepared.together(
        *locks.locking(*answers),
        *(jobs.finishing(one.held) for one in seen),
        *(_read_before.asks(ink=one.ink.pk, reader=one.reading.reader_version) for one in seen),
    )
    finished, read_before = came[-2 * len(seen) : -len(seen)], came[-len(seen) :]
    ours = [(one, before) for one, is_ours, before in zip(seen, finished, read_before, strict=True) if is_ours]
    for (_, ink, found), before in ours:
        reading = (
            before[0]
            if before
            else prepared.insert(
                Reading(
                    ink=ink,
                    reader_version=found.reader_version,
                    status=found.status,
                    text=found.text[:40],
                    confidence=found.confidence,
                    result=found.to_json(),
                )
            )
        )
        marks.award(ink=ink, reading=reading)
        counters.WAIT_SECONDS.observe(max(0.0, (timezone.now() - ink.received_at).total_seconds()))
    for room in sorted({one.ink.answer.attempt.assignment.school_class_id for one, _ in ours}):
        versions.bump(room)
    return len(ours)
