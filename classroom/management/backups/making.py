"""Makes a backup while children write, and reads it back before it says that there is one."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tarfile
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from astronumbers import sealed
from classroom import last_backup
from classroom.management.backups import contents, databases

ENDING = ".backup"


def default_path() -> Path:
    """A name with the time, in the data folder; it should be copied to another machine."""
    folder: Path = Path(settings.DATA_DIR) / "backups"
    return folder / f"astronumbers-{timezone.now():%Y-%m-%dT%H%M%S}{ENDING}"


def make(*, to: Path, passphrase: str, cost: int = sealed.COST) -> last_backup.Backup:
    """Write a sealed backup to a new file and prove that it opens; CommandError leaves nothing behind."""
    if to.exists():
        raise CommandError(f"{to} is there already. Nothing was written.")
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = to.with_name(f"{to.name}.part")
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="backup-") as folder:
        files = _gathered(Path(folder))
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                writer: Any = sealed.Writer(out, passphrase, cost=cost)
                with (
                    gzip.GzipFile(fileobj=writer, mode="wb", compresslevel=3) as packed,
                    tarfile.open(fileobj=packed, mode="w|") as bundle,
                ):
                    for name, path in files.items():
                        bundle.add(path, arcname=name, recursive=False)
                writer.close()
                out.flush()
                os.fsync(out.fileno())
            prove(part, passphrase)
            os.link(part, to)  # refuses where another got there first
        except FileExistsError:
            raise CommandError(f"{to} is there already. Nothing was written.") from None
        finally:
            part.unlink(missing_ok=True)
    made = last_backup.Backup(
        at=timezone.now().isoformat(timespec="seconds"),
        file=str(to),
        bytes=to.stat().st_size,
        sha256=contents.digest(to),
    )
    last_backup.note(made)
    return made


def prove(path: Path, passphrase: str) -> dict[str, Any]:
    """Read a whole backup and compare every file with the manifest, which is returned; CannotOpen or CommandError."""
    found: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    with path.open("rb") as file:
        for name, content in contents.members(file, passphrase):
            if name == contents.MANIFEST:
                manifest = json.load(content)
            else:
                found[name] = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    if not manifest or found != {name: facts["sha256"] for name, facts in manifest["files"].items()}:
        raise CommandError("What was written is not what was read. The disk may be failing.")
    return manifest


def forget_old(folder: Path, *, days: int) -> list[Path]:
    """Remove backups older than `days` from a folder, never the newest; returns those that went."""
    there = sorted(folder.glob(f"astronumbers-*{ENDING}"), key=lambda path: path.stat().st_mtime)
    limit = (timezone.now() - timedelta(days=days)).timestamp()
    old = [path for path in there[:-1] if path.stat().st_mtime < limit]
    for path in old:
        path.unlink()
    return old


def _gathered(folder: Path) -> dict[str, Path]:
    """The files of a backup by their names in it, the manifest first."""
    files, rows = {}, {}
    if connection.vendor == "sqlite":
        files[contents.SQLITE] = folder / contents.SQLITE
        rows = databases.copy_sqlite(Path(connection.settings_dict["NAME"]), files[contents.SQLITE])
    else:
        files[contents.POSTGRESQL] = folder / contents.POSTGRESQL
        databases.dump_postgresql(connection.settings_dict, files[contents.POSTGRESQL])
    # Without the pepper every printed card opens nothing; the seal is what keeps the two apart from strangers.
    files[contents.PEPPER] = folder / contents.PEPPER
    files[contents.PEPPER].touch(mode=0o600)
    files[contents.PEPPER].write_text(settings.PEPPER)
    media = Path(settings.DATA_DIR) / "media"
    for path in sorted(media.rglob("*")) if media.is_dir() else []:
        if path.is_file():
            files[contents.MEDIA + path.relative_to(media).as_posix()] = path
    manifest = {
        "version": 1,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
        "rows": rows,
        "files": {
            name: {"sha256": contents.digest(path), "bytes": path.stat().st_size} for name, path in files.items()
        },
    }
    first = folder / contents.MANIFEST
    first.write_text(json.dumps(manifest, indent=1))
    return {contents.MANIFEST: first, **files}
