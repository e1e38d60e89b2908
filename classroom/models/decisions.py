"""What teachers decide, one row for each act, so that it can be told and taken back."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

from classroom.later import gettext_lazy
from classroom.models.people import School, User
from classroom.models.work import Assignment, Question


class Decision(models.Model):
    """One thing that a teacher decided: it may have written many marks, or none. Never changed, never removed.

    `facts` holds ids, counts, verdicts and keys, never names or writing: {"version": 1, ...}. Taking a decision back
    is a decision of its own (`undoes`), which adds marks and takes none away.
    """

    class Kind(models.TextChoices):
        MARK = "mark", gettext_lazy("one answer marked")
        GROUP = "group", gettext_lazy("answers marked together")
        LATE = "late", gettext_lazy("late writing let count or left out")
        KEY = "key", gettext_lazy("key corrected")
        UNDO = "undo", gettext_lazy("a decision taken back")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    teacher = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions")
    kind = models.CharField(max_length=8, choices=Kind)
    # Empty for a key: it may be used in many lessons.
    assignment = models.ForeignKey(Assignment, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    # Empty when it was about several questions.
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="undone_by")
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="undo", undoes__isnull=False)
                | (~models.Q(kind="undo") & models.Q(undoes__isnull=True)),
                name="an_undo_says_what_it_undoes",
            ),
        ]
        indexes = [models.Index(fields=["teacher", "-id"], name="decisions_of_a_teacher")]
