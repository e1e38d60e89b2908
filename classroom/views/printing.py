"""Worksheets on paper: what to print, and the PDF."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET

from classroom import access, exports, prompts
from classroom.models import Question, SchoolClass, Worksheet
from classroom.numerals import with_minus
from classroom.print_forms import PrintWishes
from classroom.printed.sheet import Copy, Item, Look, sheet_pdf
from classroom.views.classes import join_address
from classroom.views.saying import TeacherRequest, only_this_machine


@login_required
@require_GET
def print_worksheet(request: TeacherRequest, pk: int) -> HttpResponse:
    """Choose what to print; `?school_class=` and the other wishes may be given."""
    found = access.worksheet_for_teacher(request.user, pk)
    return _choose(request, found, PrintWishes(initial=_initial(request), classes=_classes(request)))


@login_required
@require_GET
def worksheet_pdf(request: TeacherRequest, pk: int) -> HttpResponse:
    """The worksheet as a PDF; wishes that make no sense lead back to the choosing, with a sentence."""
    found = access.worksheet_for_teacher(request.user, pk)
    form = PrintWishes(request.GET, classes=_classes(request))
    if not form.is_valid():
        return _choose(request, found, form)
    wishes = form.cleaned_data
    paper = sheet_pdf(
        title=found.title,
        items=[_item(question) for question in found.questions.all()],
        copies=_copies(request, wishes["school_class"], each=wishes["names"] == "each"),
        look=Look(large=wishes["size"] == "large", two=wishes["per_page"] == "2", key=wishes["key"]),
    )
    name = exports.file_name(found.title, ending="pdf")
    return HttpResponse(
        paper,
        content_type="application/pdf",
        # With children's names on it: opened beside the page, kept by no cache.
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"},
    )


def _choose(request: TeacherRequest, found: Worksheet, form: PrintWishes) -> HttpResponse:
    page = {"section": "worksheets", "worksheet": found, "form": form, "only_here": only_this_machine(request)}
    return render(request, "teacher/worksheet_print.html", page)


def _classes(request: TeacherRequest) -> QuerySet[SchoolClass]:
    return access.classes_for_teacher(request.user).filter(archived_at=None)


def _initial(request: TeacherRequest) -> dict[str, str]:
    wanted = request.GET.get("school_class", "")
    return {"school_class": wanted, "key": "on"} if wanted.isdigit() else {"key": "on"}


def _item(question: Question) -> Item:
    around = prompts.around_box(question.prompt, get_language() or "")
    return Item(
        question.position, with_minus(around.before), with_minus(around.after), question.kind,
        with_minus(_key(question, around)), around.tapped, tuple(map(with_minus, around.options)), around.picture,
        question.figure,
    )  # fmt: skip


def _key(question: Question, around: prompts.Prompt) -> str:
    """The key as it is written here; cards and figures find it as it is kept. A clock's box has room for one time."""
    values = question.key["values"]
    if around.tapped or question.figure:
        return " or ".join(values)
    said = [prompts.answered_here(value, question.prompt) for value in values]
    return said[0] if question.kind == "time" else gettext(" or ").join(said)


def _copies(request: TeacherRequest, school_class: SchoolClass | None, *, each: bool) -> list[Copy]:
    if school_class is None:
        return [Copy()]
    code = school_class.join_code
    if not each:
        return [Copy("", join_address(request, school_class), code)]
    children = access.children_by_name(school_class)
    made = [
        Copy(one.display_name, request.build_absolute_uri(reverse("pictures", args=[code, one.uuid])), code)
        for one in children
    ]
    return made or [Copy("", join_address(request, school_class), code)]
