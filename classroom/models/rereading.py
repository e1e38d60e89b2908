"""Reading stored ink again with a new reader, and watching whether reading drifts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from classroom.later import gettext_lazy
from classroom.models.answers import Answer, Mark, Reading
from classroom.models.people import School, SchoolClass, User
from classroom.models.work import Assignment


class Rereading(models.Model):
    """One going over stored ink with one reader version: of a lesson, a class or a whole school.

    The row is its own queue of record: whoever holds the lease reads the next few inks after `cursor`. What they gave
    is kept in one transaction with the cursor, so a crash repeats a few readings and counts nothing twice.
    """

    class State(models.TextChoices):
        READING = "reading", gettext_lazy("reading")
        DONE = "done", gettext_lazy("done")
        STOPPED = "stopped", gettext_lazy("stopped")

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="rereadings")
    school_class = models.ForeignKey(SchoolClass, null=True, blank=True, on_delete=models.CASCADE)
    assignment = models.ForeignKey(Assignment, null=True, blank=True, on_delete=models.CASCADE)
    reader_version = models.CharField(max_length=80)
    asked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.READING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0, help_text="Inks that broke the reader and were passed over")
    cursor = models.PositiveBigIntegerField(default=0, help_text="The last ink that was dealt with")
    tries = models.PositiveSmallIntegerField(default=0, help_text="Claims since the cursor moved")
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    # A free measurement: of answers with a teacher's word, how often each reader said the same, and the opposite.
    by_teacher = models.PositiveIntegerField(default=0)
    old_agreed = models.PositiveIntegerField(default=0)
    old_against = models.PositiveIntegerField(default=0)
    new_agreed = models.PositiveIntegerField(default=0)
    new_against = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school"], condition=Q(state="reading"), name="one_rereading_at_a_time_in_a_school"
            ),
        ]

    @property
    def old_asked(self) -> int:
        """Of how many answers with a teacher's mark the reader before was unsure."""
        return self.by_teacher - self.old_agreed - self.old_against

    @property
    def new_asked(self) -> int:
        """Of how many answers with a teacher's mark this reader is unsure."""
        return self.by_teacher - self.new_agreed - self.new_against


class RereadChange(models.Model):
    """A mark that would be another under the new reader; nothing but a proposal until a teacher accepts it.

    `before` is the machine's mark that stood when the proposal was made, `mark` what accepting it wrote.
    """

    class State(models.TextChoices):
        OPEN = "open", gettext_lazy("to be decided")
        CHOSEN = "chosen", gettext_lazy("accepted, about to be written")
        APPLIED = "applied", gettext_lazy("accepted")
        DECLINED = "declined", gettext_lazy("kept as it was")
        OVERTAKEN = "overtaken", gettext_lazy("changed meanwhile")
        RETURNING = "returning", gettext_lazy("about to be rolled back")
        RETURNED = "returned", gettext_lazy("rolled back")
        TEACHERS = "teachers", gettext_lazy("the teacher's mark stands")

    run = models.ForeignKey(Rereading, on_delete=models.CASCADE, related_name="changes")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="+")
    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="+")
    before = models.ForeignKey(Mark, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    verdict = models.CharField(max_length=6, choices=Mark.Verdict)
    reason = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL)
    decided_at = models.DateTimeField(null=True, blank=True)
    mark = models.ForeignKey(Mark, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "answer"], name="one_change_of_an_answer_in_a_rereading"),
        ]
        indexes = [models.Index(fields=["run", "state"], name="changes_by_state")]


class DriftCheck(models.Model):
    """One test, of one figure in one week, whether reading got worse; kept whether it raised the alarm or not.

    `facts` is {"version": 1, ...} with counts alone.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="drift_checks")
    week = models.DateField(help_text="The Monday of the last week that was looked at")
    figure = models.CharField(max_length=12)
    raised = models.BooleanField(default=False)
    facts = models.JSONField(default=dict)
    checked_at = models.DateTimeField(default=timezone.now, editable=False)
    seen_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-week", "figure"]
        constraints = [
            models.UniqueConstraint(fields=["school", "week", "figure"], name="one_drift_check_of_a_figure_a_week"),
        ]
