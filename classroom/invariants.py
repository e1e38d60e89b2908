"""What must be true of the stored school at any moment. Each check returns the ids of rows that break it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.db.models import BinaryField, Count, Exists, F, OuterRef, Q, TextField
from django.db.models.functions import Cast, Now

from classroom.models import Answer, Enrolment, Ink, Mark, Reading, ReadingJob
from classroom.skills.figures.base import BESIDE
from recognition import reader as recognition

Check = Callable[[timedelta], list[int]]
SHOWN = 20  # ids named for each broken check
PAGE = 1000  # inks looked at together
NO_DIGEST = "0" * 64  # of what the demonstration made up before it took digests


def ink_that_is_neither_read_nor_waiting(quiet: timedelta) -> list[int]:
    """Current ink older than `quiet` has a reading and a mark, or waits for a teacher; none is forgotten."""
    settled = Q(job__state=ReadingJob.State.NEEDS_TEACHER) | Q(
        Exists(Mark.objects.filter(ink=OuterRef("pk"))), job__state=ReadingJob.State.DONE
    )
    current = Ink.objects.filter(
        Exists(Answer.objects.filter(ink=OuterRef("pk"))),
        mode=Ink.Mode.DRAWN,
        is_blank=False,
        received_at__lt=Now() - quiet,
    )
    return _ids(current.exclude(settled))


def current_ink_that_is_not_the_newest(quiet: timedelta) -> list[int]:
    """The current ink of an answer has the highest seq among what came in time."""
    newer = Ink.objects.filter(answer=OuterRef("pk"), is_late=False, seq__gt=OuterRef("ink__seq"))
    accepted = Q(ink__is_late=True)  # a teacher took late work in
    return _ids(Answer.objects.filter(Exists(newer)).exclude(accepted))


def answer_without_its_ink(quiet: timedelta) -> list[int]:
    """An answer that has ink in time knows a current one, of its own."""
    has_ink = Ink.objects.filter(answer=OuterRef("pk"), is_late=False)
    foreign = Q(ink__isnull=False) & ~Q(ink__answer=F("pk"))
    return _ids(Answer.objects.filter(Q(Exists(has_ink), ink__isnull=True) | foreign))


def mark_without_evidence(quiet: timedelta) -> list[int]:
    """A mark rests on a reading of the very ink it marks, on typing, or on a teacher."""
    drawn = Q(ink__mode=Ink.Mode.DRAWN) & (Q(reading__isnull=True) | ~Q(reading__ink=F("ink")))
    return _ids(Mark.objects.exclude(source=Mark.Source.TEACHER).filter(drawn))


def machine_nought_without_a_reading(quiet: timedelta) -> list[int]:
    """No failure becomes a nought: where a machine gives 0, something was read or typed."""
    nothing_seen = Q(ink__mode=Ink.Mode.DRAWN) & ~Q(reading__status=Reading.Status.READ)
    return _ids(Mark.objects.exclude(source=Mark.Source.TEACHER).filter(nothing_seen, score=0))


def standing_mark_of_other_ink(quiet: timedelta) -> list[int]:
    """The standing mark is a teacher's, or rests on the current ink."""
    return _ids(
        Answer.objects.filter(mark__isnull=False)
        .exclude(mark__source=Mark.Source.TEACHER)
        .exclude(mark__ink=F("ink"))
    )


def teachers_mark_set_aside(quiet: timedelta) -> list[int]:
    """Where a teacher's latest mark was not taken back, it stands."""
    latest = (
        Mark.objects.filter(answer=OuterRef("answer"), source=Mark.Source.TEACHER).order_by("-pk").values("pk")[:1]
    )
    spoken = Mark.objects.filter(source=Mark.Source.TEACHER, pk=latest).exclude(reason="withdrawn")
    return _ids(spoken.exclude(answer__mark=F("pk")))


def job_tried_too_often(quiet: timedelta) -> list[int]:
    """No job is tried more than three times."""
    return _ids(ReadingJob.objects.filter(tries__gt=3))


