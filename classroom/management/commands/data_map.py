"""Says what is stored, why and how long."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from classroom import data_map

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "data-map.md"


class Command(BaseCommand):
    """Print the data map, or write docs/data-map.md; exit status 1 when a column is not in it."""

    help = "Print every stored column with purpose, who sees it and how long it is kept."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/data-map.md")

    def handle(self, *args: Any, **options: Any) -> None:
        problems = data_map.problems()
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise SystemExit(1)
        if options["write"]:
            DOCUMENT.write_text(data_map.as_markdown(), encoding="utf-8")
            self.stdout.write(f"{DOCUMENT} is written.")
        else:
            self.stdout.write(data_map.as_markdown())
