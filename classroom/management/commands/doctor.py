"""Looks over the machine and says what stands well and what to do about the rest."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import celery
import django
import redis
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from classroom import audit, invariants, last_backup
from classroom.management.commands.run import SAFE_SQLITE
from classroom.models import ReadingJob
from recognition.reader import ReaderUnavailable, default_reader

LITTLE_SPACE = 1_000_000_000  # bytes
SLOW_DISK = 0.05  # seconds for one write that must survive a power cut
LATE = timedelta(minutes=2)  # an answer unread for this long waits for somebody


class Finding(NamedTuple):
    """`state` is "ok", "note" (may stay) or "DO" (must be mended)."""

    state: str
    words: str


class Command(BaseCommand):
    """One line for each thing looked at; exit status 1 when something must be mended."""

    help = "Look over versions, database, disk, secrets, network, queue, and say what to do."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        findings = [*versions(), *folder(), *database(), *backups(), *eye(), *queue()]
        for finding in findings:
            self.stdout.write(f"{finding.state:5}{finding.words}")
        if any(finding.state == "DO" for finding in findings):
            raise SystemExit(1)


def versions() -> Iterator[Finding]:
    """What runs here."""
    yield Finding(
        "ok", f"Python {platform.python_version()}, Django {django.__version__}, Celery {celery.__version__}"
    )


def folder() -> Iterator[Finding]:
    """The data folder: private, roomy, quick enough."""
    data = Path(settings.DATA_DIR)
    for path in (data, data / "secret_key.txt", data / "pepper.txt"):
        if path.exists() and path.stat().st_mode & 0o077:
            yield Finding("DO", f"{path} can be read by others on this machine: chmod go= {path}")
        elif path.exists():
            yield Finding("ok", f"{path} is its owner's alone")
    free = shutil.disk_usage(data).free
    room = f"{free / 1e9:.1f} GB are free on the disk of {data}"
    yield Finding("ok" if free > LITTLE_SPACE else "DO", room if free > LITTLE_SPACE else f"only {room}")
    seconds = write_time(data)
    yield Finding(
        "ok" if seconds < SLOW_DISK else "note",
        f"a write that survives a power cut takes {seconds * 1000:.1f} ms"
        + ("" if seconds < SLOW_DISK else "; many children at once will wait for this disk"),
    )


def backups() -> Iterator[Finding]:
    """When the last backup was made, and whether the trail of deeds is whole."""
    last = last_backup.last_backup()
    if last is None:
        yield Finding("note", "no backup was made yet: manage.py backup (docs/operators.md has a nightly schedule)")
    elif last.is_old:
        yield Finding("DO", f"the last backup is of {last.made_at:%Y-%m-%d %H:%M} UTC: see why there is no newer one")
    else:
        yield Finding("ok", f"the last backup is of {last.made_at:%Y-%m-%d %H:%M} UTC, {last.bytes / 1e6:.1f} MB")
    try:
        chain = audit.chain()
    except DatabaseError:
        return  # said above
    if chain.broken:
        ids = ", ".join(map(str, chain.broken[:20]))
        yield Finding("DO", f"the trail was changed by hand, or the pepper is another: entries {ids}")
    else:
        yield Finding("ok", f"the trail of {chain.sealed} deeds is whole")


def write_time(data: Path, times: int = 10) -> float:
    """Median seconds of a 4 KB write with fsync in the folder."""
    taken = []
    with tempfile.NamedTemporaryFile(dir=data) as file:
        for _ in range(times):
            begun = time.perf_counter()
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - begun)
    return sorted(taken)[times // 2]


def database() -> Iterator[Finding]:
    """The database: reachable, up to date, whole, with the settings that keep what was acknowledged."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield Finding("DO", f"the database cannot be used: {str(error).strip()}")
        return
    if waiting:
        yield Finding("DO", f"{len(waiting)} migrations wait: manage.py migrate (a start does it too)")
        return
    yield Finding("ok", f"the database ({connection.vendor}) answers and its tables are up to date")
    if connection.vendor == "sqlite":
        yield from sqlite()
    broken = invariants.broken(quiet=timedelta(minutes=1))
    for name, ids in broken.items():
        yield Finding("DO", f"a promise is broken: {name}, rows {', '.join(map(str, ids))}")
    if not broken:
        yield Finding("ok", f"all {len(invariants.CHECKS)} promises about stored work hold")


def sqlite() -> Iterator[Finding]:
    """SQLite's version, settings and pages."""
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        yield Finding("note", f"SQLite {sqlite3.sqlite_version}: let only one process write here (mended in 3.51.3)")
    else:
        yield Finding("ok", f"SQLite {sqlite3.sqlite_version}")
    with connection.cursor() as cursor:
        for pragma, wanted in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("mmap_size", 0)):
            [found] = cursor.execute(f"PRAGMA {pragma}").fetchone() or [0]
            right = found == wanted
            yield Finding(
                "ok" if right else "DO", f"SQLite's {pragma} is {found}" + ("" if right else f", not {wanted}")
            )
        [whole] = cursor.execute("PRAGMA quick_check(1)").fetchone()
    yield Finding("ok" if whole == "ok" else "DO", f"SQLite says of its file: {whole}")


def eye() -> Iterator[Finding]:
    """The network that reads."""
    try:
        reader = default_reader()
    except ReaderUnavailable as error:
        yield Finding("DO", f"answers cannot be read: {error}")
    else:
        yield Finding("ok", f"answers are read by {reader.version}")


def queue() -> Iterator[Finding]:
    """What waits to be read, and the broker of the scaled form."""
    try:
        late = ReadingJob.objects.filter(state=ReadingJob.State.QUEUED).order_by("queued_at").first()
    except DatabaseError:
        return  # said above
    if late and timezone.now() - late.queued_at > LATE:
        yield Finding("DO", f"an answer waits since {late.queued_at:%H:%M:%S} UTC: does a worker run?")
    if settings.REDIS_URL:
        yield from broker()


def broker() -> Iterator[Finding]:
    """Redis must refuse what it cannot keep, rather than forget what it accepted."""
    try:
        policy = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2).config_get("maxmemory-policy")
    except redis.RedisError as error:
        yield Finding("DO", f"Redis does not answer: {error}; answers are kept and wait")
        return
    found = policy.get("maxmemory-policy", "unknown")
    yield Finding(
        "ok" if found == "noeviction" else "DO",
        f"Redis' maxmemory-policy is {found}" + ("" if found == "noeviction" else ": set it to noeviction"),
    )
