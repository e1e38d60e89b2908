"""The ledger of consent: what families allow beyond marking. Lines are only ever added; off until somebody says yes.

The last line of a child and purpose is what stands; a first no is a line too, so that nobody asks that family again.
Refusing or withdrawing changes nothing else for the child: no page, mark or door asks this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext

from classroom import audit
from classroom.errors import BadInput
from classroom.later import gettext_lazy
from classroom.models import ConsentEntry, ExportedWriter, School, Student, User

TRAINING_INK = ConsentEntry.Purpose.TRAINING_INK
# Grows when the wording of the printed form changes in meaning (templates/teacher/consent_form.html).
FORM_VERSION = 1


class NobodyTicked(BadInput):
    code = "nobody_ticked"
    message = gettext_lazy("Nobody is ticked. Tick the children whose families have answered.")


@dataclass(frozen=True)
class Standing:
    """What stands for one child: the last line of the ledger, and the exports that hold the child's ink."""

    student: Student
    entry: ConsentEntry | None
    lines: tuple[ConsentEntry, ...]
    exported: tuple[ExportedWriter, ...]

    @property
    def given(self) -> bool:
        """Whether consent stands now."""
        return self.entry is not None and self.entry.given

    @property
    def refused(self) -> bool:
        """Whether the family said no and never yes: an answer too, so that nobody asks again."""
        return self.entry is not None and self.entry.is_refusal

    @property
    def left_behind(self) -> bool:
        """Whether ink is in files of before although consent does not stand."""
        return not self.given and bool(self.exported)


@transaction.atomic
def record_consent(
    *, students: Sequence[Student], given: bool, evidence: str, evidence_on: date, teacher: User
) -> list[ConsentEntry]:
    """Add a line for each child whom it changes, and return them; the same said twice is one line.

    Children come through a door of the teacher's. BadInput for a date that is still to come or that cannot be.
    """
    if not students:
        raise NobodyTicked
    if evidence_on > timezone.localdate():
        raise BadInput(gettext("That date is still to come. Give the date on the form, or of the talk."))
    if evidence_on.year < 2000:
        raise BadInput(gettext("That date is too long ago."))
    kind = ConsentEntry.Evidence(evidence)
    # An export takes the same lock: it sees this answer or was finished before it was given.
    School.objects.select_for_update().get(pk=teacher.school_id)
    standing = {entry.student_id: entry for entry in latest_entries([one.pk for one in students])}
    added = []
    for student in students:
        before = standing.get(student.pk)
        if before and (before.given, before.evidence, before.evidence_on) == (given, kind, evidence_on):
            continue
        if before and not before.given and not given:
            continue
        entry = ConsentEntry.objects.create(
            student=student, given=given, evidence=kind, evidence_on=evidence_on, form_version=FORM_VERSION,
            teacher=teacher,
        )  # fmt: skip
        entry.is_refusal = before is None and not given
        audit.record(
            action="consent_given" if given else "consent_refused" if entry.is_refusal else "consent_withdrawn",
            school=teacher.school, teacher=teacher, student=student.pk, entry=entry.pk,
        )  # fmt: skip
        added.append(entry)
    return added


def latest_entries(student_ids: Sequence[int] | None = None) -> QuerySet[ConsentEntry]:
    """The line that stands for each child (of `student_ids`, or of all); children without a line are not there."""
    newest = ConsentEntry.objects.filter(student=OuterRef("student"), purpose=TRAINING_INK).order_by("-pk")
    rows = ConsentEntry.objects.filter(purpose=TRAINING_INK, pk=Subquery(newest.values("pk")[:1]))
    return rows if student_ids is None else rows.filter(student__in=student_ids)


def consenting(school: School) -> QuerySet[ConsentEntry]:
    """The standing lines of a school's children that give consent."""
    return latest_entries().filter(student__school=school, given=True)


def standings(students: Sequence[Student]) -> list[Standing]:
    """What stands for each child, in the order given. Two queries."""
    ids = [one.pk for one in students]
    lines: dict[int, list[ConsentEntry]] = {pk: [] for pk in ids}
    for entry in ConsentEntry.objects.filter(student__in=ids, purpose=TRAINING_INK).select_related("teacher"):
        entry.is_refusal = not entry.given and not lines[entry.student_id]
        lines[entry.student_id].append(entry)
    exported: dict[int, list[ExportedWriter]] = {pk: [] for pk in ids}
    held = ExportedWriter.objects.filter(student__in=ids).select_related("export").order_by("export__number")
    for writer in held:
        exported[writer.student_id].append(writer)
    return [
        Standing(
            student=one,
            entry=lines[one.pk][-1] if lines[one.pk] else None,
            lines=tuple(lines[one.pk]),
            exported=tuple(exported[one.pk]),
        )
        for one in students
    ]
