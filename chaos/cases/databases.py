"""The database: restarted, locked, on a full disk."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path

from chaos.catalogue import Impossible, case
from chaos.ground import Postgres
from chaos.lesson import Lesson
from chaos.stand import Stand

SMALL_DISK = {"sqlite": "16m", "sqlite-redis": "16m", "postgres-redis": "250m"}


@case(
    "C11", "database restarted, or locked",
    "PostgreSQL: stopped without a farewell twice, away for a second each; SQLite: another program (a backup, say) "
    "holds the write lock for five seconds",
)  # fmt: skip
def database_away(stand: Stand, lesson: Lesson) -> None:
    if isinstance(stand.postgres, Postgres):
        for at in (2.0, 5.0):
            lesson.wait_until(at)
            stand.postgres.crash()
            time.sleep(1.0)
            stand.postgres.start()
        return
    lesson.wait_until(2.0)
    with contextlib.closing(
        sqlite3.connect(stand.data / "astronumbers.sqlite3", timeout=20, isolation_level=None)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(5)
        other.execute("ROLLBACK")


def on_a_small_disk(stand: Stand) -> None:
    """Put the database on a disk of its own that can be filled."""
    disk = stand.folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK[stand.form]},mode=0755", "tmpfs", str(disk)],
        capture_output=True, text=True,
    )  # fmt: skip
    if os.getuid() != 0 or mounted.returncode != 0:
        raise Impossible("only root may make a small disk to fill")
    if stand.postgres is None:
        shutil.move(stand.data, disk / "data")
        stand.data = disk / "data"
    else:
        server = Postgres(disk)
        server.start()
        stand.ground.move(stand, server)


@case(
    "C12", "disk full", "the disk under the database is filled to the last byte for five seconds, then room is made",
    prepare=on_a_small_disk, after=lambda stand, lesson: None,
)  # fmt: skip
def disk_full(stand: Stand, lesson: Lesson) -> None:
    ballast = stand.folder / "disk" / "ballast"
    try:
        lesson.wait_until(2.0)
        _fill(ballast)
        until = time.monotonic() + 5
        while time.monotonic() < until:
            time.sleep(0.2)
            _fill(ballast)
    finally:
        ballast.unlink(missing_ok=True)
    if isinstance(stand.postgres, Postgres) and not stand.postgres.alive:
        stand.remarks.append("PostgreSQL had ended itself and was started again")
        stand.postgres.start()


def _fill(ballast: Path) -> None:
    with contextlib.suppress(OSError), ballast.open("ab", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * size)
