"""How the site does: for a monitoring program, and for teachers."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from classroom.views.saying import TeacherRequest
from classroom.watching import exposition, figures
from classroom.watching.alarms import judge
from classroom.watching.lights import lights, whole


@require_GET
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus; whoever may not read them is told nothing."""
    if not exposition.may_read(request):
        raise Http404
    return HttpResponse(exposition.text(figures.look()), content_type=exposition.CONTENT_TYPE)


@require_GET
@never_cache
@login_required
def status(request: TeacherRequest) -> HttpResponse:
    """Saving, reading, housekeeping, backups: each well, to be watched, or in need of help."""
    seen = figures.look()
    found = lights(seen, judge(seen))
    page = {"section": "school", "lights": found, "whole": whole(found), "at": timezone.now(), "reader": seen.reader}
    return render(request, "teacher/status.html", page)
