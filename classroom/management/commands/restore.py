"""Brings a backup back into this data folder."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from classroom.management.backups import contents, restoring
from classroom.management.commands.run import own


class Command(BaseCommand):
    """Into an empty place, or with --replace; the site must be stopped."""

    help = "Restore a backup. Everything is checked before anything present is touched."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--passphrase-file", type=Path, help="its first line (or BACKUP_PASSPHRASE_FILE, or typed)"
        )
        parser.add_argument("--replace", action="store_true", help="even where there is a school; it is set aside")

    def handle(self, *args: Any, **options: Any) -> None:
        backup: Path = options["file"]
        with own(Path(settings.DATA_DIR)):
            if not options["replace"] and not restoring.is_empty():
                raise CommandError(
                    f"There is a school in {settings.DATA_DIR} already. With --replace it is set aside, not deleted."
                )
            passphrase = contents.passphrase_from(options["passphrase_file"], twice=False, backup=backup)
            done = restoring.restore(backup=backup, passphrase=passphrase)
        say = self.stdout.write
        say(f"Restored what was at {done.manifest['made_at']}: {done.children} children. Everybody signs in again.")
        if done.erased_again:
            who = "1 child who was" if done.erased_again == 1 else f"{done.erased_again} children who were"
            say(f"{who} erased since then {who.rpartition(' ')[2]} erased again.")
        if done.set_aside:
            say(f"What was here before lies in {done.set_aside}; delete it when you are sure: it holds children.")
        if os.environ.get("PEPPER") or os.environ.get("PEPPER_FILE"):
            say("PEPPER comes from the environment here. The backup's cards work only with its own pepper.txt.")
        for name, ids in done.broken.items():
            say(f"BROKEN {name}: {', '.join(map(str, ids))}")
        if done.broken:
            raise SystemExit(1)
        say("All promises about stored work hold. Start the site.")
