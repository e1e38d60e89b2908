"""What teachers said of wrong procedures that a child's answers looked like."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from classroom.later import gettext_lazy
from classroom.models.answers import Attempt
from classroom.models.people import User


class PatternDecision(models.Model):
    """A teacher's word on "it looks as if". Append-only: the latest on an attempt and procedure counts.

    What a child's answers look like is worked out anew each time and never stored; only this is. `evidence` is
    {"version": 1, "answers": [uuid, ...], "rule": naming.VERSION}: what the teacher saw when deciding.
    """

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", gettext_lazy("yes, it does this")
        REJECTED = "rejected", gettext_lazy("no")
        WITHDRAWN = "withdrawn", gettext_lazy("open again")

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="pattern_decisions")
    procedure = models.CharField(max_length=60, help_text="As classroom/skills/catalogue.py names it")
    verdict = models.CharField(max_length=9, choices=Verdict)
    teacher = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    evidence = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(procedure=""), name="a_pattern_decision_names_a_procedure"),
        ]
