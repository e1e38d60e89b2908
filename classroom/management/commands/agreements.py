"""How often children's agreement was with a right reading."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from classroom.management.which import the_school
from classroom.scores import agreements


class Command(BaseCommand):
    """Print what children said of readings, held against teachers' marks on the same writing."""

    help = 'What children said to "Is this what you wrote?", held against teachers\' marks.'

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--school", help="name of one school; all together without it")

    def handle(self, *args: Any, **options: Any) -> None:
        school = the_school(options["school"]) if options["school"] else None
        rows = agreements.held_against_teachers(school)
        if not rows:
            self.stdout.write("No child was asked yet, or none took notice.")
            return
        for line in agreements.in_lines(rows):
            self.stdout.write(line)
        self.stdout.write(
            "known: a teacher marked that very writing, and the mark shows whether the reading was right."
        )
