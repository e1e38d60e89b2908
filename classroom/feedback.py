"""What a child may see of the own work: the reading always, the mark when the policy allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from classroom import agreeing, notes, prepared, prompts, stamps
from classroom.models import Answer, Assignment, Attempt, Ink, Mark, Note, Reading, ReadingJob
from classroom.skills.figures import figure_of
from classroom.skills.figures.base import BESIDE


def may_see_marks(attempt: Attempt) -> bool:
    """Whether the assignment's feedback policy shows marks in the attempt's present state."""
    policy = attempt.assignment.feedback
    if attempt.state == Attempt.State.RETURNED or policy == Assignment.Feedback.AT_ONCE:
        return True
    return policy == Assignment.Feedback.AFTER_HAND_IN and attempt.state == Attempt.State.HANDED_IN


def answers_for_child(attempt: Attempt) -> list[dict[str, Any]]:
    """The attempt's answers in the order of the questions, as the child's page shows them. Three queries,
    and one where the child is asked about a reading.

    Each: uuid, position, seq (of the current ink, 0 for none), mode, state ("empty", "reading", "read", "look"),
    reading (text as read, "" when none or unreadable), typed, late (whether newer writing came too late and waits
    for a teacher), mark ("right", "wrong", "look", or "" while the policy hides it), and check (what to ask of the
    reading, see agreeing.questions_for_child, or None). The key is never in it; a machine's doubt is "look", never
    "wrong".
    """
    rows, *besides = prepared.together(_looked_at.asks(attempt_id=attempt.pk), *_beside(attempt))
    return list(_facts(attempt, list(map(_Seen._make, rows)), *besides))


def sheet_for_child(attempt: Attempt) -> list[dict[str, Any]]:
    """The same, and what a page draws besides: prompt (around its box), joint (between its boxes), kind, figure
    (or None), strokes (wire format or None), note."""
    kept = _notes_shown(attempt)
    rows, *besides = prepared.together(_whole.asks(attempt_id=attempt.pk), *_beside(attempt))
    answers = [_Seen._make(row[: len(_Seen._fields)]) for row in rows]
    drawn = [row[len(_Seen._fields) :] for row in rows]
    language = get_language() or ""
    return [
        {
            **facts,
            "prompt": prompts.around_box(prompt, language),
            "joint": prompts.joint(prompt, language),
            "kind": kind,
            "figure": figure_of(layout, prompt),
            "strokes": strokes,
            "note": _note_for_child(kept.get(answer.pk)),
        }
        for answer, (prompt, kind, layout, strokes), facts in zip(
            answers, drawn, _facts(attempt, answers, *besides), strict=True
        )
    ]


def note_for_child(attempt: Attempt) -> dict[str, Any] | None:
    """What the teacher wrote under the whole sheet, once it is returned: text, stamps as (code, words), by whom."""
    return _note_for_child(_notes_shown(attempt).get(None))


def _notes_shown(attempt: Attempt) -> dict[int | None, Note]:
    # Whatever the policy says of marks: words are for work that was given back.
    return notes.notes_on(attempt) if attempt.state == Attempt.State.RETURNED else {}


def _note_for_child(note: Note | None) -> dict[str, Any] | None:
    if note is None:
        return None
    by = note.teacher.name if note.teacher else ""
    return {"text": note.text, "stamps": stamps.pictures(note.stamps), "by": by}


@dataclass(frozen=True)
class Tally:
    """How an attempt stands in numbers; `right` and `look` are None while the policy hides marks."""

    questions: int
    written: int
    right: int | None
    look: int | None


def tally(sheet: list[dict[str, Any]], *, shown: bool) -> Tally:
    """Count a sheet as `answers_for_child` or `sheet_for_child` gave it."""
    marks = [answer["mark"] for answer in sheet]
    return Tally(
        questions=len(sheet),
        written=sum(answer["state"] != "empty" or answer["late"] for answer in sheet),
        right=marks.count("right") if shown else None,
        look=_to_look(sheet) if shown else None,
    )


def _to_look(sheet: list[dict[str, Any]]) -> int:
    # Ink that is still being read has no mark yet; for the child that is the same as "your teacher will look".
    return sum(
        answer["mark"] == "look" or ((answer["state"] != "empty" or answer["late"]) and not answer["mark"])
        for answer in sheet
    )


# Writing that came too late and is newer than what counts.
_late = Ink.objects.filter(answer=OuterRef("pk"), is_late=True, is_blank=False).filter(
    Q(answer__ink__isnull=True) | Q(seq__gt=F("answer__ink__seq"))
)


_LOOK = (
    "pk", "uuid", "question__position", "ink", "ink__client_id", "ink__seq", "ink__mode", "ink__typed",
    "ink__beside", "ink__is_blank", "ink__job__state", "mark__verdict", "mark__source", "has_late",
)  # fmt: skip
_DRAWN = ("question__prompt", "question__kind", "question__layout", "ink__strokes")


def _rows(attempt_id: int, *columns: str) -> QuerySet[Answer, Any]:
    """Without models: to make them would be most of the work of a look, which a page takes every moment."""
    answers = Answer.objects.filter(attempt=attempt_id).annotate(has_late=Exists(_late))
    return answers.order_by("question__position").values_list(*columns)


_looked_at = prepared.Query(lambda attempt_id: _rows(attempt_id, *_LOOK), attempt_id=int)
_whole = prepared.Query(lambda attempt_id: _rows(attempt_id, *_LOOK, *_DRAWN), attempt_id=int)
_read = prepared.Query(
    lambda attempt: (
        Reading.objects.filter(ink__answer__attempt=attempt, ink=F("ink__answer__ink"))
        .in_force_last()
        .values_list(*agreeing.Read._fields)
    ),
    attempt=int,
)


class _Seen(NamedTuple):
    """An answer as _LOOK asks of it; what is the ink's, the job's or the mark's is None where there is none."""

    pk: int
    uuid: UUID
    position: int
    ink: int | None
    client_id: UUID | None
    seq: int | None
    mode: str | None
    typed: str | None
    beside: str | None
    is_blank: bool | None
    job: str | None
    verdict: str | None
    source: str | None
    has_late: bool


