"""A child's own practice: starting, question after question, landing. Also the flight that finds where to begin."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from classroom import feedback, space_facts, submissions
from classroom.errors import ClassroomError
from classroom.models import Assignment, Attempt, Student
from classroom.practice import doors, flying, making
from classroom.views.student import begun, child_page, known_of

of_flight = begun(doors.go_at_flight_for_student)


@require_POST
@child_page
def start(request: HttpRequest, student: Student, pk: int) -> HttpResponse:
    """Fly off, or on with the flight that was begun."""
    room = doors.practice_class_for_student(student, pk)
    try:
        attempt = making.start_flight(student=student, school_class=room)
    except ClassroomError as refused:
        return render(request, "student/practice_rest.html", {"student": student, "refused": refused.text})
    return redirect("flight", uuid=attempt.assignment.uuid)


@require_POST
@child_page
def explore(request: HttpRequest, student: Student, uuid: UUID) -> HttpResponse:
    """Begin, or go on with, the flight that a teacher offered."""
    assignment = doors.flight_for_student(student, uuid)
    try:
        submissions.start_attempt(assignment=assignment, student=student)
    except ClassroomError:
        return redirect("todo")
    return redirect("flight", uuid=uuid)


@require_safe
@of_flight
def flight(request: HttpRequest, student: Student, attempt: Attempt) -> HttpResponse:
    """The question that comes next; when none does, the way home."""
    assignment = attempt.assignment
    if not attempt.takes_work:
        return redirect("landed", uuid=assignment.uuid)
    coming = flying.next_answer(attempt)
    page = {
        "student": student,
        "assignment": assignment,
        "attempt": attempt,
        "stars": flying.stars(attempt),
        "is_placement": assignment.purpose == Assignment.Purpose.PLACEMENT,
        "shows": feedback.may_see_marks(attempt),
    }
    if coming is None:
        return render(request, "student/practice_end.html", page)
    answer = next(one for one in feedback.sheet_for_child(attempt) if one["uuid"] == str(coming.uuid))
    page |= {
        "answer": answer,
        "is_again": coming.question.second_try_of_id is not None,
        "known": [known_of(answer)],
    }
    return render(request, "student/practice.html", page)


@require_POST
@of_flight
def leave_out(request: HttpRequest, student: Student, attempt: Attempt) -> HttpResponse:
    """Go on without the answer that is named, if it is the one that comes next: two taps leave out one."""
    coming = flying.next_answer(attempt)
    if coming is not None and str(coming.uuid) == request.POST.get("answer"):
        flying.leave_out(attempt=attempt, answer=coming)
    return redirect("flight", uuid=attempt.assignment.uuid)


@require_POST
@of_flight
def land(request: HttpRequest, student: Student, attempt: Attempt) -> HttpResponse:
    """End the flight."""
    flying.land(attempt=attempt)
    return redirect("landed", uuid=attempt.assignment.uuid)


@require_safe
@of_flight
def landed(request: HttpRequest, student: Student, attempt: Attempt) -> HttpResponse:
    """A calm page: what was tried, and something about space."""
    assignment = attempt.assignment
    if attempt.takes_work:
        return redirect("flight", uuid=assignment.uuid)
    is_placement = assignment.purpose == Assignment.Purpose.PLACEMENT
    page = {
        "student": student,
        "assignment": assignment,
        "stars": flying.stars(attempt),
        "is_placement": is_placement,
        "again": assignment.school_class_id if not is_placement and assignment.school_class.practice_open else None,
        "fact": space_facts.fact_for(attempt.pk),
    }
    return render(request, "student/practice_landed.html", page)
