"""What children send in: the only way a student writes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext

from classroom import audit, counters, decisions, jobs, locks, marks, prepared, tasks, versions
from classroom.errors import AssignmentClosed, ClientIdReused, InkRefused
from classroom.models import Answer, Assignment, Attempt, Decision, Ink, Question, ReadingJob, Student, User
from classroom.skills.figures.base import BESIDE
from recognition import reader as recognition

MAX_TYPED, MAX_BESIDE = 40, 400
# Two tablets of one child: what was drawn by so much earlier is the older one, in whatever order they arrive.
SURELY_EARLIER = timedelta(seconds=5)


@transaction.atomic
def start_attempt(*, assignment: Assignment, student: Student) -> Attempt:
    """The student's attempt, with an answer row for every question; made on the first call.

    Raises AssignmentClosed when there is none yet and the assignment takes no work.
    """
    attempt = Attempt.objects.filter(assignment=assignment, student=student).first()
    if attempt is None:
        if not assignment.is_open:
            raise AssignmentClosed
        attempt, made = Attempt.objects.get_or_create(assignment=assignment, student=student)
        if made:
            versions.bump(assignment.school_class_id)
    questions = Question.objects.filter(worksheet=assignment.worksheet_id).exclude(answers__attempt=attempt)
    Answer.objects.bulk_create(
        [Answer(attempt=attempt, question=question) for question in questions], ignore_conflicts=True
    )
    return attempt


def record_ink(
    *,
    answer: Answer,
    client_id: UUID,
    seq: int,
    ink: recognition.Ink | None = None,
    typed: str | None = None,
    pointer: str = "",
    device: str = "",
    drawn_at: datetime | None = None,
    came_by: str = "",
    tablet: str = "",
) -> Ink:
    """Keep what was drawn (`ink`) or typed as a revision of `answer`, and ask for it to be read.

    The same `client_id` again changes nothing and returns the same row. The highest `seq` is current, in
    whatever order revisions arrive. Work that comes after hand-in or closing is kept, flagged late, and does not
    become current; nor does what another tablet kept back while the child wrote on elsewhere. `drawn_at` is the
    tablet's word: it can set writing aside for the teacher, never make it count. Raises ClientIdReused, InkRefused.
    """
    if (ink is None) == (typed is None):
        raise InkRefused(gettext("An answer is either drawn or typed."))
    digest = ink.digest() if ink is not None else ""
    beside = ""
    if typed is not None:
        digest = Ink.digest_of_typed(typed)
        typed, beside = _checked_typed(typed, answer)
    for last_go in (False, True):
        try:
            with transaction.atomic():
                facts = {"pointer": pointer[:8], "device": device[:8], "tablet": tablet[:16]}
                facts |= {"came_by": came_by, "sha256": digest, "beside": beside}
                return _record(answer.pk, client_id, seq, ink, typed, drawn_at, facts)
        except IntegrityError:
            # Another request of the same child won the race for the id or the seq: look again, once.
            if last_go:
                raise
    raise AssertionError("unreachable")


def _record(
    answer_pk: int,
    client_id: UUID,
    seq: int,
    ink: recognition.Ink | None,
    typed: str | None,
    drawn_at: datetime | None,
    facts: dict[str, str],
) -> Ink:
    *_, found, like_it = prepared.together(
        *locks.locking(answer_pk),
        _to_write.asks(answer=answer_pk),
        _like_it.asks(client_id=client_id, answer=answer_pk, seq=seq),
    )
    if not found:
        raise Answer.DoesNotExist  # erased since the door was passed
    [answer] = found
    known = next((one for one in like_it if one.client_id == client_id), None)
    if known is not None:
        if known.answer_id != answer.pk or known.sha256 != facts["sha256"]:
            raise ClientIdReused
        known.answer = answer
        return known

    assignment = answer.attempt.assignment
    drawn_at = _believable(drawn_at, answer.attempt)
    late = not answer.attempt.takes_work
    taken = bool(like_it)
    aside = _is_for_the_teacher(answer.ink, seq, taken, drawn_at, facts)
    if taken or aside:
        # Two tabs counted alike, or two tablets: the one that arrives later counts as later.
        seq = 1 + (Ink.objects.filter(answer=answer).aggregate(top=Max("seq"))["top"] or 0)
    late = late or aside
    row = prepared.insert(
        Ink(
            answer=answer,
            client_id=client_id,
            seq=seq,
            mode=Ink.Mode.DRAWN if ink is not None else Ink.Mode.TYPED,
            strokes=ink.to_wire() if ink is not None else None,
            typed=typed or "",
            is_blank=ink.is_blank if ink is not None else not typed,
            is_late=late,
            drawn_at=drawn_at,
            **facts,
        )
    )
    transaction.on_commit(lambda: counters.SAVES.labels(row.mode, "yes" if late else "no").inc())
    is_current = not late and (answer.ink is None or seq > answer.ink.seq)
    if is_current:
        _become_current(answer, row, is_new=True)
    versions.bump(assignment.school_class_id)
    return row


_to_write = prepared.Query(
    lambda answer: Answer.objects.select_related("attempt__assignment", "ink").filter(pk=answer), answer=int
)
# The same revision, sent again; or another one of this answer with its number.
_like_it = prepared.Query(
    lambda client_id, answer, seq: Ink.objects.filter(Q(client_id=client_id) | Q(answer=answer, seq=seq)),
    client_id=UUID, answer=int, seq=int,
)  # fmt: skip
_point_at = prepared.Update(lambda answer, ink: (Answer.objects.filter(pk=answer), {"ink": ink}), answer=int, ink=int)


def _believable(drawn_at: datetime | None, attempt: Attempt) -> datetime | None:
    """The tablet's word where it can be true: not after now; before the child began, its clock is off."""
    if drawn_at is None or drawn_at < attempt.started_at - SURELY_EARLIER:
        return None
    return min(drawn_at, timezone.now())


