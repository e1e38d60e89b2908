"""Erases one child for ever."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from classroom import privacy
from classroom.models import Student


class Command(BaseCommand):
    """The child is named by the id that its page shows; the name must be typed to be sure."""

    help = "Erase a child and everything about the child, for ever."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("uuid", type=UUID, help="the child's id, from the child's page or export")
        parser.add_argument("--name", required=True, help="the child's name, exactly: so that it is the right child")

    def handle(self, *args: Any, **options: Any) -> None:
        student = Student.objects.filter(uuid=options["uuid"]).first()
        if student is None or student.display_name != options["name"]:
            raise CommandError("There is no child with this id and this name. Nothing was erased.")
        slip = privacy.erase_student(student=student, teacher=None)
        clean = privacy.scrub()
        self.stdout.write(f"Erased: {slip.answers} answers and all that hung on them. Keep this line: {slip.uuid}")
        if slip.exports:
            files = ", ".join(map(str, slip.exports))
            self.stdout.write(f"DO: delete every copy of training ink {files}; it holds this child's writing.")
        if not clean:
            self.stdout.write("DO: run manage.py retention when nobody works, to scrub the database's free pages.")
        self.stdout.write("Backups from before hold the child until they are removed; restoring one erases it again.")
