"""What is stored about one child: seen by who teaches the child, handed over as a file, erased by a head."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classroom import access, consent, exports, names, privacy, retention
from classroom import record as record_of
from classroom.forms import ConsentAnswer
from classroom.later import gettext_lazy
from classroom.views.saying import TeacherRequest
from classroom.views.step_up import step_up

# What people call what hangs on a child; the rest is counted as traces of work.
WORDS = {
    "classroom.Enrolment": gettext_lazy("times in classes"),
    "classroom.Attempt": gettext_lazy("lessons begun"),
    "classroom.Ink": gettext_lazy("pieces of writing and typing"),
    "classroom.Reading": gettext_lazy("readings by the machine"),
    "classroom.Mark": gettext_lazy("marks"),
    "classroom.Note": gettext_lazy("notes and stamps of teachers"),
    "classroom.ConsentEntry": gettext_lazy("lines about consent"),
    "classroom.ExportedWriter": gettext_lazy("files of training ink"),
}


@login_required
@require_GET
def children(request: TeacherRequest) -> HttpResponse:
    """Every child of the school, those in no class too. For a head."""
    school = access.school_for_head(request.user)
    rows = sorted(access.children_of_school(school), key=lambda one: one.by_name)
    return render(request, "teacher/children.html", {"section": "school", "children": rows})


@login_required
@require_GET
def record(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """How much is stored of what, until when, and what can be done."""
    child = access.child_for_record(request.user, uuid)
    counts = record_of.counts(child)
    page = {
        "section": "classes",
        "child": child,
        "known": [(words, counts.pop(label)) for label, words in WORDS.items() if label in counts],
        "traces": sum(counts.values()),
        "standing": consent.standings([child])[0],
        "form": ConsentAnswer(initial={"evidence_on": timezone.localdate()}),
        "next_to_go": retention.next_to_go(child),
        "windows": [(retention.WINDOWS[name], retention.days(name)) for name in ("ink", "work", "children")],
    }
    return render(request, "teacher/record.html", page)


@login_required
@never_cache
@require_POST
@step_up
def download(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Everything about the child as a ZIP, with the password once more."""
    child = access.child_for_record(request.user, uuid)
    content = record_of.export_student(student=child, teacher=request.user)
    name = exports.file_name("record", child.display_name, ending="zip")
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
@step_up
def erase(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Erase a child for ever: for a head, with the password once more and the name typed."""
    child = access.child_for_head(request.user, uuid)
    if request.method == "GET":
        page = {"section": "school", "child": child, "standing": consent.standings([child])[0]}
        return render(request, "teacher/erase.html", page)
    if names.tidy(request.POST.get("name", "")) != child.display_name:
        messages.error(request, gettext("That is not the child's name. Nothing was erased."))
        return redirect("child-erase", uuid=uuid)
    slip = privacy.erase_student(student=child, teacher=request.user)
    clean = privacy.scrub()
    page = {"section": "school", "slip": slip, "clean": clean}
    return render(request, "teacher/erased.html", page)