def lease_that_never_ends(quiet: timedelta) -> list[int]:
    """No job is held long after its lease ended: the sweeper runs."""
    return _ids(ReadingJob.objects.filter(state=ReadingJob.State.LEASED, lease_until__lt=Now() - quiet))


def ink_marked_twice_by_one_reading(quiet: timedelta) -> list[int]:
    """One reading gives one machine mark for a key and a rule."""
    return list(
        Mark.objects.filter(source=Mark.Source.MACHINE)
        .values("ink", "reading", "key_number", "rule_version")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
        .values_list("ink", flat=True)[:SHOWN]
    )


def row_of_another_school(quiet: timedelta) -> list[int]:
    """A child's work belongs to a class the child is or was in, of the child's own school."""
    was_in = Enrolment.objects.filter(
        student=OuterRef("attempt__student"), school_class=OuterRef("attempt__assignment__school_class")
    )
    same_school = Q(attempt__student__school=F("attempt__assignment__school_class__school"))
    return _ids(Answer.objects.filter(~Exists(was_in) | ~same_school))


def question_of_another_worksheet(quiet: timedelta) -> list[int]:
    """An answer's question is on the worksheet that was set."""
    return _ids(Answer.objects.exclude(question__worksheet=F("attempt__assignment__worksheet")))


def ink_that_is_not_what_came(quiet: timedelta) -> list[int]:
    """What was drawn or typed still has the digest that was taken of it when it came: a bad disk changed nothing."""
    # As bytes, because what a disk spoiled may be neither JSON nor text.
    as_bytes = BinaryField() if connection.vendor == "sqlite" else TextField()
    kept = Ink.objects.filter(forgotten_at__isnull=True).exclude(sha256=NO_DIGEST).order_by("pk")
    rows = kept.annotate(raw=Cast("strokes", as_bytes)).values_list("pk", "sha256", "mode", "raw", "typed", "beside")
    spoiled: list[int] = []
    last = 0
    while len(spoiled) < SHOWN and (page := list(rows.filter(pk__gt=last)[:PAGE])):
        last = page[-1][0]
        spoiled += [pk for pk, digest, *came in page if digest not in _digests(*came)]
    return spoiled[:SHOWN]


def _digests(mode: str, raw: bytes | str | None, typed: str, beside: str) -> list[str]:
    if mode == Ink.Mode.TYPED:
        whole = [typed, f"{typed}{BESIDE}{beside}"]  # with a sign between them even where nothing stands beside
        return [Ink.digest_of_typed(one) for one in whole]
    try:
        return [recognition.digest_of(json.loads(raw or ""))]
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        return []


def damaged_database(quiet: timedelta) -> list[int]:
    """SQLite's own checks of the file and of foreign keys find nothing."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        sound = cursor.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        orphans = [row[1] or 0 for row in cursor.execute("PRAGMA foreign_key_check").fetchall()]
    return orphans[:SHOWN] if sound else [0, *orphans][:SHOWN]


CHECKS: tuple[Check, ...] = (
    ink_that_is_neither_read_nor_waiting,
    current_ink_that_is_not_the_newest,
    answer_without_its_ink,
    mark_without_evidence,
    machine_nought_without_a_reading,
    standing_mark_of_other_ink,
    teachers_mark_set_aside,
    job_tried_too_often,
    lease_that_never_ends,
    ink_marked_twice_by_one_reading,
    row_of_another_school,
    question_of_another_worksheet,
    ink_that_is_not_what_came,
    damaged_database,
)


def broken(*, quiet: timedelta = timedelta(seconds=60)) -> dict[str, list[int]]:
    """The checks that fail, with up to 20 ids each. One query a check, and one for each thousand inks.

    `quiet` is how long work may rightly be under way.
    """
    found = {check.__name__: check(quiet) for check in CHECKS}
    return {name: ids for name, ids in found.items() if ids}


def _ids(rows: object) -> list[int]:
    return list(rows.values_list("pk", flat=True)[:SHOWN])  # type: ignore[attr-defined]
