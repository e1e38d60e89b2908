"""Lets a teacher in who forgot the password and has no colleague who could help."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from classroom import accounts


class Command(BaseCommand):
    """Print the path of a one-time page on which a teacher sets a new password. For whoever runs the machine."""

    help = "Print a one-time link by which a teacher sets a new password: manage.py password_link EMAIL"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address with which the teacher signs in")

    def handle(self, *args: Any, **options: Any) -> None:
        path = accounts.password_path_by_hand(email=options["email"])
        if path is None:
            raise CommandError(f"No teacher with an open account signs in as {options['email']}.")
        self.stdout.write(f"Open this on the site's address; it works once:\n  {path}")
