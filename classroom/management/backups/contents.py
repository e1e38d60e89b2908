"""What a backup holds: a tar of manifest, database, pepper and media, sealed by a passphrase."""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Iterator
from getpass import getpass
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.core.management.base import CommandError

from astronumbers import sealed

MANIFEST = "manifest.json"
SQLITE = "database.sqlite3"
POSTGRESQL = "database.dump"
PEPPER = "pepper.txt"
MEDIA = "media/"
SHORTEST = 12  # signs in a passphrase


def digest(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def passphrase_from(file: Path | None, *, twice: bool, backup: Path) -> str:
    """The first line of a file, else asked for; CommandError for one that is short or lies beside the backup."""
    named = file or (Path(os.environ["BACKUP_PASSPHRASE_FILE"]) if os.environ.get("BACKUP_PASSPHRASE_FILE") else None)
    if named:
        if named.resolve().parent == backup.resolve().parent:
            raise CommandError("The passphrase lies beside the backup: who finds one has both. Keep it elsewhere.")
        try:
            said = named.read_text().splitlines()[0].strip()
        except (OSError, IndexError) as error:
            raise CommandError(f"No passphrase could be read from {named}: {error}") from None
    else:
        try:
            said = getpass("Passphrase of the backup: ")
            again = getpass("Once more: ") if twice else said
        except (EOFError, OSError):
            raise CommandError("Nobody is there to type a passphrase. Give --passphrase-file FILE.") from None
        if said != again:
            raise CommandError("The two passphrases differ. Nothing was done.")
    if len(said) < SHORTEST:
        raise CommandError(f"A passphrase needs at least {SHORTEST} signs. Four or five words are good.")
    return said


def members(file: BinaryIO, passphrase: str) -> Iterator[tuple[str, IO[bytes]]]:
    """Each file of a backup with its name, in order; CommandError for anything that a backup does not have.

    CannotOpen, from sealed, for another passphrase or a damaged file.
    """
    source: Any = sealed.Reader(file, passphrase)
    with tarfile.open(fileobj=source, mode="r|gz") as bundle:
        for member in bundle:
            content = bundle.extractfile(member) if is_known(member) else None
            if content is None:
                raise CommandError(f"The backup holds something unknown: {member.name}.")
            yield member.name, content


def is_known(member: tarfile.TarInfo) -> bool:
    """Whether a member is a plain file that a backup has, and nothing that leads out of its folder."""
    name = member.name
    inside = name.startswith(MEDIA) and ".." not in Path(name).parts
    return member.isreg() and (name in {MANIFEST, SQLITE, POSTGRESQL, PEPPER} or inside)


def copied(source: IO[bytes], to: Path) -> str:
    """Write a stream to a file of its owner alone and return its sha256."""
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = hashlib.sha256()
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while piece := source.read(1 << 20):
            found.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return found.hexdigest()
