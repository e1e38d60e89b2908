"""Answers drawn by lot for a teacher to check: the evidence on which automatic marking stands.

Of a child's answers to one worksheet at most one is drawn, because they resemble one another: same hand, same tablet,
same quarter of an hour. Sure and unsure ones are drawn alike, before the verdict is known, so that the sample is fair
for every threshold; the unsure ones are looked at anyway. What teachers look at of their own accord is no evidence.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from classroom import prepared, rules
from classroom.certainty.ladder import Checked
from classroom.models import Answer, Attempt, Check, Decision, Mark, Question, Reading, School

# A year of children goes by; what they wrote says little of the next.
COUNTS_FOR = timedelta(days=365)
_WHOLE = 2**64


def is_drawn(*, attempt_uuid: str, position: int, questions: int, share: float) -> bool:
    """Whether the lot falls on the question at `position` (from 1) of an attempt. The same lot every time.

    Each answer is drawn with a chance of `share`, one of an attempt at most, so 1 / `questions` is the most.
    """
    if not 1 <= position <= questions:
        return False
    lot = hmac.new(settings.SECRET_KEY.encode(), f"check:{attempt_uuid}".encode(), hashlib.sha256).digest()
    falls, where = int.from_bytes(lot[:8], "big"), int.from_bytes(lot[8:16], "big")
    return falls < min(1.0, share * questions) * _WHOLE and where * questions // _WHOLE == position - 1


def draw(
    *, answer: Answer, reading: Reading, weighed: rules.Weighed, verdict: str, share: float, reread: bool = False
) -> Check | None:
    """Draw the answer of a reading by lot, and keep what the machine thought; None when the lot falls elsewhere.

    `answer` with its question and attempt; `reread`: the mark comes from stored ink that was read again. One query,
    two more when it is drawn.
    """
    questions = len(_questions.all(worksheet=answer.question.worksheet_id))
    if not is_drawn(
        attempt_uuid=str(answer.attempt.uuid),
        position=answer.question.position,
        questions=questions,
        share=share,
    ):
        return None
    check, _ = Check.objects.get_or_create(
        ink_id=reading.ink_id,
        reader_version=reading.reader_version,
        defaults={
            "attempt": answer.attempt,
            "answer": answer,
            "key_number": answer.question.key_number,
            "chance": weighed.chance,
            "top": weighed.top,
            "verdict": verdict,
            "share": min(share, 1 / questions),
            "reread": reread,
        },
    )
    return check


_questions = prepared.Query(
    lambda worksheet: Question.objects.filter(worksheet=worksheet).order_by().values_list("pk"), worksheet=int
)


def forget_reread(*, ink_id: int, reader_version: str) -> None:
    """Draw no more what a new reader made of stored ink: it was rolled back. One query."""
    Check.objects.filter(ink=ink_id, reader_version=reader_version, reread=True).delete()


def evidence(school: School, reader_version: str) -> list[Checked]:
    """What teachers found of the drawn answers, oldest decision first. One query.

    A check counts while the answer is still the ink and the key that were drawn, and a teacher decided on it alone: a
    decision on a whole group says little of each. Ink that was read again is no evidence: where readers differ is no
    fair sample, and the new one may have learned from it.
    """
    rows = (
        Check.objects.filter(
            reader_version=reader_version,
            reread=False,
            attempt__assignment__school_class__school=school,
            answer__ink=F("ink"),
            answer__question__key_number=F("key_number"),
            answer__mark__source=Mark.Source.TEACHER,
            answer__mark__ink=F("ink"),
            answer__mark__verdict__in=[Mark.Verdict.RIGHT, Mark.Verdict.WRONG],
            answer__mark__created_at__gte=timezone.now() - COUNTS_FOR,
        )
        .exclude(answer__mark__decision__kind=Decision.Kind.GROUP)
        .order_by("answer__mark__created_at", "pk")
        .values_list(
            "chance", "top", "answer__mark__verdict", "attempt__student", "answer__mark__created_at"
        )
    )  # fmt: skip
    return [
        Checked(chance=chance, top=top, was_right=verdict == Mark.Verdict.RIGHT, child=child, at=at)
        for chance, top, verdict, child, at in rows
    ]


# Only then: a teacher's mark on half a sheet would stand in the way of what the child still writes.
_DONE = ~Q(attempt__state=Attempt.State.IN_PROGRESS) | Q(attempt__assignment__closes_at__lte=Now())


def waits() -> Exists:
    """For answers: whether a sure mark was drawn, no teacher has looked yet, and the child is done with it."""
    return Exists(_undecided().filter(_DONE, answer=OuterRef("pk")))


def undecided() -> Exists:
    """For answers: the same, also while the child still works: who tells a teacher what was read spoils the check."""
    return Exists(_undecided().filter(answer=OuterRef("pk")))


def that_wait(assignment: int) -> QuerySet[Check]:
    """The checks that wait in one lesson, begun at its attempts."""
    return _undecided().filter(_DONE, attempt__assignment=assignment)


def _undecided() -> QuerySet[Check]:
    return Check.objects.filter(
        ink=F("answer__ink"),
        answer__mark__source__in=[Mark.Source.MACHINE, Mark.Source.KEY_CHANGE, Mark.Source.REREADING],
        answer__mark__verdict__in=[Mark.Verdict.RIGHT, Mark.Verdict.WRONG],
    )


def open_count(school: School) -> int:
    """How many drawn answers of a school wait for a teacher. One query."""
    return waiting(Answer.objects.filter(attempt__assignment__school_class__school=school)).count()


def waiting(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Those of `answers` that wait for a check."""
    return answers.filter(waits())


def raise_question(answer: Answer) -> None:
    """Say that a teacher's word on a drawn answer changed, so that the footing is worked out anew. One query."""
    raise_questions([answer.pk])


def raise_questions(answers: Collection[int]) -> None:
    """The same for many answers, by their ids."""
    School.objects.filter(
        pk__in=Check.objects.filter(answer__in=answers).values("attempt__assignment__school_class__school"),
        footing_is_stale=False,
    ).update(footing_is_stale=True)
