"""Worksheets: drafted, published, versioned, put away; keys corrected later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext

from classroom import audit, brackets, curriculum, decisions, marks
from classroom.errors import BadInput, NotADraft, NotAllowedNow
from classroom.later import gettext_lazy
from classroom.models import Decision, Question, School, User, Worksheet
from classroom.models.work import MAX_QUESTIONS
from classroom.skills import arithmetic, laid_out, strictness, tapped
from classroom.skills.draws import Draw
from classroom.skills.expressions import NotUnderstood
from classroom.skills.forms.base import Item
from classroom.skills.forms.reading import recognise, variant
from classroom.skills.questions import QuestionDraft
from recognition import reader as recognition


def readable_kinds() -> tuple[str, ...]:
    """The answer kinds that the reader has signs for: a minus read as a digit would mark right answers wrong."""
    try:
        return (*recognition.default_reader().kinds, *brackets.TAPPED)
    except recognition.ReaderUnavailable:
        return ("whole", *brackets.TAPPED)


def readable(items: Sequence[Item]) -> list[Item]:
    """Questions whose answers the loaded reader has signs for. Raises LinesWrong when there is none."""
    kinds = readable_kinds()
    kept = [item for item in items if item.kind in kinds]
    if not kept:
        raise LinesWrong(gettext("Answers of this kind cannot be read yet."))
    return kept


class TooManyQuestions(BadInput):
    code = "too_many_questions"

    def __init__(self, count: int) -> None:
        said = gettext("A worksheet has %(most)s questions at most; these are %(n)s. Make two of them.")
        super().__init__(said % {"most": MAX_QUESTIONS, "n": count})


class LinesWrong(BadInput):
    code = "lines_wrong"


class NoQuestions(NotAllowedNow):
    code = "no_questions"
    message = gettext_lazy("There is no question on this worksheet yet.")


@transaction.atomic
def create_worksheet(*, author: User, title: str, drafts: Sequence[QuestionDraft] = ()) -> Worksheet:
    """A new draft. Raises TooManyQuestions."""
    made = Worksheet.objects.create(school=author.school, author=author, title=title)
    _write(made, drafts)
    return made


@transaction.atomic
def create_flight_sheet(*, school: School, title: str, drafts: Sequence[QuestionDraft]) -> Worksheet:
    """A published worksheet of no author, made for practice; it stands in no teacher's list. Raises NoQuestions."""
    if not drafts:
        raise NoQuestions
    made = Worksheet.objects.create(
        school=school, title=title, state=Worksheet.State.PUBLISHED, published_at=timezone.now()
    )
    _write(made, drafts)
    return made


@transaction.atomic
def replace_questions(*, worksheet: Worksheet, title: str, drafts: Sequence[QuestionDraft]) -> None:
    """Set title and questions of a draft. Raises NotADraft, TooManyQuestions."""
    _lock_draft(worksheet)
    Worksheet.objects.filter(pk=worksheet.pk).update(title=title)
    worksheet.title = title
    Question.objects.filter(worksheet=worksheet).delete()
    _write(worksheet, drafts)


@transaction.atomic
def publish(*, worksheet: Worksheet, teacher: User) -> None:
    """Freeze a draft so that it can be set. Raises NotADraft (also the second time), NoQuestions."""
    _lock_draft(worksheet)
    count = worksheet.questions.count()
    if not count:
        raise NoQuestions
    worksheet.state, worksheet.published_at = Worksheet.State.PUBLISHED, timezone.now()
    worksheet.save(update_fields=["state", "published_at"])
    audit.record(
        action="worksheet_published", school=worksheet.school, teacher=teacher,
        worksheet=worksheet.pk, questions=count,
    )  # fmt: skip


@transaction.atomic
def duplicate(*, worksheet: Worksheet, author: User, title: str = "") -> Worksheet:
    """A draft with the same questions and a life of its own; without a title, it says that it is a copy."""
    return _copy(worksheet, author, title=title or gettext("%(value)s (copy)") % {"value": worksheet.title[:110]})


