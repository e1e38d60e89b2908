"""What lies on the teacher's desk on the first look: notes on returned work, and a new reader's proposals."""

from __future__ import annotations

import time

from django.db import transaction

from classroom import notes, rereading
from classroom.models import Answer, Assignment, Attempt, Rereading, User
from recognition import reader as recognition

TRIES, PAUSE = 60, 2.0  # seconds between
ON_SHEETS = (
    ("Your sevens are lovely. Try crossing them, then nobody takes them for a one.", ("pencil",)),
    ("You stayed with it to the last question!", ("star", "mountain")),
    ("", ("rocket",)),
    ("Have a look at question 3 with a friend.", ("look",)),
    ("Thank you for writing so large.", ("heart", "pencil")),
)
ON_ANSWERS = (("Clever: you counted on from the larger number.", ("idea",)), ("Nearly! Count once more.", ("look",)))


def write_notes(lesson: Assignment, teacher: User) -> None:
    """A note on some sheets of a lesson, and on an answer here and there."""
    attempts = list(Attempt.objects.filter(assignment=lesson).order_by("pk")[: 2 * len(ON_SHEETS)])
    for attempt, (text, codes) in zip(attempts, ON_SHEETS * 2, strict=False):
        notes.write_note(attempt=attempt, answer=None, teacher=teacher, text=text, codes=codes)
    for attempt, (text, codes) in zip(attempts[::3], ON_ANSWERS * 2, strict=False):
        answer = Answer.objects.filter(attempt=attempt, ink__isnull=False).order_by("question__position")[2]
        notes.write_note(attempt=attempt, answer=answer, teacher=teacher, text=text, codes=codes)


def propose(teacher: User) -> None:
    """Let this site's reader go over the newest lesson that the invented one read: what it proposes waits.

    Once: what a visitor decided on them stays. All in one transaction, so that nobody who wants something else read
    again is told to wait for this.
    """
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                _read_again(teacher)
            return
        except _ChildrenFirst:
            time.sleep(PAUSE)
        except (recognition.ReaderUnavailable, rereading.NothingToRead, rereading.UnderWay):
            return


class _ChildrenFirst(Exception):
    """Fresh ink waits to be read."""


def _read_again(teacher: User) -> None:
    lesson = (
        Assignment.objects.filter(
            school_class__school=teacher.school, attempts__answers__ink__readings__reader_version="demonstration-0"
        )
        .order_by("-opens_at", "pk")
        .first()
    )
    if lesson is None or Rereading.objects.filter(school=teacher.school).exists():
        return
    version = recognition.default_reader().version
    run = rereading.start(teacher=teacher, reader_version=version, assignment=lesson)
    while rereading.go_on(run.pk):
        pass
    run.refresh_from_db()
    if run.state != Rereading.State.DONE:
        raise _ChildrenFirst
