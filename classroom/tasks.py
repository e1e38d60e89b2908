"""The queue's view of the domain: one line of work per task, nothing decided here.

Hints leave by a thread of their own: a frozen broker can hold that thread up, never a child's request.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Iterable

from celery import shared_task
from kombu.exceptions import KombuError

from classroom import readings

log = logging.getLogger(__name__)
BATCH = 32

_waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
_sender: threading.Thread | None = None
_starting = threading.Lock()


@shared_task(name="classroom.read_inks", acks_late=True, ignore_result=True)
def read_inks(job_ids: list[int], schema: int = 1, **_later: object) -> None:
    """Read these jobs' inks. Unknown arguments come from newer senders and are passed over."""
    readings.read_and_mark(job_ids)


def send_hints(job_ids: Iterable[int]) -> None:
    """Tell the workers of waiting jobs. Returns at once and never fails: the sweeper is the retry."""
    global _sender
    for job_id in job_ids:
        _waiting.put(job_id)
    if _sender is None or not _sender.is_alive():
        with _starting:
            if _sender is None or not _sender.is_alive():
                _sender = threading.Thread(target=_send_for_ever, name="hints", daemon=True)
                _sender.start()


def _send_for_ever() -> None:
    while True:
        batch = [_waiting.get()]
        while len(batch) < BATCH:
            try:
                batch.append(_waiting.get_nowait())
            except queue.Empty:
                break
        try:
            read_inks.apply_async(args=(batch,), retry=False)
        except (KombuError, OSError) as error:
            log.warning("hint for %d jobs not sent: %s", len(batch), type(error).__name__)
