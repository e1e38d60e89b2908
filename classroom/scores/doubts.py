"""Which answers a teacher should look at, and why: said once, in SQL for lists and in Python for tables."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from classroom import checks
from classroom.models import Answer, Decision, Ink, Mark, ReadingJob

AGAIN, LATE, FAILED, CHECK = "again", "late", "failed", "check"

_BY_TEACHER = Q(mark__source=Mark.Source.TEACHER)
_WRITTEN = Q(ink__isnull=False, ink__is_blank=False)
_WRITTEN_AGAIN = _BY_TEACHER & Q(ink__isnull=False) & (Q(mark__ink__isnull=True) | ~Q(mark__ink=F("ink")))
_MACHINE_UNSURE = _WRITTEN & Q(mark__verdict=Mark.Verdict.UNSURE) & ~_BY_TEACHER
_FAILED = Q(ink__job__state=ReadingJob.State.NEEDS_TEACHER) & (Q(mark__isnull=True) | ~_BY_TEACHER)


def late_inks(answers: QuerySet[Answer] | OuterRef) -> QuerySet[Ink]:
    """Writing that came after closing or hand-in, is newer than what counts, and is not yet decided on.

    A teacher who marked the answer since has decided: the writing was on the same page.
    """
    taken_back = Q(decision__kind=Decision.Kind.UNDO) | Q(decision__undone_by__isnull=False)
    decided = Mark.objects.filter(
        answer=OuterRef("answer"), source=Mark.Source.TEACHER, created_at__gte=OuterRef("received_at")
    ).exclude(taken_back)
    where = {"answer": answers} if isinstance(answers, OuterRef) else {"answer__in": answers}
    newest = Q(answer__ink__isnull=True) | Q(seq__gt=F("answer__ink__seq"))
    return Ink.objects.filter(newest, ~Exists(decided), is_late=True, **where)


def to_look_at(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Those of `answers` that wait for a teacher. Agrees with `why` row by row."""
    late = Q(Exists(late_inks(OuterRef("pk"))))
    return answers.filter(_MACHINE_UNSURE | _FAILED | _WRITTEN_AGAIN | late | Q(checks.waits()))


def why(
    *,
    has_ink: bool,
    is_blank: bool | None,
    job_state: str | None,
    verdict: str | None,
    source: str | None,
    rests_on_it: bool,
    mark_reason: str | None,
    is_late: bool,
    is_drawn: bool = False,
) -> str:
    """Why a teacher should look at an answer, "" if there is no need; `rests_on_it`: its mark is for its current ink.

    `again`: written again after a teacher's mark; `late`: came after closing; `failed`: reading failed three times;
    `check`: a sure mark that the lot fell on (`is_drawn`, from `checks.waits`); else the reason of the machine's
    doubt (rules.Judgement).
    """
    by_teacher = source == Mark.Source.TEACHER
    if by_teacher and has_ink and not rests_on_it:
        return AGAIN
    if not by_teacher and job_state == ReadingJob.State.NEEDS_TEACHER:
        return FAILED
    if not by_teacher and verdict == Mark.Verdict.UNSURE and has_ink and not is_blank:
        return mark_reason or "doubtful"
    return LATE if is_late else CHECK if is_drawn else ""
