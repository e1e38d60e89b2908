"""What a deployment does once before its processes start or are replaced."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from astronumbers import broker, staticfiles
from classroom import accounts
from classroom.management.commands.run import migrate, starting_alone


class Command(BaseCommand):
    """Bring tables up to date; exit status 1 when this deployment should not go on."""

    help = "Bring the database's tables up to date and look at Redis, then end: the first step of a deployment."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--first-link", action="store_true", help="print the path that makes the first teacher")

    def handle(self, *args: Any, **options: Any) -> None:
        faults = broker.faults()
        for fault in faults:
            self.stderr.write(f"Attention: {fault.words}")
        if any(fault.grave for fault in faults):
            raise CommandError("This deployment stops here: nothing was changed.")
        with starting_alone():
            migrate()
            staticfiles.gather()
            path = accounts.first_teacher_path() if options["first_link"] else None
        self.stdout.write("The database's tables are up to date.")
        if path:
            self.stdout.write(f"There is no teacher yet. This path works once and makes the first: {path}")
