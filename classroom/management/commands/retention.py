"""Lets go of what is over its time, or says what would go."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from classroom import retention


class Command(BaseCommand):
    """A running site does this by itself every night; --dry-run looks and changes nothing."""

    help = "Remove what is older than its window (docs/data-map.md); --dry-run only says what would go."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        found = retention.due() if options["dry_run"] else retention.let_go()
        self.stdout.write(f"{'would go' if options['dry_run'] else 'went':>9}  {'oldest':10}  window (days)")
        for one in found:
            oldest = f"{one.oldest:%Y-%m-%d}" if one.oldest else "-"
            name = f"{one.window.name} ({one.days or 'for ever'})"
            self.stdout.write(f"{one.count:9}  {oldest:10}  {name}: {one.window.what}")
        if options["dry_run"]:
            self.stdout.write("Nothing was changed.")
