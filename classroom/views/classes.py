"""A teacher's classes: list, page, code, projector, co-teachers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classroom import access, first_steps, joining, languages, second_step
from classroom import classes as room
from classroom.enrolment import MAX_IN_CLASS
from classroom.forms import ClassSettings, CoTeacher, NewClass
from classroom.models import SchoolClass
from classroom.views.saying import TeacherRequest, first_error, only_this_machine, qr_picture, said
from classroom.views.step_up import fresh
from classroom.views.students import keep_pasted, pasted_names


@login_required
@require_GET
def classes(request: TeacherRequest) -> HttpResponse:
    """The teacher's classes with counts."""
    now = timezone.now()
    still_open = Q(assignments__closes_at=None) | Q(assignments__closes_at__gt=now)
    rows = list(
        access.classes_for_teacher(request.user).annotate(
            children=Count("enrolments", filter=Q(enrolments__until=None), distinct=True),
            lessons=Count("assignments", filter=Q(assignments__opens_at__lte=now) & still_open, distinct=True),
        )
    )
    page = {
        "section": "classes",
        "classes": [one for one in rows if not one.archived_at],
        "archived": [one for one in rows if one.archived_at],
        "two_steps_from": second_step.asked_by(request.user),
    }
    return render(request, "teacher/classes.html", page)


@login_required
@require_POST
def end_first_steps(request: TeacherRequest) -> HttpResponse:
    """Put the first steps away, for good."""
    first_steps.end_first_steps(teacher=request.user)
    return redirect("classes")


@login_required
@require_http_methods(["GET", "POST"])
def new_class(request: TeacherRequest) -> HttpResponse:
    """Make a class; names that came with it are looked at next."""
    form = NewClass(request.POST or None)
    if form.is_valid():
        listed = form.cleaned_data.pop("names")
        made = room.make_class(teacher=request.user, **form.cleaned_data)
        if listed.strip():
            keep_pasted(request, listed)
            return redirect("students-preview", pk=made.pk)
        return redirect("class", pk=made.pk)
    return render(request, "teacher/class_new.html", {"section": "classes", "form": form})


