"""How long things are kept, and letting them go. Every window has a default and its reason; 0 days means for ever.

`due` counts what a run would let go and changes nothing; `let_go` does it. Marks are kept longer than writing: what a
child can do is in the marks, whose hand it is is in the strokes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from classroom import audit, flights, privacy
from classroom.later import gettext_lazy as _
from classroom.models import (
    Answer,
    Attempt,
    AuditEntry,
    Decision,
    Enrolment,
    Ink,
    Invitation,
    Mark,
    Recipient,
    Student,
)

YEAR_ENDS = (8, 31)  # month and day on which a school year is over
BATCH = 200


@dataclass(frozen=True)
class Window:
    """How long one sort of thing is kept: `days`, counted from what `since` says."""

    name: str
    days: int
    what: str
    since: str
    reason: str


@dataclass(frozen=True)
class Due:
    """What one window lets go now: how many, and from when the oldest is."""

    window: Window
    days: int
    count: int
    oldest: datetime | None


WINDOWS = {
    window.name: window
    for window in (
        Window(
            "ink", 90, _("the strokes of what was drawn; readings and marks stay"),
            _("the writing came, or a mark on it was last made"),
            _("long enough to look again and to read with a better reader; a hand is the most personal thing here"),
        ),
        Window(
            "work", 90, _("answers, readings, marks and notes"), _("the end of the school year (31 August)"),
            _("reports are written and questions asked by then; the next teacher starts afresh"),
        ),
        Window(
            "children", 90, _("children who are in no class any more, with all that hangs on them"),
            _("the end of the school year in which they left"), _("a child may come back within the year"),
        ),
        Window("sessions", 1, _("who was signed in"), _("the session ended"), _("nothing needs them")),
        Window("invitations", 30, _("links for colleagues"), _("they stopped working"),
        _("to see who was invited lately")),
        Window("tries", 30, _("wrong passwords and sign-ins of teachers"), _("they happened"),
        _("to look into an attack")),
        Window("trail", 365, _("who did what"), _("it happened"), _("a year of questions can be answered")),
        Window(
            "backups", 35, _("encrypted backups"), _("they were made"),
            _("a month and a little; `manage.py backup --keep-days 35` removes older ones"),
        ),
        Window("school", 0, _("what belongs to the school itself"), "",
        _("kept while the school uses Astro Numbers")),
    )
}  # fmt: skip


def days(name: str) -> int:
    """How many days a window has here: the setting RETENTION_DAYS, else the default; 0 for ever."""
    return int(settings.RETENTION_DAYS.get(name, WINDOWS[name].days))


def due(now: datetime | None = None) -> list[Due]:
    """What would go now, window by window. Reads only."""
    return _by_window(_due(name, rows, field) for name, rows, field in _rows(now or timezone.now()))


def let_go(now: datetime | None = None) -> list[Due]:
    """Let everything go whose time is over; returns what went. Safe to stop and to run again."""
    moment = now or timezone.now()
    tables = []
    for name, rows, field in _rows(moment):
        found = _due(name, rows, field)
        if found.count:
            _GOING[name](rows, moment)
        tables.append(found)
    done = _by_window(tables)
    gone = {one.window.name: one.count for one in done if one.count}
    if gone:
        audit.record(action="retention", school=None, gone=gone)
        privacy.scrub()
    return done


def next_to_go(student: Student) -> date | None:
    """From which day a child's writing begins to go; None when none is left or it is kept for ever."""
    oldest = (
        Ink.objects.filter(answer__attempt__student=student, forgotten_at=None, mode=Ink.Mode.DRAWN)
        .order_by("received_at").values_list("received_at", flat=True).first()
    )  # fmt: skip
    return timezone.localdate(oldest) + timedelta(days=days("ink")) if oldest and days("ink") else None


def year_over(now: datetime, *, after: int) -> datetime:
    """The end of the last school year that has been over for `after` days."""
    limit = timezone.localdate(now) - timedelta(days=after)
    end = date(limit.year, *YEAR_ENDS)
    if end >= limit:
        end = end.replace(year=limit.year - 1)
    return timezone.make_aware(datetime.combine(end + timedelta(days=1), time.min))


