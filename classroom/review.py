"""What a teacher should look at: answers with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext

from classroom import checks, decisions, marks, prompts
from classroom.later import gettext_lazy
from classroom.models import Answer, Assignment, Decision, Ink, Mark, Question, Reading, User
from classroom.scores import doubts

# A list longer than this is shown in parts: no teacher decides on more in one go.
LONGEST = 400
# Shown without what the machine said: who knows it tends to agree.
CHECK_WORDS = gettext_lazy("check of a sure mark")


@dataclass
class Item:
    """One answer that waits: why, in words; `doubt` from 0 (nearly sure) to 1; `ink` is what to look at."""

    answer: Answer
    reason: str
    words: str
    doubt: float
    ink: Ink | None
    reading: Reading | None
    said: str = ""  # what the child said of the reading, where it was asked

    @property
    def text(self) -> str:
        """What was read of the ink shown, or typed; "" when nothing could be."""
        if self.ink is not None and self.ink.typed:
            return self.ink.typed
        return self.reading.text if self.reading and self.reading.status == Reading.Status.READ else ""


@dataclass
class Pile:
    """The items of one question, most doubtful first."""

    question: Question
    assignment: Assignment
    items: list[Item]


def in_lessons(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Those of `answers` that a teacher owes a look: practice is looked at by whoever wants to."""
    return answers.filter(attempt__assignment__purpose=Assignment.Purpose.LESSON)


def items(answers: QuerySet[Answer]) -> list[Pile]:
    """What waits among `answers`, by question; the question with the greatest doubt first. Four queries."""
    waiting = list(_loaded(doubts.to_look_at(answers))[:LONGEST])
    late = _late_by_answer(waiting)
    piles: dict[tuple[int, int], Pile] = {}
    for answer in waiting:
        assignment = answer.attempt.assignment
        pile = piles.setdefault((assignment.pk, answer.question_id), Pile(answer.question, assignment, []))
        pile.items.append(_item(answer, late.get(answer.pk)))
    for pile in piles.values():
        pile.items.sort(key=lambda item: (-item.doubt, item.answer.pk))
    return sorted(piles.values(), key=lambda pile: (-pile.items[0].doubt, pile.assignment.pk, pile.question.position))


def each(answers: QuerySet[Answer], *, with_ink: bool = True) -> list[Item]:
    """All of `answers` as items, those too that wait for nobody (their reason is ""). Three queries.

    Without `with_ink` no strokes are loaded.
    """
    rows = _loaded(answers) if with_ink else _loaded(answers).defer("ink__strokes")
    found = list(rows)
    late = _late_by_answer(found, with_ink=with_ink)
    return [_item(answer, late.get(answer.pk)) for answer in found]


def count(answers: QuerySet[Answer]) -> int:
    """How many of `answers` wait for a teacher. One query."""
    return doubts.to_look_at(answers).count()


def reason_of(answer: Answer) -> str:
    """Why this answer waits, in words; "" when it does not. Three queries at most."""
    late = doubts.late_inks(Answer.objects.filter(pk=answer.pk)).order_by("-seq").first()
    answer.is_drawn = checks.waiting(Answer.objects.filter(pk=answer.pk)).exists()  # type: ignore[attr-defined]
    reason = _reason(answer, late)
    return _words(reason, answer.mark.reading if answer.mark else None, answer.question.prompt) if reason else ""


def _loaded(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    return answers.select_related(
        "attempt__student", "attempt__assignment__worksheet", "attempt__assignment__school_class",
        "question", "ink__job", "mark__reading",
    ).prefetch_related(
        Prefetch("ink__readings", queryset=Reading.objects.in_force_last())
    ).annotate(is_drawn=checks.waits()).order_by("pk")  # fmt: skip


def _late_by_answer(answers: list[Answer], *, with_ink: bool = True) -> dict[int, Ink]:
    """The newest late writing of each that waits for a decision. One query."""
    rows = doubts.late_inks(Answer.objects.filter(pk__in=[one.pk for one in answers])).order_by("seq")
    return {ink.answer_id: ink for ink in (rows if with_ink else rows.defer("strokes"))}


def _reason(answer: Answer, late: Ink | None) -> str:
    ink, mark = answer.ink, answer.mark
    job = getattr(ink, "job", None)
    return doubts.why(
        has_ink=ink is not None,
        is_blank=ink.is_blank if ink else None,
        job_state=job.state if job else None,
        verdict=mark.verdict if mark else None,
        source=mark.source if mark else None,
        rests_on_it=mark is not None and mark.ink_id == answer.ink_id,
        mark_reason=mark.reason if mark else None,
        is_late=late is not None,
        is_drawn=answer.is_drawn,  # type: ignore[attr-defined]
    )


def _item(answer: Answer, late: Ink | None) -> Item:
    reason = _reason(answer, late)
    ink = late if reason == doubts.LATE else answer.ink
    readings = list(ink.readings.all()) if ink is not None and reason != doubts.LATE else []
    reading = readings[-1] if readings else None
    return Item(
        answer, reason, _words(reason, reading, answer.question.prompt), _doubt(reason, reading), ink, reading
    )


def _words(reason: str, reading: Reading | None, prompt: str) -> str:
    """The reason as one says it in a staff room."""
    if reason in ("plausible_right", "doubtful"):
        found = reading.result["candidates"][:2] if reading else []
        names = [prompts.answered_here(one["text"], prompt) for one in found]
        return (
            gettext("could be %(value)s or %(value_2)s") % {"value": names[0], "value_2": names[1]}
            if len(names) == 2
            else gettext("not sure what it says")
        )
    return {
        "blank": gettext("nothing to see"),
        "unreadable": gettext("cannot read"),
        "mirrored": gettext("a digit is written backwards"),
        "unfinished": gettext("a box is empty"),
        doubts.CHECK: CHECK_WORDS,
        doubts.FAILED: gettext("reading failed"),
        doubts.AGAIN: gettext("written again after your mark"),
        doubts.LATE: gettext("came after closing"),
    }.get(reason, gettext("not sure what it says"))


def _doubt(reason: str, reading: Reading | None) -> float:
    if reason in ("plausible_right", "doubtful", "") and reading is not None:
        return 1.0 - reading.confidence
    if not reason:
        return 0.0
    return {"unreadable": 1.0, doubts.FAILED: 1.0, "blank": 0.9, doubts.AGAIN: 0.8, doubts.CHECK: 0.1}.get(
        reason, 0.5
    )


@transaction.atomic
def leave_out_late(*, answer: Answer, teacher: User, decision: Decision | None = None) -> Mark:
    """Decide that late writing does not count: what stood before stands, and the list does not ask again.

    Without `decision`, one is recorded for this answer alone.
    """
    standing = answer.mark
    decision = decision or decisions.record(
        kind=Decision.Kind.LATE, teacher=teacher, assignment=answer.attempt.assignment, question=answer.question,
        accepted=False, answers=1,
    )  # fmt: skip
    if standing is not None and standing.source == Mark.Source.TEACHER:
        return marks.overrule(
            answer=answer, teacher=teacher, verdict=standing.verdict, reason="late_left_out", decision=decision
        )
    return marks.withdraw(answer=answer, teacher=teacher, decision=decision)
