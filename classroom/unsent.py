"""What tablets still keep for themselves, as far as they could say: "3 answers are still on this child's tablet".

A tablet that reaches nobody says nothing; then what it said last stands, with the time it was last heard of.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.dateformat import format as written_date
from django.utils.translation import gettext

from classroom import prepared, versions
from classroom.models import Answer, Assignment, Attempt, Student, Unsent

MOST_SHOWN = 200
MOST_ANSWERS = 600  # of one child on one tablet: ten full worksheets


def tablet_name(device: str) -> str:
    """A name that tells two tablets apart and is of no use for anything else."""
    return hashlib.sha256(f"tablet:{device}".encode()).hexdigest()[:16]


def hear_tablet(*, student: Student, tablet: str, answers: Collection[UUID], any_kept: bool = True) -> None:
    """Take over what a tablet says it still keeps of a child's answers; what is not the child's is left out.

    `any_kept`: whether some tablet was known to keep something of the child's. Where none was and nothing is kept,
    there is no query. A class's version grows only when a number changes.
    """
    if answers or (any_kept and _said_before.all(student=student.pk, tablet=tablet)):
        _take_over(student, tablet, answers)


_said_before = prepared.Query(
    lambda student, tablet: Unsent.objects.filter(attempt__student=student, tablet=tablet).values_list("pk")[:1],
    student=int, tablet=str,
)  # fmt: skip


@transaction.atomic
def _take_over(student: Student, tablet: str, answers: Collection[UUID]) -> None:
    mine = Answer.objects.filter(uuid__in=answers, attempt__student=student) if answers else Answer.objects.none()
    now_kept = Counter(mine.values_list("attempt", flat=True))
    said = {row.attempt_id: row for row in Unsent.objects.filter(attempt__student=student, tablet=tablet)}
    changed = {pk for pk in now_kept.keys() | said.keys() if now_kept[pk] != (said[pk].answers if pk in said else 0)}
    for attempt, count in now_kept.items():
        Unsent.objects.update_or_create(
            attempt_id=attempt, tablet=tablet, defaults={"answers": count, "heard_at": timezone.now()}
        )
    Unsent.objects.filter(pk__in=[row.pk for pk, row in said.items() if pk not in now_kept]).delete()
    for room in Attempt.objects.filter(pk__in=changed).values_list("assignment__school_class", flat=True).distinct():
        versions.bump(room)


def forget_taken_in(taken_in: Mapping[int, int]) -> None:
    """What a file brought is no news any more: of each attempt's id, how many of its answers the file held.

    A tablet that keeps more than that goes on being named; whatever it keeps it says again when it is heard of.
    """
    for attempt, answers in taken_in.items():
        gone, _ = Unsent.objects.filter(attempt=attempt, answers__lte=answers).delete()
        if gone:
            versions.bump(Attempt.objects.values_list("assignment__school_class", flat=True).get(pk=attempt))


@dataclass(frozen=True)
class Kept:
    """What the tablets of one child still keep of one attempt, and when the one heard of last spoke."""

    answers: int
    heard_at: datetime

    @property
    def words(self) -> str:
        """As a dashboard says it: "3 on the tablet, 10:02"."""
        heard = timezone.localtime(self.heard_at)
        facts = {"n": self.answers, "time": f"{heard:%H:%M}", "day": written_date(heard, gettext("j M"))}
        if heard.date() == timezone.localdate():
            return gettext("%(n)s on the tablet, %(time)s") % facts
        return gettext("%(n)s on the tablet, %(time)s on %(day)s") % facts


def kept_on_tablets(assignment: Assignment) -> prepared.Asked[dict[UUID, Kept]]:
    """What asks that of a lesson, by the attempt's uuid."""
    return _kept.asks(assignment=assignment.pk).then(_by_attempt)


_kept = prepared.Query(
    lambda assignment: Unsent.objects.filter(attempt__assignment=assignment).values_list(
        "attempt__uuid", "answers", "heard_at"
    ),
    assignment=int,
)


def _by_attempt(rows: Iterable[tuple[UUID, int, datetime]]) -> dict[UUID, Kept]:
    found: dict[UUID, Kept] = {}
    for uuid, answers, heard_at in rows:
        before = found.get(uuid)
        found[uuid] = Kept(
            answers + (before.answers if before else 0), max(heard_at, before.heard_at) if before else heard_at
        )
    return found


def tablets_of(assignments: QuerySet[Assignment]) -> list[Unsent]:
    """What tablets keep of these lessons, those heard of last first, with child, worksheet and class. One query."""
    rows = Unsent.objects.filter(attempt__assignment__in=assignments)
    return list(
        rows.select_related(
            "attempt__student", "attempt__assignment__worksheet", "attempt__assignment__school_class"
        ).order_by("-heard_at", "pk")[:MOST_SHOWN]
    )


def answers_on_tablets() -> int:
    """How many answers of all children tablets said they keep. One query."""
    return Unsent.objects.aggregate(kept=Sum("answers"))["kept"] or 0
