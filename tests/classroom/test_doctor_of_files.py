"""`manage.py doctor` on what lies on the disk, and on names that people mistype."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import timedelta
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from classroom import audit, last_backup
from classroom.management.doctoring import machine, program
from classroom.models import AuditEntry, Ink
from tests.classroom.test_doctor import Box, box

__all__ = ["box"]  # the fixture
pytestmark = pytest.mark.django_db


def _foreign_file(box: Box) -> None:
    mine = Path.lstat

    def lstat(path: Path) -> Any:
        found = mine(path)
        return SimpleNamespace(st_uid=found.st_uid + 1, st_mode=found.st_mode) if path.name == "pepper.txt" else found

    box.patch.setattr(Path, "lstat", lstat)


def _read_only(box: Box) -> None:
    def refuse(data: Path) -> float:
        raise OSError(30, "Read-only file system")

    box.patch.setattr(machine, "write_time", refuse)


def _no_more_files(box: Box) -> None:
    real = os.statvfs(box.data)
    facts = {name: getattr(real, name) for name in dir(real) if name.startswith("f_")}
    box.patch.setattr(os, "statvfs", lambda _: SimpleNamespace(**{**facts, "f_files": 9000, "f_favail": 7}))


def _clock_went_back(box: Box) -> None:
    box.draw(box.side.answer(1))
    Ink.objects.update(received_at=timezone.now() + timedelta(days=40))


def _another_pepper(box: Box) -> None:
    audit.record(action="deed", school=box.side.school)
    audit.seal()
    box.settings.PEPPER = "q" * 50


def _one_entry(box: Box) -> None:
    audit.record(action="deed", school=box.side.school)
    audit.seal()
    AuditEntry.objects.filter(pk=AuditEntry.objects.latest("pk").pk).update(action="another")


def _backup(box: Box, *, size: int) -> Path:
    path = box.data.parent / "backups" / "a.backup"
    path.parent.mkdir()
    path.write_bytes(b"0" * size)
    at = timezone.now().isoformat()
    last_backup.note(last_backup.Backup(at=at, file=str(path), bytes=1000, sha256="0" * 64))
    return path


def _passphrase(box: Box, text: str) -> None:
    path = _backup(box, size=1000).with_name("passphrase.txt")
    path.write_text(text)
    path.chmod(0o600)
    box.patch.setenv("BACKUP_PASSPHRASE_FILE", str(path))


def _empty_database(box: Box) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")


def _torn_styles(box: Box) -> None:
    (box.data / "static").mkdir()
    (box.data / "static" / "gathered.txt").touch()
    (box.data / "static" / "staticfiles.json").write_text(json.dumps({"paths": {"a.css": "a.1234.css"}}))
    (box.data / "run.lock").touch()


def _other_package(box: Box) -> None:
    real = metadata.version
    box.patch.setattr(program.metadata, "version", lambda name: "1.0" if name == "django" else real(name))


PLANTED: dict[str, tuple[Callable[[Box], None], str, str]] = {
    "a file of another user": (
        _foreign_file, "another user than the folder's owns pepper.txt", "chown -R --reference=",
    ),
    "a folder that cannot be written": (_read_only, "cannot be written (read-only file system)", "mend the disk"),
    "no room for files": (_no_more_files, "room for 7 more files", "delete small ones"),
    "the clock went back": (_clock_went_back, "is stored", "timedatectl"),
    "another pepper": (_another_pepper, "none of the 2 deeds", "put the right one back"),
    "one entry changed": (_one_entry, "the trail was changed by hand", "find out who wrote"),
    "a backup cut short": (lambda box: _backup(box, size=10) and None, "has 10 now", "make a new backup"),
    "an empty passphrase": (lambda box: _passphrase(box, ""), "is empty", "put the passphrase back"),
    "a passphrase beside its backups": (lambda box: _passphrase(box, "four words"), "beside the backups", "move it"),
    "a torn list of the erased": (
        lambda box: (box.data / "erased.txt").write_text("9d2c\n") and None,
        "a line that is none", "delete that line",
    ),
    "an empty database": (_empty_database, "the database is empty, and yet", "restore the last backup"),
    "styles that are gone": (_torn_styles, "1 styles and scripts are missing", "delete that folder"),
    "another package": (_other_package, "django 1.0, not", "scripts/install.sh server"),
    "no German words": (
        lambda box: setattr(box.settings, "ROOT", box.data),
        "pages in Deutsch speak English", "check this version out",
    ),
    "a host with a scheme": (
        lambda box: setattr(box.settings, "ALLOWED_HOSTS", ["https://maths.school.example"]),
        "which no request can match", "the name alone",
    ),
    "a host with a port": (
        lambda box: setattr(box.settings, "ALLOWED_HOSTS", ["maths.school.example:443"]),
        "maths.school.example:443", "without a port",
    ),
    "an origin without a scheme": (
        lambda box: setattr(box.settings, "CSRF_TRUSTED_ORIGINS", ["maths.school.example"]),
        "every form from there is refused", "write https://",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_fault_of_files_or_names_is_named_with_what_to_do(box: Box, name: str) -> None:
    plant, names, says = PLANTED[name]
    plant(box)
    code, said = box.doctor()
    assert code == 1
    [line] = [one for one in said.splitlines() if names in one]
    assert line.startswith("DO ") and says in line


def test_right_names_a_backup_carried_away_and_tables_of_another_versions_app_are_no_fault(box: Box) -> None:
    box.settings.ALLOWED_HOSTS = ["maths.school.example", ".school.example", "[::1]", "*"]
    box.settings.CSRF_TRUSTED_ORIGINS = ["https://maths.school.example", "https://*.school.example"]
    _backup(box, size=1000).unlink()
    with connection.cursor() as cursor:  # left by a newer version, which people went back from
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('passkeys', '0001_keys', %s)",
            [timezone.now()],
        )
    assert box.doctor() == (0, "")
    assert "know where your backups are" in box.doctor("--all")[1]
