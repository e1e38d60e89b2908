"""On what automatic marking stands: answers drawn by lot for a teacher to check, and the thresholds that follow."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from classroom.later import gettext_lazy
from classroom.models.answers import Answer, Attempt, Ink
from classroom.models.people import School


class Check(models.Model):
    """An answer drawn by lot, at most one of a child's answers on a worksheet; what a teacher says of it is evidence.

    Whether it is checked, and what was found, stands in the answer's marks and nowhere else, so undoing is undoing.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="checks")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="checks")
    ink = models.ForeignKey(Ink, on_delete=models.CASCADE, related_name="checks")
    reader_version = models.CharField(max_length=80)
    key_number = models.PositiveIntegerField(help_text="The key under which the numbers below hold")
    chance = models.FloatField(help_text="How likely the writing is a right answer, as the reader believes")
    top = models.FloatField(help_text="How likely the likeliest reading is")
    verdict = models.CharField(max_length=6, help_text="What the machine said when it was drawn")
    share = models.FloatField(help_text="How likely this answer was to be drawn")
    reread = models.BooleanField(
        default=False, help_text="Whether stored ink was read again: a teacher's check is told, and certifies nothing"
    )
    drawn_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ink", "reader_version"], name="one_check_of_a_reading"),
        ]


class Footing(models.Model):
    """The thresholds of one school for one reader version, from `began_at` until the next row, and why.

    `thresholds` is {"version": 1, "award", "refuse", "implausible"}; `facts` {"version": 1, ...} are the figures that
    pages show (classroom/footing.py), brought up to date as evidence comes in.
    """

    class State(models.TextChoices):
        CAREFUL = "careful", gettext_lazy("careful: nothing is published for this reader")
        PUBLISHED = "published", gettext_lazy("as published with the reader")
        CERTIFIED = "certified", gettext_lazy("certified here")
        TIGHTENED = "tightened", gettext_lazy("tightened")

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="footings")
    reader_version = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State)
    rung = models.PositiveSmallIntegerField(help_text="On the ladder of thresholds; 0 marks nothing")
    thresholds = models.JSONField()
    reason = models.CharField(max_length=300, blank=True, help_text="Why it changed, in words")
    # Evidence from before this moment no longer counts: something changed then.
    counts_since = models.DateTimeField(null=True, blank=True)
    facts = models.JSONField(default=dict)
    began_at = models.DateTimeField(default=timezone.now, editable=False)
    computed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(F("school"), F("reader_version"), F("id").desc(), name="footing_latest")]


class HandwritingNote(models.Model):
    """Something about a child's writing that is no matter of right or wrong: a digit written backwards."""

    class What(models.TextChoices):
        MIRRORED = "mirrored", gettext_lazy("a digit written backwards")

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="handwriting_notes")
    ink = models.ForeignKey(Ink, on_delete=models.CASCADE, related_name="handwriting_notes")
    what = models.CharField(max_length=10, choices=What)
    text = models.CharField(max_length=40, help_text="As it was read")
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ink", "what"], name="one_note_of_a_kind_on_an_ink"),
            models.CheckConstraint(condition=~Q(text=""), name="a_handwriting_note_says_what_was_read"),
        ]
