"""Writes a school's confirmed answers as training ink, of children with consent alone."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from classroom import training_ink
from classroom.errors import ClassroomError
from classroom.management.which import the_school


class Command(BaseCommand):
    """Make one file; `python -m training finetune FILE` uses it."""

    help = "Write confirmed answers of children with consent as training ink, without names and times."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="the file to write (training-ink-N.zip here)")
        parser.add_argument("--school", help="its name, where there is more than one")

    def handle(self, *args: Any, **options: Any) -> None:
        school = the_school(options["school"])
        path: Path | None = options["to"]
        if path and path.exists():
            raise CommandError(f"{path} is there already. Nothing was written.")
        try:
            bundle = training_ink.export_training_ink(school=school, teacher=None)
        except ClassroomError as error:
            raise CommandError(error.text) from None
        path = path or Path(bundle.name)
        # Its owner's alone from the first byte on.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(bundle.content)
        facts = bundle.export.manifest
        self.stdout.write(
            f"{path}: {facts['answers']} answers of {facts['writers']} children, sha256 {facts['sha256']}.\n"
            f"Train with it: python -m training finetune {path}\n"
            "Delete it when a family withdraws; the page School, Training ink says when."
        )
