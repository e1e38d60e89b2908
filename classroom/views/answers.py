"""One answer: what was written, what was read, what it is worth and who said so; and one child's whole sheet."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from classroom import access, marks, patterns, review, submissions
from classroom.models import Answer
from classroom.scores import story
from classroom.views.answer_forms import LateForm, MarkForm
from classroom.views.names_hidden import names_hidden
from classroom.views.notes import beside_answer, beside_sheet
from classroom.views.saying import TeacherRequest
from classroom.views.undo import is_script, last_words, lesson_asked_for, safe_next


@require_GET
@login_required
def answer(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """The answer as a page; `?part=panel` gives the panel alone, for the dialog and the review list."""
    return _panel(request, access.answer_for_teacher(request.user, uuid))


@require_POST
@login_required
def mark(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Mark right or wrong, or take the teacher's mark back. JSON for scripts, else back to where one was."""
    chosen = access.answer_for_teacher(request.user, uuid)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"code": "bad_input", "message": gettext("Say right, wrong or withdraw.")}, status=400)
    if form.cleaned_data["verdict"] == "withdraw":
        marks.withdraw(answer=chosen, teacher=request.user)
    else:
        marks.overrule(answer=chosen, teacher=request.user, verdict=form.cleaned_data["verdict"])
    return _done(request, chosen)


@require_POST
@login_required
def late(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Let late writing count, or leave it out."""
    chosen = access.answer_for_teacher(request.user, uuid)
    form = LateForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"code": "bad_input", "message": gettext("Say accept or leave.")}, status=400)
    waiting = story.late_ink(chosen)
    if waiting is not None and form.cleaned_data["decision"] == "accept":
        submissions.accept_late(ink=waiting, teacher=request.user)
    elif waiting is not None:
        review.leave_out_late(answer=chosen, teacher=request.user)
    return _done(request, chosen)


@require_GET
@login_required
def sheet(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """All answers of one child to one worksheet, with what a teacher can do with the whole of it."""
    attempt = access.attempt_for_teacher(request.user, uuid)
    return render(
        request,
        "teacher/answer_sheet.html",
        {
            "attempt": attempt,
            "answers": story.sheet(attempt),
            **beside_sheet(attempt),
            "patterns": patterns.patterns_of(attempt),
            "names_hidden": names_hidden(request),
            "section": "lessons",
        },
    )


def _panel(request: TeacherRequest, chosen: Answer) -> HttpResponse:
    part = request.GET.get("part") == "panel"
    reason, in_review = review.reason_of(chosen), request.GET.get("review") == "1"
    return render(
        request,
        "teacher/_answer_panel.html" if part else "teacher/answer_page.html",
        {
            "answer": chosen,
            "story": story.story(chosen),
            "reason": reason,
            "blind": in_review and reason == review.CHECK_WORDS,
            "names_hidden": names_hidden(request),
            "in_review": in_review,
            **last_words(request, chosen.attempt.assignment),
            **beside_answer(chosen),
            "section": "lessons",
        },
    )


def _done(request: TeacherRequest, chosen: Answer) -> HttpResponse:
    if is_script(request):
        fresh = access.answer_for_teacher(request.user, chosen.uuid)
        verdict = fresh.mark.verdict if fresh.mark else ""
        source = fresh.mark.source if fresh.mark else ""
        return JsonResponse({"verdict": verdict, "source": source, **last_words(request, lesson_asked_for(request))})
    messages.success(request, gettext("Kept."))
    return redirect(safe_next(request, reverse("answer", args=[chosen.uuid])))
