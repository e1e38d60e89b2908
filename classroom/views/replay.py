"""The writing of an answer told over again: a film to watch, stills to print."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from classroom import access, replaying
from classroom.models import Ink
from classroom.scores.revisions import revisions as all_revisions
from classroom.views.names_hidden import names_hidden
from classroom.views.saying import TeacherRequest


@require_GET
@login_required
def replay(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """The film of an answer over all its revisions, each revision alone, and the stills."""
    answer = access.answer_for_teacher(request.user, uuid)
    inks = all_revisions(answer)
    revisions = [_revision(ink) for ink in inks]
    whole = replaying.film(revisions)
    alone = replaying.versions(revisions)
    by_seq = {ink.seq: ink for ink in inks}
    return render(
        request,
        "teacher/replay.html",
        {
            "answer": answer,
            "figure": answer.question.figure,
            "film": whole,
            "films": [whole.to_json(), *(replaying.film([one]).to_json() for one in alone)],
            "versions": [by_seq[one.seq] for one in alone],
            "stills": replaying.stills(whole),
            "names_hidden": names_hidden(request),
            "section": "lessons",
        },
    )


def _revision(ink: Ink) -> replaying.Revision:
    return replaying.Revision(ink.seq, strokes=ink.strokes, typed=ink.typed)
