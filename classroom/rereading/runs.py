"""Asking for stored ink to be read again, and who holds the work."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from classroom import audit
from classroom.errors import NotAllowedNow
from classroom.later import gettext_lazy as _
from classroom.models import Assignment, Ink, Mark, ReadingJob, RereadChange, Rereading, SchoolClass, User

State = Rereading.State
LEASE = timedelta(seconds=30)
TO_WRITE = (RereadChange.State.CHOSEN, RereadChange.State.RETURNING)


class UnderWay(NotAllowedNow):
    code = "rereading_under_way"
    message = _("Stored writing of your school is being read again just now. Wait for it, or stop it.")


class NothingToRead(NotAllowedNow):
    code = "nothing_to_reread"
    message = _("Everything here was read by this reader.")


def inks(
    *, school_id: int, reader_version: str, school_class_id: int | None = None, assignment_id: int | None = None
) -> QuerySet[Ink]:
    """Current drawn ink whose standing mark does not rest on a reading of `reader_version`, and is not being read."""
    rows = Ink.objects.filter(
        answer__ink=F("pk"),
        mode=Ink.Mode.DRAWN,
        is_blank=False,
        forgotten_at=None,  # its strokes went by age: there is nothing to read
        job__state__in=(ReadingJob.State.DONE, ReadingJob.State.NEEDS_TEACHER),
        answer__attempt__assignment__school_class__school=school_id,
        answer__attempt__assignment__purpose=Assignment.Purpose.LESSON,  # nobody waits for practice any more
    )
    if school_class_id is not None:
        rows = rows.filter(answer__attempt__assignment__school_class=school_class_id)
    if assignment_id is not None:
        rows = rows.filter(answer__attempt__assignment=assignment_id)
    by_it = Q(answer__mark__reading__reader_version=reader_version) & ~Q(answer__mark__source=Mark.Source.TEACHER)
    return rows.exclude(by_it)


@transaction.atomic
def start(
    *,
    teacher: User,
    reader_version: str,
    school_class: SchoolClass | None = None,
    assignment: Assignment | None = None,
) -> Rereading:
    """Ask for the stored ink of a lesson, a class or the teacher's whole school to be read by `reader_version`.

    Raises UnderWay while another is at work in the school (they would slow each other and the children), and
    NothingToRead. The sweeper takes it up within seconds.
    """
    scope = {
        "school_class_id": school_class.pk if school_class else None,
        "assignment_id": assignment.pk if assignment else None,
    }
    total = inks(school_id=teacher.school_id, reader_version=reader_version, **scope).count()
    if not total:
        raise NothingToRead
    try:
        with transaction.atomic():
            run = Rereading.objects.create(
                school_id=teacher.school_id, reader_version=reader_version, asked_by=teacher, total=total, **scope
            )
    except IntegrityError:
        raise UnderWay from None
    audit.record(
        action="rereading_started",
        school=teacher.school,
        teacher=teacher,
        run=run.pk,
        reader=reader_version,
        inks=total,
    )
    return run


@transaction.atomic
def stop(*, run: Rereading, teacher: User) -> bool:
    """End the reading; what was read stays, and what it found can be decided on. False when it had ended."""
    stopped = Rereading.objects.filter(pk=run.pk, state=State.READING).update(
        state=State.STOPPED, finished_at=Now(), lease_token=None, lease_until=None
    )
    if stopped:
        audit.record(action="rereading_stopped", school=run.school, teacher=teacher, run=run.pk)
    return bool(stopped)


def waiting() -> list[int]:
    """Ids of runs with something to do that nobody holds, oldest first. One query."""
    work = Q(state=State.READING) | Q(changes__state__in=TO_WRITE)
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=Now())
    return list(Rereading.objects.filter(work, free).order_by("pk").values_list("pk", flat=True).distinct()[:20])


def claim(run_pk: int) -> uuid.UUID | None:
    """Hold the run until the lease ends, unless somebody else does. One UPDATE."""
    token = uuid.uuid4()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=Now())
    held = Rereading.objects.filter(free, pk=run_pk).update(
        lease_token=token, lease_until=Now() + LEASE, tries=F("tries") + 1
    )
    return token if held else None


def let_go(run_pk: int, token: uuid.UUID) -> None:
    """Give the run back, if it is still ours: whoever gets this far has not died of an ink."""
    Rereading.objects.filter(pk=run_pk, lease_token=token).update(lease_token=None, lease_until=None, tries=0)