def _rows(now: datetime) -> Iterator[tuple[str, QuerySet[Any], str]]:
    """Each window that ends, with the rows whose time is over and the field that says how old they are."""

    def ago(name: str) -> datetime:
        return now - timedelta(days=days(name))

    lately = Mark.objects.filter(answer=OuterRef("answer"), created_at__gte=ago("ink"))
    known: list[tuple[str, QuerySet[Any], str]] = [
        (
            "ink",
            Ink.objects.filter(mode=Ink.Mode.DRAWN, forgotten_at=None, received_at__lt=ago("ink"))
            .exclude(Exists(lately)).exclude(job__state__in=["queued", "leased"]),
            "received_at",
        ),
        ("work", Attempt.objects.filter(started_at__lt=year_over(now, after=days("work"))), "started_at"),
        ("work", Recipient.objects.filter(assignment__opens_at__lt=year_over(now, after=days("work"))),
         "assignment__opens_at"),
        ("children", _who_left(year_over(now, after=days("children"))), "left_at"),
        ("sessions", Session.objects.filter(expire_date__lt=ago("sessions")), "expire_date"),
        ("invitations", Invitation.objects.filter(expires_at__lt=ago("invitations")), "expires_at"),
        ("tries", AccessLog.objects.filter(attempt_time__lt=ago("tries")), "attempt_time"),
        ("tries", AccessAttempt.objects.filter(attempt_time__lt=ago("tries")), "attempt_time"),
        ("tries", AccessFailureLog.objects.filter(attempt_time__lt=ago("tries")), "attempt_time"),
        ("trail", AuditEntry.objects.filter(at__lt=ago("trail")).exclude(seal=""), "at"),
    ]  # fmt: skip
    yield from ((name, rows, field) for name, rows, field in known if days(name))


def _who_left(before: datetime) -> QuerySet[Student]:
    there = Enrolment.objects.filter(student=OuterRef("pk"), until=None)
    return (
        Student.objects.exclude(Exists(there))
        .annotate(left_at=Max("enrolments__until"))
        .filter(Q(left_at__lt=before) | Q(left_at=None, created_at__lt=before))
    )


def _due(name: str, rows: QuerySet[Any], field: str) -> Due:
    oldest = rows.order_by(field).values_list(field, flat=True).first()
    return Due(WINDOWS[name], days(name), rows.count(), oldest)


def _by_window(found: Iterable[Due]) -> list[Due]:
    """One for each window: some let rows of several tables go."""
    together: dict[str, Due] = {}
    for one in found:
        before = together.get(one.window.name)
        if before:
            oldest = min(filter(None, (before.oldest, one.oldest)), default=None)
            one = Due(one.window, one.days, before.count + one.count, oldest)
        together[one.window.name] = one
    return list(together.values())


def _empty_ink(rows: QuerySet[Ink], now: datetime) -> None:
    for inks in _batches(rows):
        for ink in inks:
            drawn = ink.strokes or {"version": 1, "width": 1000, "height": 400}
            ink.strokes, ink.forgotten_at = {**drawn, "strokes": []}, now
        with transaction.atomic():
            Ink.objects.bulk_update(inks, ["strokes", "forgotten_at"])


def _remove_work(rows: QuerySet[Any], now: datetime) -> None:
    if rows.model is Recipient:
        rows.delete()
        flights.let_go_of_empty()
        return
    for attempts in _batches(rows):
        ids = [one.pk for one in attempts]
        with transaction.atomic():
            Answer.objects.filter(attempt__in=ids).update(ink=None, mark=None)
            Attempt.objects.filter(pk__in=ids).delete()
    old = Decision.objects.filter(made_at__lt=year_over(now, after=days("work")), marks=None)
    old.exclude(undone_by__marks__isnull=False).delete()


def _erase_children(rows: QuerySet[Student], now: datetime) -> None:
    for students in _batches(rows):
        for student in students:
            privacy.erase_student(student=student, teacher=None)


def _remove(rows: QuerySet[Any], now: datetime) -> None:
    rows.delete()


def _batches(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """The rows that are there now, in portions: a lesson that goes on meanwhile never waits for long."""
    ids = list(rows.values_list("pk", flat=True))
    for at in range(0, len(ids), BATCH):
        yield list(rows.model._default_manager.filter(pk__in=ids[at : at + BATCH]))


_GOING: dict[str, Callable[[QuerySet[Any], datetime], None]] = {
    "ink": _empty_ink,
    "work": _remove_work,
    "children": _erase_children,
    "sessions": _remove,
    "invitations": _remove,
    "tries": _remove,
    "trail": _remove,
}
