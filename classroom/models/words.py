"""What people say of writing: a child of how it was read, a teacher to the child."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from classroom.later import gettext_lazy
from classroom.models.answers import Answer, Attempt, Reading
from classroom.models.people import User

MAX_NOTE = 280  # characters


class Agreement(models.Model):
    """What a child did when a reading was shown back ("Is this what you wrote?"). Append-only evidence.

    No mark rests on it. That it was agreed is no proof: children tap yes to much, which is why it is measured.
    """

    class Said(models.TextChoices):
        AGREED = "agreed", gettext_lazy("agreed")
        REWROTE = "rewrote", gettext_lazy("wrote a digit again")
        TYPED = "typed", gettext_lazy("typed it instead")

    class Why(models.TextChoices):
        DOUBTFUL = "doubtful", gettext_lazy("the reading was doubtful")
        LOT = "lot", gettext_lazy("drawn by lot")
        AGAIN = "again", gettext_lazy("after a digit was written again")
        UNASKED = "", "not asked"

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="agreements")
    client_id = models.UUIDField(unique=True, help_text="Made on the device: a retry changes nothing")
    said = models.CharField(max_length=8, choices=Said)
    why = models.CharField(max_length=8, choices=Why, blank=True)
    position = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Which sign was rewritten, from 1")
    waited_ms = models.PositiveIntegerField(default=0, help_text="From showing to tapping")
    received_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(said="rewrote", position__isnull=False) | (~Q(said="rewrote") & Q(position__isnull=True)),
                name="a_place_exactly_when_a_digit_is_rewritten",
            ),
        ]


class Note(models.Model):
    """Kind words and stamps of a teacher on one answer, or (without `answer`) on a child's whole sheet.

    The child sees them when the work is returned, never before. `stamps` are codes of classroom/stamps.py with
    spaces between them. A note that says nothing is not kept.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="notes")
    answer = models.ForeignKey(Answer, null=True, blank=True, on_delete=models.CASCADE, related_name="notes")
    teacher = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    text = models.CharField(max_length=MAX_NOTE, blank=True)
    stamps = models.CharField(max_length=60, blank=True)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["answer"], condition=Q(answer__isnull=False), name="one_note_on_an_answer"
            ),
            models.UniqueConstraint(fields=["attempt"], condition=Q(answer__isnull=True), name="one_note_on_a_sheet"),
            models.CheckConstraint(condition=~(Q(text="") & Q(stamps="")), name="a_note_says_something"),
        ]
