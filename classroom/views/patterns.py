"""What wrong answers look like, for a lesson; and a teacher's word on it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from classroom import access, patterns
from classroom.views.names_hidden import names_hidden
from classroom.views.saying import TeacherRequest, said
from classroom.views.undo import safe_next


@login_required
@require_GET
def lesson(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Procedure by procedure: the children whose answers look like it, with the answers."""
    assignment = access.assignment_for_teacher(request.user, uuid)
    page = {
        "section": "lessons",
        "assignment": assignment,
        "shared": patterns.patterns_of_lesson(assignment),
        "names_hidden": names_hidden(request),
    }
    return render(request, "teacher/lesson_patterns.html", page)


@login_required
@require_POST
def decide(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Keep a teacher's yes or no."""
    attempt = access.attempt_for_teacher(request.user, uuid)
    with said(request, gettext("Kept.")):
        patterns.decide(
            attempt=attempt,
            procedure=request.POST.get("procedure", ""),
            verdict=request.POST.get("verdict", ""),
            teacher=request.user,
        )
    return redirect(safe_next(request, reverse("sheet", args=[attempt.uuid])))
