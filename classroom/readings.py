"""Reading ink: what the network saw, kept apart from what it is worth."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from classroom import counters, jobs, looking, marks, versions
from classroom.models import Ink, Reading
from recognition import reader as recognition

log = logging.getLogger(__name__)


def read_and_mark(job_ids: Sequence[int]) -> int:
    """Read the inks of those jobs that are free, and mark their answers; returns how many were read.

    Safe to run twice, late, or in parallel. Raises ReaderUnavailable before any job is touched, so that a
    missing network costs no tries: the jobs wait.
    """
    reader = recognition.default_reader()
    done = 0
    for held in jobs.claim_apart(job_ids):
        ink = _ink_to_read(held.ink_id)
        try:
            begun = time.perf_counter()
            seen = looking.look(reader, ink)
            counters.READ_SECONDS.observe(time.perf_counter() - begun)
            counters.READINGS.labels(seen.status).inc()
            done += _keep(held, ink, seen)
        except Exception:
            # Whatever one ink does to the reader, it must cost that job a try, not its neighbours theirs.
            counters.READ_FAILURES.inc()
            log.exception("reading job %s failed, try %s", held.job_id, held.tries)
            jobs.give_back(held, reason="Reading it failed three times.")
    return done


def _ink_to_read(ink_id: int) -> Ink:
    """What reading needs and no more: above all not the key, which is not even fetched before the ink is read."""
    return (
        Ink.objects.select_related("answer__question", "answer__attempt__assignment")
        .only(*looking.NEEDED, "received_at", "answer__attempt__assignment__school_class_id")
        .get(pk=ink_id)
    )


@transaction.atomic
def _keep(held: jobs.Claim, ink: Ink, seen: recognition.Reading) -> int:
    if not jobs.finish(held):
        return 0
    reading, _ = Reading.objects.get_or_create(
        ink=ink,
        reader_version=seen.reader_version,
        defaults={
            "status": seen.status,
            "text": seen.text[:40],
            "confidence": seen.confidence,
            "result": seen.to_json(),
        },
    )
    marks.award(ink=ink, reading=reading)
    versions.bump(ink.answer.attempt.assignment.school_class_id)
    counters.WAIT_SECONDS.observe(max(0.0, (timezone.now() - ink.received_at).total_seconds()))
    return 1
