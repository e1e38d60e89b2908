"""The database out of a running site and back: SQLite's own online copy, PostgreSQL's dump."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

# Who is signed in is nobody's business in a backup, and no session may come back with it.
NOT_KEPT = "django_session"


def copy_sqlite(database: Path, to: Path) -> dict[str, int]:
    """Copy a database that others write to, as it stood at one moment; returns the rows of each table.

    One step under one read transaction: in WAL mode no writer waits for it, and it is never begun anew.
    Only reads `database`: a second process that wrote could meet SQLite's fault of before 3.51.3.
    """
    if not database.exists():
        raise CommandError(f"There is no database at {database}.")
    source = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    copy = sqlite3.connect(to)
    try:
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute(f"DELETE FROM {NOT_KEPT}")
        copy.commit()
        copy.execute("VACUUM")  # leaves nothing on free pages: neither those sessions nor what was erased before
        check_sqlite(copy)
        tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(tables)}
    except sqlite3.DatabaseError as error:
        raise CommandError(f"The database could not be copied: {error}") from error
    finally:
        copy.close()
        source.close()


def check_sqlite(database: sqlite3.Connection) -> None:
    """Raise CommandError unless SQLite finds the file whole and every foreign key kept."""
    [whole] = database.execute("PRAGMA integrity_check(1)").fetchone()
    orphans = database.execute("PRAGMA foreign_key_check").fetchone()
    if whole != "ok" or orphans:
        raise CommandError(f"The database is damaged: {whole if whole != 'ok' else f'foreign key {orphans}'}")


def dump_postgresql(settings: Mapping[str, Any], to: Path) -> None:
    """Write a dump as of one moment; writers do not wait for it."""
    _run(["pg_dump", "--format=custom", f"--exclude-table-data={NOT_KEPT}", "--file", str(to)], settings)
    to.chmod(0o600)


def load_postgresql(settings: Mapping[str, Any], dump: Path) -> None:
    """Put a dump in the place of the present tables, wholly or not at all."""
    _run(
        ["pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction",
         "--exit-on-error", f"--dbname={settings['NAME']}", str(dump)],
        settings, name=False,
    )  # fmt: skip


def _run(command: list[str], settings: Mapping[str, Any], *, name: bool = True) -> None:
    where = {"PGHOST": settings["HOST"], "PGPORT": settings["PORT"], "PGUSER": settings["USER"]}
    if name:
        where["PGDATABASE"] = settings["NAME"]
    # By the environment: arguments can be read by everybody on the machine.
    where["PGPASSWORD"] = settings["PASSWORD"]
    environment = {**os.environ, **{key: str(value) for key, value in where.items() if value}}
    try:
        subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise CommandError(f"{command[0]} is not here: install PostgreSQL's client programs.") from None
    except subprocess.CalledProcessError as error:
        raise CommandError(f"{command[0]} failed: {error.stderr.strip()[-400:]}") from None
