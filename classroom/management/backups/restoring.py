"""Brings a backup back: proved first, put in place whole, checked after."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.models import F
from django.utils import timezone

from astronumbers import sealed
from classroom import invariants, privacy
from classroom.management.backups import contents, databases
from classroom.models import SchoolClass, Student, User

# Work under way when the backup was made is read after the start: nothing is late yet.
NOTHING_IS_LATE = timedelta(days=36_500)
# Pages that waited for "more than version n" must see the restored classes as something new.
LEAP = 1_000_000
SQLITE_FILES = ("astronumbers.sqlite3", "astronumbers.sqlite3-wal", "astronumbers.sqlite3-shm")


@dataclass(frozen=True)
class Restored:
    """What came back: the manifest, where the old data lies (None: there was none), children erased once more."""

    manifest: dict[str, Any]
    set_aside: Path | None
    erased_again: int
    broken: dict[str, list[int]]
    children: int


def is_empty() -> bool:
    """Whether there is no teacher in the present database, or no database."""
    try:
        return not User.objects.exists()
    except DatabaseError:
        return True
    finally:
        connections.close_all()


def restore(*, backup: Path, passphrase: str) -> Restored:
    """Put a backup in the place of the present data. Call with the site stopped and the folder locked.

    Everything is unpacked and compared before anything present is touched. Children who were erased since then,
    as the present database or erased.txt tells, are erased from what came back.
    """
    data = Path(settings.DATA_DIR)
    erased = privacy.erased_children() | _erased_before()
    with tempfile.TemporaryDirectory(dir=data, prefix="restore-") as folder:
        place = Path(folder)
        manifest = _unpacked(backup, passphrase, place)
        _must_fit(manifest)
        nobody_is_here = is_empty()
        connections.close_all()
        aside = None if nobody_is_here else _set_aside(data)
        _put_in_place(place, data)
    call_command("migrate", interactive=False, verbosity=0)
    settings.PEPPER = (data / contents.PEPPER).read_text().strip()
    again = privacy.erase_again(erased)
    SchoolClass.objects.update(version=F("version") + LEAP)
    broken = invariants.broken(quiet=NOTHING_IS_LATE)
    children = Student.objects.count()
    connections.close_all()
    return Restored(manifest, aside, again, broken, children)


def _erased_before() -> set[UUID]:
    try:
        return privacy.tombstones()
    except DatabaseError:
        return set()  # an empty place
    finally:
        connections.close_all()


def _unpacked(backup: Path, passphrase: str, place: Path) -> dict[str, Any]:
    """Unpack and compare; returns the manifest. CommandError says what is wrong."""
    found: dict[str, str] = {}
    try:
        with backup.open("rb") as file:
            for name, content in contents.members(file, passphrase):
                found[name] = contents.copied(content, place / name)
    except FileNotFoundError:
        raise CommandError(f"There is no backup at {backup}.") from None
    except sealed.CannotOpen as error:
        raise CommandError(f"{error} Nothing was changed.") from None
    except (tarfile.TarError, EOFError, OSError) as error:
        raise CommandError(f"The backup cannot be unpacked: {error}. Nothing was changed.") from None
    manifest: dict[str, Any] = json.loads((place / contents.MANIFEST).read_text())
    del found[contents.MANIFEST]
    if found != {name: facts["sha256"] for name, facts in manifest["files"].items()}:
        raise CommandError("The backup's files are not what its manifest says. Nothing was changed.")
    if contents.SQLITE in found:
        copy = sqlite3.connect(place / contents.SQLITE)
        try:
            databases.check_sqlite(copy)
        finally:
            copy.close()
    return manifest


def _must_fit(manifest: dict[str, Any]) -> None:
    if manifest["database"] != connection.vendor:
        raise CommandError(
            f"The backup is of {manifest['database']}, this site uses {connection.vendor}. Nothing was changed."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if newer := sorted(set(manifest["migrations"]) - known):
        raise CommandError(
            f"The backup was made by a newer Astro Numbers ({newer[-1]}). Bring this one up to date first. "
            "Nothing was changed."
        )


def _set_aside(data: Path) -> Path:
    """Move what is there out of the way, where an operator finds it; PostgreSQL's is dumped."""
    aside = data / f"before-restore-{timezone.now():%Y-%m-%dT%H%M%S}"
    aside.mkdir(mode=0o700)
    if connection.vendor == "postgresql":
        databases.dump_postgresql(connection.settings_dict, aside / contents.POSTGRESQL)
    for name in (*SQLITE_FILES, contents.PEPPER, "media"):
        if (data / name).exists():
            (data / name).rename(aside / name)
    return aside


def _put_in_place(place: Path, data: Path) -> None:
    if (place / contents.POSTGRESQL).exists():
        databases.load_postgresql(connection.settings_dict, place / contents.POSTGRESQL)
    else:
        for name in SQLITE_FILES:  # an empty database's log must not be taken for the restored one's
            (data / name).unlink(missing_ok=True)
        (place / contents.SQLITE).rename(Path(connection.settings_dict["NAME"]))
    (place / contents.PEPPER).rename(data / contents.PEPPER)
    if (place / contents.MEDIA).is_dir():
        shutil.move(place / contents.MEDIA, data / "media")
    folder = os.open(data, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
