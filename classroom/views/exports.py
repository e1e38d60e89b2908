"""Scores to look at for a whole class, and to take along.

Files are fetched by POST: each leaves an entry in the trail, and a GET writes nothing.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from classroom import access, exports
from classroom.scores.gradebook import gradebook as gradebook_of
from classroom.views.names_hidden import names_hidden
from classroom.views.saying import TeacherRequest
from classroom.views.step_up import fresh


@require_POST
@login_required
@fresh
def assignment_csv(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """The scores of one assignment as CSV."""
    return _assignment(request, uuid, "csv")


@require_POST
@login_required
@fresh
def assignment_xlsx(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """The scores of one assignment as XLSX."""
    return _assignment(request, uuid, "xlsx")


@require_GET
@login_required
def gradebook(request: TeacherRequest, pk: int) -> HttpResponse:
    """The scores of a class over all that was set to it."""
    school_class = access.class_for_teacher(request.user, pk)
    return render(
        request,
        "teacher/dashboard_gradebook.html",
        {
            "book": gradebook_of(school_class),
            "school_class": school_class,
            "names_hidden": names_hidden(request),
            "section": "classes",
        },
    )


@require_POST
@login_required
@fresh
def gradebook_csv(request: TeacherRequest, pk: int) -> HttpResponse:
    """The gradebook as CSV."""
    return _gradebook(request, pk, "csv")


@require_POST
@login_required
@fresh
def gradebook_xlsx(request: TeacherRequest, pk: int) -> HttpResponse:
    """The gradebook as XLSX."""
    return _gradebook(request, pk, "xlsx")


def _assignment(request: TeacherRequest, uuid: UUID, form: str) -> HttpResponse:
    assignment = access.assignment_for_teacher(request.user, uuid)
    table = exports.assignment_table(assignment)
    exports.record(teacher=request.user, what="assignment", pk=assignment.pk, form=form, rows=exports.size(table))
    return as_file(table, form, assignment.school_class.name, assignment.worksheet.title)


def _gradebook(request: TeacherRequest, pk: int, form: str) -> HttpResponse:
    school_class = access.class_for_teacher(request.user, pk)
    table = exports.gradebook_table(school_class)
    exports.record(teacher=request.user, what="gradebook", pk=school_class.pk, form=form, rows=exports.size(table))
    return as_file(table, form, school_class.name, "gradebook")


def as_file(table: exports.Table, form: str, *names: str) -> HttpResponse:
    """A table as a file of that form, named after the `names`, and kept by no cache."""
    content = exports.as_csv(table) if form == "csv" else exports.as_xlsx(table, title=names[-1])
    return HttpResponse(
        content,
        content_type=exports.CSV_TYPE if form == "csv" else exports.XLSX_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{exports.file_name(*names, ending=form)}"',
            "Cache-Control": "no-store",
        },
    )