@transaction.atomic
def new_version(*, worksheet: Worksheet, author: User) -> Worksheet:
    """A draft of the next version; lessons with the old one keep it. A draft that was begun is given again."""
    if worksheet.state == Worksheet.State.DRAFT:
        raise NotAllowedNow(gettext("This is still a draft: change it as it is."))
    Worksheet.objects.select_for_update().get(pk=worksheet.pk)
    begun = Worksheet.objects.filter(previous=worksheet, author=author, state=Worksheet.State.DRAFT).first()
    return begun or _copy(worksheet, author, title=worksheet.title, version=worksheet.version + 1, previous=worksheet)


@transaction.atomic
def with_other_numbers(*, worksheet: Worksheet, author: User, seed: str) -> tuple[Worksheet, int]:
    """A draft with the same questions but other numbers, as hard; and how many stayed as they are.

    Questions in a teacher's own words stay, and those whose key was set by hand.
    """
    drafts, seen, same = [], set(), 0
    for at, draft in enumerate(as_drafts(list(worksheet.questions.all()))):
        draw = Draw(f"other numbers {seed} {at}")
        tries = (variant(draft.prompt, draw) for _ in range(20 if draft.worked_out else 0))
        other = next((item for item in tries if item and item.prompt not in seen), None)
        same += other is None
        drafts.append(draft if other is None else other.laid_out(draft.layout).draft)
        seen.add(drafts[-1].prompt)
    title = gettext("%(value)s (other numbers)") % {"value": worksheet.title[:100]}
    return create_worksheet(author=author, title=title, drafts=drafts), same


@transaction.atomic
def archive(*, worksheet: Worksheet, teacher: User) -> None:
    """Put a published worksheet out of the way; lessons with it go on. Twice is once."""
    if worksheet.state == Worksheet.State.DRAFT:
        raise NotAllowedNow(gettext("A draft is not archived. Publish or delete it."))
    _set_state(worksheet, Worksheet.State.ARCHIVED)
    audit.record(action="worksheet_archived", school=worksheet.school, teacher=teacher, worksheet=worksheet.pk)


@transaction.atomic
def unarchive(*, worksheet: Worksheet, teacher: User) -> None:
    """Bring an archived worksheet back. Twice is once."""
    if worksheet.state == Worksheet.State.DRAFT:
        raise NotAllowedNow(gettext("A draft is not archived."))
    _set_state(worksheet, Worksheet.State.PUBLISHED)
    audit.record(action="worksheet_restored", school=worksheet.school, teacher=teacher, worksheet=worksheet.pk)


@transaction.atomic
def delete_draft(*, worksheet: Worksheet, teacher: User) -> None:
    """Throw a draft away. Raises NotADraft."""
    _lock_draft(worksheet)
    audit.record(action="draft_deleted", school=worksheet.school, teacher=teacher, worksheet=worksheet.pk)
    worksheet.delete()


@transaction.atomic
def correct_key(*, question: Question, values: str, teacher: User, rule: str = "") -> int:
    """Set what is right, as "12 or 13", and mark the answers anew; returns how many verdicts changed.

    `rule` says how answers are compared with it (classroom.rules.RULES), "" for as before.

    Teachers' own marks stay. Costs some queries for every answer. Raises BadInput for what is no answer of the
    question's kind. The same key again changes nothing.
    """
    parts = laid_out.parts(question.layout, question.prompt)
    try:
        if question.kind in brackets.TAPPED:
            right, kind = tapped.key_of(question.prompt, values), question.kind
        else:
            right, kind = arithmetic.parse_key(values, kinds=readable_kinds(), parts=parts)
    except NotUnderstood as error:
        raise BadInput(str(error)) from error
    locked = Question.objects.select_for_update(of=("self",)).select_related("worksheet").get(pk=question.pk)
    rule = rule or locked.key.get("rule", "equal")
    given = QuestionDraft(locked.prompt, right, kind, worked_out=False)
    meant = strictness.applied(given, rule, f"→ {values}")
    right, kind = meant.values, meant.kind
    if list(right) == locked.key["values"] and rule == locked.key.get("rule", "equal"):
        return 0
    before = locked.key
    locked.key = {**locked.key, "values": list(right), "rule": rule}
    if locked.worksheet.state == Worksheet.State.DRAFT:
        locked.kind = kind
        locked.save(update_fields=["key", "kind"])
        return 0
    changed = _set_key(locked, locked.key)
    decisions.record(
        kind=Decision.Kind.KEY, teacher=teacher, question=locked, before=before, after=locked.key, changed=changed,
    )  # fmt: skip
    audit.record(
        action="key_corrected", school=locked.worksheet.school, teacher=teacher,
        question=locked.pk, before=before["values"], after=list(right), changed=changed,
    )  # fmt: skip
    return changed


