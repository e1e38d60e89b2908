"""Takes accepted marks of a new reader back."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Q

from classroom import rereading
from classroom.models import RereadChange, Rereading


class Command(BaseCommand):
    """Without a number, list the re-readings; with one, restore what stood before its accepted marks."""

    help = "Roll back what was accepted from a new reader: appends marks that restore what stood before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", nargs="?", type=int, help="the number of a re-reading; none: list them")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["run"] is None:
            self.list_runs()
            return
        run = Rereading.objects.select_related("school").filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(f"There is no re-reading {options['run']}. Without a number, this lists them.")
        count = rereading.roll_back(run=run, changes=run.changes.all(), teacher=None)
        while rereading.decisions.write_some(run):
            pass
        self.stdout.write(f"{count} mark{'' if count == 1 else 's'} rolled back; teachers' marks stand.")

    def list_runs(self) -> None:
        accepted = Count(
            "changes", filter=Q(changes__state__in=(RereadChange.State.APPLIED, RereadChange.State.CHOSEN))
        )
        runs = Rereading.objects.select_related("school").annotate(accepted=accepted)
        for run in runs:
            when = f"{run.asked_at:%Y-%m-%d %H:%M}"
            self.stdout.write(f"{run.pk}: {run.reader_version}, {run.school}, {run.accepted} accepted, {when}")
        if not runs:
            self.stdout.write("Nothing was ever read again.")
