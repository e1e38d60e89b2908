"""The work of re-reading, in small steps that stand back whenever a child's fresh ink waits."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Prefetch
from django.db.models.functions import Now

from classroom import footing, looking, marks
from classroom.models import Answer, Ink, Mark, Reading, ReadingJob, RereadChange, Rereading
from classroom.rereading import decisions, runs
from recognition import reader as recognition

log = logging.getLogger(__name__)

BATCH = 24  # inks between two commits
LONGEST = 0.25  # seconds of reading between two commits
# After so many claims without a step forward the ink at hand is taken for what kills workers, and passed over.
MAX_TRIES = 3


def go_on(run_pk: int) -> bool:
    """Do a little of a run; True when there is more to do at once. Safe to call twice, late, or in parallel.

    A worker that has another reader than the run asks for, or none, leaves it to others.
    """
    token = runs.claim(run_pk)
    if token is None:
        return False
    try:
        run = Rereading.objects.get(pk=run_pk)
        if decisions.write_some(run):
            return True
        return run.state == Rereading.State.READING and _read_some(run, token)
    finally:
        runs.let_go(run_pk, token)


def _read_some(run: Rereading, token: uuid.UUID) -> bool:
    try:
        reader = recognition.default_reader()
    except recognition.ReaderUnavailable:
        return False
    if reader.version != run.reader_version:
        return False
    waiting = _next_inks(run)
    if not waiting:
        _keep(run, token, [], finished=True)
        return False
    # Whoever held the run before died on the way: then every ink is kept at once, so that the next one to die
    # leaves the cursor just before the ink that kills.
    careful = run.tries > 1
    if run.tries > MAX_TRIES:
        return _keep(run, token, [_Seen(waiting[0], None)])
    read: list[_Seen] = []
    until = time.monotonic() + LONGEST
    while waiting and time.monotonic() < until:
        if fresh_ink_waits():
            _keep(run, token, read)
            return False
        ink = waiting.pop(0)
        read.append(_Seen(ink, _look(reader, ink)))
        if careful:
            if not _keep(run, token, read, careful=True):
                return False
            read = []
    return _keep(run, token, read)


def fresh_ink_waits() -> bool:
    """Whether a child's ink waits to be read: it goes first. One query on a small index."""
    return ReadingJob.objects.waiting().filter(state=ReadingJob.State.QUEUED).exists()


@dataclass(frozen=True)
class _Seen:
    """An ink, and what the reader said of it; None when it broke the reader."""

    ink: Ink
    reading: recognition.Reading | None


def _next_inks(run: Rereading) -> list[Ink]:
    rows = runs.inks(
        school_id=run.school_id,
        reader_version=run.reader_version,
        school_class_id=run.school_class_id,
        assignment_id=run.assignment_id,
    )
    return list(rows.filter(pk__gt=run.cursor).select_related("answer__question").order_by("pk")[:BATCH])


def _look(reader: recognition.Reader, ink: Ink) -> recognition.Reading | None:
    try:
        return looking.look(reader, ink)
    except Exception:
        # Whatever one ink does to the reader, the others are read.
        log.exception("reading ink %s again failed", ink.pk)
        return None


@transaction.atomic
def _keep(
    run: Rereading, token: uuid.UUID, read: Sequence[_Seen], *, finished: bool = False, careful: bool = False
) -> bool:
    """Keep readings, proposals, counts and cursor together, if the run is still ours."""
    known = [seen for seen in read if seen.reading is not None]
    moved = {"cursor": read[-1].ink.pk, "tries": 1 if careful else 0} if read else {}
    ended = {"state": Rereading.State.DONE, "finished_at": Now()} if finished else {}
    ours = Rereading.objects.filter(pk=run.pk, lease_token=token, state=Rereading.State.READING).update(
        done=F("done") + len(read), failed=F("failed") + len(read) - len(known), **moved, **ended
    )
    if not ours:
        return False
    Reading.objects.bulk_create(
        [
            Reading(
                ink=seen.ink,
                reader_version=seen.reading.reader_version,
                status=seen.reading.status,
                text=seen.reading.text[:40],
                confidence=seen.reading.confidence,
                result=seen.reading.to_json(),
            )
            for seen in known
            if seen.reading is not None
        ],
        ignore_conflicts=True,
    )
    _compare(run, [seen.ink.pk for seen in known])
    return True


def _compare(run: Rereading, ink_ids: Sequence[int]) -> None:
    """Propose what the new readings would change, and count how both readers stand to teachers' words."""
    answers = (
        Answer.objects.filter(ink__in=ink_ids)
        .select_related("question", "ink", "mark", "attempt__assignment__school_class__school")
        .prefetch_related(Prefetch("marks", queryset=Mark.objects.select_related("reading").order_by("pk")))
    )
    readings = {one.ink_id: one for one in Reading.objects.filter(ink__in=ink_ids, reader_version=run.reader_version)}
    changes: list[RereadChange] = []
    terms: dict[int, footing.Terms] = {}
    counts = dict.fromkeys(("by_teacher", "old_agreed", "old_against", "new_agreed", "new_against"), 0)
    for answer in answers:
        reading = readings[answer.ink_id or 0]
        before = marks.choose_automatic(answer.marks.all(), ink_id=answer.ink_id)
        if before is not None and before.reading_id == reading.pk:
            continue
        room = answer.attempt.assignment.school_class_id
        if room not in terms:  # they are a class's, so one query for each class
            terms[room] = footing.terms_for(answer.attempt_id, run.reader_version)
        judgement = marks.judged(answer, reading, terms[room])
        said = _teachers_word(answer)
        if said:
            counts["by_teacher"] += 1
            for name, verdict in (("old", before.verdict if before else "unsure"), ("new", judgement.verdict.value)):
                counts[f"{name}_agreed"] += verdict == said
                counts[f"{name}_against"] += verdict not in (said, "unsure")
        if (before.verdict if before else "unsure") != judgement.verdict.value:
            changes.append(
                RereadChange(
                    run=run,
                    answer=answer,
                    reading=reading,
                    before=before,
                    verdict=judgement.verdict.value,
                    reason=judgement.reason,
                    state=RereadChange.State.TEACHERS if _is_teachers(answer) else RereadChange.State.OPEN,
                )
            )
    RereadChange.objects.bulk_create(changes, ignore_conflicts=True)
    Rereading.objects.filter(pk=run.pk).update(**{name: F(name) + count for name, count in counts.items()})


def _is_teachers(answer: Answer) -> bool:
    return answer.mark is not None and answer.mark.source == Mark.Source.TEACHER


def _teachers_word(answer: Answer) -> str:
    """What a teacher's standing mark says of this very ink, "" without one."""
    mark = answer.mark
    if mark is None or not _is_teachers(answer) or mark.verdict == Mark.Verdict.UNSURE:
        return ""
    return str(mark.verdict) if mark.ink_id == answer.ink_id else ""
