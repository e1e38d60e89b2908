"""Worksheets to take along and to bring: as JSON, as a table, and from a file of either sort."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from classroom import access, exports, worksheets
from classroom.skills import files
from classroom.skills.expressions import NotUnderstood
from classroom.views import worksheet_editor
from classroom.views.saying import TeacherRequest
from classroom.worksheet_forms import LONGEST_TEXT


@login_required
@require_GET
def save_json(request: TeacherRequest, pk: int) -> HttpResponse:
    """The worksheet as a file for another school. It holds nothing of any child."""
    found = access.worksheet_for_teacher(request.user, pk)
    drafts = worksheets.as_drafts(list(found.questions.all()))
    return _file(files.as_json(found.title, drafts), "application/json", found.title, "json")


@login_required
@require_GET
def save_csv(request: TeacherRequest, pk: int) -> HttpResponse:
    """The worksheet as a table: question, answer, how it is compared."""
    found = access.worksheet_for_teacher(request.user, pk)
    table = files.as_table(worksheets.as_drafts(list(found.questions.all())))
    return _file(exports.as_csv(table), exports.CSV_TYPE, found.title, "csv")


@login_required
@require_POST
def bring(request: TeacherRequest) -> HttpResponse:
    """Open what is in a file on the page where worksheets are written; nothing is kept before the teacher says so."""
    given = request.FILES.get("file")
    if given is None:
        messages.error(request, gettext("Choose a file first."))
        return redirect("worksheets")
    try:
        if (given.size or 0) > files.LONGEST_FILE:  # before a byte of it is read
            raise NotUnderstood(gettext("This file is too long for a worksheet."))
        title, text = files.read_file(given.read(), name=given.name or "")
    except NotUnderstood as error:
        messages.error(request, str(error))
        return redirect("worksheets")
    messages.info(request, gettext("This is what the file holds. Nothing is kept until you save it."))
    request.session[worksheet_editor.BROUGHT] = {"title": title, "text": text[:LONGEST_TEXT]}
    return redirect(f"{reverse('worksheet-new')}?from=file")


def _file(data: bytes, content_type: str, title: str, ending: str) -> HttpResponse:
    name = exports.file_name(title, ending=ending)
    return HttpResponse(
        data, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
