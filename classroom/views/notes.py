"""A teacher's notes to a child; kept by the page's script while they are written, or by its button."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from classroom import access, agreeing, notes, stamps
from classroom.models import Answer, Attempt, Note
from classroom.models.words import MAX_NOTE
from classroom.views.note_forms import NoteForm
from classroom.views.saying import TeacherRequest, first_error


@require_POST
@login_required
def answer_note(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Keep the note on one answer."""
    answer = access.answer_for_teacher(request.user, uuid)
    return _keep(request, answer.attempt, answer, reverse("answer", args=[answer.uuid]))


@require_POST
@login_required
def sheet_note(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Keep the note on a child's whole sheet."""
    attempt = access.attempt_for_teacher(request.user, uuid)
    return _keep(request, attempt, None, reverse("sheet", args=[attempt.uuid]))


def _keep(request: TeacherRequest, attempt: Attempt, answer: Answer | None, back: str) -> HttpResponse:
    form = NoteForm(request.POST)
    by_script = request.headers.get("X-Requested-With") == "fetch"
    if not form.is_valid():
        if by_script:
            return JsonResponse({"code": "bad_input", "message": first_error(form)}, status=400)
        messages.error(request, first_error(form))
        return redirect(back)
    note = notes.write_note(
        attempt=attempt,
        answer=answer,
        teacher=request.user,
        text=form.cleaned_data["text"],
        codes=form.cleaned_data["stamps"],
    )
    if by_script:
        return JsonResponse({"kept": note is not None})
    messages.success(request, gettext("Kept."))
    return redirect(back)


def beside_answer(answer: Answer) -> dict[str, Any]:
    """What the child said of the readings of an answer, and the note to the child, for its panel. Two queries."""
    said = agreeing.said_on([answer.pk]).get(answer.pk, [])
    return {
        "said": [(row, agreeing.in_words(row, answer.question.prompt)) for row in reversed(said)],
        **note_facts(notes.note_on(answer)),
    }


def beside_sheet(attempt: Attempt) -> dict[str, Any]:
    """The note on a child's whole sheet, and the ids of answers that have one of their own. One query."""
    kept = notes.notes_on(attempt)
    return {**note_facts(kept.get(None)), "noted": {pk for pk in kept if pk is not None}}


def note_facts(note: Note | None) -> dict[str, Any]:
    """What the note's form needs."""
    chosen = note.stamps.split() if note else []
    return {
        "note": note,
        "tray": [(code, words, code in chosen) for code, words in stamps.STAMPS.items()],
        "longest_note": MAX_NOTE,
    }
