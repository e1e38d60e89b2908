"""Gathers the words of the pages into locale/, and compiles what is translated. For who changes the site.

Gathering needs GNU gettext on the machine (apt install gettext); compiling does not, and nor does a school.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.commands import makemessages

from classroom.management import catalogues

IGNORED = [".venv/*", "data/*", "tests/*", "vendor/*", "bench/*", "training/*", "load/*", "chaos/*", "docs/*"]


class _Gathers(makemessages.Command):
    # No guesses: a fuzzy text would be shown to nobody, and forgotten.
    msgmerge_options = ["-q", "--backup=none", "--update", "--no-fuzzy-matching", "--sort-output"]


class Command(BaseCommand):
    help = "Gathers texts into locale/ and compiles the catalogues; --compile alone does without gettext."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compile", action="store_true", help="compile only what is there")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["compile"]:
            if shutil.which("xgettext") is None:
                raise CommandError("Gathering needs GNU gettext: apt install gettext. Or: messages --compile")
            languages = [code for code, _ in settings.LANGUAGES[1:]]
            for domain in ("django", "djangojs"):
                call_command(
                    _Gathers(), locale=languages, domain=domain, ignore_patterns=IGNORED, no_location=True,
                    no_obsolete=True, extensions=["js"] if domain == "djangojs" else ["html", "py"], verbosity=0,
                )  # fmt: skip
        for path in sorted(Path(settings.ROOT / "locale").rglob("*.po")):
            # Gathering twice writes the same file: no line of it is the time of day.
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            path.write_text("".join(line for line in lines if "POT-Creation-Date" not in line), encoding="utf-8")
            found = list(catalogues.entries(path.read_text(encoding="utf-8")))
            path.with_suffix(".mo").write_bytes(catalogues.compiled(found))
            self.stdout.write(f"{path.relative_to(settings.ROOT)}: {len(found) - 1} messages")
