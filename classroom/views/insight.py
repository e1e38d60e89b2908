"""Insight for teaching: one lesson, a class over time, one child; and reports and tables to take along.

Files are fetched by POST: each leaves an entry in the trail, and a GET writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from classroom import access, exports
from classroom.insight import tables, words
from classroom.insight.child import child_course
from classroom.insight.course import course
from classroom.insight.lesson import lesson as lesson_insight
from classroom.insight.parents import reports
from classroom.later import gettext_lazy
from classroom.printed.report_page import reports_pdf
from classroom.views.exports import as_file
from classroom.views.names_hidden import names_hidden
from classroom.views.saying import TeacherRequest
from classroom.views.step_up import fresh

FORMS = ("csv", "xlsx")
# What can be had as a file: its name in the address, and in words.
LESSON_TABLES = (("questions", gettext_lazy("Questions, with wrong answers")), ("skills", gettext_lazy("Skills")))
CLASS_TABLES = (("worksheets", gettext_lazy("Worksheets")), ("skills", gettext_lazy("Skills")))
Make = Callable[[Any], exports.Table]


@require_GET
@login_required
def lesson(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """How a lesson went: the spread, the hardest questions with what was written instead, each skill."""
    assignment = access.assignment_for_teacher(request.user, uuid)
    page = {"insight": lesson_insight(assignment), "assignment": assignment, "section": "lessons"}
    page |= {"tables": LESSON_TABLES, "names_hidden": names_hidden(request)}
    return render(request, "teacher/insight_lesson.html", page)


@require_GET
@login_required
def school_class(request: TeacherRequest, pk: int) -> HttpResponse:
    """A class over time."""
    room = access.class_for_teacher(request.user, pk)
    page = {"course": course(room, _period(request)), "school_class": room, **_said(request)}
    return render(request, "teacher/insight_class.html", page)


@require_GET
@login_required
def child(request: TeacherRequest, pk: int, uuid: UUID) -> HttpResponse:
    """One child over time, beside the class's middle half."""
    room = access.class_for_teacher(request.user, pk)
    student = access.student_of_class(room, uuid)
    found = child_course(course(room, _period(request)), student)
    page = {"course": found, "student": student, "school_class": room, **_said(request)}
    return render(request, "teacher/insight_child.html", page)


@require_POST
@login_required
@fresh
def class_report(request: TeacherRequest, pk: int) -> HttpResponse:
    """A report for each child of the class, in one PDF."""
    room = access.class_for_teacher(request.user, pk)
    whole = course(room, _period(request))
    students = [one.student for one in whole.children]
    pages = reports(whole, students, teacher=request.user.name)
    exports.record(teacher=request.user, what="class_report", pk=room.pk, form="pdf", rows=len(pages))
    return _pdf(reports_pdf(pages, title=gettext("Reports, %(name)s") % {"name": room.name}), room.name, "reports")


@require_POST
@login_required
@fresh
def child_report(request: TeacherRequest, pk: int, uuid: UUID) -> HttpResponse:
    """The report of one child."""
    room = access.class_for_teacher(request.user, pk)
    student = access.student_of_class(room, uuid)
    pages = reports(course(room, _period(request)), [student], teacher=request.user.name)
    exports.record(teacher=request.user, what="child_report", pk=student.pk, form="pdf", rows=1)
    return _pdf(reports_pdf(pages, title=gettext("Report")), *_name(request, student.display_name), "report")


@require_POST
@login_required
@fresh
def lesson_file(request: TeacherRequest, uuid: UUID, table: str, form: str) -> HttpResponse:
    """A table of a lesson's insight as CSV or XLSX."""
    assignment = access.assignment_for_teacher(request.user, uuid)
    make = _table({"questions": tables.lesson_table, "skills": tables.lesson_skills_table}, table, form)
    rows = make(lesson_insight(assignment))
    exports.record(
        teacher=request.user, what=f"insight_{table}", pk=assignment.pk, form=form, rows=exports.size(rows)
    )
    return as_file(rows, form, assignment.school_class.name, assignment.worksheet.title, table)


@require_POST
@login_required
@fresh
def class_file(request: TeacherRequest, pk: int, table: str, form: str) -> HttpResponse:
    """A table of a class's course as CSV or XLSX."""
    room = access.class_for_teacher(request.user, pk)
    make = _table({"worksheets": tables.class_table, "skills": tables.class_skills_table}, table, form)
    rows = make(course(room, _period(request)))
    exports.record(teacher=request.user, what=f"insight_{table}", pk=room.pk, form=form, rows=exports.size(rows))
    return as_file(rows, form, room.name, gettext("%(table)s over time") % {"table": table})


@require_POST
@login_required
@fresh
def child_file(request: TeacherRequest, pk: int, uuid: UUID, table: str, form: str) -> HttpResponse:
    """A table of a child's course as CSV or XLSX."""
    room = access.class_for_teacher(request.user, pk)
    student = access.student_of_class(room, uuid)
    make = _table({"worksheets": tables.child_table, "skills": tables.child_skills_table}, table, form)
    rows = make(child_course(course(room, _period(request)), student))
    exports.record(teacher=request.user, what=f"insight_{table}", pk=student.pk, form=form, rows=exports.size(rows))
    return as_file(rows, form, *_name(request, student.display_name), table)


def _period(request: TeacherRequest) -> words.Period:
    """The period asked for, in the address or in a form."""
    return words.period(request.POST.get("period") or request.GET.get("period", ""))


def _said(request: TeacherRequest) -> dict[str, object]:
    return {
        "period": _period(request),
        "periods": words.periods(),
        "names_hidden": names_hidden(request),
        "tables": CLASS_TABLES,
        "section": "classes",
    }


def _table(known: dict[str, Make], table: str, form: str) -> Make:
    if table not in known or form not in FORMS:
        raise Http404
    return known[table]


def _name(request: TeacherRequest, name: str) -> tuple[str]:
    """What a file is called: a browser shows it on the wall, too."""
    return ("child" if names_hidden(request) else name,)


def _pdf(content: bytes, *names: str) -> HttpResponse:
    # To be kept, not shown: a browser that opens it at once would show names on the projector.
    name = exports.file_name(*names, ending="pdf")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
