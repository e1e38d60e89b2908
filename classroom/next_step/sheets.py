"""A worksheet for what comes next, made and set in one go to one child or to those who need the same."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classroom import assignments, worksheets
from classroom.errors import BadInput
from classroom.models import Assignment, SchoolClass, Student, User
from classroom.next_step.children import now_taught
from classroom.next_step.words import skill_title
from classroom.skills.curriculum import SKILLS
from classroom.skills.forms.base import Item
from classroom.skills.forms.languages import in_language
from classroom.skills.progress import flights

QUESTIONS = 10


@transaction.atomic
def set_sheet(
    *,
    school_class: SchoolClass,
    students: Sequence[Student],
    skill: str,
    teacher: User,
    seed: str,
    procedure: str = "",
) -> Assignment:
    """Make a worksheet for a skill, publish it and set it to these children of the class, open from now on.

    With `procedure`, questions that show it come first. The teacher may change its times or take it away again, as
    with any other. Raises BadInput, NotAllowedNow.
    """
    if skill not in SKILLS:
        raise BadInput(_("Choose what the worksheet is about."))
    year, half = now_taught(school_class)
    many = flights.questions(
        skill, year=year, half=half, count=4 * QUESTIONS if procedure else QUESTIONS, seed=seed,
        kinds=worksheets.readable_kinds(), gently=True,
    )  # fmt: skip
    items = _showing(many, procedure)[:QUESTIONS]
    language = school_class.language or settings.LANGUAGE_CODE
    if not items:
        raise BadInput(_("There are no questions for this yet."))
    made = worksheets.create_worksheet(
        author=teacher, title=_("Practice: %(skill)s") % {"skill": skill_title(skill)},
        drafts=[item.draft for item in in_language(items, language)],
    )  # fmt: skip
    worksheets.publish(worksheet=made, teacher=teacher)
    [assignment] = assignments.set_worksheet(
        worksheet=made, classes=[school_class], teacher=teacher, opens_at=timezone.now(), closes_at=None,
        feedback=Assignment.Feedback.AFTER_HAND_IN, layout=Assignment.Layout.ONE_BY_ONE, students=students,
    )  # fmt: skip
    return assignment


def _showing(items: Sequence[Item], procedure: str) -> list[Item]:
    """Those that show the procedure first; their order among themselves stays."""
    return sorted(
        items, key=lambda item: bool(procedure) and all(one.procedure != procedure for one in item.predictions)
    )