def _is_for_the_teacher(
    current: Ink | None, seq: int, taken: bool, drawn_at: datetime | None, facts: dict[str, str]
) -> bool:
    """Whether other writing counts already that this might be older than: then a teacher decides which counts.

    A free number below the current one and an earlier time make no question: that is an older revision. Over what
    stands there a file never counts by itself, as it may have lain in a drawer. Of one and the same tablet the
    numbers alone decide: a slow network makes what it brought late look later than what was written after it.
    """
    if current is None or current.is_blank:
        return False
    earlier = drawn_at is not None and drawn_at < _drawn(current) - SURELY_EARLIER
    if facts["came_by"] == Ink.CameBy.FILE:
        return taken or seq > current.seq or not earlier
    elsewhere = bool(facts["tablet"] and current.tablet) and facts["tablet"] != current.tablet
    return elsewhere and earlier and (taken or seq > current.seq)


def _drawn(ink: Ink) -> datetime:
    return ink.drawn_at or ink.received_at


def _become_current(answer: Answer, ink: Ink | None, *, is_new: bool = False) -> None:
    """Point the answer at `ink` and mark it from what is known of it, or have it read.

    Of ink that is new in this transaction nothing is known, and where no ink counted before, none waits to be read.
    """
    is_first = is_new and answer.ink_id is None
    answer.ink = ink
    steps: list[prepared.Asked[Any]] = []
    if ink is None:
        Answer.objects.filter(pk=answer.pk).update(ink=None)
    else:
        steps.append(_point_at.asks(answer=answer.pk, ink=ink.pk))
    if not is_first:
        steps.append(jobs.superseding(answer.pk, except_ink=ink.pk if ink else None))
    if is_new and ink is not None and ink.mode == Ink.Mode.DRAWN and not ink.is_blank:
        steps.append(jobs.opening(ink))
    done = prepared.together(*steps)
    if ink is None or ink.is_blank:
        marks.settle(answer)
        return
    if ink.mode == Ink.Mode.TYPED:
        marks.award(ink=ink, reading=None)
        return
    job = done[-1] if is_new else jobs.open_for(ink)
    if job.state == ReadingJob.State.QUEUED:
        transaction.on_commit(lambda: tasks.send_hints([job.pk]))
    if not is_new and (seen := ink.readings.in_force_last().last()):  # it was current before
        marks.award(ink=ink, reading=seen)
    elif answer.mark_id is not None or not is_new:  # where no mark stood, new ink makes none stand
        marks.settle(answer)


@transaction.atomic
def accept_late(*, ink: Ink, teacher: User, decision: Decision | None = None) -> Ink:
    """Let work that came after closing or hand-in count: it becomes current and is read.

    A second time changes nothing. Newer ink that is current already stays current. The flag stays: it did come late.
    Without `decision`, one is recorded for this answer alone.
    """
    answer = _locked(ink)
    if answer.ink is None or ink.seq > answer.ink.seq:
        lesson = answer.attempt.assignment
        if decision is None:
            decisions.record(
                kind=Decision.Kind.LATE, teacher=teacher, assignment=lesson, question=answer.question,
                accepted=True, answers=1, inks=[[ink.pk, answer.ink_id]],
            )  # fmt: skip
        _become_current(answer, ink)
        room = lesson.school_class
        audit.record(action="late_work_accepted", school=room.school, teacher=teacher, answer=answer.pk, ink=ink.pk)
        versions.bump(room.pk)
    return ink


@transaction.atomic
def set_late_aside(*, ink: Ink, before: Ink | None, teacher: User) -> bool:
    """Take the letting-count of late `ink` back: `before` is current again, and the late writing waits as it did.

    False, and nothing changes, when other writing counts by now.
    """
    answer = _locked(ink)
    if answer.ink_id != ink.pk:
        return False
    _become_current(answer, before)
    room = answer.attempt.assignment.school_class
    audit.record(action="late_work_set_aside", school=room.school, teacher=teacher, answer=answer.pk, ink=ink.pk)
    versions.bump(room.pk)
    return True


def _locked(ink: Ink) -> Answer:
    locks.lock_answer(ink.answer_id)
    lesson = "attempt__assignment__school_class__school"
    return Answer.objects.select_related(lesson, "question", "ink").get(pk=ink.answer_id)


_hand_in = prepared.Update(
    lambda attempt: (
        Attempt.objects.filter(pk=attempt, state=Attempt.State.IN_PROGRESS),
        {"state": Attempt.State.HANDED_IN, "handed_in_at": Now()},
    ),
    attempt=int,
)


@transaction.atomic
def hand_in(*, attempt: Attempt) -> Attempt:
    """Close the attempt for the student. A second time changes nothing."""
    if _hand_in(attempt=attempt.pk):
        versions.bump(attempt.assignment.school_class_id)
    attempt.refresh_from_db()
    return attempt


def _checked_typed(typed: str, answer: Answer) -> tuple[str, str]:
    """The answer, and what was typed into boxes beside it."""
    cleaned, beside = typed.strip(), ""
    if BESIDE in cleaned and (figure := answer.question.figure) is not None:
        cleaned, _, beside = cleaned.partition(BESIDE)
        try:
            figure.beside_of(beside)
        except ValueError:
            raise InkRefused(gettext("There is no such box beside this answer.")) from None
    if len(cleaned) > MAX_TYPED or len(beside) > MAX_BESIDE or not cleaned.isprintable():
        raise InkRefused(gettext("That is too long for this box."))
    return cleaned, beside
