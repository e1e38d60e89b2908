"""Classes: made, renamed, archived; their codes; who teaches them."""

from __future__ import annotations

import re

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from classroom import audit, versions
from classroom.errors import BadInput, NotAllowedNow
from classroom.later import gettext_lazy
from classroom.models import SchoolClass, Teaching, User
from classroom.models.people import new_join_code


class ClassArchived(NotAllowedNow):
    code = "class_archived"
    message = gettext_lazy("This class is archived. Bring it back first.")


@transaction.atomic
def make_class(*, teacher: User, name: str, year: int | None, language: str = "") -> SchoolClass:
    """A new class that `teacher` owns; joining is closed. Its pages speak `language`, else as the teacher's do.

    Where no year is said, its name may say it.
    """
    language = language or teacher.language
    year = year or year_in_name(name)
    made = SchoolClass.objects.create(school=teacher.school, name=name, year=year, language=language)
    Teaching.objects.create(teacher=teacher, school_class=made, role=Teaching.Role.OWNER)
    audit.record(action="class_made", school=teacher.school, teacher=teacher, school_class=made.pk)
    return made


def year_in_name(name: str) -> int | None:
    """The school year that a class is called by, as "3B" and "Year 3 Comets" are: its one number, from 1 to 6."""
    numbers = re.findall(r"\d+", name)
    return int(numbers[0]) if len(numbers) == 1 and numbers[0] in {"1", "2", "3", "4", "5", "6"} else None


@transaction.atomic
def change_class(
    *, school_class: SchoolClass, name: str, year: int | None, mirrored_counts: bool = True, language: str = ""
) -> None:
    """Set name, year, the pages' language, and whether a digit written backwards counts as the digit from now on."""
    SchoolClass.objects.filter(pk=school_class.pk).update(
        name=name, year=year, mirrored_counts=mirrored_counts, language=language or school_class.language
    )
    versions.bump(school_class.pk)


@transaction.atomic
def archive_class(*, school_class: SchoolClass, teacher: User) -> None:
    """Put a class away: nobody joins it and children signed in to it are out. Nothing is lost."""
    SchoolClass.objects.filter(pk=school_class.pk, archived_at=None).update(
        archived_at=timezone.now(), joining_open=False
    )
    versions.bump(school_class.pk)
    _record("class_archived", school_class, teacher)


@transaction.atomic
def restore_class(*, school_class: SchoolClass, teacher: User) -> None:
    """Bring an archived class back; joining stays closed."""
    SchoolClass.objects.filter(pk=school_class.pk).update(archived_at=None)
    versions.bump(school_class.pk)
    _record("class_restored", school_class, teacher)


@transaction.atomic
def open_joining(*, school_class: SchoolClass, teacher: User) -> None:
    """Let children in by the class code; ClassArchived for an archived class."""
    opened = SchoolClass.objects.filter(pk=school_class.pk, archived_at=None).update(joining_open=True)
    if not opened:
        raise ClassArchived
    versions.bump(school_class.pk)
    _record("joining_opened", school_class, teacher)


@transaction.atomic
def close_joining(*, school_class: SchoolClass, teacher: User) -> None:
    """Let nobody new in; who is in goes on."""
    SchoolClass.objects.filter(pk=school_class.pk).update(joining_open=False)
    versions.bump(school_class.pk)
    _record("joining_closed", school_class, teacher)


@transaction.atomic
def renew_code(*, school_class: SchoolClass, teacher: User) -> str:
    """Give a class another code; the old one, and cards printed with it, open nothing any more."""
    for _ in range(5):  # a code is taken once in some hundred million times
        code = new_join_code()
        try:
            with transaction.atomic():
                SchoolClass.objects.filter(pk=school_class.pk).update(join_code=code)
        except IntegrityError:
            continue
        versions.bump(school_class.pk)
        _record("code_renewed", school_class, teacher)
        school_class.join_code = code
        return code
    raise NotAllowedNow(gettext("No new code could be found. Try again, please."))


@transaction.atomic
def add_co_teacher(*, school_class: SchoolClass, colleague: User, teacher: User) -> None:
    """Let a colleague of the same school teach the class too. Twice is once."""
    if colleague.school_id != school_class.school_id or not colleague.is_active:
        raise BadInput(gettext("Only a colleague of your school can teach this class with you."))
    _, new = Teaching.objects.get_or_create(
        teacher=colleague, school_class=school_class, defaults={"role": Teaching.Role.CO_TEACHER}
    )
    if new:
        _record("co_teacher_added", school_class, teacher, colleague=colleague.pk)


@transaction.atomic
def remove_co_teacher(*, school_class: SchoolClass, colleague: User, teacher: User) -> None:
    """Take a colleague out of the class again; the one who owns it stays."""
    gone, _ = Teaching.objects.filter(
        school_class=school_class, teacher=colleague, role=Teaching.Role.CO_TEACHER
    ).delete()
    if not gone:
        raise NotAllowedNow(gettext("A class keeps the teacher who made it. You can archive the class."))
    _record("co_teacher_removed", school_class, teacher, colleague=colleague.pk)


def _record(action: str, school_class: SchoolClass, teacher: User, **more: object) -> None:
    audit.record(action=action, school=teacher.school, teacher=teacher, school_class=school_class.pk, **more)
