"""Lessons: setting worksheets to classes, the list of what is set, and what one does with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classroom import access, assignments
from classroom.errors import ClassroomError
from classroom.models import Assignment
from classroom.views.lesson_forms import HowForm, SetForm
from classroom.views.saying import TeacherRequest

PAST_ON_A_PAGE = 40


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def set_worksheet(request: TeacherRequest, pk: int) -> HttpResponse:
    """Set a worksheet to one or several classes."""
    worksheet = access.worksheet_for_teacher(request.user, pk)
    form = SetForm(_sent(request), teacher=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = assignments.set_worksheet(worksheet=worksheet, teacher=request.user, **form.cleaned_data)
        except ClassroomError as error:
            form.add_error(None, error.text)
        else:
            names = " and ".join(one.school_class.name for one in made)
            messages.success(
                request, gettext("“%(title)s” is set to %(names)s.") % {"title": worksheet.title, "names": names}
            )
            return redirect("assignment", uuid=made[0].uuid) if len(made) == 1 else redirect("lessons")
    return render(
        request,
        "teacher/lesson_set.html",
        {"form": form, "worksheet": worksheet, "section": "worksheets"},
        status=400 if form.errors else 200,
    )


@require_GET
@login_required
def lessons(request: TeacherRequest) -> HttpResponse:
    """What is set to the teacher's classes: now, coming and past."""
    rows = access.assignments_for_teacher(request.user).filter(school_class__archived_at__isnull=True)
    now = timezone.now()
    is_past = Q(closes_at__isnull=False, closes_at__lte=now)
    pages = Paginator(rows.filter(is_past).order_by("-closes_at", "-pk"), PAST_ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    past = access.assignments_for_teacher(request.user).filter(pk__in=[one.pk for one in page.object_list])
    return render(
        request,
        "teacher/lesson_list.html",
        {
            "now": assignments.progress(rows.exclude(is_past).filter(opens_at__lte=now)),
            "coming": assignments.progress(rows.filter(opens_at__gt=now).order_by("opens_at", "pk")),
            "past": assignments.progress(past.order_by("-closes_at", "-pk")),
            "page": page,
            "section": "lessons",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Change times, feedback and layout of an assignment."""
    assignment = access.assignment_for_teacher(request.user, uuid)
    form = HowForm(_sent(request), initial=_as_it_is(assignment))
    if request.method == "POST" and form.is_valid():
        try:
            assignments.change(assignment=assignment, teacher=request.user, **form.cleaned_data)
        except ClassroomError as error:
            form.add_error(None, error.text)
        else:
            messages.success(request, gettext("Changed."))
            return redirect("assignment", uuid=uuid)
    return render(
        request,
        "teacher/lesson_change.html",
        {"form": form, "assignment": assignment, "section": "lessons"},
        status=400 if form.errors else 200,
    )


@require_POST
@login_required
def close(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Close now."""
    assignment = access.assignment_for_teacher(request.user, uuid)
    return _did(
        request, uuid, gettext("Closed. What comes now is kept as late."), assignments.close, assignment=assignment
    )


@require_POST
@login_required
def reopen(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Open again, or earlier than planned."""
    assignment = access.assignment_for_teacher(request.user, uuid)
    return _did(
        request, uuid, gettext("Open. It stays open until you close it."), assignments.reopen, assignment=assignment
    )


@require_POST
@login_required
def return_all(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Give back what is handed in; once closed, unfinished work too."""
    assignment = access.assignment_for_teacher(request.user, uuid)
    count = assignments.return_work(assignment=assignment, teacher=request.user)
    if count:
        messages.success(
            request,
            ngettext("Returned the work of %(n)s child.", "Returned the work of %(n)s children.", count)
            % {"n": count},
        )
    else:
        messages.info(request, gettext("There was nothing to return: nobody has handed in since."))
    return redirect("assignment", uuid=uuid)


@require_POST
@login_required
def remove(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Take away what nobody has begun."""
    assignment = access.assignment_for_teacher(request.user, uuid)
    try:
        assignments.remove(assignment=assignment, teacher=request.user)
    except ClassroomError as error:
        messages.error(request, error.text)
        return redirect("assignment", uuid=uuid)
    messages.success(
        request,
        gettext("“%(title)s” is no longer set to %(name)s.")
        % {"title": assignment.worksheet.title, "name": assignment.school_class.name},
    )
    return redirect("lessons")


@require_POST
@login_required
def return_one(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Give one child's work back."""
    attempt = access.attempt_for_teacher(request.user, uuid)
    assignments.return_work(assignment=attempt.assignment, teacher=request.user, attempts=[attempt])
    messages.success(
        request, gettext("Returned to %(display_name)s.") % {"display_name": attempt.student.display_name}
    )
    return redirect("sheet", uuid=uuid)


@require_POST
@login_required
def reopen_one(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Let one child write on."""
    attempt = access.attempt_for_teacher(request.user, uuid)
    assignments.reopen_attempt(attempt=attempt, teacher=request.user)
    messages.success(
        request, gettext("%(display_name)s can write on.") % {"display_name": attempt.student.display_name}
    )
    return redirect("sheet", uuid=uuid)


def _sent(request: TeacherRequest) -> QueryDict | None:
    """What was sent, also when it is empty; None while the form is only shown."""
    return request.POST if request.method == "POST" else None


def _did(request: TeacherRequest, uuid: UUID, said: str, do: Callable[..., Any], **what: Any) -> HttpResponse:
    """Do one thing to an assignment and say so, or say why not."""
    try:
        do(teacher=request.user, **what)
    except ClassroomError as error:
        messages.error(request, error.text)
    else:
        messages.success(request, said)
    return redirect("assignment", uuid=uuid)


def _as_it_is(assignment: Assignment) -> dict[str, Any]:
    return {
        "opens_at": timezone.localtime(assignment.opens_at),
        "closes_at": timezone.localtime(assignment.closes_at) if assignment.closes_at else None,
        "feedback": assignment.feedback,
        "layout": assignment.layout,
    }
