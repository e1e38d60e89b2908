"""Looks over the machine, and says what to do about what is not well."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from classroom.management.doctoring import Finding, machine, profile, program, running, stored


class Command(BaseCommand):
    """Silent and 0 when all is well; else a line for each thing that must be mended, and exit status 1."""

    help = "Look over settings, machine, stored work and what runs. Silent when all is well; --all tells everything."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="also say what is well, and what may stay as it is")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = list(look_over())
        for finding in findings:
            if options["all"] or finding.state == "DO":
                self.stdout.write(f"{finding.state:5}{finding.words}")
        if any(finding.state == "DO" for finding in findings):
            raise SystemExit(1)


def look_over() -> Iterator[Finding]:
    """Everything there is to look at."""
    yield from machine.versions()
    yield from program.packages()
    yield from program.words()
    yield from profile.profile()
    yield from machine.folder()
    yield from machine.clock()
    yield from stored.database()
    yield from stored.backups()
    yield from stored.static_files()
    yield from running.eye()
    yield from running.queue()
