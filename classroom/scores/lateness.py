"""Late work in a teacher's words: what it was too late for, and when its tablet says it was drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as written_date
from django.utils.translation import gettext

from classroom.models import Answer, Ink


@dataclass(frozen=True)
class Lateness:
    """`why` ends "this came at ..., "; `drawn` is a sentence, "" when the tablet said nothing that can be true."""

    why: str
    drawn: str


def lateness(answer: Answer, ink: Ink) -> Lateness:
    """Of `ink`, which waits for a decision; the answer with attempt, assignment and current ink loaded."""
    attempt = answer.attempt
    ends = [moment for moment in (attempt.assignment.closes_at, attempt.handed_in_at) if moment is not None]
    end = min(ends, default=None)
    by_file = gettext(" from a file") if ink.came_by == Ink.CameBy.FILE else ""
    if end is not None and ink.received_at >= end:
        return Lateness(gettext("after closing or hand-in%(by_file)s") % {"by_file": by_file}, _drawn(ink, end))
    if answer.ink is not None:
        return Lateness(
            gettext("when other writing counted already%(by_file)s") % {"by_file": by_file},
            _drawn_beside(ink, answer.ink),
        )
    return Lateness(gettext("after closing or hand-in%(by_file)s") % {"by_file": by_file}, _drawn(ink, None))


def _drawn(ink: Ink, end: datetime | None) -> str:
    if ink.drawn_at is None:
        return ""
    side = "" if end is None else gettext(", in time") if ink.drawn_at < end else gettext(", too late as well")
    return gettext("By the tablet’s clock it was drawn %(when)s.") % {"when": _when(ink.drawn_at) + side}


def _drawn_beside(ink: Ink, current: Ink) -> str:
    if ink.drawn_at is None:
        return ""
    before = ink.drawn_at < (current.drawn_at or current.received_at)
    said = gettext("By the tablet’s clock it was drawn %(when)s, after that.")
    if before:
        said = gettext("By the tablet’s clock it was drawn %(when)s, before that.")
    return said % {"when": _when(ink.drawn_at)}


def _when(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return written_date(local, gettext("j M, H:i:s"))
