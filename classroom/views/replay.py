"""The writing of an answer told over again: a film to watch, stills to print."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from classroom import access, prompts, replaying
from classroom.models import Ink, Question
from classroom.scores.revisions import revisions as all_revisions
from classroom.skills.figures.words import label_of
from classroom.views.names_hidden import names_hidden
from classroom.views.saying import TeacherRequest


@require_GET
@login_required
def replay(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """The film of an answer over all its revisions, each revision alone, and the stills."""
    answer = access.answer_for_teacher(request.user, uuid)
    inks = all_revisions(answer)
    revisions = [_revision(ink, answer.question) for ink in inks]
    height = answer.question.figure.height if answer.question.figure else 500.0
    whole = replaying.film(revisions, height=height)
    alone = replaying.versions(revisions)
    by_seq = {ink.seq: ink for ink in inks}
    return render(
        request,
        "teacher/replay.html",
        {
            "answer": answer,
            "figure": answer.question.figure,
            "film": whole,
            "films": [whole.to_json(), *(replaying.film([one], height=height).to_json() for one in alone)],
            "versions": [by_seq[one.seq] for one in alone],
            "stills": replaying.stills(whole),
            "names_hidden": names_hidden(request),
            "section": "lessons",
        },
    )


def _revision(ink: Ink, question: Question) -> replaying.Revision:
    figure = question.figure
    told = [prompts.answered_here(ink.typed, question.prompt)] if ink.typed else []
    if figure is None or ink.mode != Ink.Mode.TYPED:
        return replaying.Revision(ink.seq, strokes=ink.strokes, typed="".join(told))
    told += [f"{label_of(figure.named[name])}: {text}" for name, text in figure.beside_of(ink.beside).items()]
    pieces = figure.written(ink.typed, ink.beside)
    return replaying.Revision(ink.seq, strokes=ink.strokes, typed=", ".join(told), pieces=pieces)
