"""What children say of readings: asked of them, kept as evidence, and held against teachers' marks.

No mark rests on it: `marks` and `rules` know nothing of this module.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from classroom import asking, prepared, prompts, versions
from classroom.errors import BadInput, ClientIdReused
from classroom.models import Agreement, Answer, Reading

Said, Why = Agreement.Said, Agreement.Why
LONGEST_WAIT_MS = 24 * 60 * 60 * 1000


@transaction.atomic
def record_agreement(
    *, reading: Reading, client_id: UUID, said: str, position: int | None = None, waited_ms: int = 0
) -> Agreement:
    """Keep what a child did when `reading` was shown. The same `client_id` again changes nothing.

    Late or superseded is no matter: it is evidence about a reading, not part of the answer. Raises BadInput,
    ClientIdReused.
    """
    known = Agreement.objects.filter(client_id=client_id).first()
    if known is not None:
        if (known.reading_id, known.said, known.position) != (reading.pk, said, position):
            raise ClientIdReused
        return known
    has_place = position is not None
    if has_place != (said == Said.REWROTE) or not 1 <= (position or 1) <= len(asking.signs(reading.result)):
        raise BadInput("A rewritten digit has a place in the reading; the other words have none.")
    answer = reading.ink.answer
    row = Agreement.objects.create(
        reading=reading,
        client_id=client_id,
        said=said,
        why=_why(
            reading,
            said_on([answer.pk]).get(answer.pk, []),
            client_id=reading.ink.client_id,
            seq=reading.ink.seq,
        ),
        position=position,
        waited_ms=min(waited_ms, LONGEST_WAIT_MS),
    )
    versions.bump(answer.attempt.assignment.school_class_id)
    return row


def said_on(answer_ids: Iterable[int]) -> dict[int, list[Agreement]]:
    """What the child said on each answer, over all its revisions, oldest first. One query."""
    rows = Agreement.objects.filter(reading__ink__answer__in=list(answer_ids)).select_related("reading__ink")
    return _by_answer(rows.order_by("pk"))


_in_attempt = prepared.Query(
    lambda attempt: (
        Agreement.objects.filter(reading__ink__answer__attempt=attempt)
        .select_related("reading__ink")
        .only("said", "reading__ink__seq", "reading__ink__answer")
        .order_by("pk")
    ),
    attempt=int,
)


def saying_in(attempt_id: int) -> prepared.Asked[dict[int, list[Agreement]]]:
    """What asks the same for all answers of an attempt, with no more of each than `is_asked_about` wants."""
    return _in_attempt.asks(attempt=attempt_id).then(_by_answer)


def _by_answer(rows: Iterable[Agreement]) -> dict[int, list[Agreement]]:
    said: dict[int, list[Agreement]] = {}
    for row in rows:
        said.setdefault(row.reading.ink.answer_id, []).append(row)
    return said


class Read(NamedTuple):
    """A reading without all that the reader saw in detail: most is never asked about."""

    pk: int
    ink_id: int
    status: str
    text: str
    confidence: float


def is_asked_about(reading: Read, said: list[Agreement], *, client_id: UUID, seq: int) -> bool:
    """Whether a reading is shown to the child to be agreed with. No query.

    `client_id` and `seq` are the ink's; `said` is what the child said on this answer before. A reading that was
    spoken of is not asked about again.
    """
    spoken_of = any(row.reading_id == reading.pk for row in said)
    return not spoken_of and bool(_why(reading, said, client_id=client_id, seq=seq))


def questions_for_child(readings: Collection[int]) -> dict[int, dict[str, Any]]:
    """What to show a child of these readings: {"reading": id, "signs": [{"text", "strokes"}]}, by reading.

    One query for a few, none for none.
    """
    return {
        pk: {
            "reading": pk,
            "signs": [{"text": sign.text, "strokes": list(sign.strokes)} for sign in asking.signs(result)],
        }
        for pk, result in _results.of(readings)
    }


_results = prepared.Several(
    lambda readings: Reading.objects.filter(pk__in=readings).values_list("pk", "result"), at_once=4
)


def _why(reading: Read | Reading, said: list[Agreement], *, client_id: UUID, seq: int) -> str:
    secret = settings.SECRET_KEY.encode()
    reason = asking.why(
        status=reading.status, confidence=reading.confidence, lot=asking.lot(client_id, secret=secret)
    )
    if reason or reading.status != Reading.Status.READ:
        return reason
    # Who wrote a digit again wants to know what is seen now.
    earlier = [row for row in said if row.reading.ink.seq < seq]
    return Why.AGAIN if earlier and earlier[-1].said == Said.REWROTE else Why.UNASKED


# --- for teachers ---


def in_words(row: Agreement, prompt: str = "") -> str:
    """What a child said, as one tells a colleague.

    >>> in_words(Agreement(reading=Reading(text="17"), said="rewrote", position=2))
    'said that the 7 of 17 was misread, and wrote it again'
    """
    text = prompts.answered_here(row.reading.text, prompt)
    if row.said == Said.AGREED:
        return gettext("agreed that it says %(text)s") % {"text": text}
    if row.said == Said.TYPED:
        return gettext("typed instead of %(text)s") % {"text": text}
    signs = asking.signs(row.reading.result or {"text": row.reading.text})
    sign = signs[(row.position or 1) - 1].text if (row.position or 1) <= len(signs) else "sign"
    return gettext("said that the %(sign)s of %(text)s was misread, and wrote it again") % {
        "sign": sign,
        "text": text,
    }


def last_words(answers: Iterable[Answer]) -> dict[int, str]:
    """Of each answer, what the child said of the ink that counts now; answers without such words are left out.

    One query.
    """
    asked = {answer.pk: answer for answer in answers}
    current = {pk: answer.ink_id for pk, answer in asked.items()}
    return {
        pk: in_words(rows[-1], asked[pk].question.prompt)
        for pk, rows in said_on(current).items()
        if rows[-1].reading.ink_id == current[pk] or rows[-1].said != Said.AGREED
    }