@transaction.atomic
def restore_key(*, question: Question, corrected: dict[str, Any], key: dict[str, Any], teacher: User) -> int | None:
    """Set the key back from `corrected` to what it was before, `key`, and mark the answers anew.

    Returns how many verdicts changed; None, and nothing changes, when the key is another one by now.
    """
    locked = Question.objects.select_for_update(of=("self",)).select_related("worksheet").get(pk=question.pk)
    if locked.key != corrected:
        return None
    changed = _set_key(locked, key)
    audit.record(
        action="key_restored", school=locked.worksheet.school, teacher=teacher, question=locked.pk, changed=changed
    )
    return changed


def _set_key(question: Question, key: dict[str, Any]) -> int:
    """Give a published question, locked, another key; how many verdicts changed."""
    question.key = key
    question.key_number = F("key_number") + 1
    question.save(update_fields=["key", "key_number"])
    question.refresh_from_db()
    return marks.remark(question=question)


def as_drafts(questions: Sequence[Question]) -> list[QuestionDraft]:
    """Kept questions as drafts again; those whose key follows from the prompt are told from the others."""
    drafts = []
    for question in questions:
        values = tuple(question.key["values"])
        read = arithmetic.parse_line(question.prompt)
        worked_out = isinstance(read, QuestionDraft) and read.worked_out and read.values == values
        kept = question.key.get("rule", "equal")
        rule = "" if kept == _usual_rule(question.prompt, values) else kept
        drafts.append(QuestionDraft(question.prompt, values, question.kind, worked_out, rule, question.layout))
    return drafts


def _usual_rule(prompt: str, values: Sequence[str]) -> str:
    """How answers to a question are compared where the teacher says nothing of it."""
    item = recognise(prompt)
    if brackets.parted(prompt).choices:
        return "exact"  # 0.5 and 1/2 may be two cards
    return item.rule if item and item.values == tuple(values) else "equal"


def as_text(worksheet: Worksheet) -> str:
    """The questions as a teacher would type them. One query."""
    return "\n".join(arithmetic.source(draft) for draft in as_drafts(list(worksheet.questions.all())))


def _write(worksheet: Worksheet, drafts: Sequence[QuestionDraft]) -> None:
    if len(drafts) > MAX_QUESTIONS:
        raise TooManyQuestions(len(drafts))
    known = [recognise(draft.prompt) for draft in drafts]
    skills = curriculum.skill_rows(one.skill for one in known if one)
    made = []
    for position, (draft, item) in enumerate(zip(drafts, known, strict=True), 1):
        rule = draft.rule or _usual_rule(draft.prompt, draft.values)
        key = {"version": 1, "values": list(draft.values), "rule": rule}
        made.append(
            Question(
                worksheet=worksheet, position=position, prompt=draft.prompt, kind=draft.kind, key=key,
                layout=draft.layout, skill=skills.get(item.skill) if item else None,
                predictions=curriculum.predictions_kept(item, key) if item else {},
            )
        )  # fmt: skip
    Question.objects.bulk_create(made)


def _copy(worksheet: Worksheet, author: User, *, title: str, version: int = 1, **more: object) -> Worksheet:
    made = Worksheet.objects.create(school=author.school, author=author, title=title, version=version, **more)
    Question.objects.bulk_create(
        [
            Question(
                worksheet=made, position=one.position, prompt=one.prompt, kind=one.kind, key=one.key,
                layout=one.layout, skill_id=one.skill_id, predictions=one.predictions,
            )
            for one in worksheet.questions.all()
        ]
    )  # fmt: skip
    return made


def _lock_draft(worksheet: Worksheet) -> None:
    """Lock the row and make sure that it is a draft still: somebody may have published it meanwhile."""
    locked = Worksheet.objects.select_for_update().get(pk=worksheet.pk)
    if locked.state != Worksheet.State.DRAFT:
        raise NotADraft


def _set_state(worksheet: Worksheet, state: str) -> None:
    Worksheet.objects.filter(pk=worksheet.pk).exclude(state=Worksheet.State.DRAFT).update(state=state)
    worksheet.state = state
