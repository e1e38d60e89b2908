"""Makes an encrypted backup while the site runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from classroom.management.backups import contents, making


class Command(BaseCommand):
    """One file, sealed by a passphrase, read back before the command ends with 0."""

    help = "Back up the database, the pepper and media to one encrypted file, while children write."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to", type=Path, help="the file (DATA_DIR/backups/astronumbers-TIME.backup), or a folder"
        )
        parser.add_argument(
            "--passphrase-file", type=Path, help="its first line (or BACKUP_PASSPHRASE_FILE, or typed)"
        )
        parser.add_argument("--keep-days", type=int, help="then remove older ones beside it, never the newest (35)")

    def handle(self, *args: Any, **options: Any) -> None:
        to: Path = options["to"] or making.default_path()
        if to.is_dir():
            to = to / making.default_path().name
        elif to.suffix != making.ENDING:  # a drive that is not there, or a slip: not a file of that name
            raise CommandError(
                f"There is no folder {to}. Make it (or mount it), or name a file that ends with {making.ENDING}."
            )
        passphrase = contents.passphrase_from(options["passphrase_file"], twice=True, backup=to)
        made = making.make(to=to, passphrase=passphrase)
        self.stdout.write(f"{made.file}: {made.bytes / 1e6:.1f} MB, read back and whole. sha256 {made.sha256}")
        if options["keep_days"]:
            for path in making.forget_old(to.parent, days=options["keep_days"]):
                self.stdout.write(f"removed {path.name}, older than {options['keep_days']} days")
