"""Erasing a child so that nothing is left: rows, sessions, counters, the trail, free pages of the database file.

What stays is a tombstone, a random number and a time, so that no restored backup brings the child back.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from classroom import audit, flights, tries, versions
from classroom.models import (
    Answer,
    Attempt,
    Enrolment,
    Erasure,
    ExportedWriter,
    Ink,
    InkExport,
    School,
    Student,
    User,
)

log = logging.getLogger(__name__)
TOMBSTONES = "erased.txt"
STUDENT_OF_SESSION = "student"  # as joining.SESSION_KEY, which stands on this floor too
HELD_BY_TEACHERS = ("pasted_names", "account_reauthentication_state")


@dataclass(frozen=True)
class Slip:
    """What an erasure leaves to be done: files of training ink that hold the child's writing, by their numbers."""

    uuid: UUID
    answers: int
    exports: tuple[int, ...]


@transaction.atomic
def erase_student(*, student: Student, teacher: User | None) -> Slip:
    """Remove a child and all that hangs on the child, for ever. Call `scrub` once it is committed.

    Teacher None: whoever runs the machine, retention, or a restored backup.
    """
    School.objects.select_for_update().get(pk=student.school_id)
    answers = set(Answer.objects.filter(attempt__student=student).values_list("pk", flat=True))
    attempts = set(Attempt.objects.filter(student=student).values_list("pk", flat=True))
    classes = set(Enrolment.objects.filter(student=student).values_list("school_class", flat=True))
    exports = list(ExportedWriter.objects.filter(student=student).values_list("export", "export__number"))
    slip = Slip(student.uuid, len(answers), tuple(sorted(number for _, number in exports)))
    audit.forget_child(student_id=student.pk, answer_ids=answers, attempt_ids=attempts)
    _forget_sessions(student)
    _forget_counters(student)
    InkExport.objects.filter(pk__in=[pk for pk, _ in exports]).update(erased_writers=F("erased_writers") + 1)
    Erasure.objects.get_or_create(student_uuid=student.uuid, defaults={"school": student.school})
    Answer.objects.filter(pk__in=answers).update(ink=None, mark=None)
    student.delete()
    flights.let_go_of_empty()
    for class_id in classes:
        versions.bump(class_id)
    audit.record(
        action="student_erased", school=slip_school(slip), teacher=teacher, answers=len(answers), exports=slip.exports
    )
    transaction.on_commit(lambda: _write_tombstone(slip.uuid))
    return slip


def slip_school(slip: Slip) -> School:
    """The school in which the erased child was. One query."""
    return Erasure.objects.select_related("school").get(student_uuid=slip.uuid).school


def scrub() -> bool:
    """Take what was deleted off the database file's free pages and out of its log; whether that was possible now.

    Writers wait while it runs, about a second for 100 MB. Outside a transaction only.
    """
    if connection.in_atomic_block:
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            if connection.vendor != "sqlite":
                return True
            [busy, *_] = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except DatabaseError as error:
        log.warning("free pages are not scrubbed yet: %s", type(error).__name__)
        return False
    return not busy


def tombstones() -> set[UUID]:
    """The children who were erased, as the database knows. One query."""
    return set(Erasure.objects.values_list("student_uuid", flat=True))


def erased_children() -> set[UUID]:
    """The children who were erased, as the file beside the database knows: it outlives the database."""
    try:
        lines = (Path(settings.DATA_DIR) / TOMBSTONES).read_text().splitlines()
    except OSError:
        return set()
    return {UUID(line.split()[0]) for line in lines if line.strip()}


def erase_again(uuids: Collection[UUID]) -> int:
    """Erase those of the children who are there, after a backup brought them back; returns how many."""
    there = list(Student.objects.filter(uuid__in=uuids))
    for student in there:
        erase_student(student=student, teacher=None)
    if there:
        scrub()
    return len(there)


def ink_of(student: Student) -> int:
    """How many pieces of writing an erasure would remove. One query."""
    return Ink.objects.filter(answer__attempt__student=student).count()


def _forget_sessions(student: Student) -> None:
    """End the child's sessions; take the child out of teachers': pasted names, a request that waits."""
    for session in Session.objects.all().iterator():
        facts = session.get_decoded()
        if facts.get(STUDENT_OF_SESSION, {}).get("uuid") == str(student.uuid):
            session.delete()
            continue
        held = [name for name in HELD_BY_TEACHERS if _is_about(student, facts.get(name, ""))]
        if held:
            kept = {name: value for name, value in facts.items() if name not in held}
            session.session_data = Session.objects.encode(kept)
            session.save(update_fields=["session_data"])


def _is_about(student: Student, held: object) -> bool:
    return student.display_name in str(held) or str(student.uuid) in str(held)


def _forget_counters(student: Student) -> None:
    """The counter of wrong pictures. Those of single devices run out; their names do not tell whose they are."""
    tries.forget(tries.about(student))


def _write_tombstone(uuid: UUID) -> None:
    path = Path(settings.DATA_DIR) / TOMBSTONES
    with path.open("a") as file:
        file.write(f"{uuid} {timezone.now():%Y-%m-%d}\n")
    path.chmod(0o600)
