"""Gathers the words of the pages into locale/, and compiles what is translated. For who changes the site.

Gathering needs GNU gettext on the machine (apt install gettext); compiling does not, and nor does a school.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.commands import makemessages

from classroom.joining import PICTURES
from classroom.management import catalogues
from classroom.skills.generators.parameters import Choice
from classroom.skills.generators.shelf import GENERATORS

# There only while texts are gathered: gettext reads sources, and no tables.
GATHERED = Path(settings.ROOT) / "classroom" / "gathered_words.py"
IGNORED = [".venv/*", "data/*", "tests/*", "vendor/*", "bench/*", "training/*", "load/*", "chaos/*", "docs/*"]


class _Gathers(makemessages.Command):
    # No guesses: a fuzzy text would be shown to nobody, and forgotten.
    msgmerge_options = ["-q", "--backup=none", "--update", "--no-fuzzy-matching", "--sort-output"]


def written_elsewhere() -> list[str]:
    """Texts that no page and no module says itself: titles of ready-made sheets, choices of generators, pictures."""
    rows = tomllib.loads((Path(settings.ROOT) / "classroom/skills/library/england.toml").read_text("utf-8"))["sheet"]
    said = {row[part] for row in rows for part in ("title", "learns")} | set(PICTURES)
    choices = (one for made in GENERATORS.values() for one in made.parameters if isinstance(one, Choice))
    said |= {str(option) for one in choices for option in one.options if not str(option).isdigit()}
    return sorted(said)


class Command(BaseCommand):
    help = "Gathers texts into locale/ and compiles the catalogues; --compile alone does without gettext."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compile", action="store_true", help="compile only what is there")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["compile"]:
            if shutil.which("xgettext") is None:
                raise CommandError("Gathering needs GNU gettext: apt install gettext. Or: messages --compile")
            languages = [code for code, _ in settings.LANGUAGES[1:]]
            lines = [f"gettext_noop({json.dumps(text, ensure_ascii=False)})" for text in written_elsewhere()]
            GATHERED.write_text("\n".join(lines) + "\n", encoding="utf-8")
            for domain in ("django", "djangojs"):
                call_command(
                    _Gathers(), locale=languages, domain=domain, ignore_patterns=IGNORED, no_location=True,
                    no_obsolete=True, no_wrap=True, verbosity=0,
                    extensions=["js"] if domain == "djangojs" else ["html", "py"],
                )  # fmt: skip
            GATHERED.unlink()
        for path in sorted(Path(settings.ROOT / "locale").rglob("*.po")):
            # Gathering twice writes the same file, with whatever gettext: no line of it is the time of day.
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            kept = [one for one in lines if not one.startswith(('"POT-Creation-Date', '"Report-Msgid-Bugs-To'))]
            path.write_text("".join(kept), encoding="utf-8")
            found = list(catalogues.entries(path.read_text(encoding="utf-8")))
            path.with_suffix(".mo").write_bytes(catalogues.compiled(found))
            self.stdout.write(f"{path.relative_to(settings.ROOT)}: {len(found) - 1} messages")