def _beside(attempt: Attempt) -> list[prepared.Asked[Any]]:
    """What `_facts` needs besides the answers. Only who may still write is asked about readings."""
    asked: list[prepared.Asked[Any]] = [_read.asks(attempt=attempt.pk)]
    return [*asked, agreeing.saying_in(attempt.pk)] if attempt.state == Attempt.State.IN_PROGRESS else asked


def _facts(
    attempt: Attempt, answers: list[_Seen], read_rows: list[Any], said: dict[int, Any] | None = None
) -> Iterator[dict[str, Any]]:
    show = may_see_marks(attempt)
    # Of each ink the last, which counts.
    read = {one.ink_id: one for one in map(agreeing.Read._make, read_rows)}
    readings = [read.get(answer.ink) if answer.ink else None for answer in answers]
    # Neither key nor mark goes there, and must not.
    asked_about = [
        reading.pk
        for answer, reading in zip(answers, readings, strict=True)
        if said is not None and reading and answer.client_id and answer.seq
        and agreeing.is_asked_about(reading, said.get(answer.pk, []), client_id=answer.client_id, seq=answer.seq)
    ]  # fmt: skip
    questions = agreeing.questions_for_child(asked_about)
    for answer, reading in zip(answers, readings, strict=True):
        yield {**_for_child(answer, reading, show), "check": questions.get(reading.pk) if reading else None}


def _for_child(answer: _Seen, reading: agreeing.Read | None, show_mark: bool) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "uuid": str(answer.uuid),
        "position": answer.position,
        "seq": answer.seq or 0,
        "mode": answer.mode or "",
        "state": "empty",
        "reading": "",
        # As the page sent it.
        "typed": f"{answer.typed}{BESIDE}{answer.beside}" if answer.beside else answer.typed or "",
        "late": answer.has_late,
        "mark": "",
    }
    if answer.ink is not None and not answer.is_blank:
        facts["state"], facts["reading"] = _reading_of(answer, reading)
    if show_mark and answer.verdict and (facts["state"] != "empty" or answer.source == Mark.Source.TEACHER):
        facts["mark"] = "look" if answer.verdict == Mark.Verdict.UNSURE else answer.verdict
    return facts


def _reading_of(answer: _Seen, reading: agreeing.Read | None) -> tuple[str, str]:
    if answer.mode == Ink.Mode.TYPED:
        return "read", answer.typed or ""
    if reading is not None:
        return ("read", reading.text) if reading.status == "read" else ("look", "")
    return ("look", "") if answer.job == ReadingJob.State.NEEDS_TEACHER else ("reading", "")
