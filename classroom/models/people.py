"""Schools, teachers, students and who belongs where."""

from __future__ import annotations

import secrets
import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone

from classroom import names
from classroom.later import gettext_lazy

# Letters and digits that children tell apart and that do not spell words: no 0 O 1 I L, no vowels.
CODE_ALPHABET = "BCDFGHJKMNPQRSTVWXYZ23456789"
CODE_LENGTH = 6


def new_join_code() -> str:
    """A class code: 6 of 28 signs, about 29 bits; joining is open only while a teacher says so."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def new_token() -> str:
    """An unguessable word for a link, 256 bits."""
    return secrets.token_urlsafe(32)


class School(models.Model):
    """The tenant: everything belongs to one."""

    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # "At most one automatic mark in so many may be wrong", and how many of a hundred answers a teacher checks for it.
    error_budget = models.PositiveSmallIntegerField(default=200)
    audit_percent = models.PositiveSmallIntegerField(default=2)
    # From when every teacher signs in with two steps (classroom/second_step.py); empty: each decides.
    second_step_from = models.DateTimeField(null=True, blank=True)
    # Something happened since the footing was last worked out (classroom/footing.py).
    footing_is_stale = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(error_budget__gte=20) & Q(error_budget__lte=2000),
                name="a_budget_is_one_in_20_to_one_in_2000",
            ),
            models.CheckConstraint(
                condition=Q(audit_percent__gte=1) & Q(audit_percent__lte=20), name="one_to_20_of_100_are_checked"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Users(BaseUserManager["User"]):
    """Teachers sign in with an e-mail address and a password."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        if "school" not in fields and "school_id" not in fields:
            fields["school"] = School.objects.create(name="School")
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A teacher. Of which classes is said by `Teaching` rows, not by a flag."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="teachers")
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80, help_text="As children say it: Ms Hopper")
    is_active = models.BooleanField(default=True)
    is_head = models.BooleanField(default=False, help_text="May invite colleagues and reset their passwords")
    # Of pages, as a code of settings.LANGUAGES; empty: as the browser asks.
    language = models.CharField(max_length=10, blank=True, default="")
    # Put away by the teacher, for good (classroom/first_steps.py).
    first_steps_ended_at = models.DateTimeField(null=True, blank=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[Users] = Users()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Nobody: there is no admin site."""
        return False


class Invitation(models.Model):
    """A one-time link: with a school it invites a colleague, without one it makes the first teacher."""

    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.CASCADE)
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class Student(models.Model):
    """A child: a display name and a picture key. No e-mail, no password."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="students")
    display_name = models.CharField(max_length=40)
    # The key itself is derived (classroom/joining.py); a new number makes a new key and ends old sessions.
    key_number = models.PositiveIntegerField(default=1)
    prefers_keypad = models.BooleanField(default=False)
    left_handed = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # What the API and templates ask of whoever makes a request.
    is_authenticated = True
    is_anonymous = False

    def __str__(self) -> str:
        return self.display_name

    @property
    def by_name(self) -> tuple[list[tuple[int, int, str]], int]:
        """Sorts children as people look for them: the same on every page, so that a numbered child is one child."""
        return names.order(self.display_name), self.pk


class SchoolClass(models.Model):
    """A class, with a join code that a teacher opens and closes."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="classes")
    name = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="School year, 1 to 6")
    join_code = models.CharField(max_length=12, unique=True, default=new_join_code)
    joining_open = models.BooleanField(default=False)
    # Grows with everything a dashboard of the class could show; pages wait for it to change.
    version = models.PositiveBigIntegerField(default=1)
    # A digit written backwards counts as the digit; else a teacher looks. It is noted either way.
    mirrored_counts = models.BooleanField(default=True)
    # Of children's pages, as a code of settings.LANGUAGES; empty: the school's usual one.
    language = models.CharField(max_length=10, blank=True, default="")
    # Whether children practise on their own, whether they see at once what is right, and which skills:
    # {"version": 1, "skills": [code, ...]}; none named means what comes next for each child.
    practice_open = models.BooleanField(default=False)
    practice_shows = models.BooleanField(default=True)
    practice_skills = models.JSONField(default=dict, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    teachers = models.ManyToManyField(User, through="Teaching", related_name="classes")

    class Meta:
        verbose_name = "class"
        verbose_name_plural = "classes"

    def __str__(self) -> str:
        return self.name


class Teaching(models.Model):
    """Who teaches a class."""

    class Role(models.TextChoices):
        OWNER = "owner", gettext_lazy("owner")
        CO_TEACHER = "co_teacher", gettext_lazy("co-teacher")

    teacher = models.ForeignKey(User, on_delete=models.CASCADE, related_name="teachings")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="teachings")
    role = models.CharField(max_length=12, choices=Role, default=Role.OWNER)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["teacher", "school_class"], name="a_teacher_teaches_a_class_once"),
        ]


class Enrolment(models.Model):
    """A student in a class, from a time until another; the history stays."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="enrolments")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="enrolments")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True, help_text="Empty while the child is in the class")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["student", "school_class"],
                condition=Q(until__isnull=True),
                name="a_student_is_in_a_class_once_at_a_time",
            ),
        ]


class AuditEntry(models.Model):
    """Who did what that matters, when. Written by classroom/audit.py alone, never changed."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    school = models.ForeignKey(School, null=True, on_delete=models.CASCADE)
    teacher = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    action = models.CharField(max_length=40)
    # Ids and counts alone, no names: {"version": 1, ...}
    facts = models.JSONField(default=dict)
    # The chain (classroom/audit.py): what the entry said, salted, and a keyed seal over that and the entry before.
    salt = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, blank=True, help_text="The seal of the entry before")
    seal = models.CharField(max_length=64, blank=True, help_text="Empty for a moment after it was written")
    redacted_at = models.DateTimeField(null=True, help_text="When its facts were emptied because a child was erased")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["id"], condition=Q(seal=""), name="audit_not_sealed")]
