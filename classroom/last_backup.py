"""When the last backup was made. A file beside the data, not a row: a backup writes nothing to the database."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

NAME = "last-backup.json"
# A night may fail once; after two somebody must look.
TOO_OLD = timedelta(hours=50)


@dataclass(frozen=True)
class Backup:
    """What is known of a backup without its passphrase; `at` is in ISO format, UTC."""

    at: str
    file: str
    bytes: int
    sha256: str

    @property
    def made_at(self) -> datetime:
        """When it was finished and checked."""
        return datetime.fromisoformat(self.at)

    @property
    def is_old(self) -> bool:
        """Whether somebody must look why there is no newer one."""
        return timezone.now() - self.made_at > TOO_OLD


def note(backup: Backup) -> None:
    """Remember a backup that was finished and read back."""
    path = Path(settings.DATA_DIR) / NAME
    draft = path.with_name(f"{NAME}.{os.getpid()}")
    draft.write_text(json.dumps({"version": 1, **asdict(backup)}))
    draft.replace(path)


def last_backup() -> Backup | None:
    """The last one that was made from this folder; None when there is none, or nobody can tell."""
    try:
        facts = json.loads((Path(settings.DATA_DIR) / NAME).read_text())
        found = Backup(at=facts["at"], file=facts["file"], bytes=facts["bytes"], sha256=facts["sha256"])
        return found if found.made_at.tzinfo else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
