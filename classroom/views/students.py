"""The children of a class: added from a list, one child's page, log-in cards."""

from __future__ import annotations

from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classroom import access, audit, enrolment, joining, names
from classroom.errors import ClassroomError
from classroom.forms import ChildName, MoveTo
from classroom.models import SchoolClass, Student
from classroom.views.saying import TeacherRequest, first_error, only_this_machine, said
from classroom.views.step_up import fresh

# What "Surname, Given" means in a pasted list: find out, one child a line, or names with commas between.
TURNED = {"": None, "yes": True, "no": False}


def keep_pasted(request: TeacherRequest, text: str) -> None:
    """Keep a list of names until the next page asks for it."""
    request.session["pasted_names"] = text[: names.LONGEST_LIST]


def pasted_names(request: TeacherRequest) -> str:
    """The list that was kept, once."""
    return str(request.session.pop("pasted_names", ""))


@login_required
@require_http_methods(["GET", "POST"])
def preview_students(request: TeacherRequest, pk: int) -> HttpResponse:
    """Show who would be added from a pasted list, with every name still to be changed."""
    school_class = access.class_for_teacher(request.user, pk)
    text = request.POST.get("names", "") if request.method == "POST" else pasted_names(request)
    if request.method == "GET" and not text:
        return redirect("class", pk=pk)
    found = names.read_list(text, surname_first=TURNED.get(request.POST.get("surname_first", "")))
    if not found.names:
        for sentence in found.left_out or [gettext("Type or paste at least one name.")]:
            messages.error(request, sentence)
        keep_pasted(request, text)
        return redirect("class", pk=pk)
    present = list(access.students_of_class(school_class).values_list("display_name", flat=True))
    return _preview(
        request, school_class, enrolment.proposals(found.names, present=present),
        text=text, left_out=found.left_out, turned=found.turned,
    )  # fmt: skip


@login_required
@require_POST
@fresh
def add_students(request: TeacherRequest, pk: int) -> HttpResponse:
    """Add the ticked names; on an error everything typed stands there again."""
    school_class = access.class_for_teacher(request.user, pk)
    given = request.POST.getlist("name")
    ticked = set(request.POST.getlist("add"))
    listed = [enrolment.Proposal(name, wanted=str(number) in ticked) for number, name in enumerate(given, 1)]
    wanted = [one.name for one in listed if one.wanted]
    try:
        if not wanted:
            raise enrolment.NobodyChosen
        added = enrolment.add_students(school_class=school_class, given=wanted, teacher=request.user)
    except ClassroomError as error:
        return _preview(request, school_class, listed, text=request.POST.get("names", ""), problem=error.text)
    words = ngettext("%(n)s child is in the class now.", "%(n)s children are in the class now.", len(added))
    messages.success(request, words % {"n": len(added)})
    return redirect("class", pk=pk)


def _preview(
    request: TeacherRequest,
    school_class: SchoolClass,
    listed: list[enrolment.Proposal],
    *,
    text: str,
    left_out: tuple[str, ...] = (),
    turned: bool = False,
    problem: str = "",
) -> HttpResponse:
    page = {
        "section": "classes",
        "school_class": school_class,
        "proposals": listed,
        "wanted": sum(one.wanted for one in listed),
        "room": enrolment.MAX_IN_CLASS - access.students_of_class(school_class).count(),
        "text": text,
        "left_out": left_out,
        "turned": turned,
        "has_commas": "," in text,
        "problem": problem,
        "longest": names.LONGEST_NAME,
    }
    return render(request, "teacher/student_preview.html", page, status=409 if problem else 200)


@login_required
@require_GET
def student(request: TeacherRequest, pk: int, uuid: UUID) -> HttpResponse:
    """One child: name, key, other class, removal."""
    school_class = access.class_for_teacher(request.user, pk)
    child = access.student_of_class(school_class, uuid)
    page = {
        "section": "classes",
        "school_class": school_class,
        "student": child,
        "rename": ChildName(initial={"name": child.display_name}),
        "move": _move_form(request, school_class),
        "needs_help": joining.needs_help(child),
    }
    return render(request, "teacher/student.html", page)


