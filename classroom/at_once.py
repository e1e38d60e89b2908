"""A sheet made, published and set in one go: what a lesson that begins in a minute needs."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from classroom import assignments, worksheets
from classroom.models import Assignment, SchoolClass, User
from classroom.worksheets import QuestionDraft


@transaction.atomic
def set_at_once(
    *, teacher: User, school_class: SchoolClass, title: str, drafts: Sequence[QuestionDraft]
) -> Assignment:
    """Make a worksheet, publish it and set it to a class from now on, as lessons usually are: one question after
    the other, marks after handing in. Raises NoQuestions, TooManyQuestions.
    """
    made = worksheets.create_worksheet(author=teacher, title=title, drafts=drafts)
    worksheets.publish(worksheet=made, teacher=teacher)
    [assignment] = assignments.set_worksheet(
        worksheet=made,
        classes=[school_class],
        teacher=teacher,
        opens_at=timezone.now(),
        closes_at=None,
        feedback=Assignment.Feedback.AFTER_HAND_IN,
        layout=Assignment.Layout.ONE_BY_ONE,
    )
    return assignment
