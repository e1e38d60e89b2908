"""Pages of a signed-in child: what is to do, the writing page, and how it went."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from classroom import access, child_doors, feedback, space_facts, submissions
from classroom import todo as todos
from classroom.errors import AssignmentClosed
from classroom.models import Assignment, Attempt, Student
from classroom.practice import cards as practice_cards
from classroom.skills.figures.words import for_page


def child_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that only a signed-in child sees, and that no browser keeps: tablets are shared.

    It says whose it is: the helper of `views/offline.py` keeps it for that child alone, until the child goes.
    """

    @wraps(view)
    @cache_control(no_store=True)
    def guarded(request: HttpRequest, **which: Any) -> HttpResponse:
        student = request.student  # type: ignore[attr-defined]
        if not student:
            return redirect("home")
        response = view(request, student, **which)
        response["X-Child"] = str(student.uuid)
        return response

    return guarded


def begun(door: Callable[[Student, UUID], Attempt | None]) -> Callable[..., Callable[..., HttpResponse]]:
    """A child's page of work that was begun, which `door` opens: who has not begun it is led back to the list."""

    def page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def opened(request: HttpRequest, student: Student, uuid: UUID) -> HttpResponse:
            attempt = door(student, uuid)
            return redirect("todo") if attempt is None else view(request, student, attempt)

        return child_page(opened)

    return page


of_lesson = begun(child_doors.attempt_at_lesson)


@require_safe
@child_page
def todo(request: HttpRequest, student: Student) -> HttpResponse:
    """What is to do, and what is done."""
    cards = todos.cards_for_child(student)
    return render(
        request,
        "student/todo.html",
        {
            "student": student,
            "practice": practice_cards.cards_for_child(student),
            "to_do": [card for card in cards if card.state in ("new", "going")],
            "done": [card for card in cards if card.state in ("handed_in", "closed")],
        },
    )


@require_POST
@child_page
def start(request: HttpRequest, student: Student, uuid: UUID) -> HttpResponse:
    """Begin, or go on with, a worksheet."""
    assignment = access.assignment_for_student(student, uuid)
    try:
        submissions.start_attempt(assignment=assignment, student=student)
    except AssignmentClosed:
        return redirect("todo")
    return redirect("work", uuid=uuid)


@require_safe
@of_lesson
def work(request: HttpRequest, student: Student, attempt: Attempt) -> HttpResponse:
    """The writing page."""
    assignment = attempt.assignment
    if not attempt.takes_work:
        return redirect("done", uuid=assignment.uuid)
    sheet = feedback.sheet_for_child(attempt)
    return render(
        request,
        "student/work.html",
        {
            "student": student,
            "assignment": assignment,
            "attempt": attempt,
            "sheet": sheet,
            "one_by_one": assignment.layout == Assignment.Layout.ONE_BY_ONE,
            "known": [known_of(answer) for answer in sheet],
        },
    )


# What the page's script starts from: the child's own ink and what was said of it.
KNOWN = ("uuid", "seq", "mode", "state", "reading", "typed", "late", "mark", "check", "strokes", "joint")


def known_of(answer: dict[str, Any]) -> dict[str, Any]:
    """What the writing page's script is told of an answer of `feedback.sheet_for_child`."""
    figure = answer["figure"]
    return {**{name: answer[name] for name in KNOWN}, "figure": for_page(figure, answer["kind"]) if figure else None}


@require_POST
@of_lesson
def hand_in(request: HttpRequest, student: Student, attempt: Attempt) -> HttpResponse:
    """Hand the work in. A second time changes nothing."""
    submissions.hand_in(attempt=attempt)
    return redirect("done", uuid=attempt.assignment.uuid)


@require_safe
@of_lesson
def done(request: HttpRequest, student: Student, attempt: Attempt) -> HttpResponse:
    """How it went, as far as the policy says it already."""
    assignment = attempt.assignment
    if attempt.takes_work:
        return redirect("work", uuid=assignment.uuid)
    sheet = feedback.sheet_for_child(attempt)
    # An attempt that was never handed in shows no score, whatever the policy: it was closed in the middle.
    shown = feedback.may_see_marks(attempt) and attempt.state != Attempt.State.IN_PROGRESS
    return render(
        request,
        "student/done.html",
        {
            "student": student,
            "assignment": assignment,
            "attempt": attempt,
            "sheet": sheet,
            "shown": shown,
            "tally": feedback.tally(sheet, shown=shown),
            "ink": [answer["strokes"] for answer in sheet],
            "note": feedback.note_for_child(attempt),
            "fact": space_facts.fact_for(attempt.pk),
        },
    )
