"""The honesty page: how well the machine reads here, for teachers; and for parents, without any ink or name."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from classroom import access, footing
from classroom.honesty import confusions, drift, figures, hiding
from classroom.honesty.figures import Figures
from classroom.rereading import doors, report
from classroom.views.names_hidden import names_hidden
from classroom.views.new_reader import installed
from classroom.views.saying import TeacherRequest


@require_GET
@login_required
def honesty(request: TeacherRequest) -> HttpResponse:
    """What the machine mixed up, how often teachers agreed, what went to them, for whom; and the alarm."""
    school, version = request.user.school, installed()
    page = {
        **_said(figures.figures(school)),
        "school": school,
        "version": version,
        "matrix": confusions.matrix(school),
        "mixed": confusions.mixed_up(access.answers_for_teacher(request.user)),
        "alarms": drift.alarms(school.pk),
        "footing": footing.latest(school, version),
        "new_reader": bool(version) and report.is_offered(school=school, reader_version=version),
        "compared": report.compared(doors.rereadings_for_teacher(request.user)),
        "names_hidden": names_hidden(request),
        "rules": hiding,
        "section": "honesty",
    }
    return render(request, "teacher/honesty.html", page)


@require_GET
@login_required
def for_parents(request: TeacherRequest) -> HttpResponse:
    """A page to print and to hand out: no ink, no name, whole weeks alone, counts to the nearest ten."""
    school = request.user.school
    found = figures.figures(school, whole_weeks=True)
    page = {
        **_said(found),
        "school": school,
        "footing": footing.latest(school, installed()),
        "answers": hiding.roughly(found.answers),
        "enough": hiding.is_enough(found.children, found.answers),
        "checked": hiding.roughly(found.whole.by_lot.count) if found.whole.by_lot else 0,
        "section": "honesty",
    }
    return render(request, "teacher/honesty_for_parents.html", page)


@require_POST
@login_required
def alarm_seen(request: TeacherRequest, figure: str) -> HttpResponse:
    """Put an alarm away; it is kept in the record."""
    if figure not in drift.FIGURES:
        raise Http404
    if drift.put_away(school=request.user.school, figure=figure, teacher=request.user):
        messages.success(
            request, gettext("Noted. The figures go on being watched, and the alarm stays in the record.")
        )
    return redirect("honesty")


def _said(found: Figures) -> dict[str, object]:
    return {"figures": found, "whole": found.whole, "enough": hiding.is_enough(found.children, found.answers)}
