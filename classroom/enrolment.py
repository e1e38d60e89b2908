"""Children in classes: added, moved, renamed, removed, back again. History stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from classroom import audit, names, versions
from classroom.errors import BadInput, NotAllowedNow
from classroom.later import gettext_lazy
from classroom.models import Enrolment, SchoolClass, Student, User

MAX_IN_CLASS = 60


class ClassFull(NotAllowedNow):
    code = "class_full"
    message = gettext_lazy("A class holds %(MAX_IN_CLASS)s children at most.") % {"MAX_IN_CLASS": MAX_IN_CLASS}


class NotInClass(NotAllowedNow):
    code = "not_in_class"
    message = gettext_lazy("This child is not in the class any more.")


class NobodyChosen(BadInput):
    code = "nobody_chosen"
    message = gettext_lazy("Nobody is ticked. Tick who shall be added.")


@dataclass(frozen=True)
class Proposal:
    """A child to be added, as the teacher sees it before saying yes.

    `wanted` is False for a name that the class has already: it is added only when the teacher ticks it.
    """

    name: str
    wanted: bool = True
    note: str = ""


def proposals(found: Sequence[names.Found], *, present: Sequence[str]) -> list[Proposal]:
    """What adding pasted names to a class with `present` would do; equal names are told apart. Pure.

    A name twice in the list is two children (Ada, Ada 2); a name that is in the class is most likely the same child.
    """
    there = {names.same(name) for name in present}
    taken = list(present)
    listed: list[Proposal] = []
    for one in found:
        name = names.distinct(one.name, taken)
        if names.same(one.name) in there:
            note = gettext("%(name)s is in the class already. Tick to add another child of that name.") % {
                "name": one.name
            }
            listed.append(Proposal(name, wanted=False, note=note))
        elif name != one.name:
            listed.append(
                Proposal(name, note=gettext("%(name)s is in the list more than once.") % {"name": one.name})
            )
        else:
            listed.append(Proposal(name, note=one.note))
        taken.append(name)
    return listed


@transaction.atomic
def add_students(*, school_class: SchoolClass, given: Sequence[str], teacher: User) -> list[Student]:
    """Add new children to a class, all or none; a name that is taken gets a number behind it.

    Raises BadInput for a name that cannot be, ClassFull when there is no room, NotAllowedNow for an archived class.
    """
    tidied = [names.tidy(name) for name in given]
    for name in tidied:
        if wrong := names.fault(name):
            raise BadInput(
                gettext("%(wrong)s (%(value)s)") % {"wrong": wrong, "value": name[: names.LONGEST_NAME]}
                if name
                else wrong
            )
    present = list(_lock(school_class).values())
    _make_sure_of_room(len(present), wanted=len(tidied))
    added = []
    for name in tidied:
        name = names.distinct(name, present)
        present.append(name)
        added.append(Student(school=school_class.school, display_name=name))
    Student.objects.bulk_create(added)
    Enrolment.objects.bulk_create([Enrolment(student=one, school_class=school_class) for one in added])
    _record("students_added", school_class, teacher, count=len(added))
    return added


@transaction.atomic
def rename_student(*, student: Student, school_class: SchoolClass, name: str, teacher: User) -> None:
    """Change a child's name; BadInput when another child of the class has it."""
    others = Student.objects.filter(enrolments__school_class=school_class, enrolments__until=None).exclude(
        pk=student.pk
    )
    if names.same(name) in {names.same(other) for other in others.values_list("display_name", flat=True)}:
        raise BadInput(
            gettext("There is another %(name)s in this class. Children find themselves by name.") % {"name": name}
        )
    Student.objects.filter(pk=student.pk).update(display_name=name)
    for class_id in Enrolment.objects.filter(student=student, until=None).values_list("school_class", flat=True):
        versions.bump(class_id)
    _record("student_renamed", school_class, teacher, student=student.pk)


@transaction.atomic
def remove_student(*, student: Student, school_class: SchoolClass, teacher: User) -> None:
    """End the child's time in the class; work and marks stay, the session ends. Twice is once."""
    if _end(student, school_class):
        _record("student_removed", school_class, teacher, student=student.pk)


@transaction.atomic
def readmit_student(*, student: Student, school_class: SchoolClass, teacher: User) -> None:
    """Take a child back into a class; old work is there again. Twice is once."""
    present = _lock(school_class)
    if student.pk in present:
        return
    _make_sure_of_room(len(present), wanted=1)
    student.display_name = names.distinct(student.display_name, present.values())
    student.save(update_fields=["display_name"])
    Enrolment.objects.create(student=student, school_class=school_class)
    _record("student_readmitted", school_class, teacher, student=student.pk)


@transaction.atomic
def move_student(*, student: Student, from_class: SchoolClass, to_class: SchoolClass, teacher: User) -> None:
    """End the child's time in one class and begin it in another of the same school, with old work kept in the old.

    Raises NotInClass when somebody else moved the child meanwhile, ClassFull when there is no room.
    """
    if to_class.school_id != student.school_id:
        raise BadInput(gettext("A child moves within the school only."))
    if from_class.pk == to_class.pk:
        return
    if not _end(student, from_class):
        raise NotInClass
    readmit_student(student=student, school_class=to_class, teacher=teacher)
    _record("student_moved", from_class, teacher, student=student.pk, to_class=to_class.pk)


@transaction.atomic
def new_picture_key(*, student: Student, school_class: SchoolClass, teacher: User) -> None:
    """Give a child three other pictures; the old card opens nothing, and sessions with the old key end."""
    Student.objects.filter(pk=student.pk).update(key_number=F("key_number") + 1)
    student.refresh_from_db(fields=["key_number"])
    _record("picture_key_renewed", school_class, teacher, student=student.pk)


def _lock(school_class: SchoolClass) -> dict[int, str]:
    """Lock the class and return the names in it by the children's ids."""
    locked = SchoolClass.objects.select_for_update().get(pk=school_class.pk)
    if locked.archived_at:
        raise NotAllowedNow(gettext("This class is archived. Bring it back first."))
    present = Student.objects.filter(enrolments__school_class=locked, enrolments__until=None)
    return dict(present.values_list("pk", "display_name"))


def _make_sure_of_room(present: int, *, wanted: int) -> None:
    room = max(0, MAX_IN_CLASS - present)
    if wanted > room:
        raise ClassFull(
            gettext("A class holds %(most)s children at most. There are %(present)s, so ")
            % {"most": MAX_IN_CLASS, "present": present}
            + gettext("%(room)s more would fit; you gave %(wanted)s.") % {"room": room, "wanted": wanted}
            if room
            else gettext("A class holds %(most)s children at most. There are %(present)s, so it is full.")
            % {"most": MAX_IN_CLASS, "present": present}
        )


def _end(student: Student, school_class: SchoolClass) -> bool:
    ended = Enrolment.objects.filter(student=student, school_class=school_class, until=None)
    count = ended.update(until=timezone.now())
    if count:
        versions.bump(school_class.pk)
    return bool(count)


def _record(action: str, school_class: SchoolClass, teacher: User, **facts: object) -> None:
    versions.bump(school_class.pk)
    audit.record(action=action, school=teacher.school, teacher=teacher, school_class=school_class.pk, **facts)
