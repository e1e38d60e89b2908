"""What children's answers look like: wrong procedures, named from what was read, with a teacher's word on each.

Findings are worked out from readings each time and never stored: a corrected key, a new reading or a teacher's mark
changes them at once. Only a teacher's word is kept, and a child never sees any of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext

from classroom import audit, brackets, checks, rules
from classroom.errors import BadInput, NotAllowedNow
from classroom.later import gettext_lazy
from classroom.models import Answer, Assignment, Attempt, Ink, Mark, PatternDecision, Question, Reading, User
from classroom.skills import naming
from classroom.skills.catalogue import CATALOGUE, Procedure

Verdict = PatternDecision.Verdict


class NothingLikeThat(NotAllowedNow):
    code = "nothing_like_that"
    message = gettext_lazy("The answers do not look like that any more: a mark, a key or a reading has changed.")


@dataclass(frozen=True)
class Evidence:
    """A wrong answer that a procedure explains: the answer, and the text that was read."""

    answer: Answer
    text: str


@dataclass(frozen=True)
class Pattern:
    """What one child's sheet looks like; `decision` is the teacher's latest word, if there is one."""

    attempt: Attempt
    procedure: Procedure
    evidence: tuple[Evidence, ...]
    able: int
    decision: PatternDecision | None = None

    @property
    def verdict(self) -> str:
        """accepted, rejected, or "" while nobody has said anything."""
        return "" if self.decision is None or self.decision.verdict == Verdict.WITHDRAWN else self.decision.verdict


@dataclass
class Shared:
    """A procedure and the children whose sheets look like it; those that a teacher rejected stand apart."""

    procedure: Procedure
    patterns: list[Pattern] = field(default_factory=list)

    @property
    def open_count(self) -> int:
        """How many children, without those for whom a teacher said no."""
        return sum(one.verdict != Verdict.REJECTED for one in self.patterns)


def patterns_of(attempt: Attempt) -> list[Pattern]:
    """What one child's sheet looks like. Three queries."""
    return _patterns([attempt])


def patterns_of_lesson(assignment: Assignment) -> list[Shared]:
    """What the sheets of a lesson look like, the most frequent first. Four queries, any size of class."""
    attempts = list(Attempt.objects.filter(assignment=assignment).select_related("student", "assignment"))
    attempts.sort(key=lambda one: (one.student.by_name, one.pk))
    shared: dict[str, Shared] = {}
    for one in _patterns(attempts):
        shared.setdefault(one.procedure.code, Shared(one.procedure)).patterns.append(one)
    return sorted(shared.values(), key=lambda one: (-one.open_count, one.procedure.code))


@transaction.atomic
def decide(*, attempt: Attempt, procedure: str, verdict: str, teacher: User) -> PatternDecision:
    """Keep a teacher's word on what a sheet looks like; the same word twice is one row. Raises NothingLikeThat."""
    if verdict not in Verdict.values:
        raise BadInput(gettext("Say accepted, rejected or withdrawn."))
    Attempt.objects.select_for_update().get(pk=attempt.pk)
    found = next((one for one in patterns_of(attempt) if one.procedure.code == procedure), None)
    latest = PatternDecision.objects.filter(attempt=attempt, procedure=procedure).last()
    if found is None and (latest is None or verdict != Verdict.WITHDRAWN):
        raise NothingLikeThat
    if latest is not None and latest.verdict == verdict:
        return latest
    answers = [str(one.answer.uuid) for one in found.evidence] if found else []
    kept = PatternDecision.objects.create(
        attempt=attempt, procedure=procedure, verdict=verdict, teacher=teacher,
        evidence={"version": 1, "answers": answers, "rule": naming.VERSION},
    )  # fmt: skip
    audit.record(
        action="pattern_decided", school=teacher.school, teacher=teacher,
        attempt=attempt.pk, procedure=procedure, verdict=verdict,
    )  # fmt: skip
    return kept


def _patterns(attempts: Sequence[Attempt]) -> list[Pattern]:
    answers: dict[int, list[Answer]] = {}
    for answer in _answers(attempts):
        answers.setdefault(answer.attempt_id, []).append(answer)
    decided = {
        (one.attempt_id, one.procedure): one
        for one in PatternDecision.objects.filter(attempt__in=[one.pk for one in attempts]).select_related("teacher")
    }
    found = []
    for attempt in attempts:
        by_key = {str(one.pk): one for one in answers.get(attempt.pk, ())}
        sightings = [one for one in map(_sighting, by_key.values()) if one is not None]
        for finding in naming.findings(sightings):
            evidence = zip(finding.evidence, finding.texts, strict=True)
            found.append(
                Pattern(
                    attempt=attempt,
                    procedure=CATALOGUE[finding.procedure],
                    evidence=tuple(Evidence(by_key[key], text) for key, text in evidence),
                    able=finding.able,
                    decision=decided.get((attempt.pk, finding.procedure)),
                )
            )
    return found


def _answers(attempts: Iterable[Attempt]) -> Iterable[Answer]:
    """Written answers to questions that foretell something, with the reading that counts. Two queries.

    Without those that the lot drew for a check: a teacher decides on them before knowing what was read.
    """
    return (
        Answer.objects.filter(attempt__in=[one.pk for one in attempts], ink__isnull=False, ink__is_blank=False)
        .exclude(question__predictions={})
        .exclude(checks.undecided())
        .select_related("question", "ink", "mark")
        .prefetch_related(Prefetch("ink__readings", queryset=Reading.objects.in_force_last()))
        .order_by("question__position")
    )


def _sighting(answer: Answer) -> naming.Sighting | None:
    ink, key = answer.ink, answer.question.key
    assert ink is not None
    if ink.mode == Ink.Mode.TYPED:
        candidates = [(rules.tidy(ink.typed), 1.0)]
    else:
        reading = next(reversed(ink.readings.all()), None)
        if reading is None or reading.status != "read":
            return None
        candidates = [(one["text"], one["probability"]) for one in reading.result["candidates"]]
    mark = answer.mark
    certain = mark.verdict if mark and mark.source == Mark.Source.TEACHER and mark.ink_id == ink.pk else ""
    # The key may have been corrected since: what is right now shows no procedure.
    foretold = {
        code: tuple(text for text in texts if not rules.is_right(text, key))
        for code, texts in answer.question.predictions["wrong"].items()
    }
    return naming.Sighting(
        key=str(answer.pk),
        right=tuple(key["values"]),
        predictions={code: texts for code, texts in foretold.items() if texts},
        candidates=candidates,
        certain=certain if certain in ("right", "wrong") else "",
        cards=_cards(answer.question),
    )


def _cards(question: Question) -> int:
    """How many cards there were to choose one from, 0 for another kind of question."""
    choices = brackets.parted(question.prompt).choices if question.kind == "choose" else None
    return len(choices.options) if choices else 0
