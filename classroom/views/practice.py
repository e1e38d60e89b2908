"""Practice as a teacher sees it: the class's setting, what was practised, doubtful readings, and where to begin."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classroom import access
from classroom.next_step import children
from classroom.next_step_forms import ChosenChildren, PracticeForm
from classroom.practice import allowing, doors, making, placing, results
from classroom.skills.curriculum import SKILLS
from classroom.views.names_hidden import names_hidden
from classroom.views.review import review_page
from classroom.views.saying import TeacherRequest, first_error, said


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def practice(request: TeacherRequest, pk: int) -> HttpResponse:
    """What was practised lately and who begins where; POST sets whether and what children may practise."""
    room = access.class_for_teacher(request.user, pk)
    form = PracticeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        with said(request, _("Saved.")):
            allowing.allow(
                school_class=room, teacher=request.user, is_open=chosen["open"], shows=chosen["shows"],
                skills=chosen["skills"],
            )  # fmt: skip
        return redirect("practice", pk=pk)
    if form.errors:
        messages.error(request, first_error(form))
    rows = results.practice_of_class(room)
    page = {
        "school_class": room,
        "rows": rows,
        "some": any(one.flights for one in rows),
        "doubtful": results.doubtful(room),
        "placed": placing.placed_of_class(room),
        "offered": placing.offered(room),
        "unflown": placing.unflown(room),
        "chosen": room.practice_skills.get("skills", []),
        "years": _by_year(children.evidence_year(room)),
        "names_hidden": names_hidden(request),
        "section": "classes",
    }
    return render(request, "teacher/practice.html", page, status=400 if form.errors else 200)


@require_POST
@login_required
def offer_placement(request: TeacherRequest, pk: int) -> HttpResponse:
    """Offer a flight that finds where to begin to the children that are ticked."""
    room = access.class_for_teacher(request.user, pk)
    form = ChosenChildren(request.POST, students=access.students_of_class(room))
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("practice", pk=pk)
    with said(request, _("It is on their lists now: at most twelve questions, with no marks shown.")):
        making.offer_placement(school_class=room, students=form.cleaned_data["students"], teacher=request.user)
    return redirect("practice", pk=pk)


@require_GET
@login_required
def doubtful(request: TeacherRequest, pk: int) -> HttpResponse:
    """Readings of practice that nobody is sure of: a list of its own, and nobody owes it anything."""
    room = access.class_for_teacher(request.user, pk)
    return review_page(
        request, doors.flight_answers_of_class(room), assignment=None, practice_of=room, section="classes"
    )


def _by_year(year: int) -> list[tuple[int, list[tuple[str, str]]]]:
    """Skills to choose from: of the class's year and those before it, the newest first."""
    return [
        (
            one,
            sorted(
                ((info.code, str(info.title)) for info in SKILLS.values() if info.year == one), key=lambda row: row[1]
            ),
        )
        for one in range(year, 0, -1)
    ]
