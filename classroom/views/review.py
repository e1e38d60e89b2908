"""The list of what the machine was unsure of."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from classroom import access, agreeing, review
from classroom.models import Answer, Assignment, SchoolClass
from classroom.scores import doubts, story
from classroom.views.names_hidden import names_hidden
from classroom.views.notes import beside_answer
from classroom.views.saying import TeacherRequest
from classroom.views.undo import last_words


@require_GET
@login_required
def review_one(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """What waits in one assignment."""
    assignment = access.assignment_for_teacher(request.user, uuid)
    answers = access.answers_for_teacher(request.user).filter(attempt__assignment=assignment)
    return review_page(request, answers, assignment=assignment)


@require_GET
@login_required
def review_all(request: TeacherRequest) -> HttpResponse:
    """What waits in all classes of the teacher."""
    return review_page(request, review.in_lessons(access.answers_for_teacher(request.user)), assignment=None)


def review_page(
    request: TeacherRequest,
    answers: QuerySet[Answer],
    *,
    assignment: Assignment | None,
    practice_of: SchoolClass | None = None,
    section: str = "",
) -> HttpResponse:
    """What waits among `answers`, as a list beside the answer that is looked at."""
    piles = review.items(answers)
    waiting = [item for pile in piles for item in pile.items]
    said = agreeing.last_words(item.answer for item in waiting)
    for item in waiting:
        item.said = "" if item.reason == doubts.CHECK else said.get(item.answer.pk, "")
    asked = request.GET.get("answer", "")
    current = next((one for one in waiting if str(one.answer.uuid) == asked), waiting[0] if waiting else None)
    chosen = access.answer_for_teacher(request.user, current.answer.uuid) if current else None
    return render(
        request,
        "teacher/review_list.html",
        {
            "assignment": assignment,
            "piles": piles,
            "count": len(waiting),
            "current": current,
            "answer": chosen,
            "story": story.story(chosen) if chosen else None,
            "reason": current.words if current else "",
            "blind": current is not None and current.reason == doubts.CHECK,
            "in_review": True,
            "names_hidden": names_hidden(request),
            **(beside_answer(chosen) if chosen else {}),
            **last_words(request, assignment),
            "practice_of": practice_of,
            "section": section or ("review" if assignment is None else "lessons"),
        },
    )
