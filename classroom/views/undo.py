"""Taking decisions back: the button and its key, and the list of what was decided in a lesson."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from classroom import access, decisions, undo
from classroom.models import Assignment
from classroom.practice import doors
from classroom.views.names_hidden import names_hidden
from classroom.views.saying import TeacherRequest

ON_A_PAGE = 50


@require_POST
@login_required
def take_back(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Take one of the teacher's own decisions back. JSON for scripts, else back to where one was."""
    decision = access.decision_for_teacher(request.user, uuid)
    lesson = lesson_asked_for(request)
    try:
        said, status = undo.take_back(decision=decision, teacher=request.user).words, 200
        messages_of = messages.success
    except undo.CannotUndo as error:
        said, status = error.text, error.status
        messages_of = messages.error
    if is_script(request):
        offered = last_words(request, lesson, older_than=decision if status != 200 else None)
        return JsonResponse({"words": said, **offered}, status=status)
    messages_of(request, said)
    return redirect(safe_next(request, _page_of(lesson or decision.assignment)))


def _page_of(work: Assignment | None) -> str:
    """Where decisions about a lesson, or about practice, are looked at."""
    if work is None:
        return "lessons"
    if work.purpose != Assignment.Purpose.LESSON:
        return reverse("practice-look", args=[work.school_class_id])
    return reverse("lesson-decisions", args=[work.uuid])


@require_GET
@login_required
def lesson(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """What was decided in a lesson, by whom and when; one's own decisions can be taken back."""
    assignment = access.assignment_for_teacher(request.user, uuid)
    rows = (
        decisions.of_lesson(assignment)
        .select_related("teacher", "question", "undoes__question", "undone_by__teacher")
        .order_by("-pk")
    )
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "teacher/decisions.html",
        {
            "assignment": assignment,
            "page": page,
            "decided": [(one, decisions.words(one)) for one in page.object_list],
            "names_hidden": names_hidden(request),
            "section": "lessons",
        },
    )


def last_words(request: TeacherRequest, assignment: Assignment | None, **more: Any) -> dict[str, Any]:
    """What the Undo button offers next: {"undo": {"url", "words"}} or {"undo": None}."""
    last = decisions.last(teacher=request.user, assignment=assignment, **more)
    if last is None:
        return {"undo": None}
    return {"undo": {"url": reverse("decision-undo", args=[last.uuid]), "words": decisions.words(last)}}


def is_script(request: TeacherRequest) -> bool:
    """Whether a script of ours asks, and wants JSON."""
    return request.headers.get("X-Requested-With") == "fetch"


def safe_next(request: TeacherRequest, otherwise: str) -> str:
    """Where the form says to go next, if that is a page of ours."""
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else otherwise


def lesson_asked_for(request: TeacherRequest) -> Assignment | None:
    """The lesson or flight whose page was used; None on pages of several, where Undo goes back through all."""
    try:
        asked = UUID(request.POST.get("lesson", ""))
    except ValueError:
        return None
    return doors.work_for_teacher(request.user, asked)
