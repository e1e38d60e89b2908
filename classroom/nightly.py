"""What a running site does by itself once a day: let go of what is over its time, finish the chain of the
trail, and once a week ask whether reading got worse.

In the process that serves, so that with SQLite no second process ever writes. At night; on a machine that sleeps at
night, as soon as nobody has written for a quarter of an hour.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from classroom import audit, invariants, pulses, retention
from classroom.honesty import drift
from classroom.models import Ink

log = logging.getLogger(__name__)
NIGHT = range(2, 5)  # o'clock
A_DAY, LONG_AGO, QUIET = timedelta(hours=20), timedelta(hours=30), timedelta(minutes=15)
NAME = "last-night"


def run_if_due(now: datetime | None = None) -> bool:
    """Do the day's work once a day, whoever asks first; whether it was done now. Cheap when it is not due."""
    moment = now or timezone.now()
    if not _is_due(moment) or not cache.add(f"nightly:{moment:%Y-%m-%d}", 1, int(A_DAY.total_seconds())):
        return False
    (Path(settings.DATA_DIR) / NAME).write_text(f"{moment.timestamp():.0f}\n")
    drift.watch_all()
    audit.seal()
    pulses.beat(pulses.PROMISES, broken=sorted(invariants.broken()))
    gone = {one.window.name: one.count for one in retention.let_go(moment) if one.count}
    log.info("the day's work is done; let go: %s", gone or "nothing")
    return True


def _is_due(moment: datetime) -> bool:
    try:
        before = float((Path(settings.DATA_DIR) / NAME).read_text())
    except (OSError, ValueError):
        before = 0.0
    age = timedelta(seconds=moment.timestamp() - before)
    if age < A_DAY:
        return False
    if timezone.localtime(moment).hour in NIGHT:
        return True
    return age > LONG_AGO and not Ink.objects.filter(received_at__gt=moment - QUIET).exists()
