"""What a child may see of the own work: the reading always, the mark when the policy allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from classroom import agreeing, notes, prepared, prompts, stamps
from classroom.models import Agreement, Answer, Assignment, Attempt, Ink, Mark, Note, Reading, ReadingJob


def may_see_marks(attempt: Attempt) -> bool:
    """Whether the assignment's feedback policy shows marks in the attempt's present state."""
    policy = attempt.assignment.feedback
    if attempt.state == Attempt.State.RETURNED or policy == Assignment.Feedback.AT_ONCE:
        return True
    return policy == Assignment.Feedback.AFTER_HAND_IN and attempt.state == Attempt.State.HANDED_IN


def answers_for_child(attempt: Attempt) -> list[dict[str, Any]]:
    """The attempt's answers in the order of the questions, as the child's page shows them. Three queries.

    Each: uuid, position, seq (of the current ink, 0 for none), mode, state ("empty", "reading", "read", "look"),
    reading (text as read, "" when none or unreadable), typed, late (whether newer writing came too late and waits
    for a teacher), mark ("right", "wrong", "look", or "" while the policy hides it), and check (what to ask of the
    reading, see agreeing.question_for_child, or None). The key is never in it; a machine's doubt is "look", never
    "wrong".
    """
    return [facts for _, facts in _facts(attempt)]


def sheet_for_child(attempt: Attempt) -> list[dict[str, Any]]:
    """The same, and what a page draws besides: prompt (around its box), kind, figure (or None), strokes
    (wire format or None), note."""
    kept = _notes_shown(attempt)
    return [
        {
            **facts,
            "prompt": prompts.around_box(answer.question.prompt, get_language() or ""),
            "kind": answer.question.kind,
            "figure": answer.question.figure,
            "strokes": answer.ink.strokes if answer.ink else None,
            "note": _note_for_child(kept.get(answer.pk)),
        }
        for answer, facts in _facts(attempt, _whole)
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


def _answers(attempt_id: int) -> QuerySet[Answer]:
    return (
        Answer.objects.filter(attempt=attempt_id)
        .annotate(has_late=Exists(_late))
        .select_related("question", "ink__job", "mark")
        .order_by("question__position")
    )


_whole = prepared.Query(_answers, attempt_id=int)
# A child's page asks this every moment while it waits: what was drawn would be most of it.
_looked_at = prepared.Query(
    lambda attempt_id: _answers(attempt_id).only(
        "uuid", "question__position", "ink__client_id", "ink__seq", "ink__mode", "ink__typed", "ink__is_blank",
        "ink__job__state", "mark__verdict", "mark__source",
    ),
    attempt_id=int,
)  # fmt: skip
_read = prepared.Query(
    lambda attempt: Reading.objects.filter(ink__answer__attempt=attempt, ink=F("ink__answer__ink")).in_force_last(),
    attempt=int,
)


def _facts(attempt: Attempt, answers: prepared.Query[Answer] = _looked_at) -> list[tuple[Answer, dict[str, Any]]]:
    show = may_see_marks(attempt)
    read = {one.ink_id: one for one in _read.all(attempt=attempt.pk)}  # of each ink the last, which counts
    # Only who may still write is asked.
    asks = attempt.state == Attempt.State.IN_PROGRESS
    said = agreeing.said_in(attempt.pk) if asks else {}
    facts = []
    for answer in answers.all(attempt_id=attempt.pk):
        reading = read.get(answer.ink_id) if answer.ink_id else None
        check = _check(answer, reading, said.get(answer.pk, [])) if asks else None
        facts.append((answer, {**_for_child(answer, reading, show), "check": check}))
    return facts


def _check(answer: Answer, reading: Reading | None, said: list[Agreement]) -> dict[str, Any] | None:
    """What to ask of the reading. Neither key nor mark is at hand here, and must not be."""
    return agreeing.question_for_child(answer.ink, reading, said) if answer.ink and reading else None


def _for_child(answer: Answer, reading: Reading | None, show_mark: bool) -> dict[str, Any]:
    ink = answer.ink
    facts: dict[str, Any] = {
        "uuid": str(answer.uuid),
        "position": answer.question.position,
        "seq": ink.seq if ink else 0,
        "mode": ink.mode if ink else "",
        "state": "empty",
        "reading": "",
        "typed": ink.typed if ink else "",
        "late": answer.has_late,  # type: ignore[attr-defined]
        "mark": "",
    }
    if ink is not None and not ink.is_blank:
        facts["state"], facts["reading"] = _reading_of(ink, reading)
    if show_mark and answer.mark is not None and (facts["state"] != "empty" or _by_teacher(answer.mark)):
        facts["mark"] = "look" if answer.mark.verdict == Mark.Verdict.UNSURE else answer.mark.verdict
    return facts


def _by_teacher(mark: Mark) -> bool:
    return mark.source == Mark.Source.TEACHER


def _reading_of(ink: Ink, reading: Reading | None) -> tuple[str, str]:
    if ink.mode == Ink.Mode.TYPED:
        return "read", ink.typed
    if reading is not None:
        return ("read", reading.text) if reading.status == "read" else ("look", "")
    job: ReadingJob | None = getattr(ink, "job", None)
    if job is not None and job.state == ReadingJob.State.NEEDS_TEACHER:
        return "look", ""
    return "reading", ""