@login_required
@require_GET
def class_page(request: TeacherRequest, pk: int) -> HttpResponse:
    """Children, code and lessons of a class. A fixed number of queries."""
    school_class = access.class_for_teacher(request.user, pk)
    students = access.children_by_name(school_class)
    page = {
        **_joining(request, school_class),
        "section": "classes",
        "students": students,
        "need_help": joining.who_needs_help(students),
        "room": MAX_IN_CLASS - len(students),
        "most": MAX_IN_CLASS,
        "former": access.former_students_of_class(school_class),
        "assignments": access.assignments_for_teacher(request.user).filter(school_class=school_class)[:8],
        "pasted": pasted_names(request),
    }
    return render(request, "teacher/class.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def change_class(request: TeacherRequest, pk: int) -> HttpResponse:
    """Name, year, co-teachers, archive."""
    school_class = access.class_for_teacher(request.user, pk)
    form = ClassSettings(
        request.POST or None,
        initial={
            "name": school_class.name,
            "year": school_class.year or "",
            "language": languages.of_class(school_class),
            "mirrored_counts": "yes" if school_class.mirrored_counts else "no",
        },
    )
    if request.method == "POST" and form.is_valid():
        with said(request, gettext("Saved.")):
            room.change_class(school_class=school_class, **form.cleaned_data)
        return redirect("class", pk=pk)
    page = {
        "section": "classes",
        "school_class": school_class,
        "form": form,
        "teachings": school_class.teachings.select_related("teacher").order_by("-role", "teacher__name"),
        "co_teacher": _co_teacher_form(request, school_class),
    }
    return render(request, "teacher/class_change.html", page)


@login_required
@require_POST
def archive_class(request: TeacherRequest, pk: int) -> HttpResponse:
    """Put a class away."""
    school_class = access.class_for_teacher(request.user, pk)
    with said(
        request,
        gettext("%(school_class)s is archived. You find it at the end of this page.")
        % {"school_class": school_class},
    ):
        room.archive_class(school_class=school_class, teacher=request.user)
    return redirect("classes")


@login_required
@require_POST
def restore_class(request: TeacherRequest, pk: int) -> HttpResponse:
    """Bring a class back."""
    school_class = access.class_for_teacher(request.user, pk)
    with said(request, gettext("%(school_class)s is back.") % {"school_class": school_class}):
        room.restore_class(school_class=school_class, teacher=request.user)
    return redirect("class", pk=pk)


@login_required
@require_POST
def set_joining(request: TeacherRequest, pk: int) -> HttpResponse:
    """Open or close joining; answers with the panel alone when htmx asks."""
    school_class = access.class_for_teacher(request.user, pk)
    change = room.open_joining if request.POST.get("open") == "1" else room.close_joining
    with said(request):
        change(school_class=school_class, teacher=request.user)
    return _after_code(request, pk)


@login_required
@require_POST
def new_code(request: TeacherRequest, pk: int) -> HttpResponse:
    """Another code for a class."""
    school_class = access.class_for_teacher(request.user, pk)
    with said(request, gettext("The class has a new code. Cards with the old code no longer work: print new ones.")):
        room.renew_code(school_class=school_class, teacher=request.user)
    return redirect("class", pk=pk)


@login_required
@require_GET
def projector(request: TeacherRequest, pk: int) -> HttpResponse:
    """Code, QR and address, as large as the wall."""
    school_class = access.class_for_teacher(request.user, pk)
    return render(request, "teacher/class_projector.html", _joining(request, school_class))


@login_required
@require_GET
def class_qr(request: TeacherRequest, pk: int) -> HttpResponse:
    """The QR code of the address at which children choose their names."""
    school_class = access.class_for_teacher(request.user, pk)
    return qr_picture(join_address(request, school_class))


@login_required
@require_POST
@fresh
def add_co_teacher(request: TeacherRequest, pk: int) -> HttpResponse:
    """Let a colleague teach the class too."""
    school_class = access.class_for_teacher(request.user, pk)
    form = _co_teacher_form(request, school_class)
    if form.is_valid():
        with said(request):
            colleague = form.cleaned_data["colleague"]
            room.add_co_teacher(school_class=school_class, colleague=colleague, teacher=request.user)
    else:
        messages.error(request, first_error(form))
    return redirect("class-change", pk=pk)


@login_required
@require_POST
def remove_co_teacher(request: TeacherRequest, pk: int, teacher_pk: int) -> HttpResponse:
    """Take a colleague, or oneself, out of the class."""
    school_class = access.class_for_teacher(request.user, pk)
    colleague = access.colleague_for_teacher(request.user, teacher_pk)
    with said(
        request,
        gettext("%(colleague)s no longer teaches %(school_class)s.")
        % {"colleague": colleague, "school_class": school_class},
    ):
        room.remove_co_teacher(school_class=school_class, colleague=colleague, teacher=request.user)
    return redirect("classes" if colleague.pk == request.user.pk else reverse("class-change", args=[pk]))


def join_address(request: HttpRequest, school_class: SchoolClass) -> str:
    """The address behind the class's QR code, under the host that the teacher's browser uses."""
    return request.build_absolute_uri(reverse("choose-name", args=[school_class.join_code]))


def _joining(request: TeacherRequest, school_class: SchoolClass) -> dict[str, object]:
    return {
        "school_class": school_class,
        "site": request.build_absolute_uri(reverse("home")).split("://", 1)[1].rstrip("/"),
        "only_here": only_this_machine(request),
    }


def _after_code(request: TeacherRequest, pk: int) -> HttpResponse:
    if not getattr(request, "htmx", False):
        # To the button itself, which the keyboard stands on, as it does where htmx puts the panel in place.
        return redirect(reverse("class", args=[pk]) + "#joining-toggle")
    school_class = access.class_for_teacher(request.user, pk)
    return render(request, "teacher/_class_joining.html", _joining(request, school_class))


def _co_teacher_form(request: TeacherRequest, school_class: SchoolClass) -> CoTeacher:
    colleagues = access.colleagues_for_teacher(request.user).filter(is_active=True)
    others = colleagues.exclude(teachings__school_class=school_class)
    return CoTeacher(request.POST or None, colleagues=others)
