"""Checks what must always be true of the stored school."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from classroom import invariants


class Command(BaseCommand):
    """Print every promise that the stored rows break; exit status 1 if there is any."""

    help = "Check the promises on the stored rows: nothing lost, nothing double, the teacher's word stands."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--quiet-seconds", type=int, default=60, help="how long work may be under way (default 60)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = invariants.broken(quiet=timedelta(seconds=options["quiet_seconds"]))
        for name, ids in broken.items():
            self.stdout.write(f"BROKEN {name}: {', '.join(map(str, ids))}")
        self.stdout.write(f"{len(invariants.CHECKS) - len(broken)} of {len(invariants.CHECKS)} promises hold")
        if broken:
            raise SystemExit(1)
