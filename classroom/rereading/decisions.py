"""Accepting, declining and rolling back what a new reader proposes. Marks are only ever added."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from classroom import audit, checks, locks, marks, versions
from classroom.models import Answer, Mark, RereadChange, Rereading, User

State = RereadChange.State
NEW_READER, ROLLED_BACK = "new_reader", "rolled_back"
# Marks written in one transaction: a child's save never waits longer than these take.
BATCH = 50
# What a page writes before it answers; the rest follows in the background.
AT_ONCE = 200


def accept(*, run: Rereading, changes: QuerySet[RereadChange], teacher: User) -> int:
    """Let those of `changes` that are open become marks; returns how many were chosen.

    The first AT_ONCE are written before this returns, the others by the run's next steps. Each is judged anew when
    it is written: what is no longer what the teacher saw (newer ink, a teacher's mark, another key) is left alone.
    """
    return _choose(run, changes, teacher, [State.OPEN], State.CHOSEN, "rereading_accepted")


def decline(*, run: Rereading, changes: QuerySet[RereadChange], teacher: User) -> int:
    """Keep the marks of those of `changes` that are open as they are; returns how many."""
    return _choose(run, changes, teacher, [State.OPEN], State.DECLINED, "rereading_declined")


def roll_back(*, run: Rereading, changes: QuerySet[RereadChange], teacher: User | None) -> int:
    """Append marks that restore what stood before those of `changes` that were accepted; returns how many.

    What a teacher marked meanwhile stays. `teacher` is None when it is done on the machine itself.
    """
    return _choose(run, changes, teacher, [State.APPLIED, State.CHOSEN], State.RETURNING, "rereading_rolled_back")


def write_some(run: Rereading) -> bool:
    """Write a batch of chosen changes, or restore one; True when there was any."""
    with transaction.atomic():
        rows = list(
            RereadChange.objects.filter(run=run, state__in=(State.CHOSEN, State.RETURNING))
            .select_related("before__reading", "reading", "decided_by", "mark")
            .order_by("pk")[:BATCH]
        )
        answers = _locked([row.answer_id for row in rows])
        classes = set()
        for row in rows:
            answer = answers[row.answer_id]
            row.state = _apply(row, answer) if row.state == State.CHOSEN else _restore(row, answer)
            classes.add(answer.attempt.assignment.school_class_id)
        RereadChange.objects.bulk_update(rows, ["state", "mark"])
        for class_id in classes:
            versions.bump(class_id)
    return bool(rows)


def _choose(
    run: Rereading,
    changes: QuerySet[RereadChange],
    teacher: User | None,
    before: list[State],
    after: State,
    action: str,
) -> int:
    with transaction.atomic():
        chosen = RereadChange.objects.filter(run=run, pk__in=changes.values("pk"), state__in=before).update(
            state=after, decided_by=teacher, decided_at=timezone.now()
        )
        if chosen:
            audit.record(action=action, school=run.school, teacher=teacher, run=run.pk, answers=chosen)
    if after != State.DECLINED:
        for _ in range(min(chosen, AT_ONCE) // BATCH + 1):
            if not write_some(run):
                break
    return chosen


def _apply(row: RereadChange, answer: Answer) -> State:
    standing = marks.choose_automatic(answer.marks.all(), ink_id=answer.ink_id)
    by_teacher = answer.mark is not None and answer.mark.source == Mark.Source.TEACHER
    same = answer.ink_id == row.reading.ink_id and (standing.pk if standing else None) == row.before_id
    if by_teacher or not same or marks.judged(answer, row.reading).verdict.value != row.verdict:
        return State.OVERTAKEN
    assert answer.ink is not None
    row.mark = marks.append_automatic(
        answer, answer.ink, row.reading, Mark.Source.REREADING, teacher=row.decided_by, reason=NEW_READER
    )
    marks.settle(answer)
    marks.draw_reread(answer=answer, reading=row.reading, mark=row.mark)
    return State.APPLIED


def _restore(row: RereadChange, answer: Answer) -> State:
    """Bring back what `row.before` said: exactly, or judged anew when the key was corrected since."""
    if row.mark is None:  # chosen, and taken back before it was written
        return State.RETURNED
    if answer.ink_id != row.reading.ink_id or answer.ink is None:
        return State.RETURNED  # the child wrote anew: nothing of it stands
    before, key = row.before, answer.question.key_number
    if before is not None and before.key_number == key:
        mark = Mark.objects.get(pk=before.pk)
        mark.pk, mark._state.adding, mark.created_at = None, True, timezone.now()
        mark.reason = before.reason if before.verdict == Mark.Verdict.UNSURE else ROLLED_BACK
        mark.source, mark.teacher = Mark.Source.REREADING, row.decided_by
        mark.save()
    elif before is not None and before.reading is not None:
        marks.append_automatic(
            answer, answer.ink, before.reading, Mark.Source.REREADING, teacher=row.decided_by, reason=ROLLED_BACK
        )
    else:
        # Nothing had read it before: it is a teacher's again.
        mark = Mark.objects.get(pk=row.mark.pk)
        mark.pk, mark._state.adding, mark.created_at = None, True, timezone.now()
        mark.verdict, mark.score, mark.reason = Mark.Verdict.UNSURE, None, ROLLED_BACK
        mark.teacher, mark.key_number = row.decided_by, key
        mark.save()
    marks.settle(answer)
    checks.forget_reread(ink_id=row.reading.ink_id, reader_version=row.reading.reader_version)
    return State.RETURNED


def _locked(answer_ids: list[int]) -> dict[int, Answer]:
    locks.lock_answers(Answer.objects.filter(pk__in=answer_ids))
    rows = (
        Answer.objects.filter(pk__in=answer_ids)
        .select_related("question", "ink", "mark", "attempt__assignment__school_class__school")
        .prefetch_related(Prefetch("marks", queryset=Mark.objects.order_by("pk")))
        .order_by("pk")
    )
    return {row.pk: row for row in rows}
