"""What families allow beyond marking, what left the school on the strength of it, and who was erased."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from classroom.later import gettext_lazy
from classroom.models.people import School, Student, User


class ConsentEntry(models.Model):
    """One line of the ledger: a family gave or withdrew consent. Only ever added (classroom/consent.py).

    What stands is the latest line of a child and purpose; without a line nothing is allowed.
    """

    class Purpose(models.TextChoices):
        TRAINING_INK = "training_ink", gettext_lazy("training ink")

    class Evidence(models.TextChoices):
        FORM = "form", gettext_lazy("signed form")
        LETTER = "letter", gettext_lazy("letter or e-mail")
        TALK = "talk", gettext_lazy("said to me")

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose, default=Purpose.TRAINING_INK)
    given = models.BooleanField(help_text="Given, or withdrawn")
    evidence = models.CharField(max_length=6, choices=Evidence)
    evidence_on = models.DateField(help_text="The date on the form or letter, or of the talk")
    form_version = models.PositiveSmallIntegerField(help_text="Which wording of the printed form was in use")
    teacher = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, help_text="Who recorded it")
    at = models.DateTimeField(default=timezone.now, editable=False)
    # Whether nothing was given before this no; known where the lines before are (classroom/consent.py).
    is_refusal = False

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["student", "purpose", "-id"], name="consent_latest")]


class InkExport(models.Model):
    """One file of training ink that left the school; the file itself is not kept."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="ink_exports")
    number = models.PositiveIntegerField(help_text="From 1 in each school")
    teacher = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, help_text="Empty: made on the machine")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    sha256 = models.CharField(max_length=64, help_text="Of the lines, before they were packed")
    # As it lies beside the lines: {"version": 1, ...} of classroom/training_ink.py.
    manifest = models.JSONField()
    erased_writers = models.PositiveIntegerField(default=0, help_text="Children in it who were erased since")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="ink_exports_of_a_school_are_numbered"),
        ]


class ExportedWriter(models.Model):
    """That a child's ink is in an export, and how much: who withdraws is told where it went."""

    export = models.ForeignKey(InkExport, on_delete=models.CASCADE, related_name="writers")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="ink_exports")
    answers = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["export", "student"], name="a_writer_is_in_an_export_once"),
        ]


class Erasure(models.Model):
    """That a child was erased: a random number and a time, so that no backup brings the child back."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="erasures")
    student_uuid = models.UUIDField(unique=True)
    erased_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
