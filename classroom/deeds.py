"""The trail of what mattered, for a head to read: what each entry of `audit` says, in words, and of whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import ngettext

from classroom.later import gettext_lazy as _
from classroom.models import Answer, Assignment, Attempt, AuditEntry, School, SchoolClass, Student, User, Worksheet

WORDS = {
    # accounts
    "school_founded": _("opened the school"),
    "school_renamed": _("renamed the school"),
    "colleague_invited": _("invited a colleague"),
    "invitation_withdrawn": _("withdrew an invitation"),
    "teacher_joined": _("joined the school"),
    "teacher_deactivated": _("closed an account"),
    "teacher_reactivated": _("opened an account again"),
    "head_made": _("made a colleague head"),
    "password_link_made": _("made a link for a new password"),
    "password_set": _("set a new password by a link"),
    "second_step_set_up": _("set up two-step sign-in"),
    "second_step_turned_off": _("turned two-step sign-in off"),
    "second_step_reset": _("turned a colleague’s two-step sign-in off"),
    "second_step_asked": _("asked every teacher for two-step sign-in"),
    "second_step_not_asked": _("asked for two-step sign-in no longer"),
    "second_step_refused": _("typed too many wrong sign-in codes"),
    "paper_codes_renewed": _("made new paper codes"),
    # classes and children
    "class_made": _("made a class"),
    "class_archived": _("archived a class"),
    "class_restored": _("brought a class back"),
    "joining_opened": _("opened joining by code"),
    "joining_closed": _("closed joining by code"),
    "code_renewed": _("made a new class code"),
    "co_teacher_added": _("added a colleague to a class"),
    "co_teacher_removed": _("took a colleague out of a class"),
    "students_added": _("added children"),
    "student_renamed": _("renamed a child"),
    "student_removed": _("took a child out of a class"),
    "student_readmitted": _("took a child back into a class"),
    "student_moved": _("moved a child to another class"),
    "picture_key_renewed": _("made a new picture key"),
    "cards_shown": _("showed the children’s sign-in cards"),
    "practice_changed": _("changed what a class may practise"),
    "placement_offered": _("offered an explorer flight"),
    # children's data
    "consent_given": _("recorded a family’s consent"),
    "consent_refused": _("recorded that a family does not consent"),
    "consent_withdrawn": _("recorded that a family withdrew consent"),
    "student_exported": _("took out everything about a child"),
    "student_erased": _("erased a child"),
    "scores_exported": _("took out scores as a file"),
    "training_ink_exported": _("made a file of training ink"),
    "retention": _("let go of what was over its time"),
    # worksheets and lessons
    "worksheet_published": _("published a worksheet"),
    "worksheet_archived": _("archived a worksheet"),
    "worksheet_restored": _("brought a worksheet back"),
    "worksheet_shared": _("shared a worksheet"),
    "worksheet_unshared": _("stopped sharing a worksheet"),
    "draft_deleted": _("threw a draft away"),
    "key_corrected": _("corrected a key"),
    "key_restored": _("took a corrected key back"),
    "worksheet_set": _("set a worksheet"),
    "assignment_changed": _("changed a lesson"),
    "assignment_closed": _("closed a lesson"),
    "assignment_reopened": _("opened a lesson again"),
    "assignment_removed": _("removed a lesson"),
    "attempt_reopened": _("let a child write on"),
    "work_returned": _("returned work"),
    "work_taken_in": _("took in work from a tablet’s file"),
    "late_work_accepted": _("let late writing count"),
    "late_work_set_aside": _("set late writing aside again"),
    "note_written": _("wrote a note"),
    "note_wiped": _("wiped a note"),
    # marks and the machine
    "group_marked": _("marked several answers together"),
    "decision_undone": _("took a decision back"),
    "pattern_decided": _("decided on a way of working"),
    "error_budget_set": _("set how careful the machine marks"),
    "footing_changed": _("changed how sure the machine must be"),
    "drift_alarm": _("saw reading get worse"),
    "drift_alarm_seen": _("took note that reading got worse"),
    "rereading_started": _("had old work read by a new reader"),
    "rereading_stopped": _("stopped a second reading"),
    "rereading_accepted": _("accepted what a new reader saw"),
    "rereading_declined": _("declined what a new reader saw"),
    "rereading_rolled_back": _("took the new reader’s marks back"),
}  # fmt: skip

# Which facts name whom, in the order in which they are said: whose rows, where they say their school, and the name.
_NAMED: dict[str, tuple[type[Model], str, str]] = {
    "colleague": (User, "school", "name"),
    "student": (Student, "school", "display_name"),
    "attempt": (Attempt, "student__school", "student__display_name"),
    "answer": (Answer, "attempt__student__school", "attempt__student__display_name"),
    "assignment": (Assignment, "school_class__school", "worksheet__title"),
    "worksheet": (Worksheet, "school", "title"),
    "school_class": (SchoolClass, "school", "name"),
    "to_class": (SchoolClass, "school", "name"),
}


@dataclass(frozen=True)
class Deed:
    """An entry as a page shows it. `by` is "" where the site itself did it, or an account that is gone.

    `about` are names; `is_emptied`: the child it was about is erased.
    """

    entry: AuditEntry
    by: str
    words: str
    about: list[str]
    is_emptied: bool


def in_words(action: str) -> str:
    """What was done, or for an action of a later version its own name.

    >>> in_words("something_new")
    'something new'
    """
    return str(WORDS.get(action) or action.replace("_", " "))


def shown(entries: Iterable[AuditEntry], school: School) -> list[Deed]:
    """The entries, teachers loaded, with the names of this school in them. Eight queries at most."""
    rows = list(entries)
    known = {kind: _names(kind, {row.facts[kind] for row in rows if kind in row.facts}, school) for kind in _NAMED}
    return [
        Deed(
            row,
            row.teacher.name if row.teacher else "",
            in_words(row.action),
            _about(row.facts, known),
            row.redacted_at is not None,
        )
        for row in rows
    ]


def _about(facts: dict[str, Any], known: dict[str, dict[int, str]]) -> list[str]:
    named = dict.fromkeys(known[kind].get(facts[kind], "") for kind in _NAMED if kind in facts)
    counted = []
    if isinstance(n := facts.get("count", facts.get("children")), int):
        counted.append(ngettext("%(n)s child", "%(n)s children", n) % {"n": n})
    if isinstance(n := facts.get("answers", facts.get("inks")), int):
        counted.append(ngettext("%(n)s answer", "%(n)s answers", n) % {"n": n})
    return [*filter(None, named), *counted]


def _names(kind: str, pks: set[Any], school: School) -> dict[int, str]:
    if not (wanted := {pk for pk in pks if isinstance(pk, int)}):
        return {}
    model, whose, name = _NAMED[kind]
    return dict(model._default_manager.filter(pk__in=wanted, **{whose: school}).values_list("pk", name))
