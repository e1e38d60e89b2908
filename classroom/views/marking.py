"""How the school marks by machine: what is proven, checked and promised; and digits written backwards."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from classroom import access, footing, promise
from classroom.marking_forms import MarkingSettings
from classroom.scores import backwards
from classroom.views.saying import TeacherRequest, first_error, said


@login_required
@require_GET
def marking(request: TeacherRequest) -> HttpResponse:
    """The promise, its proof and its history; a head changes the promise."""
    school = request.user.school
    page = {
        "section": "school",
        "promise": promise.statement(school),
        "history": promise.history(school),
        "waiting": promise.waiting_checks(school),
        "school": school,
        "form": MarkingSettings(
            initial={"one_in": school.error_budget, "audit_percent": school.audit_percent}, label_suffix=""
        ),
    }
    return render(request, "teacher/marking.html", page)


@login_required
@require_POST
def set_marking(request: TeacherRequest) -> HttpResponse:
    """Set the promise and the share of checks."""
    form = MarkingSettings(request.POST)
    if form.is_valid():
        with said(request, gettext("Saved. The figures follow in a moment.")):
            footing.set_budget(head=request.user, **form.cleaned_data)
    else:
        messages.error(request, first_error(form))
    return redirect("marking")


@login_required
@require_POST
def start_anew(request: TeacherRequest) -> HttpResponse:
    """Forget the checks so far."""
    with said(request, gettext("The count begins anew. Checks from before no longer count.")):
        footing.start_anew(head=request.user, reader_version=promise.reader_version())
    return redirect("marking")


@login_required
@require_GET
def mirrored(request: TeacherRequest, pk: int) -> HttpResponse:
    """Digits that children of a class wrote backwards, child by child."""
    school_class = access.class_for_teacher(request.user, pk)
    page = {"section": "classes", "school_class": school_class, "children": backwards.seen_in(school_class)}
    return render(request, "teacher/class_mirrored.html", page)
