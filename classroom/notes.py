"""Notes of a teacher to a child: stamps and a few words on an answer or on the whole sheet.

Kept at once while the teacher writes; the child sees them when the work is returned (classroom/feedback.py).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from classroom import audit, stamps, versions
from classroom.models import Answer, Attempt, Note, User


@transaction.atomic
def write_note(
    *, attempt: Attempt, answer: Answer | None, teacher: User, text: str, codes: Iterable[str]
) -> Note | None:
    """Let this be the note on `answer`, or without one on the whole sheet; None when it now says nothing.

    The same again changes nothing. `text` is plain text; `codes` are of classroom/stamps.py.
    """
    chosen = " ".join(stamps.tidy(codes))
    text = " ".join(text.split())
    Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)  # one note at a time
    old = Note.objects.filter(attempt=attempt, answer=answer).first()
    if (old.text, old.stamps) == (text, chosen) if old else not (text or chosen):
        return old
    if not (text or chosen):
        assert old is not None
        old.delete()
        note = None
    else:
        note, _ = Note.objects.update_or_create(
            attempt=attempt,
            answer=answer,
            defaults={"teacher": teacher, "text": text, "stamps": chosen, "written_at": timezone.now()},
        )
    room = attempt.assignment.school_class
    audit.record(
        action="note_written" if note else "note_wiped",
        school=room.school,
        teacher=teacher,
        attempt=attempt.pk,
        answer=answer.pk if answer else None,
        letters=len(text),
        returned=attempt.state == Attempt.State.RETURNED,
    )
    versions.bump(room.pk)
    return note


def notes_on(attempt: Attempt) -> dict[int | None, Note]:
    """All notes of an attempt by answer; None stands for the whole sheet. One query."""
    return {note.answer_id: note for note in Note.objects.filter(attempt=attempt).select_related("teacher")}


def note_on(answer: Answer) -> Note | None:
    """The note on one answer. One query."""
    return Note.objects.filter(answer=answer).select_related("teacher").first()
