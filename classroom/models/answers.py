"""Attempts and answers, and the three nouns that never share a row: ink, reading, mark."""

from __future__ import annotations

import hashlib
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import BooleanField, F, Func, OuterRef, Q, Subquery
from django.utils import timezone

from classroom.later import gettext_lazy
from classroom.models.people import Student, User
from classroom.models.work import Assignment, Question


class Attempt(models.Model):
    """One student's go at an assignment."""

    class State(models.TextChoices):
        IN_PROGRESS = "in_progress", gettext_lazy("in progress")
        HANDED_IN = "handed_in", gettext_lazy("handed in")
        RETURNED = "returned", gettext_lazy("returned")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="attempts")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="attempts")
    state = models.CharField(max_length=12, choices=State, default=State.IN_PROGRESS)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "student"], name="one_attempt_for_a_student"),
        ]

    @property
    def takes_work(self) -> bool:
        """Whether the child may write now, by the server's clock."""
        return self.state == self.State.IN_PROGRESS and self.assignment.is_open


class Answer(models.Model):
    """One question's box in one attempt; knows its current ink and its current mark."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.RESTRICT, related_name="answers")
    ink = models.ForeignKey("Ink", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    mark = models.ForeignKey("Mark", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "question"], name="one_answer_to_a_question"),
        ]


class Ink(models.Model):
    """One revision of what was drawn or typed. Never changed, never removed with the answer standing.

    `strokes` holds the wire format, version 1 (recognition/ink.py), or null when typed.
    """

    class Mode(models.TextChoices):
        DRAWN = "drawn", gettext_lazy("drawn")
        TYPED = "typed", gettext_lazy("typed")

    class CameBy(models.TextChoices):
        PAGE = "", "from the child's page"
        FILE = "file", gettext_lazy("from a file that a teacher took in")

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="inks")
    client_id = models.UUIDField(unique=True, help_text="Made on the device: a retry changes nothing")
    seq = models.PositiveIntegerField(help_text="Order on the device; the highest is current")
    mode = models.CharField(max_length=6, choices=Mode, default=Mode.DRAWN)
    strokes = models.JSONField(null=True, blank=True)
    typed = models.CharField(max_length=40, blank=True)
    beside = models.CharField(max_length=400, blank=True, help_text="Typed into boxes beside the answer: c1=1 p0.2=4")
    sha256 = models.CharField(max_length=64)
    pointer = models.CharField(max_length=8, blank=True, help_text="pen, touch or mouse")
    device = models.CharField(max_length=8, blank=True, help_text="phone, tablet or desktop")
    # The times of two tablets are compared, those of one never: its own numbers say what came first.
    tablet = models.CharField(max_length=16, blank=True, help_text="Which tablet, by a scrambled random name")
    is_blank = models.BooleanField(default=False, help_text="All was wiped")
    is_late = models.BooleanField(default=False, help_text="Came after closing, hand-in or newer writing: aside")
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    # By the tablet's own clock: shown to the teacher beside late work, believed by nobody else.
    drawn_at = models.DateTimeField(null=True, blank=True)
    came_by = models.CharField(max_length=4, choices=CameBy, default=CameBy.PAGE, blank=True)
    # Its time was over (classroom/retention.py): `strokes` is an empty drawing now, the marks that rest on it stay.
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "seq"], name="one_ink_at_a_seq"),
        ]
        # Whether an ink is late stands behind its strokes: without this every page of a class would read them all.
        indexes = [models.Index(fields=["answer"], condition=Q(is_late=True), name="inks_late")]

    @staticmethod
    def digest_of_typed(typed: str) -> str:
        """The `sha256` of what was typed, as it came."""
        return hashlib.sha256(f"typed:{typed.strip()}".encode()).hexdigest()


class Unsent(models.Model):
    """Answers of an attempt that a tablet, when it was last heard of, still kept for itself."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="unsent")
    tablet = models.CharField(max_length=16, help_text="A scrambled random name: tells two tablets apart, no more")
    answers = models.PositiveSmallIntegerField()
    heard_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "tablet"], name="a_tablet_says_one_thing_of_an_attempt"),
        ]


class Jobs(models.QuerySet["ReadingJob"]):
    """Reading jobs, with a way to those that are still to be read past all that ever were."""

    def waiting(self) -> Jobs:
        """Queued or held by a worker, said word for word as the index `jobs_waiting` says it.

        With parameters a database cannot know that the index holds them all, and looks through every job of the year.
        """
        words = "%(expressions)s IN ('queued', 'leased')"
        return self.filter(Func(F("state"), template=words, output_field=BooleanField()))


