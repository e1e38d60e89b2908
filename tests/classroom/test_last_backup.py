"""When the last backup was made is said to the head and to whoever runs the machine, and too long ago is a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from classroom import audit, last_backup
from classroom.management.doctoring.stored import backups
from classroom.models import AuditEntry
from tests.conftest import Side


@pytest.fixture(autouse=True)
def data_dir(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    return tmp_path


def made(hours: float) -> None:
    at = timezone.now() - timedelta(hours=hours)
    lies_at = Path(settings.DATA_DIR) / "a.backup"
    with lies_at.open("wb") as file:
        file.truncate(3_000_000)
    last_backup.note(last_backup.Backup(at=at.isoformat(), file=str(lies_at), bytes=3_000_000, sha256="0" * 64))


def states() -> list[str]:
    return [finding.state for finding in backups()]


def test_the_doctor_notes_that_there_is_none_is_content_with_a_new_one_and_wants_a_newer_than_an_old_one(
    here: Side,
) -> None:
    assert states() == ["note", "ok"]
    made(hours=30)
    assert states() == ["ok", "ok"]
    made(hours=51)
    assert states() == ["DO", "ok"]


def test_the_doctor_finds_a_trail_that_was_changed(here: Side) -> None:
    audit.record(action="deed", school=here.school)
    audit.seal()
    AuditEntry.objects.update(action="another")
    [_, trail] = backups()
    assert trail.state == "DO" and str(AuditEntry.objects.get().pk) in trail.words


def test_the_head_reads_it_on_the_schools_page(here: Side, as_teacher: Callable[[Side], Client]) -> None:
    browser = as_teacher(here)
    assert "None was made on this machine yet" in browser.get("/school/").content.decode()
    made(hours=1)
    assert "encrypted and read back" in browser.get("/school/").content.decode()
    made(hours=60)
    assert "That is long ago" in browser.get("/school/").content.decode()


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"at": "yesterday", "file": "", "bytes": 1, "sha256": ""}'])
def test_a_damaged_note_is_as_none(data_dir: Path, content: str) -> None:
    (data_dir / last_backup.NAME).write_text(content)
    assert last_backup.last_backup() is None
