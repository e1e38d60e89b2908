"""The queue's view of the domain: one line of work per task, nothing decided here.

Hints leave by a thread of their own: a frozen broker can hold that thread up, never a child's request.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterable

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from kombu.exceptions import KombuError

from classroom import canary, counters, readings, rereading

log = logging.getLogger(__name__)
BATCH = 32
# Of Redis: what is read again is taken after all that children wait for. A queue in memory knows no such order; there
# each step is short, and stands back while fresh ink waits.
LAST = 9

# What is to be told: job ids, and ids of re-readings.
_waiting: queue.SimpleQueue[tuple[str, int]] = queue.SimpleQueue()
_sender: threading.Thread | None = None
_starting = threading.Lock()
# While this process itself reads (the one-process form), hints wait a little and go together: a batch costs less than
# its inks one by one. A process that only serves pages never waits.
_nobody_reads = threading.Event()
_nobody_reads.set()
LONGEST_GATHERING = 0.2  # seconds
# Of batches that go to workers over Redis: one for each would cost them more than the reading. The first after a rest
# goes at once.
APART = 0.2  # seconds


@shared_task(name="classroom.read_inks", acks_late=True, ignore_result=True)
def read_inks(job_ids: list[int], schema: int = 1, **_later: object) -> None:
    """Read these jobs' inks. Unknown arguments come from newer senders and are passed over."""
    _nobody_reads.clear()
    try:
        readings.read_and_mark(job_ids)
    finally:
        _nobody_reads.set()


@shared_task(name="classroom.reread", acks_late=True, ignore_result=True)
def reread(run_id: int, schema: int = 1, **_later: object) -> None:
    """Read a little more stored ink again, and ask for the next bit."""
    if rereading.go_on(run_id):
        send_rereadings([run_id])


@shared_task(name="classroom.canary", acks_late=True, ignore_result=True)
def read_canary(number: int, sent_at: str, schema: int = 1, **_later: object) -> None:
    """Read the ink that belongs to no child, and leave word of it."""
    canary.read(number, sent_at)


def send_canary(number: int) -> None:
    """Send the canary the way of all hints. Returns at once and never fails: if it stays away, that is the news."""
    _send("canary", [number])


def send_hints(job_ids: Iterable[int]) -> None:
    """Tell the workers of waiting jobs. Returns at once and never fails: the sweeper is the retry."""
    _send("job", job_ids)


def send_rereadings(run_ids: Iterable[int]) -> None:
    """Tell the workers of re-readings to go on with, after everything else. Returns at once and never fails."""
    _send("run", run_ids)


def _send(what: str, ids: Iterable[int]) -> None:
    global _sender
    for one in ids:
        _waiting.put((what, one))
    if _sender is None or not _sender.is_alive():
        with _starting:
            if _sender is None or not _sender.is_alive():
                _sender = threading.Thread(target=_send_for_ever, name="hints", daemon=True)
                _sender.start()


def _send_for_ever() -> None:
    sent_at = -APART
    while True:
        batch = [_waiting.get()]
        _nobody_reads.wait(LONGEST_GATHERING)
        if settings.REDIS_URL:
            time.sleep(max(0.0, sent_at + APART - time.monotonic()))
        while len(batch) < BATCH:
            try:
                batch.append(_waiting.get_nowait())
            except queue.Empty:
                break
        jobs = [one for what, one in batch if what == "job"]
        runs = {one for what, one in batch if what == "run"}
        canaries = {one for what, one in batch if what == "canary"}
        sent_at = time.monotonic()
        try:
            if jobs:
                read_inks.apply_async(args=(jobs,), retry=False)
            for run in runs:
                reread.apply_async(args=(run,), retry=False, priority=LAST)
            for number in canaries:
                read_canary.apply_async(args=(number, timezone.now().isoformat()), retry=False)
        except (KombuError, OSError) as error:
            counters.HINTS_LOST.inc(len(batch))
            log.warning("hint for %d jobs not sent: %s", len(batch), type(error).__name__)