class ReadingJob(models.Model):
    """The queue of record: one row for each ink that waits to be read (classroom/jobs.py)."""

    class State(models.TextChoices):
        QUEUED = "queued", gettext_lazy("queued")
        LEASED = "leased", gettext_lazy("leased")
        DONE = "done", gettext_lazy("done")
        NEEDS_TEACHER = "needs_teacher", gettext_lazy("needs a teacher")
        SUPERSEDED = "superseded", gettext_lazy("superseded")

    ink = models.OneToOneField(Ink, on_delete=models.CASCADE, related_name="job")
    state = models.CharField(max_length=14, choices=State, default=State.QUEUED)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(default=timezone.now, editable=False)
    hinted_at = models.DateTimeField(default=timezone.now, help_text="When a worker was last told of it")
    finished_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True, help_text="Why a teacher is needed")

    objects: ClassVar[Jobs] = Jobs.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=3), name="a_job_is_tried_three_times_at_most"),
        ]
        indexes = [
            models.Index(fields=["queued_at"], condition=Q(state__in=["queued", "leased"]), name="jobs_waiting"),
        ]


class Readings(models.QuerySet["Reading"]):
    """Readings, with a way to order them by whose word counts."""

    def in_force_last(self) -> Readings:
        """An ink's readings so that the last is the one that counts: that of its newest mark but a teacher's.

        What a new reader saw stands before it until a teacher accepts it.
        """
        newest = Mark.objects.filter(reading=OuterRef("pk")).exclude(source="teacher").order_by("-pk")
        return self.alias(word=Subquery(newest.values("pk")[:1])).order_by(F("word").asc(nulls_first=True), "pk")


class Reading(models.Model):
    """What one reader version saw in one ink. Append-only and key-blind.

    `result` is {"version": 1, ...} as `recognition.reader.Reading.to_json` writes it.
    """

    class Status(models.TextChoices):
        READ = "read", gettext_lazy("read")
        BLANK = "blank", gettext_lazy("blank")
        UNREADABLE = "unreadable", gettext_lazy("cannot read")

    ink = models.ForeignKey(Ink, on_delete=models.CASCADE, related_name="readings")
    reader_version = models.CharField(max_length=80)
    status = models.CharField(max_length=10, choices=Status)
    text = models.CharField(max_length=40, blank=True)
    confidence = models.FloatField()
    result = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Readings] = Readings.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ink", "reader_version"], name="one_reading_by_a_reader"),
        ]


class Mark(models.Model):
    """What an answer is worth, who says so, and what it rests on. Append-only."""

    class Verdict(models.TextChoices):
        RIGHT = "right", gettext_lazy("right")
        WRONG = "wrong", gettext_lazy("wrong")
        UNSURE = "unsure", gettext_lazy("your teacher will look")

    class Source(models.TextChoices):
        MACHINE = "machine", gettext_lazy("machine")
        KEY_CHANGE = "key_change", gettext_lazy("corrected key")
        TEACHER = "teacher", gettext_lazy("teacher")
        # From a new reader's reading, accepted by a teacher; or from the old one's again, when that was rolled back.
        REREADING = "rereading", gettext_lazy("new reader")

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="marks")
    ink = models.ForeignKey(Ink, on_delete=models.RESTRICT, null=True, blank=True, related_name="marks")
    reading = models.ForeignKey(Reading, on_delete=models.RESTRICT, null=True, blank=True, related_name="marks")
    teacher = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL)
    # What this mark was part of; empty for a machine's, and for a teacher's from before decisions were kept.
    decision = models.ForeignKey("Decision", null=True, blank=True, on_delete=models.RESTRICT, related_name="marks")
    source = models.CharField(max_length=10, choices=Source)
    verdict = models.CharField(max_length=6, choices=Verdict)
    # 1, 0, or empty while nobody is sure: a machine's doubt is never a nought.
    score = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    reason = models.CharField(max_length=40, blank=True, help_text="Why unsure, or why changed")
    rule_version = models.PositiveSmallIntegerField()
    # {"version": 1, "award", "refuse", "implausible", "mirrored"} of an automatic mark of drawn ink, else {}.
    thresholds = models.JSONField(default=dict, blank=True)
    key_number = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(verdict="unsure") & Q(score__isnull=True))
                | (~Q(verdict="unsure") & Q(score__isnull=False)),
                name="a_score_exactly_when_somebody_is_sure",
            ),
            models.CheckConstraint(
                condition=Q(source="teacher") | Q(ink__isnull=False), name="a_machine_mark_rests_on_ink"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | (Q(score__gte=0) & Q(score__lte=1)),
                name="a_score_is_from_0_to_1",
            ),
        ]
        indexes = [models.Index(F("answer"), F("id").desc(), name="marks_latest")]
