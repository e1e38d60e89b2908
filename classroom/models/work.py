"""Worksheets, their questions, and worksheets set to classes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from classroom.later import gettext_lazy
from classroom.models.people import School, SchoolClass, Student, User
from classroom.skills.figures import figure_of
from classroom.skills.figures.base import Figure

MAX_QUESTIONS = 60


class Skill(models.Model):
    """What a question exercises. Data, not code."""

    code = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.title


class Worksheet(models.Model):
    """Questions in order. A draft is edited; publishing freezes a version."""

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("draft")
        PUBLISHED = "published", gettext_lazy("published")
        ARCHIVED = "archived", gettext_lazy("archived")

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="worksheets")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="worksheets")
    title = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    # The published version that this draft (or later version) was made from.
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="later")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    # Since when colleagues find it in the library, to make a copy of their own; empty: it is its author's alone.
    shared_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class Favourite(models.Model):
    """A worksheet that a teacher wants at hand: a ready-made one by its `code`, or one that a colleague shares."""

    teacher = models.ForeignKey(User, on_delete=models.CASCADE, related_name="favourites")
    code = models.CharField(max_length=80, blank=True)
    worksheet = models.ForeignKey(Worksheet, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code="", worksheet__isnull=False) | (~Q(code="") & Q(worksheet__isnull=True)),
                name="a_favourite_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=["teacher", "code"], condition=~Q(code=""), name="one_favourite_of_a_code"
            ),
            models.UniqueConstraint(fields=["teacher", "worksheet"], name="one_favourite_of_a_worksheet"),
        ]

    def __str__(self) -> str:
        return self.code or str(self.worksheet)


class Question(models.Model):
    """One prompt with its answer kind and key. Only the key may change once published.

    `prompt` is what the child sees, with "?" where the box stands: "7 + 5 = ?", "? + 4 = 9".
    `key` is {"version": 1, "values": ["12"], "rule": "equal"}: every value in `values` is right;
    rule "equal" compares numbers by value, "exact" compares the text. It never goes to a child's device.
    """

    worksheet = models.ForeignKey(Worksheet, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(help_text="From 1")
    prompt = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, default="whole", help_text="Answer kind, as the reader names it")
    key = models.JSONField()
    key_number = models.PositiveIntegerField(default=1, help_text="Grows with every correction of the key")
    # Names the figure that is written into (classroom/skills/figures), "line" for one plain box.
    layout = models.CharField(max_length=20, default="line")
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.SET_NULL)
    # What wrong procedures answer: {"version": 1, "wrong": {"sub.added_instead": ["92"]}}; {} for
    # questions in a teacher's own words, and for those of before. It never goes to a child's device, as the key.
    predictions = models.JSONField(default=dict, blank=True)
    # In practice: the same as that question, with other numbers, for whoever got that one wrong.
    second_try_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="second_tries"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["worksheet", "position"], name="one_question_at_a_position"),
        ]

    def __str__(self) -> str:
        return self.prompt

    @property
    def figure(self) -> Figure | None:
        """What the child writes into, made from layout and prompt alone; None for one plain box."""
        return figure_of(self.layout, self.prompt)


class Assignment(models.Model):
    """A worksheet set to a class: the gradebook's column."""

    class Feedback(models.TextChoices):
        AT_ONCE = "at_once", gettext_lazy("At once, after each answer")
        AFTER_HAND_IN = "after_hand_in", gettext_lazy("After hand-in")
        WHEN_RETURNED = "when_returned", gettext_lazy("When I return it")

    class Purpose(models.TextChoices):
        LESSON = "lesson", gettext_lazy("A lesson")
        PRACTICE = "practice", gettext_lazy("A child's own practice")
        PLACEMENT = "placement", gettext_lazy("Finding out where to begin")

    class Layout(models.TextChoices):
        ONE_BY_ONE = "one_by_one", gettext_lazy("One question at a time")
        WHOLE_SHEET = "whole_sheet", gettext_lazy("The whole sheet")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    worksheet = models.ForeignKey(Worksheet, on_delete=models.RESTRICT, related_name="assignments")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="assignments")
    set_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    opens_at = models.DateTimeField(default=timezone.now)
    closes_at = models.DateTimeField(null=True, blank=True, help_text="Empty: open until you close it")
    feedback = models.CharField(max_length=16, choices=Feedback, default=Feedback.AFTER_HAND_IN)
    layout = models.CharField(max_length=16, choices=Layout, default=Layout.ONE_BY_ONE)
    # What is no lesson stands in no gradebook and owes nobody a look (classroom/practice).
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.LESSON)
    # Only for the children of its `recipients`; else for whoever is in the class.
    for_some = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose="lesson") | Q(for_some=True), name="what_is_no_lesson_is_for_some"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="an_assignment_closes_after_it_opens",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether a child may write now, by the server's clock."""
        now = timezone.now()
        return self.opens_at <= now and (self.closes_at is None or now < self.closes_at)

    @property
    def has_closed(self) -> bool:
        """Whether the closing time has passed, by the server's clock."""
        return self.closes_at is not None and self.closes_at <= timezone.now()


class Recipient(models.Model):
    """A child for whom an assignment is that is not for the whole class."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="recipients")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="received")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "student"], name="a_child_receives_an_assignment_once"),
        ]
