"""One decision about several answers of a lesson, each named with the ink and the reading that a teacher saw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, ngettext

from classroom import audit, decisions, overruling, review, rules, submissions
from classroom.models import Answer, Assignment, Decision, User
from classroom.scores import doubts

DECISIONS = ("right", "wrong", "agree", "accept", "leave")
# Doubts about what it says: whoever looked can agree that it says what is likeliest. The others ask something else.
OF_READING = ("plausible_right", "doubtful")


@dataclass(frozen=True)
class Outcome:
    """What a decision did: how many answers it was about, how many stayed out because they changed meanwhile."""

    decision: Decision | None
    marked: int
    changed: int

    @property
    def words(self) -> str:
        """It as a sentence or two."""
        if self.decision is None:
            return (
                gettext("Nothing was marked: all of it changed meanwhile.")
                if self.changed
                else gettext("Nothing was chosen.")
            )
        said = decisions.words(self.decision)
        late = ""
        if self.changed:
            late = ngettext(
                " %(n)s changed meanwhile and stays.", " %(n)s changed meanwhile and stay.", self.changed
            ) % {"n": self.changed}
        return f"{said[:1].upper()}{said[1:]}.{late}"


@transaction.atomic
def decide(
    *,
    assignment: Assignment,
    chosen: Mapping[UUID, int],
    verdict: str,
    teacher: User,
    readings: Mapping[UUID, int] | None = None,
) -> Outcome:
    """One decision (one of DECISIONS) about several answers of a lesson, each named with the ink that was seen.

    An answer that was written again meanwhile keeps out. "agree" makes the machine's sure marks the teacher's, and of
    doubtful answers says that they read as they lie on the wall: for these `readings` names the reading seen,
    and one that has another by now keeps out. One that is drawn for a check is decided alone or not at all.
    """
    answers = Answer.objects.filter(attempt__assignment=assignment, uuid__in=chosen)
    # Locked before they are looked at: what is written from here on comes after the decision.
    list(answers.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    seen = {}
    for item in review.each(answers, with_ink=False):
        known = (readings or {}).get(item.answer.uuid, 0)
        if item.ink is not None and item.ink.pk == chosen[item.answer.uuid]:
            said = _verdict(item, verdict, known, alone=len(chosen) == 1)
            if said:
                seen[item.answer.pk] = (item, said)
    if not seen:
        return Outcome(None, 0, len(chosen))
    decision = _record(assignment, [item for item, _ in seen.values()], verdict, teacher)
    _do(seen, verdict, teacher, decision)
    audit.record(
        action="group_marked",
        school=assignment.school_class.school,
        teacher=teacher,
        assignment=assignment.pk,
        verdict=verdict,
        answers=len(seen),
    )
    return Outcome(decision, len(seen), len(chosen) - len(seen))


def _verdict(item: review.Item, verdict: str, known: int, *, alone: bool) -> str:
    """What `verdict` says of this answer; "" when it is not about it."""
    is_late = item.reason == doubts.LATE
    if verdict in ("accept", "leave"):
        return verdict if is_late else ""
    if is_late:
        return ""
    if item.reason == doubts.CHECK:
        return verdict if alone and verdict != "agree" else ""
    return _agreed(item, known) if verdict == "agree" else verdict


def _agreed(item: review.Item, known: int) -> str:
    mark = item.answer.mark
    if not item.reason:
        return mark.verdict if mark is not None and mark.score is not None else ""
    if item.reason not in OF_READING or not item.text or item.reading is None or item.reading.pk != known:
        return ""
    return "right" if rules.is_right(item.text, item.answer.question.key) else "wrong"


def _record(assignment: Assignment, seen: list[review.Item], verdict: str, teacher: User) -> Decision:
    questions = {item.answer.question_id: item.answer.question for item in seen}
    question = next(iter(questions.values())) if len(questions) == 1 else None
    if verdict in ("accept", "leave"):
        return decisions.record(
            kind=Decision.Kind.LATE, teacher=teacher, assignment=assignment, question=question,
            accepted=verdict == "accept", answers=len(seen),
            inks=[[item.ink.pk if item.ink else 0, item.answer.ink_id] for item in seen],
        )  # fmt: skip
    if seen[0].reason == doubts.CHECK:
        # Said of one answer alone, without the machine's word beside it: this makes it evidence (checks.evidence).
        return decisions.record(
            kind=Decision.Kind.MARK, teacher=teacher, assignment=assignment, question=question, verdict=verdict,
            answer=seen[0].answer.pk,
        )  # fmt: skip
    texts = {item.text for item in seen}
    return decisions.record(
        kind=Decision.Kind.GROUP, teacher=teacher, assignment=assignment, question=question,
        verdict="agreed" if verdict == "agree" else verdict, answers=len(seen),
        read_as=texts.pop() if len(texts) == 1 and question else "",
        doubtful=sum(bool(one.reason) for one in seen) if verdict == "agree" else 0,
    )  # fmt: skip


def _do(seen: dict[int, tuple[review.Item, str]], verdict: str, teacher: User, decision: Decision) -> None:
    if verdict not in ("accept", "leave"):
        said = {pk: word for pk, (_, word) in seen.items()}
        overruling.overrule_all(verdicts=said, teacher=teacher, decision=decision)
        return
    for item, _ in seen.values():
        if verdict == "leave":
            review.leave_out_late(answer=item.answer, teacher=teacher, decision=decision)
        elif item.ink is not None:
            submissions.accept_late(ink=item.ink, teacher=teacher, decision=decision)
