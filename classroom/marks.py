"""Marks: what answers are worth, who says so, and whose word stands.

Rows are only ever added. The standing mark is chosen by precedence: a teacher's, then a corrected key's, then a
machine's; machine and key marks stand only while they rest on the answer's current ink. A mark from a new reader that
a teacher accepted takes the place of the machine marks before it (classroom/rereading).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from operator import attrgetter

from django.db import transaction
from django.db.models import Q, QuerySet

from classroom import checks, counters, decisions, footing, locks, prepared, rules, versions
from classroom.models import Answer, Assignment, Decision, HandwritingNote, Ink, Mark, Question, Reading, User

SCORES = {rules.Verdict.RIGHT: Decimal(1), rules.Verdict.WRONG: Decimal(0), rules.Verdict.UNSURE: None}
WITHDRAWN = "withdrawn"
RESTORED = "restored"  # an undoing brought an earlier mark of a teacher back


def award(*, ink: Ink, reading: Reading | None) -> Mark | None:
    """Mark an answer by machine from `reading` (None: `ink` was typed). Safe to repeat.

    Returns None, and writes nothing, when newer ink has replaced `ink`. Locks the answer: call in a transaction.
    """
    answer = _to_award.first(answer=ink.answer_id)
    if answer is None or answer.ink_id != ink.pk:
        return None
    given = _given.all(answer=answer.pk)
    key = answer.question.key_number
    wanted = (ink.pk, reading.pk if reading else None, Mark.Source.MACHINE, rules.RULE_VERSION, key)
    same = [one for one in given if _grounds(one) == wanted]
    if same:
        settle(answer, given)
        return same[0]
    terms = footing.terms_for(answer.attempt_id, reading.reader_version) if reading else None
    mark = append_automatic(answer, ink, reading, Mark.Source.MACHINE, terms=terms)
    counters.MARKS.labels(mark.verdict).inc()
    settle(answer, [*given, mark])
    if reading is not None and terms is not None:
        _note_and_draw(answer, reading, mark, terms.share)
    return mark


@transaction.atomic
def overrule(
    *, answer: Answer, teacher: User, verdict: str, reason: str = "", decision: Decision | None = None
) -> Mark:
    """Set a teacher's mark; no machine ever replaces it.

    The same verdict twice in a row is one mark, unless a `reason` makes it a decision of its own. Without `decision`,
    one is recorded for this mark alone.
    """
    answer = _locked(answer.pk)
    judged = rules.Verdict(verdict)
    standing = Mark.objects.filter(answer=answer, source=Mark.Source.TEACHER).order_by("-pk").first()
    same = standing and standing.verdict == judged and standing.ink_id == answer.ink_id
    if standing and same and not standing.reason and not reason:
        return standing
    if decision is None:
        decision = decisions.record(
            kind=Decision.Kind.MARK,
            teacher=teacher,
            assignment=answer.attempt.assignment,
            question=answer.question,
            verdict=judged.value,
            answer=answer.pk,
        )
    mark = Mark.objects.create(
        answer=answer,
        ink_id=answer.ink_id,
        reading=_reading_in_force(answer.ink_id),
        teacher=teacher,
        decision=decision,
        source=Mark.Source.TEACHER,
        verdict=judged.value,
        score=SCORES[judged],
        reason=reason,
        rule_version=rules.RULE_VERSION,
        key_number=answer.question.key_number,
    )
    settle(answer)
    versions.bump(answer.attempt.assignment.school_class_id)
    return mark


def withdraw(*, answer: Answer, teacher: User, decision: Decision | None = None) -> Mark:
    """Take the teacher's mark back: the machine's stands again. The history keeps both."""
    return overrule(answer=answer, teacher=teacher, verdict=rules.Verdict.UNSURE, reason=WITHDRAWN, decision=decision)


@transaction.atomic
def take_back(*, mark: Mark, undoing: Decision) -> bool:
    """Add a mark that brings back what the teachers' word was before `mark`; False when it was decided anew since.

    The word before keeps the ink it was said of, so writing that came after it asks for a look again.
    """
    answer = _locked(mark.answer_id)
    spoken = list(_in_force(answer, undoing).order_by("-pk")[:2])
    if not spoken or spoken[0].pk != mark.pk:
        return False
    before = spoken[1] if len(spoken) > 1 else None
    Mark.objects.create(
        answer=answer,
        ink_id=before.ink_id if before else answer.ink_id,
        reading_id=before.reading_id if before else None,
        teacher=undoing.teacher,
        decision=undoing,
        source=Mark.Source.TEACHER,
        verdict=before.verdict if before else rules.Verdict.UNSURE.value,
        score=before.score if before else None,
        reason=WITHDRAWN if before is None or before.reason == WITHDRAWN else RESTORED,
        rule_version=before.rule_version if before else rules.RULE_VERSION,
        key_number=before.key_number if before else answer.question.key_number,
    )
    settle(answer)
    versions.bump(answer.attempt.assignment.school_class_id)
    return True


def _in_force(answer: Answer, undoing: Decision) -> QuerySet[Mark]:
    """What teachers said of an answer and had not undone before `undoing`; undoings themselves left out."""
    undone = Q(decision__undone_by__isnull=False) & ~Q(decision__undone_by=undoing)
    spoken = Mark.objects.filter(answer=answer, source=Mark.Source.TEACHER)
    return spoken.exclude(Q(decision__kind=Decision.Kind.UNDO) | undone)


@transaction.atomic
def remark(*, question: Question) -> int:
    """Mark all current ink of `question` anew under its present key, from stored readings.

    Returns how many standing verdicts changed. Teachers' marks stay; unread ink is left to its job.
    """
    locks.lock_answers(Answer.objects.filter(question=question))
    answers = (
        Answer.objects.filter(question=question, ink__isnull=False, ink__is_blank=False)
        .select_related("question", "ink", "mark", "attempt__assignment")
        .order_by("pk")
    )
    changed = 0
    classes = set()
    for answer in answers:
        assert answer.ink is not None
        reading = _reading_in_force(answer.ink_id)
        if reading is None and answer.ink.mode == Ink.Mode.DRAWN:
            continue
        before = answer.mark.verdict if answer.mark else None
        append_automatic(answer, answer.ink, reading, Mark.Source.KEY_CHANGE)
        settle(answer)
        after = answer.mark.verdict if answer.mark else None
        changed += before != after
        classes.add(answer.attempt.assignment.school_class_id)
    for class_id in classes:
        versions.bump(class_id)
    return changed


_to_award = prepared.Query(
    lambda answer: (
        Answer.objects.select_for_update(of=("self",))
        .select_related("question", "attempt__assignment")
        .filter(pk=answer)
    ),
    answer=int,
)
_grounds = attrgetter("ink_id", "reading_id", "source", "rule_version", "key_number")
_given = prepared.Query(lambda answer: Mark.objects.filter(answer=answer).order_by("pk"), answer=int)
_point_at = prepared.Update(lambda pk, mark: (Answer.objects.filter(pk=pk), {"mark": mark}), pk=int, mark=int)


def settle(answer: Answer, given: list[Mark] | None = None) -> None:
    """Point the answer at the mark that stands. Three queries at most; with its marks `given`, oldest first, two."""
    marks = _given.all(answer=answer.pk) if given is None else given
    standing = choose(marks, ink_id=answer.ink_id)
    if answer.mark_id != (standing.pk if standing else None):
        if any(mark.source == Mark.Source.TEACHER for mark in marks):
            checks.raise_question(answer)
        answer.mark = standing
        if standing is None:
            Answer.objects.filter(pk=answer.pk).update(mark=None)
        else:
            _point_at(pk=answer.pk, mark=standing.pk)


def choose(marks: Iterable[Mark], *, ink_id: int | None) -> Mark | None:
    """The mark that stands among an answer's `marks` (oldest first) while `ink_id` is current. Pure."""
    best: dict[str, Mark] = {}
    for mark in marks:
        if mark.source == Mark.Source.TEACHER or mark.ink_id == ink_id:
            best[mark.source] = mark
    teachers = best.get(Mark.Source.TEACHER)
    if teachers and teachers.reason != WITHDRAWN:
        return teachers
    return _by_machine(best)


