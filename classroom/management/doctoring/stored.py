"""What is stored: the database, its promises, the trail, backups."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from classroom import audit, invariants, last_backup, privacy
from classroom.management.commands.run import SAFE_SQLITE
from classroom.management.doctoring import Finding
from classroom.models import Ink, School, User


def database() -> Iterator[Finding]:
    """The database: reachable, up to date, whole, with the settings that keep what was acknowledged."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        ask = "is the disk full? Else restore the last backup" if connection.vendor == "sqlite" else "is it running?"
        yield Finding("DO", f"the database cannot be used: {str(error).strip()}; {ask}")
        return
    if not executor.loader.applied_migrations and last_backup.last_backup():
        yield Finding(
            "DO", f"the database is empty, and yet there are backups of it: is DATA_DIR={settings.DATA_DIR} the "
            "right folder? If it is, stop the site and restore the last backup"
        )  # fmt: skip
        return
    if waiting:
        yield Finding("DO", f"{len(waiting)} migrations wait: manage.py migrate (a start does it too)")
        return
    # Tables of an app that this version does not have are left by one that has it: nothing here asks for them.
    ours = {key for key in executor.loader.applied_migrations if key[0] in executor.loader.migrated_apps}
    if unknown := sorted(ours - set(executor.loader.graph.nodes)):
        yield Finding(
            "DO", f"the database is of a newer version than this program ({unknown[-1][1]}): run the newer one "
            "again, or restore the backup from before the upgrade (docs/upgrading.md)"
        )  # fmt: skip
        return
    yield Finding("ok", f"the database ({connection.vendor}) answers and its tables are up to date")
    yield from {"sqlite": sqlite, "postgresql": postgres}.get(connection.vendor, tuple)()
    broken = invariants.broken(quiet=timedelta(minutes=1))
    for name, ids in broken.items():
        rows = ", ".join(map(str, ids))
        yield Finding("DO", f"a promise is broken: {name}, rows {rows}; keep the last backup and ask for help")
    if not broken:
        yield Finding("ok", f"all {len(invariants.CHECKS)} promises about stored work hold")
    yield from people()


def sqlite() -> Iterator[Finding]:
    """SQLite's version, settings and pages."""
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        yield Finding("note", f"SQLite {sqlite3.sqlite_version}: let only one process write here (mended in 3.51.3)")
    else:
        yield Finding("ok", f"SQLite {sqlite3.sqlite_version}")
    for pragma, wanted in (("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("mmap_size", 0)):
        found = _pragma(pragma)
        if found == wanted or (pragma == "journal_mode" and found == "memory"):
            yield Finding("ok", f"SQLite's {pragma} is {found}")
        else:
            yield Finding(
                "DO", f"SQLite's {pragma} is {found}, not {wanted}: take changes of DATABASES back, start again"
            )
    whole = _pragma("quick_check(1)")
    if whole == "ok":
        yield Finding("ok", "SQLite finds its file whole")
    else:
        yield Finding("DO", f"SQLite says of its file: {whole}; stop the site and restore the last backup")


def postgres() -> Iterator[Finding]:
    """PostgreSQL's bounds on what waits: a PgBouncer that is told to pass our start options over drops them."""
    bounds = dict(re.findall(r"-c (\w+)=(\w+)", connection.settings_dict["OPTIONS"]["options"]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(bounds)])
        found = dict(cursor.fetchall())
    if unbounded := [name for name in bounds if found.get(name) == "0"]:
        role = connection.settings_dict["USER"]
        words = " ".join(f"ALTER ROLE {role} SET {name} = '{bounds[name]}';" for name in unbounded)
        yield Finding("DO", f"PostgreSQL lets statements wait for ever ({', '.join(unbounded)} is 0): {words}")
    else:
        yield Finding("ok", "PostgreSQL ends what waits too long")


def _pragma(name: str) -> object:
    with connection.cursor() as cursor:
        [found] = cursor.execute(f"PRAGMA {name}").fetchone() or [0]
    return found


def people() -> Iterator[Finding]:
    """Every school has somebody who can help a colleague in."""
    alone = School.objects.exclude(pk__in=User.objects.filter(is_head=True, is_active=True).values("school"))
    for school in alone.filter(teachers__isnull=False).distinct():
        yield Finding(
            "DO", f"school {school.pk} has no active head: manage.py password_link EMAIL lets a head in again"
        )


def backups() -> Iterator[Finding]:
    """When the last backup was made, and whether the trail of deeds is whole."""
    last = last_backup.last_backup()
    if last is None:
        how = "manage.py backup (docs/operators.md has a nightly schedule)"
        yield Finding("DO" if _has_worked_for_days() else "note", f"no backup was made yet: {how}")
    elif last.is_old:
        yield Finding("DO", f"the last backup is of {last.made_at:%Y-%m-%d %H:%M} UTC: see why there is no newer one")
    else:
        yield Finding("ok", f"the last backup is of {last.made_at:%Y-%m-%d %H:%M} UTC, {last.bytes / 1e6:.1f} MB")
    if last:
        yield from _its_file(last)
    yield from _erased()
    yield from _trail()


def _its_file(last: last_backup.Backup) -> Iterator[Finding]:
    """The last backup as it lies there. That it was taken elsewhere is no fault; that it was cut short is."""
    path = Path(last.file)
    try:
        found = path.stat().st_size
    except OSError:
        yield Finding("note", f"{path} is not there any more, or on another machine: know where your backups are")
        return
    if found != last.bytes:
        yield Finding("DO", f"{path} was made with {last.bytes} bytes and has {found} now: make a new backup")


def _erased() -> Iterator[Finding]:
    """The list that keeps a restored backup from bringing erased children back."""
    try:
        privacy.erased_children()
    except ValueError:
        path = settings.DATA_DIR / privacy.TOMBSTONES
        yield Finding("DO", f"{path} holds a line that is none: delete that line, or no backup can be restored")


def _trail() -> Iterator[Finding]:
    try:
        chain = audit.chain()
    except DatabaseError:
        return  # said above
    if chain.broken and len(chain.broken) == chain.sealed > 1:
        yield Finding(
            "DO", f"none of the {chain.sealed} deeds of the trail fits the pepper: pepper.txt is another, and no "
            "child's pictures open a door; put the right one back (every backup holds it)"
        )  # fmt: skip
    elif chain.broken:
        ids = ", ".join(map(str, chain.broken[:20]))
        yield Finding(
            "DO", f"the trail was changed by hand, or the pepper is another: entries {ids}; put the right "
            "pepper.txt back, else find out who wrote to the database"
        )  # fmt: skip
    else:
        yield Finding("ok", f"the trail of {chain.sealed} deeds is whole")


def _has_worked_for_days() -> bool:
    try:
        return Ink.objects.filter(received_at__lt=timezone.now() - last_backup.TOO_OLD).exists()
    except DatabaseError:
        return False


def static_files() -> Iterator[Finding]:
    """Pages are bare without them."""
    root = settings.STATIC_ROOT
    used = (settings.DATA_DIR / "run.lock").exists()
    if used and not (root / "gathered.txt").exists():
        yield Finding("DO", f"styles and scripts are not in {root}: start the site again, it gathers them")
        return
    try:
        names = json.loads((root / "staticfiles.json").read_text())["paths"].values()
    except (OSError, ValueError, KeyError):
        names = ["staticfiles.json"] if used else []
    if gone := [name for name in names if not (root / name).exists()]:
        yield Finding(
            "DO", f"{len(gone)} styles and scripts are missing in {root}, such as {gone[0]}: delete that folder and "
            "start the site again, it gathers them"
        )  # fmt: skip