@login_required
@require_POST
def rename_student(request: TeacherRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Change a child's name."""
    school_class = access.class_for_teacher(request.user, pk)
    child = access.student_of_class(school_class, uuid)
    form = ChildName(request.POST)
    if form.is_valid():
        name = form.cleaned_data["name"]
        with said(
            request,
            gettext("%(display_name)s is now called %(name)s.") % {"display_name": child.display_name, "name": name},
        ):
            enrolment.rename_student(student=child, school_class=school_class, name=name, teacher=request.user)
    else:
        messages.error(request, first_error(form))
    return redirect("student", pk=pk, uuid=uuid)


@login_required
@require_POST
@fresh
def move_student(request: TeacherRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Move a child to another class of the teacher's."""
    school_class = access.class_for_teacher(request.user, pk)
    child = access.student_of_class(school_class, uuid)
    form = _move_form(request, school_class)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("student", pk=pk, uuid=uuid)
    to_class = form.cleaned_data["to"]
    with said(
        request,
        gettext("%(child)s is in %(to_class)s now. Work done here stays here.")
        % {"child": child, "to_class": to_class},
    ):
        enrolment.move_student(student=child, from_class=school_class, to_class=to_class, teacher=request.user)
    return redirect("class", pk=pk)


@login_required
@require_POST
@fresh
def remove_student(request: TeacherRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Take a child out of the class."""
    school_class = access.class_for_teacher(request.user, pk)
    child = access.student_of_class(school_class, uuid)
    with said(
        request,
        gettext("%(child)s is no longer in the class. Work and marks are kept; you can bring %(child)s back.")
        % {"child": child},
    ):
        enrolment.remove_student(student=child, school_class=school_class, teacher=request.user)
    return redirect("class", pk=pk)


@login_required
@require_POST
def readmit_student(request: TeacherRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Take a child back."""
    school_class = access.class_for_teacher(request.user, pk)
    child = access.former_student_of_class(school_class, uuid)
    with said(request, gettext("%(child)s is in the class again.") % {"child": child}):
        enrolment.readmit_student(student=child, school_class=school_class, teacher=request.user)
    return redirect("class", pk=pk)


@login_required
@require_POST
@fresh
def new_key(request: TeacherRequest, pk: int, uuid: UUID) -> HttpResponse:
    """Three other pictures for a child."""
    school_class = access.class_for_teacher(request.user, pk)
    child = access.student_of_class(school_class, uuid)
    with said(request, gettext("%(child)s has three new pictures. Print the card again.") % {"child": child}):
        enrolment.new_picture_key(student=child, school_class=school_class, teacher=request.user)
    return redirect("student", pk=pk, uuid=uuid)


@login_required
@require_GET
@fresh
def cards(request: TeacherRequest, pk: int) -> HttpResponse:
    """Log-in cards to print, eight to a page; of the whole class, or of `?child=`."""
    school_class = access.class_for_teacher(request.user, pk)
    children = access.children_by_name(school_class)
    if wanted := request.GET.get("child"):
        children = [one for one in children if str(one.uuid) == wanted]
        if not children:
            raise Http404
    with transaction.atomic():
        audit.record(
            action="cards_shown", school=school_class.school, teacher=request.user,
            school_class=pk, count=len(children),
        )  # fmt: skip
    page = {
        "school_class": school_class,
        "sheets": [
            [_card(request, school_class, one) for one in children[at : at + 8]] for at in range(0, len(children), 8)
        ],
        "site": request.build_absolute_uri(reverse("home")).split("://", 1)[1].rstrip("/"),
        "only_here": only_this_machine(request),
        "one": bool(wanted),
    }
    response = render(request, "teacher/student_cards.html", page)
    response["Cache-Control"] = "no-store"
    return response


def _card(request: TeacherRequest, school_class: SchoolClass, child: Student) -> dict[str, object]:
    address = request.build_absolute_uri(reverse("pictures", args=[school_class.join_code, child.uuid]))
    # The picture is inside the page: nothing of a card may stay in a cache.
    qr = segno.make(address, error="m", micro=False).svg_data_uri(border=2, dark="#000", omitsize=True)
    return {"name": child.display_name, "qr": qr, "pictures": joining.picture_key(child)}


def _move_form(request: TeacherRequest, school_class: SchoolClass) -> MoveTo:
    others = access.classes_for_teacher(request.user).filter(archived_at=None).exclude(pk=school_class.pk)
    return MoveTo(request.POST or None, classes=others)
