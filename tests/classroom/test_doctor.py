"""`manage.py doctor`: silent where all is well, and each of many planted faults named with what to do about it."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from classroom import audit, canary, last_backup, pulses
from classroom.management.doctoring import machine, stored
from classroom.models import AuditEntry, Ink, Pulse, ReadingJob, User
from recognition import reader as recognition
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db


@dataclass
class Box:
    """A school's machine in good order, to plant a fault in."""

    data: Path
    settings: Any
    patch: pytest.MonkeyPatch
    side: Side
    draw: Callable[..., Ink]

    def doctor(self, *more: str) -> tuple[int, str]:
        """Exit status and words."""
        said = io.StringIO()
        try:
            call_command("doctor", *more, stdout=said)
        except SystemExit as error:
            return int(str(error.code)), said.getvalue()
        return 0, said.getvalue()


@pytest.fixture
def box(
    here: Side, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, draw: Callable[..., Ink],
    reader: ScriptedReader,
) -> Box:  # fmt: skip
    """Private, roomy, backed up last night, running."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    settings.DATA_DIR, settings.STATIC_ROOT = data, data / "static"
    settings.SECRET_KEY, settings.PEPPER = "s" * 50, "p" * 50
    settings.DEBUG, settings.LAN, settings.HTTPS, settings.DEMO = False, True, False, False
    settings.SIGNUP, settings.LOG_LEVEL, settings.DATABASE_URL, settings.REDIS_URL = "invite", "INFO", "", ""
    settings.METRICS_TOKEN = settings.ALARM_WEBHOOK = ""
    settings.AXES_IPWARE_PROXY_COUNT, settings.RETENTION_DAYS = 0, {}
    monkeypatch.delenv("BACKUP_PASSPHRASE_FILE", raising=False)
    monkeypatch.setattr(machine, "write_time", lambda data: 0.001)
    for name in ("secret_key.txt", "pepper.txt"):
        (data / name).touch(mode=0o600)
    at = (timezone.now() - timedelta(hours=9)).isoformat()
    last_backup.note(last_backup.Backup(at=at, file="/mnt/a.backup", bytes=3_000_000, sha256="0" * 64))
    pulses.beat(pulses.SWEEPER)
    pulses.beat(pulses.CANARY, number=5)
    pulses.beat(pulses.CANARY_BACK, number=5, seconds=0.1, right=True)
    audit.record(action="deed", school=here.school)
    audit.seal()
    return Box(data, settings, monkeypatch, here, draw)


def test_a_healthy_site_is_met_with_silence(box: Box) -> None:
    assert box.doctor() == (0, "")
    code, said = box.doctor("--all")
    assert code == 0 and "ok   all" in said and "a test answer came back" in said and "DO " not in said


def _open_to_others(name: str) -> Callable[[Box], None]:
    return lambda box: os.chmod(box.data / name, 0o644 if name else 0o755)


def _set(**values: Any) -> Callable[[Box], None]:
    def plant(box: Box) -> None:
        for name, value in values.items():
            setattr(box.settings, name, value)

    return plant


def _passphrase(box: Box, *, there: bool) -> None:
    path = box.data.parent / "passphrase.txt"
    if there:
        path.write_text("four words are plenty")
        path.chmod(0o644)
    box.patch.setenv("BACKUP_PASSPHRASE_FILE", str(path))


def _old_backup(box: Box) -> None:
    at = (timezone.now() - timedelta(days=4)).isoformat()
    last_backup.note(last_backup.Backup(at=at, file="a", bytes=1, sha256="0" * 64))


def _no_backup(box: Box) -> None:
    (box.data / last_backup.NAME).unlink()
    box.draw(box.side.answer(1))
    Ink.objects.update(received_at=timezone.now() - timedelta(days=4))
    ReadingJob.objects.update(state="needs_teacher")


def _trail(box: Box) -> None:
    AuditEntry.objects.update(action="another")


def _late(box: Box) -> None:
    box.draw(box.side.answer(1))
    ReadingJob.objects.update(queued_at=timezone.now() - timedelta(minutes=9))
    Ink.objects.update(received_at=timezone.now())


def _promise(box: Box) -> None:
    box.draw(box.side.answer(1))
    ReadingJob.objects.update(state="leased", tries=1, lease_until=timezone.now() - timedelta(minutes=20))


def _short_pepper(box: Box) -> None:
    AuditEntry.objects.all().delete()  # it was sealed with the long one
    box.settings.PEPPER = "short"


def _missing_network(box: Box) -> None:
    def missing() -> Any:
        raise recognition.ReaderUnavailable("the reader's weights are missing")

    box.patch.setattr(recognition, "default_reader", missing)


def _pragma(name: str, value: object) -> Callable[[Box], None]:
    real = stored._pragma
    return lambda box: box.patch.setattr(stored, "_pragma", lambda asked: value if asked == name else real(asked))


def _canary(box: Box) -> None:
    Pulse.objects.filter(name=pulses.CANARY_BACK).update(at=timezone.now() - timedelta(minutes=20))


def _canary_wrong(box: Box) -> None:
    recognition.default_reader().says(("1", 0.9))  # type: ignore[attr-defined]
    canary.read(6, timezone.now().isoformat())


class _Redis:
    """A Redis that keeps what it likes."""

    def __enter__(self) -> _Redis:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""

    def ping(self) -> bool:
        return True

    def config_get(self, name: str) -> dict[str, str]:
        return {name: "allkeys-lru" if name == "maxmemory-policy" else "yes"}


def _evicting(box: Box) -> None:
    box.settings.REDIS_URL, box.settings.DATABASE_URL = "redis://127.0.0.1:1/0", "postgres://x"
    box.patch.setattr(connection, "vendor", "other")
    box.patch.setattr(redis.Redis, "from_url", lambda *_, **__: _Redis())


def _no_redis(box: Box) -> None:
    box.settings.REDIS_URL = "redis://127.0.0.1:1/0"
    box.patch.setattr(connection, "vendor", "other")


def _disk(box: Box) -> None:
    whole = shutil.disk_usage(box.data)
    box.patch.setattr(shutil, "disk_usage", lambda _: whole._replace(free=300_000_000))


def _newer(box: Box) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('classroom', '9999_tomorrow', %s)",
            [timezone.now()],
        )


def _unmigrated(box: Box) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'classroom' AND name = "
            "(SELECT max(name) FROM django_migrations WHERE app = 'classroom')"
        )


# What is planted -> words that name it, words that say what to do.
PLANTED: dict[str, tuple[Callable[[Box], None], str, str]] = {
    "folder open": (_open_to_others(""), "can be read by others", "chmod go="),
    "pepper open": (_open_to_others("pepper.txt"), "pepper.txt can be read by others", "chmod go="),
    "key open": (_open_to_others("secret_key.txt"), "secret_key.txt can be read by others", "chmod go="),
    "little disk": (_disk, "only 0.3 GB are free", "make room"),
    "slow disk": (lambda box: box.patch.setattr(machine, "write_time", lambda _: 0.9), "takes 900.0 ms", "SSD"),
    "network drive": (
        lambda box: box.patch.setattr(machine, "filesystem", lambda _: "nfs4"), "network drive", "use a disk",
    ),
    "clock": (
        lambda box: box.patch.setattr(machine, "now", lambda: datetime(1970, 1, 2, tzinfo=UTC)),
        "never set", "timedatectl",
    ),
    "debug": (_set(DEBUG=True), "DEBUG is on", "unset DEBUG"),
    "short key": (_set(SECRET_KEY="short"), "SECRET_KEY has fewer than 32", "unset it"),
    "short pepper": (_short_pepper, "PEPPER has fewer than 32", "unset it"),
    "one secret": (_set(SECRET_KEY="p" * 50), "are the same", "another value"),
    "any host": (
        _set(HTTPS=True, ALLOWED_HOSTS=["*"], AXES_IPWARE_PROXY_COUNT=1), "any host name", "set ALLOWED_HOSTS",
    ),
    "proxy not trusted": (_set(HTTPS=True, ALLOWED_HOSTS=["a.example"]), "look like one", "TRUSTED_PROXIES=1"),
    "open sign-up": (_set(SIGNUP="open"), "can found a school", "unset SIGNUP"),
    "demonstration": (_set(DEMO=True), "open doors", "unset DEMO"),
    "workers on SQLite": (_set(REDIS_URL="redis://127.0.0.1:1/0"), "REDIS_URL with SQLite", "set DATABASE_URL"),
    "webhook outside": (_set(ALARM_WEBHOOK="http://93.184.215.14/"), "not on a private network", "unset it"),
    "short token": (_set(METRICS_TOKEN="1234"), "METRICS_TOKEN is short", "at least 16"),
    "debug log": (_set(LOG_LEVEL="DEBUG"), "LOG_LEVEL=DEBUG", "set INFO"),
    "unknown window": (_set(RETENTION_DAYS={"inks": 3}), "RETENTION_DAYS names inks", "known are"),
    "passphrase open": (lambda box: _passphrase(box, there=True), "passphrase.txt can be read", "chmod go="),
    "passphrase gone": (lambda box: _passphrase(box, there=False), "is not there", "put it back"),
    "old backup": (_old_backup, "the last backup is of", "see why"),
    "no backup": (_no_backup, "no backup was made yet", "manage.py backup"),
    "trail changed": (_trail, "the trail was changed", "put the right pepper.txt back"),
    "migration waits": (_unmigrated, "1 migrations wait", "manage.py migrate"),
    "newer database": (_newer, "of a newer version", "docs/upgrading.md"),
    "promise broken": (_promise, "a promise is broken: lease_that_never_ends", "keep the last backup"),
    "no head": (lambda box: User.objects.update(is_head=False) and None, "no active head", "password_link"),
    "journal": (_pragma("journal_mode", "delete"), "journal_mode is delete", "take changes"),
    "damaged file": (_pragma("quick_check(1)", "row 3 missing"), "row 3 missing", "restore the last backup"),
    "no styles": (lambda box: (box.data / "run.lock").touch(), "styles and scripts", "start the site again"),
    "no network to read": (_missing_network, "cannot be read", "put recognition/weights back"),
    "nobody reads": (_late, "an answer waits since", "start the site, or a worker"),
    "canary lost": (_canary, "does not come back", "start the worker"),
    "canary wrong": (_canary_wrong, "read wrongly", "check recognition/weights"),
    "redis evicts": (_evicting, "allkeys-lru", "Set it to noeviction"),
    "redis away": (_no_redis, "Redis does not answer", "Start it"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_named_with_what_to_do(box: Box, name: str) -> None:
    plant, named, do = PLANTED[name]
    plant(box)
    code, said = box.doctor()
    lines = [line for line in said.splitlines() if named in line]
    assert code == 1 and len(lines) == 1, said
    assert lines[0].startswith("DO ") and do in lines[0]
    # Nothing else is accused, but what a missing Redis means for SQLite.
    others = [line for line in said.splitlines() if line not in lines and "Redis" not in line]
    assert not others, others


def test_the_kind_of_a_drive_is_read_off_the_mounts(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/a {tmp_path}/school\\040files nfs4 rw 0 0\n")
    inside = tmp_path / "school files" / "data"
    inside.mkdir(parents=True)
    assert machine.filesystem(inside, str(mounts)) == "nfs4"
    assert machine.filesystem(tmp_path, str(mounts)) == "ext4"
    assert machine.filesystem(tmp_path, str(tmp_path / "none")) == ""
