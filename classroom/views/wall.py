"""The answer wall of a question and of a whole lesson, and what is decided on it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from classroom import access, together
from classroom import wall as room
from classroom.models import Assignment, Question
from classroom.views.answer_forms import TogetherForm
from classroom.views.names_hidden import names_hidden
from classroom.views.saying import TeacherRequest
from classroom.views.undo import is_script, last_words, safe_next

# Of what came new, so many are drawn one by one; the script asks for the whole wall when there is more.
MOST_DRAWN = 40


@require_GET
@login_required
def question(request: TeacherRequest, uuid: UUID, pk: int) -> HttpResponse:
    """All answers to one question, by what was read."""
    assignment = access.assignment_for_teacher(request.user, uuid)
    questions = list(assignment.worksheet.questions.all())
    asked = next((one for one in questions if one.pk == pk), None)
    if asked is None:
        raise Http404
    at = questions.index(asked)
    return _page(
        request,
        assignment,
        reverse("assignment-question", args=[uuid, pk]),
        question=asked,
        before=questions[at - 1] if at else None,
        after=questions[at + 1] if at + 1 < len(questions) else None,
        questions=questions,
        owns_worksheet=assignment.worksheet.author_id == request.user.pk,
    )


@require_GET
@login_required
def lesson(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """What the machine is unsure of in the whole lesson; `?show=all`: every answer to every question."""
    assignment = access.assignment_for_teacher(request.user, uuid)
    return _page(request, assignment, reverse("wall", args=[uuid]))


@require_POST
@login_required
def decide(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """One decision about the answers named. JSON for scripts, else back to where one was."""
    assignment = access.assignment_for_teacher(request.user, uuid)
    form = TogetherForm(request.POST)
    if not form.is_valid():
        return JsonResponse(
            {"code": "bad_input", "message": gettext("Say which answers, and right or wrong.")}, status=400
        )
    named = form.cleaned_data["answer"]
    done = together.decide(
        assignment=assignment,
        chosen={uuid: ink for uuid, (ink, _) in named.items()},
        readings={uuid: reading for uuid, (_, reading) in named.items()},
        verdict=form.cleaned_data["verdict"],
        teacher=request.user,
    )
    if is_script(request):
        return JsonResponse({"words": done.words, "marked": done.marked, **last_words(request, assignment)})
    (messages.success if done.marked else messages.info)(request, done.words)
    return redirect(safe_next(request, reverse("wall", args=[uuid])))


def _page(
    request: TeacherRequest, assignment: Assignment, here: str, *, question: Question | None = None, **more: Any
) -> HttpResponse:
    """The page; `?part=wall` gives the wall alone, and with `&ink=UUID,UUID` (or empty) only those drawn."""
    show_all = question is not None or request.GET.get("show") == "all"
    sections = room.wall(assignment, question=question, only_doubts=not show_all, ink_of=_ink_of(request))
    part = request.GET.get("part") == "wall"
    groups = [group for section in sections for group in section.groups]
    return render(
        request,
        "teacher/_wall.html" if part else "teacher/wall.html",
        {
            "assignment": assignment,
            "question": question,
            "sections": sections,
            "count": sum(section.answers for section in sections),
            "to_look_at": sum(section.to_look_at for section in sections),
            "mistakes": room.common_mistakes(groups) if question else [],
            "version": assignment.school_class.version,
            "here": here,
            "show_all": show_all,
            "names_hidden": names_hidden(request),
            "section": "lessons",
            **last_words(request, assignment),
            **more,
        },
    )


def _ink_of(request: TeacherRequest) -> set[UUID] | None:
    """The answers to draw; None: all of them."""
    asked = request.GET.get("ink")
    if asked is None:
        return None
    named = set()
    for one in asked.split(",")[:MOST_DRAWN]:
        with suppress(ValueError):
            named.add(UUID(one))
    return named
