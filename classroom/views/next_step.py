"""What comes next: for the class with groups who need the same, for one child, and worksheets made for it."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from classroom import access
from classroom.errors import ClassroomError
from classroom.next_step import children, sheets
from classroom.next_step_forms import SheetForm
from classroom.practice import placing
from classroom.views.names_hidden import names_hidden
from classroom.views.saying import TeacherRequest, first_error


@require_GET
@login_required
def school_class(request: TeacherRequest, pk: int) -> HttpResponse:
    """Groups of children who need the same, and each child by name."""
    room = access.class_for_teacher(request.user, pk)
    steps = children.class_steps(room)
    page = {
        "school_class": room,
        "children": steps,
        "groups": children.groups(steps),
        "skills": children.choosable(room),
        "names_hidden": names_hidden(request),
        "section": "classes",
    }
    return render(request, "teacher/next_class.html", page)


@require_GET
@login_required
def child(request: TeacherRequest, pk: int, uuid: UUID) -> HttpResponse:
    """What comes next for one child, and what all of it rests on."""
    room = access.class_for_teacher(request.user, pk)
    student = access.student_of_class(room, uuid)
    page = {
        "school_class": room,
        "student": student,
        "steps": children.child_steps(room, student),
        "placed": placing.placed(room, student),
        "names_hidden": names_hidden(request),
        "section": "classes",
    }
    return render(request, "teacher/next_child.html", page)


@require_POST
@login_required
def set_sheet(request: TeacherRequest, pk: int) -> HttpResponse:
    """Make a worksheet for a skill and set it to the children that are ticked."""
    room = access.class_for_teacher(request.user, pk)
    form = SheetForm(request.POST, students=access.students_of_class(room))
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("next-class", pk=pk)
    chosen = form.cleaned_data
    try:
        made = sheets.set_sheet(school_class=room, teacher=request.user, seed=secrets.token_hex(6), **chosen)
    except ClassroomError as error:
        messages.error(request, error.text)
        return redirect("next-class", pk=pk)
    count = len(chosen["students"])
    said = ngettext(
        "“%(title)s” is set to %(count)s child. As long as it has not begun, you can take it away again.",
        "“%(title)s” is set to %(count)s children. As long as none has begun, you can take it away again.",
        count,
    )
    messages.success(request, said % {"title": made.worksheet.title, "count": count})
    return redirect(reverse("assignment", args=[made.uuid]))
