"""The site with a school at work in it."""

from __future__ import annotations

from django.core import signing
from django.core.management.base import CommandError

from classroom.management.commands.run import Command as Run
from classroom.management.demonstration import history, school, writing
from classroom.models import School, User
from classroom.views.demonstration import SALT


class Command(Run):
    """Start the site on a database of its own, with links that sign a visitor in, and a class that keeps writing."""

    help = "Start Astro Numbers with a demonstration school in a database of its own."
    show: school.Demonstration

    def prepare(self) -> None:
        """Fill the school, unless real people are in this database."""
        if School.objects.exists() and not User.objects.filter(email__endswith="@starfield.example").exists():
            raise CommandError("This database holds a real school. The demonstration wants one of its own.")
        self.show = school.fill()

    def greet(self, home: str, port: int) -> None:
        """Say where the visitor gets in, and let the class begin."""
        say = self.stdout.write
        say("\nThis is a demonstration: every child in it is made up.\n")
        say(f"  Come in as a teacher (Ms Hopper):\n    {home}{link(teacher=self.show.teacher.pk)}\n")
        say(f"  Come in as a child ({self.show.child.display_name}, in another browser window):")
        say(f"    {home}{link(student=str(self.show.child.uuid))}")
        history.start(self.show.teacher)
        writing.start(self.show, port=port)


def link(**who: int | str) -> str:
    """The path that signs a visitor in as somebody of the demonstration."""
    return f"/demonstration/{signing.dumps(who, salt=SALT)}/"
