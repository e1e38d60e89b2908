"""Worksheets: list, page, what can be done with one, correcting a key."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classroom import access, names, prompts
from classroom import worksheets as room
from classroom.errors import ClassroomError
from classroom.later import gettext_lazy
from classroom.models import Worksheet
from classroom.views.saying import TeacherRequest, said
from classroom.worksheet_forms import KeyText

STATES = [
    ("", gettext_lazy("In use")),
    ("draft", gettext_lazy("Drafts")),
    ("published", gettext_lazy("Published")),
    ("archived", gettext_lazy("Archived")),
]
ON_A_PAGE = 24


@login_required
@require_GET
def worksheets(request: TeacherRequest) -> HttpResponse:
    """The teacher's worksheets, searched by title; archived ones only when asked for."""
    rows = access.worksheets_for_teacher(request.user)
    state, words = request.GET.get("state", ""), names.tidy(request.GET.get("q", ""))[:100]  # no NUL: PostgreSQL
    rows = rows.filter(state=state) if state in Worksheet.State.values else rows.exclude(state="archived")
    for word in words.split():
        rows = rows.filter(title__icontains=word)
    rows = rows.annotate(
        question_count=Count("questions", distinct=True), lesson_count=Count("assignments", distinct=True)
    )
    page = {
        "section": "worksheets",
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "states": STATES,
        "state": state,
        "words": words,
        "any": access.worksheets_for_teacher(request.user).exists(),
    }
    return render(request, "teacher/worksheets.html", page)


@login_required
@require_GET
def worksheet(request: TeacherRequest, pk: int) -> HttpResponse:
    """Questions with keys, and where the worksheet is set."""
    found = access.worksheet_for_teacher(request.user, pk)
    page = {
        "section": "worksheets",
        "worksheet": found,
        "questions": [(one, " or ".join(one.key["values"])) for one in found.questions.all()],
        "assignments": access.assignments_for_teacher(request.user).filter(worksheet=found),
        "later": access.worksheets_for_teacher(request.user).filter(previous=found).first(),
    }
    return render(request, "teacher/worksheet.html", page)


@login_required
@require_GET
def as_children_see(request: TeacherRequest, pk: int) -> HttpResponse:
    """The worksheet in the children's own look, without keys."""
    found = access.worksheet_for_teacher(request.user, pk)
    questions = [(one, prompts.around_box(one.prompt, get_language() or "")) for one in found.questions.all()]
    return render(request, "teacher/worksheet_seen.html", {"worksheet": found, "questions": questions})


def _deed(do: Callable[[TeacherRequest, Worksheet], HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that does one thing to one worksheet; a refusal is said on the worksheet's page."""

    @login_required
    @require_POST
    def view(request: TeacherRequest, pk: int) -> HttpResponse:
        found = access.worksheet_for_teacher(request.user, pk)
        with said(request):
            return do(request, found)
        return redirect("worksheet", pk=pk)

    return view


@_deed
def publish(request: TeacherRequest, found: Worksheet) -> HttpResponse:
    """Freeze a draft."""
    room.publish(worksheet=found, teacher=request.user)
    messages.success(request, gettext("Published. You can set it to a class now."))
    return redirect("worksheet", pk=found.pk)


@_deed
def duplicate(request: TeacherRequest, found: Worksheet) -> HttpResponse:
    """Go on with a copy."""
    return redirect("worksheet-edit", pk=room.duplicate(worksheet=found, author=request.user).pk)


@_deed
def new_version(request: TeacherRequest, found: Worksheet) -> HttpResponse:
    """Go on with the next version."""
    return redirect("worksheet-edit", pk=room.new_version(worksheet=found, author=request.user).pk)


@_deed
def archive(request: TeacherRequest, found: Worksheet) -> HttpResponse:
    """Out of the way."""
    room.archive(worksheet=found, teacher=request.user)
    messages.success(request, gettext("“%(found)s” is archived. Lessons with it go on.") % {"found": found})
    return redirect("worksheets")


@_deed
def unarchive(request: TeacherRequest, found: Worksheet) -> HttpResponse:
    """Back again."""
    room.unarchive(worksheet=found, teacher=request.user)
    return redirect("worksheet", pk=found.pk)


@_deed
def delete_draft(request: TeacherRequest, found: Worksheet) -> HttpResponse:
    """Throw a draft away."""
    room.delete_draft(worksheet=found, teacher=request.user)
    messages.success(request, gettext("The draft “%(found)s” is deleted.") % {"found": found})
    return redirect("worksheets")


@login_required
@require_http_methods(["GET", "POST"])
def question_key(request: TeacherRequest, pk: int) -> HttpResponse:
    """Correct what is right for a question; answers are marked anew at once."""
    question = access.question_for_teacher(request.user, pk)
    back_to = reverse("worksheet", args=[question.worksheet_id])
    if lesson := request.GET.get("assignment"):  # came from a lesson, goes back to it
        back_to = reverse("assignment", args=[access.assignment_for_teacher(request.user, _uuid(lesson)).uuid])
    form = KeyText(
        request.POST or None,
        initial={"values": " or ".join(question.key["values"]), "rule": question.key.get("rule", "equal")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = room.correct_key(question=question, teacher=request.user, **form.cleaned_data)
        except ClassroomError as error:
            form.add_error("values", error.text)
        else:
            messages.success(request, _changed(changed))
            return redirect(back_to)
    page = {
        "section": "worksheets",
        "question": question,
        "form": form,
        "back_to": back_to,
        "answered": question.answers.filter(ink__isnull=False).count(),
    }
    return render(request, "teacher/worksheet_key.html", page)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _changed(count: int) -> str:
    if not count:
        return gettext("The key is saved. No mark changed.")
    return ngettext(
        "The key is saved, and %(n)s mark changed. Marks that you gave yourself stay.",
        "The key is saved, and %(n)s marks changed. Marks that you gave yourself stay.",
        count,
    ) % {"n": count}
