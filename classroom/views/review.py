"""The list of what the machine was unsure of, and the wall of one question's answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from classroom import access, review
from classroom.models import Assignment, Question
from classroom.scores import story
from classroom.views.answer_forms import GroupForm
from classroom.views.saying import TeacherRequest


@require_GET
@login_required
def review_one(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """What waits in one assignment."""
    assignment = access.assignment_for_teacher(request.user, uuid)
    return _list(request, assignment)


@require_GET
@login_required
def review_all(request: TeacherRequest) -> HttpResponse:
    """What waits in all classes of the teacher."""
    return _list(request, None)


@require_GET
@login_required
def question(request: TeacherRequest, uuid: UUID, pk: int) -> HttpResponse:
    """All answers to one question, by what was read."""
    assignment = access.assignment_for_teacher(request.user, uuid)
    asked = _question(assignment, pk)
    groups = review.groups(assignment=assignment, question=asked)
    return render(
        request,
        "teacher/review_question.html",
        {
            "assignment": assignment,
            "question": asked,
            "groups": groups,
            "mistakes": review.common_mistakes(groups),
            "names_hidden": request.GET.get("names") == "hidden",
            "owns_worksheet": assignment.worksheet.author_id == request.user.pk,
            "section": "lessons",
        },
    )


@require_POST
@login_required
def mark_group(request: TeacherRequest, uuid: UUID, pk: int) -> HttpResponse:
    """One decision for all answers that were read alike."""
    assignment = access.assignment_for_teacher(request.user, uuid)
    asked = _question(assignment, pk)
    form = GroupForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"code": "bad_input", "message": "Say which group, and right or wrong."}, status=400)
    marked = review.mark_group(
        assignment=assignment,
        question=asked,
        key=form.cleaned_data["group"],
        verdict=form.cleaned_data["verdict"],
        teacher=request.user,
    )
    messages.success(request, f"Marked {marked} answer{'' if marked == 1 else 's'} {form.cleaned_data['verdict']}.")
    return redirect("assignment-question", uuid=uuid, pk=pk)


def _list(request: TeacherRequest, assignment: Assignment | None) -> HttpResponse:
    answers = access.answers_for_teacher(request.user)
    if assignment is not None:
        answers = answers.filter(attempt__assignment=assignment)
    piles = review.items(answers)
    waiting = [item for pile in piles for item in pile.items]
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
            "in_review": True,
            "section": "review" if assignment is None else "lessons",
        },
    )


def _question(assignment: Assignment, pk: int) -> Question:
    found = assignment.worksheet.questions.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
