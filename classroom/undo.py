"""Taking a decision back. Nothing is deleted: an undoing is a decision of its own, and adds what marks it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext, ngettext

from classroom import audit, decisions, marks, submissions, worksheets
from classroom.errors import NotAllowedNow
from classroom.later import gettext_lazy
from classroom.models import Decision, Ink, User


class CannotUndo(NotAllowedNow):
    code = "cannot_undo"
    message = gettext_lazy("That was decided again since. What stands now stays.")


@dataclass(frozen=True)
class Undone:
    """What was taken back: how many things changed, and how many stay because they were decided again since."""

    decision: Decision
    changed: int
    kept: int

    @property
    def words(self) -> str:
        """It as a sentence."""
        stays = ""
        if self.kept:
            stays = ngettext(" %(n)s stays: decided again since.", " %(n)s stay: decided again since.", self.kept) % {
                "n": self.kept
            }
        return gettext("Taken back: %(words)s.%(stays)s") % {"words": decisions.words(self.decision), "stays": stays}


@transaction.atomic
def take_back(*, decision: Decision, teacher: User) -> Undone:
    """Undo a decision. Raises CannotUndo when it is undone already, or nothing of it stands any more.

    Costs some queries for every answer that it was about.
    """
    # Two windows may press Undo at once: the row's lock makes one of them find it done.
    locked = Decision.objects.select_for_update(of=("self",)).select_related("question").get(pk=decision.pk)
    if locked.kind == Decision.Kind.UNDO or Decision.objects.filter(undoes=locked).exists():
        raise CannotUndo(gettext("That is taken back already."))
    undoing = decisions.record(
        kind=Decision.Kind.UNDO,
        teacher=teacher,
        assignment=locked.assignment,
        question=locked.question,
        undoes=locked,
        school=locked.school,
    )
    changed, kept = _HOW[Decision.Kind(locked.kind)](locked, undoing, teacher)
    if kept and not changed:
        raise CannotUndo  # the transaction goes, and the undoing with it
    audit.record(
        action="decision_undone", school=locked.school, teacher=teacher,
        decision=locked.pk, kind=locked.kind, changed=changed, kept=kept,
    )  # fmt: skip
    return Undone(locked, changed, kept)


def _marks(decision: Decision, undoing: Decision, teacher: User) -> tuple[int, int]:
    """The marks of a decision, each on its own: one that was decided again since stays."""
    results = [marks.take_back(mark=mark, undoing=undoing) for mark in decision.marks.order_by("pk")]
    return sum(results), len(results) - sum(results)


def _late(decision: Decision, undoing: Decision, teacher: User) -> tuple[int, int]:
    """Late writing waits again, whether it was let count or left out."""
    if not decision.facts.get("accepted"):
        return _marks(decision, undoing, teacher)
    results = []
    for late, before in decision.facts["inks"]:
        ink = Ink.objects.filter(pk=late).first()
        if ink is None:
            continue  # the child's work was erased
        results.append(
            submissions.set_late_aside(ink=ink, before=Ink.objects.filter(pk=before).first(), teacher=teacher)
        )
    return sum(results), len(results) - sum(results)


def _key(decision: Decision, undoing: Decision, teacher: User) -> tuple[int, int]:
    assert decision.question is not None
    changed = worksheets.restore_key(
        question=decision.question,
        corrected=decision.facts["after"],
        key=decision.facts["before"],
        teacher=teacher,
    )
    if changed is None:
        raise CannotUndo(gettext("The key was corrected again since. Correct it once more instead."))
    return changed, 0


_HOW: dict[Decision.Kind, Callable[[Decision, Decision, User], tuple[int, int]]] = {
    Decision.Kind.MARK: _marks,
    Decision.Kind.GROUP: _marks,
    Decision.Kind.LATE: _late,
    Decision.Kind.KEY: _key,
}
