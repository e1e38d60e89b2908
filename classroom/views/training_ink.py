"""Training ink for those who train the reader: what would leave the school, what left it, and making a file."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from classroom import access
from classroom import training_ink as ink
from classroom.views.saying import TeacherRequest, said
from classroom.views.step_up import step_up


@login_required
@require_GET
def training_ink(request: TeacherRequest) -> HttpResponse:
    """How much a file made now would hold, and every file that was made. For a head."""
    school = access.school_for_head(request.user)
    counts = ink.prospect(school)
    page = {
        "section": "school",
        "answers": sum(counts.values()),
        "writers": len(counts),
        "consenting": ink.consenting_children(school),
        "fewest": ink.FEWEST_WRITERS,
        "enough": len(counts) >= ink.FEWEST_WRITERS,
        "learned_from": ink.reader_learned_from(),
        "exports": [(one, ink.withdrawn_since(one)) for one in ink.exports_of(school)],
    }
    return render(request, "teacher/training_ink.html", page)


@login_required
@never_cache
@require_POST
@step_up
def export(request: TeacherRequest) -> HttpResponse:
    """Make a file and hand it over; nothing of it is kept here. For a head, with the password once more."""
    school = access.school_for_head(request.user)
    if not request.POST.get("understood"):
        messages.error(request, gettext("Tick that you will look after the file, please."))
        return redirect("training-ink")
    with said(request):
        bundle = ink.export_training_ink(school=school, teacher=request.user)
        return HttpResponse(
            bundle.content,
            content_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{bundle.name}"', "Cache-Control": "no-store"},
        )
    return redirect("training-ink")
