"""What teachers decided: kept with every deed, told in words, found again to be taken back."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from classroom import prompts
from classroom.models import Assignment, Decision, Question, School, User

# How long the button (and Ctrl+Z) offers to take something back. The list of decisions offers it for ever.
RECENT = timedelta(hours=12)


def record(
    *,
    kind: str,
    teacher: User,
    assignment: Assignment | None = None,
    question: Question | None = None,
    undoes: Decision | None = None,
    school: School | None = None,
    **facts: object,
) -> Decision:
    """Append one decision. Call it inside the transaction of the deed."""
    return Decision.objects.create(
        kind=kind,
        teacher=teacher,
        school=school or teacher.school,
        assignment=assignment,
        question=question,
        undoes=undoes,
        facts={"version": 1, **facts},
    )


def standing(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Those of `decisions` that are no undoing and were not undone, newest first."""
    return (
        decisions.exclude(kind=Decision.Kind.UNDO)
        .filter(undone_by__isnull=True)
        .select_related("question", "teacher", "assignment")
        .order_by("-pk")
    )


def of_lesson(assignment: Assignment) -> QuerySet[Decision]:
    """All decisions about a lesson, newest first; corrected keys of its worksheet too."""
    keys = Q(kind=Decision.Kind.KEY) | Q(undoes__kind=Decision.Kind.KEY)
    about = Q(assignment=assignment) | (keys & Q(question__worksheet=assignment.worksheet_id))
    return Decision.objects.filter(about, school=assignment.school_class.school_id).order_by("-pk")


def last(
    *, teacher: User, assignment: Assignment | None = None, older_than: Decision | None = None
) -> Decision | None:
    """What `teacher` decided last (in a lesson, if given) and could take back now. One query."""
    rows = of_lesson(assignment) if assignment is not None else Decision.objects.all()
    if older_than is not None:
        rows = rows.filter(pk__lt=older_than.pk)
    return standing(rows.filter(teacher=teacher, made_at__gt=timezone.now() - RECENT)).first()


def words(decision: Decision) -> str:
    """What was decided, as one says it, without a name: "7 answers to question 3 marked wrong". Its rows loaded."""
    facts, kind = decision.facts, decision.kind
    if kind == Decision.Kind.UNDO and decision.undoes is not None:
        return gettext("taken back: %(what)s") % {"what": words(decision.undoes)}
    where = gettext("several questions")
    if decision.question:
        where = gettext("question %(number)s") % {"number": decision.question.position}
    if kind == Decision.Kind.KEY:
        before, after = (_values(facts.get(one), decision) for one in ("before", "after"))
        said = gettext("the key of %(where)s corrected from %(before)s to %(after)s")
        return said % {"where": where, "before": before, "after": after}
    if kind == Decision.Kind.LATE:
        late = _late(facts.get("answers", 1))
        let = facts.get("accepted")
        said = gettext("%(late)s to %(where)s let count") if let else gettext("%(late)s to %(where)s left out")
        return said % {"late": late, "where": where}
    if facts.get("verdict") == "unsure":
        return gettext("your own mark for %(where)s taken off") % {"where": where}
    if kind == Decision.Kind.MARK:
        said = gettext("an answer to %(where)s marked %(verdict)s")
        return said % {"where": where, "verdict": gettext(facts.get("verdict") or "-")}
    many = facts.get("answers", 0)
    alike = (
        gettext(", read as %(text)s,") % {"text": _said(facts["read_as"], decision)} if facts.get("read_as") else ""
    )
    what = ngettext("%(n)s answer to %(where)s", "%(n)s answers to %(where)s", many) % {"n": many, "where": where}
    if facts.get("verdict") == "agreed":
        doubtful = facts.get("doubtful", 0)
        also = gettext(", %(n)s of them doubtful and marked as read") % {"n": doubtful} if doubtful else ""
        return (
            ngettext(
                "%(what)s marked as the machine had marked it", "%(what)s marked as the machine had marked them", many
            )
            % {"what": what}
            + also
        )
    said = gettext("%(what)s marked %(verdict)s")
    return said % {"what": what + alike, "verdict": gettext(facts.get("verdict") or "-")}


def _late(count: int) -> str:
    return gettext("late writing") if count == 1 else gettext("late writing of %(n)s children") % {"n": count}


def _values(key: object, decision: Decision) -> str:
    values = key.get("values", []) if isinstance(key, dict) else []
    return gettext(" or ").join(_said(str(value), decision) for value in values) or gettext("nothing")


def _said(text: str, decision: Decision) -> str:
    return prompts.answered_here(text, decision.question.prompt if decision.question else "")
