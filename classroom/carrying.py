"""Work that a tablet could not send, carried off as a file and taken in by a teacher (docs/adr/0035).

A file is JSON: {"kind", "version", "ticket", "work", "seal"}. `work` is a text of JSON, {"made", "answers": [...]},
and `seal` its HMAC-SHA-256 under the key of the ticket, which the child's page knows and the file does not hold.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from classroom import access, audit, looking, submissions, tickets, unsent
from classroom.errors import BadInput, ClassroomError
from classroom.models import Answer, Ink, Student, User
from recognition.reader import BadInk
from recognition.reader import Ink as Drawing

KIND = "astro-numbers-work"
MOST_BYTES = 4 * 1024 * 1024  # sixty answers of 64 KiB, which is the most that one may hold
POINTERS = {"pen", "touch", "mouse", "keypad"}
DEVICES = {"phone", "tablet", "desktop"}


class FileRefused(BadInput):
    code = "bad_file"


@dataclass
class TakenIn:
    """What became of one file. `waiting` answers are kept aside until the teacher decides."""

    student: Student
    fresh: int = 0
    known: int = 0
    waiting: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    lessons: dict[UUID, str] = field(default_factory=dict)

    @property
    def refusals(self) -> list[tuple[str, int]]:
        """Why answers were not taken in, and how many each; a template cannot ask a Counter for its items."""
        return sorted(self.refused.items())


@dataclass(frozen=True)
class _Carried:
    """One answer of a file; `drawing` or `typed`."""

    client_id: UUID
    answer: UUID
    seq: int
    drawn_at: datetime | None
    drawing: Any
    typed: str | None
    pointer: str
    device: str


def take_in(*, teacher: User, content: bytes) -> TakenIn:
    """Take in what a file holds of a child whom `teacher` teaches. The same file again changes nothing.

    Every answer is kept for itself, so that one that is refused keeps no other out. Raises FileRefused when nothing
    of the file can be taken in.
    """
    ticket, work = _unsealed(content)
    student = _student(teacher, ticket)
    carried = _answers(work)
    mine = {
        answer.uuid: answer
        for answer in access.answers_for_teacher(teacher)
        .filter(attempt__student=student, uuid__in=[one.answer for one in carried])
        .select_related("attempt__assignment__worksheet", "attempt__assignment__school_class", "question")
    }
    known = set(
        Ink.objects.filter(client_id__in=[one.client_id for one in carried]).values_list("client_id", flat=True)
    )
    done = TakenIn(student)
    for one in carried:
        answer = mine.get(one.answer)
        if answer is None:
            done.refused[gettext("belongs to a lesson that is not yours, or is gone")] += 1
            continue
        try:
            ink = _keep(answer, one)
        except (ClassroomError, BadInk) as error:
            done.refused[str(error).rstrip(".")] += 1
            continue
        lesson = answer.attempt.assignment
        done.lessons[lesson.uuid] = gettext("%(title)s, %(name)s") % {
            "title": lesson.worksheet.title,
            "name": lesson.school_class.name,
        }
        if one.client_id in known:
            done.known += 1
        else:
            done.fresh += 1
            done.waiting += ink.is_late
    unsent.forget_taken_in(Counter(mine[one.answer].attempt_id for one in carried if one.answer in mine))
    audit.record(
        action="work_taken_in", school=student.school, teacher=teacher, student=student.pk,
        answers=done.fresh, known=done.known, refused=sum(done.refused.values()),
    )  # fmt: skip
    return done


def _keep(answer: Answer, one: _Carried) -> Ink:
    return submissions.record_ink(
        answer=answer,
        client_id=one.client_id,
        seq=one.seq,
        ink=Drawing.from_wire(one.drawing, looking.limits_of(answer.question)) if one.drawing is not None else None,
        typed=one.typed,
        pointer=one.pointer,
        device=one.device,
        drawn_at=one.drawn_at,
        came_by=Ink.CameBy.FILE,
    )


def _unsealed(content: bytes) -> tuple[tickets.Ticket, str]:
    """Whose file it is and the work in it, once the seal has shown that it is whole."""
    if len(content) > MOST_BYTES:
        raise FileRefused(gettext("This file is too large to be work from a tablet."))
    facts = _json(content)
    if not isinstance(facts, dict) or facts.get("kind") != KIND:
        raise FileRefused(gettext("This file is no work from a tablet. Look for one that begins with “astro-work”."))
    if facts.get("version") != 1:
        raise FileRefused(
            gettext("This file was made by a newer version of Astro Numbers. Bring this one up to date first.")
        )
    parts = [facts.get(name) for name in ("ticket", "work", "seal")]
    if not all(isinstance(part, str) for part in parts):
        _damaged()
    ticket, work, seal = map(str, parts)
    opened = tickets.opened(ticket)
    if opened is None:
        raise FileRefused(
            gettext("This file was not made by a page of this school's Astro Numbers. Nothing was taken in.")
        )
    if not tickets.is_sealed_with(ticket, work, seal):
        _damaged()
    return opened, work


def _student(teacher: User, ticket: tickets.Ticket) -> Student:
    if ticket.school != teacher.school_id:
        raise FileRefused(gettext("This file is of another school. Nothing was taken in."))
    student = access.students_for_teacher(teacher).filter(uuid=ticket.student).first()
    if student is None:
        raise FileRefused(gettext("This file is of a child who is in none of your classes. Nothing was taken in."))
    return student


def _answers(work: str) -> list[_Carried]:
    facts = _json(work.encode())
    rows = facts.get("answers") if isinstance(facts, dict) else None
    if not isinstance(rows, list) or not rows or len(rows) > unsent.MOST_ANSWERS:
        raise FileRefused(gettext("There are no answers in this file."))
    return [_carried(row, _moment(facts.get("made"))) for row in rows]


def _carried(row: Any, made: datetime | None) -> _Carried:
    """One row of a file that a page of ours sealed: what is wrong with it is damage, or somebody's own page."""
    try:
        pointer, device = row.get("pointer", ""), row.get("device", "")
        typed, drawing = row.get("typed"), row.get("ink")
        if not isinstance(row["seq"], int) or not 0 < row["seq"] <= 1_000_000 or isinstance(row["seq"], bool):
            _damaged()
        if not (typed is None or isinstance(typed, str)):
            _damaged()
        return _Carried(
            client_id=UUID(row["client_id"]),
            answer=UUID(row["answer"]),
            seq=row["seq"],
            drawn_at=_by_our_clock(_moment(row.get("at")), made),
            drawing=drawing,
            typed=typed,
            pointer=pointer if pointer in POINTERS else "",
            device=device if device in DEVICES else "",
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        _damaged()


def _by_our_clock(at: datetime | None, made: datetime | None) -> datetime | None:
    """A tablet whose clock is fast made its file in the future: by so much its times are too late."""
    if at is None:
        return None
    return at - max((made or at) - timezone.now(), timedelta(0))


def _moment(milliseconds: object) -> datetime | None:
    """A time in ms since 1970, or None for what is none."""
    if not isinstance(milliseconds, int | float) or not 0 < milliseconds < 4e12:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8"), parse_constant=lambda name: _damaged())
    except (ValueError, RecursionError):
        raise FileRefused(
            gettext("This file cannot be read: it is no work from a tablet, or it was damaged.")
        ) from None


def _damaged() -> NoReturn:
    raise FileRefused(
        gettext(
            "This file was changed or damaged on the way. The tablet still has the "
            "work: save the file there once more."
        )
    )
