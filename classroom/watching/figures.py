"""One look at how the site does, for whoever asks: `/metrics`, `/status`, the alarms, `manage.py doctor`."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.models import Count, Sum
from django.utils import timezone

from classroom import last_backup, pulses
from classroom.models import DriftCheck, Ink, Pulse, ReadingJob, Unsent
from recognition import reader as recognition

WAITING = [ReadingJob.State.QUEUED, ReadingJob.State.LEASED]
# Counting all jobs there ever were takes a while in a big school; a minute old is fresh enough.
COUNTED_FOR = 60  # seconds
LATELY = 500  # jobs: of so many last ones the share that went to teachers is told
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Figures:
    """How the site does now. None: nobody knows. Ages and waits are in seconds, sizes in bytes."""

    database: bool = True
    reader: str = ""  # its version, empty when there is none
    waiting: int = 0
    oldest_wait: float = 0.0
    jobs: dict[str, int] = field(default_factory=dict)
    lately: int = 0
    lately_to_teachers: int = 0
    late_answers: int = 0
    on_tablets: int = 0
    sweeper_age: float | None = None
    canary_age: float | None = None
    canary_seconds: float | None = None
    canary_right: bool = True
    canary_sent: int = 0
    promises_age: float | None = None
    broken_promises: int = 0
    drift_alarms: int = 0
    backup_age: float | None = None
    oldest_ink_age: float | None = None
    disk_free: int = 0
    wal_bytes: int = 0
    broker: bool | None = None


def look() -> Figures:
    """Look at everything once: eight small queries. A database that does not answer is a finding, not an error."""
    facts: dict[str, Any] = {"reader": _reader(), **_disk(), "broker": _broker()}
    backup = last_backup.last_backup()
    facts["backup_age"] = (timezone.now() - backup.made_at).total_seconds() if backup else None
    try:
        return Figures(**facts, **_queue(), **_lives(), **_stored())
    except DatabaseError:
        connection.close()
        return Figures(**facts, database=False)


def reading() -> dict[str, float | None]:
    """How reading does, for a load balancer's eyes: no reason to send children elsewhere. Two queries."""
    try:
        rows = ReadingJob.objects.waiting().order_by("queued_at")
        oldest = rows.values_list("queued_at", flat=True).first()
        back = Pulse.objects.filter(name=pulses.CANARY_BACK).first()
    except DatabaseError:
        return {}
    wait = (timezone.now() - oldest).total_seconds() if oldest else 0.0
    return {"oldest_unread_seconds": wait, "canary_age_seconds": pulses.seconds_since(back)}


def _queue() -> dict[str, Any]:
    rows = ReadingJob.objects.waiting().order_by("queued_at")
    oldest = rows.values_list("queued_at", flat=True).first()
    last = ReadingJob.objects.order_by("-pk").values_list("state", flat=True)[:LATELY]
    settled = [state for state in last if state not in WAITING]
    return {
        "waiting": rows.count() if oldest else 0,
        "oldest_wait": (timezone.now() - oldest).total_seconds() if oldest else 0.0,
        "jobs": _jobs_by_state(),
        "lately": len(settled),
        "lately_to_teachers": settled.count(ReadingJob.State.NEEDS_TEACHER),
    }


def _jobs_by_state() -> dict[str, int]:
    counted: dict[str, int] | None = cache.get("watching:jobs")
    if counted is None:
        counted = dict.fromkeys(ReadingJob.State.values, 0)
        counted |= dict(ReadingJob.objects.values_list("state").annotate(Count("pk")).order_by())
        cache.set("watching:jobs", counted, COUNTED_FOR)
    return counted


def _lives() -> dict[str, Any]:
    found = pulses.pulses()
    back, promises = found.get(pulses.CANARY_BACK), found.get(pulses.PROMISES)
    sent = found.get(pulses.CANARY)
    return {
        "sweeper_age": pulses.seconds_since(found.get(pulses.SWEEPER)),
        "canary_sent": int(sent.facts.get("number", 0)) if sent else 0,
        "canary_age": pulses.seconds_since(back),
        "canary_seconds": float(back.facts.get("seconds", 0.0)) if back else None,
        "canary_right": bool(back.facts.get("right", False)) if back else True,
        "promises_age": pulses.seconds_since(promises),
        "broken_promises": len(promises.facts.get("broken", [])) if promises else 0,
    }


def _stored() -> dict[str, Any]:
    first = Ink.objects.order_by("pk").values_list("received_at", flat=True).first()
    return {
        "oldest_ink_age": (timezone.now() - first).total_seconds() if first else None,
        "late_answers": Ink.objects.filter(is_late=True, received_at__gt=timezone.now() - A_DAY).count(),
        "on_tablets": Unsent.objects.aggregate(all=Sum("answers"))["all"] or 0,
        "drift_alarms": DriftCheck.objects.filter(raised=True, seen_at__isnull=True).count(),
    }


def _reader() -> str:
    try:
        return recognition.default_reader().version
    except recognition.ReaderUnavailable:
        return ""


def _disk() -> dict[str, int]:
    data = Path(settings.DATA_DIR)
    wal = data / "astronumbers.sqlite3-wal"
    return {"disk_free": shutil.disk_usage(data).free, "wal_bytes": wal.stat().st_size if wal.exists() else 0}


def _broker() -> bool | None:
    """Whether Redis answers; None where there is none."""
    if not settings.REDIS_URL:
        return None
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as one:
            return bool(one.ping())
    except redis.RedisError:
        return False
