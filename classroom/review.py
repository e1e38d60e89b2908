"""What a teacher should look at: answers with a reason, and groups of equal readings of one question."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from classroom import audit, decisions, marks
from classroom.models import Answer, Assignment, Decision, Ink, Mark, Question, Reading, User
from classroom.scores import doubts

# A list longer than this is shown in parts: no teacher decides on more in one go.
LONGEST = 400
_UNREAD = "unread"


@dataclass
class Item:
    """One answer that waits: why, in words; `doubt` from 0 (nearly sure) to 1; `ink` is what to look at."""

    answer: Answer
    reason: str
    words: str
    doubt: float
    ink: Ink | None
    reading: Reading | None


@dataclass
class Pile:
    """The items of one question, most doubtful first."""

    question: Question
    assignment: Assignment
    items: list[Item]


def items(answers: QuerySet[Answer]) -> list[Pile]:
    """What waits among `answers`, by question; the question with the greatest doubt first. Four queries."""
    waiting = list(_loaded(doubts.to_look_at(answers))[:LONGEST])
    late = {
        ink.answer_id: ink
        for ink in doubts.late_inks(Answer.objects.filter(pk__in=[one.pk for one in waiting])).order_by("seq")
    }
    piles: dict[tuple[int, int], Pile] = {}
    for answer in waiting:
        assignment = answer.attempt.assignment
        pile = piles.setdefault((assignment.pk, answer.question_id), Pile(answer.question, assignment, []))
        pile.items.append(_item(answer, late.get(answer.pk)))
    for pile in piles.values():
        pile.items.sort(key=lambda item: (-item.doubt, item.answer.pk))
    return sorted(piles.values(), key=lambda pile: (-pile.items[0].doubt, pile.assignment.pk, pile.question.position))


def count(answers: QuerySet[Answer]) -> int:
    """How many of `answers` wait for a teacher. One query."""
    return doubts.to_look_at(answers).count()


def reason_of(answer: Answer) -> str:
    """Why this answer waits, in words; "" when it does not. Two queries at most."""
    late = doubts.late_inks(Answer.objects.filter(pk=answer.pk)).order_by("-seq").first()
    reason = _reason(answer, late)
    return _words(reason, answer.mark.reading if answer.mark else None) if reason else ""


def _loaded(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    return answers.select_related(
        "attempt__student", "attempt__assignment__worksheet", "attempt__assignment__school_class",
        "question", "ink__job", "mark__reading",
    ).prefetch_related(
        Prefetch("ink__readings", queryset=Reading.objects.in_force_last())
    ).order_by("pk")  # fmt: skip


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
    )


def _item(answer: Answer, late: Ink | None) -> Item:
    reason = _reason(answer, late)
    ink = late if reason == doubts.LATE else answer.ink
    readings = list(ink.readings.all()) if ink is not None and reason != doubts.LATE else []
    reading = readings[-1] if readings else None
    return Item(answer, reason, _words(reason, reading), _doubt(reason, reading), ink, reading)


def _words(reason: str, reading: Reading | None) -> str:
    """The reason as one says it in a staff room."""
    if reason in ("plausible_right", "doubtful"):
        names = [one["text"] for one in reading.result["candidates"][:2]] if reading else []
        return f"could be {names[0]} or {names[1]}" if len(names) == 2 else "not sure what it says"
    return {
        "blank": "nothing to see",
        "unreadable": "cannot read",
        doubts.FAILED: "reading failed",
        doubts.AGAIN: "written again after your mark",
        doubts.LATE: "came after closing",
    }.get(reason, "not sure what it says")


def _doubt(reason: str, reading: Reading | None) -> float:
    if reason in ("plausible_right", "doubtful") and reading is not None:
        return 1.0 - reading.confidence
    return {"unreadable": 1.0, doubts.FAILED: 1.0, "blank": 0.9, doubts.AGAIN: 0.8}.get(reason, 0.5)


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


@dataclass
class Group:
    """Answers to one question that were read alike; `text` is "" for what could not be read or is not read yet."""

    text: str
    key: str
    answers: list[Answer]
    verdicts: dict[str, int]

    @property
    def is_settled(self) -> bool:
        """Whether all its answers carry one and the same verdict."""
        return len(self.verdicts) == 1 and not self.verdicts.get("") and not self.verdicts.get("unsure")


def groups(*, assignment: Assignment, question: Question) -> list[Group]:
    """All answers to a question by what was read: those that wait first, then wrong ones, most common first.

    Two queries. Groups are derived each time and stored nowhere.
    """
    answers = _loaded(
        Answer.objects.filter(
            attempt__assignment=assignment, question=question, ink__isnull=False, ink__is_blank=False
        )
    )
    found: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        found[_text(answer) or _UNREAD].append(answer)
    made = []
    for key, members in found.items():
        verdicts: dict[str, int] = defaultdict(int)
        for answer in members:
            verdicts[answer.mark.verdict if answer.mark else ""] += 1
        made.append(Group("" if key == _UNREAD else key, key, members, dict(verdicts)))
    return sorted(made, key=_order)


def mark_group(*, assignment: Assignment, question: Question, key: str, verdict: str, teacher: User) -> int:
    """One decision for all answers read alike that have no teacher's mark yet; returns how many got it.

    The group is looked up anew, so an answer that was read otherwise meanwhile keeps out.
    """
    chosen = next((one for one in groups(assignment=assignment, question=question) if one.key == key), None)
    if chosen is None:
        return 0
    marked = 0
    with transaction.atomic():
        for answer in chosen.answers:
            if answer.mark is None or answer.mark.source != Mark.Source.TEACHER:
                marks.overrule(answer=answer, teacher=teacher, verdict=verdict)
                marked += 1
        audit.record(
            action="group_marked",
            school=assignment.school_class.school,
            teacher=teacher,
            assignment=assignment.pk,
            question=question.pk,
            verdict=verdict,
            answers=marked,
        )
    return marked


def common_mistakes(found: list[Group]) -> list[tuple[str, int]]:
    """What was read in wrong answers, with how often, most common first; at most six. Pure."""
    wrong = [(group.text, group.verdicts.get("wrong", 0)) for group in found if group.text]
    return sorted([one for one in wrong if one[1]], key=lambda one: -one[1])[:6]


def _text(answer: Answer) -> str:
    ink: Any = answer.ink
    if ink.typed:
        return str(ink.typed)
    readings = list(ink.readings.all())
    return readings[-1].text if readings and readings[-1].status == Reading.Status.READ else ""


def _order(group: Group) -> tuple[bool, bool, int, str]:
    waits = bool(group.verdicts.get("") or group.verdicts.get("unsure"))
    return (not waits, not group.verdicts.get("wrong"), -len(group.answers), group.text)