def choose_automatic(marks: Iterable[Mark], *, ink_id: int | None) -> Mark | None:
    """The mark that would stand among `marks` (oldest first) had no teacher spoken. Pure."""
    return choose((mark for mark in marks if mark.source != Mark.Source.TEACHER), ink_id=ink_id)


def _by_machine(best: dict[str, Mark]) -> Mark | None:
    corrected, machine = best.get(Mark.Source.KEY_CHANGE), best.get(Mark.Source.MACHINE)
    standing = corrected or machine
    if corrected and machine and machine.key_number > corrected.key_number:
        standing = machine  # judged under a later key than the correction knew
    reread = best.get(Mark.Source.REREADING)
    if reread and (standing is None or (reread.key_number, reread.pk) > (standing.key_number, standing.pk)):
        return reread
    return standing


def judged(answer: Answer, reading: Reading, terms: footing.Terms | None = None) -> rules.Judgement:
    """What `reading` is worth as this answer, its question loaded, under `terms` or those in force (one query).

    Nothing is stored.
    """
    terms = terms or footing.terms_for(answer.attempt_id, reading.reader_version)
    return rules.judge(
        status=reading.status,
        candidates=_candidates(reading),
        key=answer.question.key,
        thresholds=terms.thresholds,
        flags=reading.result.get("flags", ()),
        mirrored_counts=terms.mirrored_counts,
    )


