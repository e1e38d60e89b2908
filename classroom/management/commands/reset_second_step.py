"""Lets a teacher in who lost phone and paper codes, and has no head who could help."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from classroom import second_step


class Command(BaseCommand):
    """Turn two-step sign-in off for one teacher. For whoever runs the machine; the trail tells of it."""

    help = "Let a teacher sign in with the password alone again: manage.py reset_second_step EMAIL"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address with which the teacher signs in")

    def handle(self, *args: Any, **options: Any) -> None:
        if not second_step.reset_by_hand(email=options["email"]):
            raise CommandError(f"No teacher signs in as {options['email']}.")
        self.stdout.write("The password alone lets this teacher in now. Let them set up two steps again soon.")
