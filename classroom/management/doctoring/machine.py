"""The machine: folder, files, disk, clock."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import celery
import django
from django.conf import settings
from django.db import DatabaseError, connection

from classroom import last_backup
from classroom.management.doctoring import Finding
from classroom.models import AuditEntry, Ink

LITTLE_SPACE = 1_000_000_000  # bytes
FEW_FILES = 1_000
SLOW_DISK, TOO_SLOW = 0.05, 0.5  # seconds for one write that must survive a power cut
CLOCK_OFF = 5.0  # seconds between this machine and the database
# What was stored cannot be later than now; other machines' clocks may be a little ahead.
BEHIND = timedelta(minutes=5)
# A clock that was never set begins here or earlier; this program is younger.
BUILT = datetime(2026, 11, 1, tzinfo=UTC)
ON_A_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "ceph", "glusterfs"}


def versions() -> Iterator[Finding]:
    """What runs here."""
    yield Finding(
        "ok", f"Python {platform.python_version()}, Django {django.__version__}, Celery {celery.__version__}"
    )


def folder() -> Iterator[Finding]:
    """The data folder: private, roomy, quick enough, on a disk of this machine."""
    data = Path(settings.DATA_DIR)
    named = os.environ.get("BACKUP_PASSPHRASE_FILE")
    for path in (data, data / "secret_key.txt", data / "pepper.txt", *([Path(named)] if named else [])):
        if path.exists() and path.stat().st_mode & 0o077:
            yield Finding("DO", f"{path} can be read by others on this machine: chmod go= {path}")
        elif path.exists():
            yield Finding("ok", f"{path} is its owner's alone")
    if named:
        yield from _passphrase(Path(named))
    yield from _owners(data)
    yield from _disk(data)


def _passphrase(path: Path) -> Iterator[Finding]:
    """There, with something in it, and not beside what it opens."""
    last = last_backup.last_backup()
    if not path.exists():
        yield Finding("DO", f"BACKUP_PASSPHRASE_FILE={path} is not there: backups will fail; put it back")
    elif not path.stat().st_size:
        yield Finding("DO", f"BACKUP_PASSPHRASE_FILE={path} is empty: backups will fail; put the passphrase back")
    elif last and path.resolve().parent == Path(last.file).resolve().parent:
        yield Finding(
            "DO", f"{path} lies beside the backups it opens: whoever copies the folder reads them; move it elsewhere"
        )


def _owners(data: Path) -> Iterator[Finding]:
    """Everything in the folder belongs to whom the folder belongs: a command run as another user leaves files."""
    owner = data.stat().st_uid
    others = sorted(path.name for path in data.iterdir() if path.lstat().st_uid != owner)
    if others:
        named = ", ".join(others[:3]) + (" ..." if len(others) > 3 else "")
        yield Finding(
            "DO", f"in {data} another user than the folder's owns {named}, which the site may not write then: "
            f"chown -R --reference={data} {data}, and run commands as the user of the site"
        )  # fmt: skip


def _disk(data: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(data).free
    room = f"{free / 1e9:.1f} GB are free on the disk of {data}"
    if free > LITTLE_SPACE:
        yield Finding("ok", room)
    else:
        yield Finding("DO", f"only {room}: make room, or move DATA_DIR to a larger disk")
    kind = filesystem(data)
    if kind in ON_A_NETWORK and connection.vendor == "sqlite":
        yield Finding(
            "DO", f"{data} is on a network drive ({kind}), where SQLite loses data: use a disk of this machine"
        )
    left = os.statvfs(data)
    if left.f_files and left.f_favail < FEW_FILES:
        yield Finding("DO", f"the disk of {data} has room for {left.f_favail} more files only: delete small ones")
    try:
        seconds = write_time(data)
    except OSError as error:
        why = (error.strerror or "it fails").lower()
        yield Finding("DO", f"{data} cannot be written ({why}), and no answer kept: mend the disk or its rights")
        return
    words = f"a write that survives a power cut takes {seconds * 1000:.1f} ms"
    if seconds > TOO_SLOW:
        yield Finding("DO", f"{words}: a class would wait for this disk; take another, an SSD if you can")
    elif seconds > SLOW_DISK:
        yield Finding("note", f"{words}; many children at once will wait for this disk")
    else:
        yield Finding("ok", words)


def filesystem(path: Path, mounts: str = "/proc/mounts") -> str:
    """The kind of file system that holds a path, as Linux names it; empty where nobody can tell."""
    try:
        lines = [line.split() for line in Path(mounts).read_text().splitlines()]
    except OSError:
        return ""
    places = {fields[1].replace("\\040", " "): fields[2] for fields in lines if len(fields) > 2}
    for place in (path.resolve(), *path.resolve().parents):
        if str(place) in places:
            return places[str(place)]
    return ""


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


def clock() -> Iterator[Finding]:
    """Closing times and trails are only as good as the clock."""
    if now() < BUILT:
        yield Finding("DO", f"the clock says {now():%Y-%m-%d}: it was never set; set it (timedatectl)")
    elif (newest := _newest()) and newest - now() > BEHIND:
        yield Finding(
            "DO", f"the clock says {now():%Y-%m-%d %H:%M} UTC, but work of {newest:%Y-%m-%d %H:%M} is stored: "
            "set it (timedatectl) before anybody writes"
        )  # fmt: skip
    if connection.vendor != "postgresql":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
            [there] = cursor.fetchone() or [0.0]
    except DatabaseError:
        return  # said elsewhere
    apart = abs(float(there) - now().timestamp())
    if apart > CLOCK_OFF:
        yield Finding("DO", f"this clock and the database's are {apart:.0f} s apart: let both ask a time server")


def _newest() -> datetime | None:
    """When the latest writing came, or the latest deed was done."""
    try:
        times = [
            Ink.objects.order_by("-pk").values_list("received_at", flat=True).first(),
            AuditEntry.objects.order_by("-pk").values_list("at", flat=True).first(),
        ]
    except DatabaseError:
        return None  # said elsewhere
    return max((at for at in times if at), default=None)


def now() -> datetime:
    """This machine's time."""
    return datetime.now(UTC)