def append_automatic(
    answer: Answer,
    ink: Ink,
    reading: Reading | None,
    source: Mark.Source,
    *,
    teacher: User | None = None,
    reason: str = "",
    terms: footing.Terms | None = None,
) -> Mark:
    """Append an automatic mark. Why it is unsure goes before `reason`, which says why it was written."""
    if reading is None:
        judgement = rules.judge_typed(text=ink.typed, key=answer.question.key)
    else:
        terms = terms or footing.terms_for(answer.attempt_id, reading.reader_version)
        judgement = judged(answer, reading, terms)
    return prepared.insert(
        Mark(
            answer=answer,
            ink=ink,
            reading=reading,
            source=source,
            teacher=teacher,
            verdict=judgement.verdict.value,
            score=SCORES[judgement.verdict],
            reason=judgement.reason or reason,
            rule_version=rules.RULE_VERSION,
            thresholds=terms.to_json() if terms else {},
            key_number=answer.question.key_number,
        )
    )


def draw_reread(*, answer: Answer, reading: Reading, mark: Mark) -> None:
    """Let the lot say whether a teacher checks what a new reader made of stored ink. `answer` as `award` loads it."""
    terms = footing.terms_for(answer.attempt_id, reading.reader_version)
    _note_and_draw(answer, reading, mark, terms.share, reread=True)


def _note_and_draw(answer: Answer, reading: Reading, mark: Mark, share: float, *, reread: bool = False) -> None:
    """Note a digit written backwards, and let the lot say whether a teacher checks this answer."""
    if "mirrored" in reading.result.get("flags", ()) and reading.text:
        HandwritingNote.objects.get_or_create(
            ink_id=reading.ink_id,
            what=HandwritingNote.What.MIRRORED,
            defaults={"answer": answer, "text": reading.text},
        )
    weighed = rules.weigh(_candidates(reading), answer.question.key)
    if answer.attempt.assignment.purpose != Assignment.Purpose.LESSON:
        return  # nobody owes practice a look, and a lot that is never decided would be no fair sample
    if reading.status == Reading.Status.READ and weighed is not None and mark.reason != "mirrored":
        checks.draw(answer=answer, reading=reading, weighed=weighed, verdict=mark.verdict, share=share, reread=reread)


def _candidates(reading: Reading) -> list[tuple[str, float]]:
    return [(one["text"], one["probability"]) for one in reading.result["candidates"]]


def _reading_in_force(ink_id: int | None) -> Reading | None:
    return Reading.objects.filter(ink=ink_id).in_force_last().last() if ink_id else None


def _locked(answer_pk: int) -> Answer:
    return (
        Answer.objects.select_for_update(of=("self",))
        .select_related("question", "attempt__assignment")
        .get(pk=answer_pk)
    )
