"""What the families of a class allow: seen, recorded, asked for on paper."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classroom import access
from classroom import consent as ledger
from classroom.forms import ConsentAnswer
from classroom.models import SchoolClass, Student
from classroom.views.saying import TeacherRequest, first_error, said


@login_required
@require_http_methods(["GET", "POST"])
def class_consent(request: TeacherRequest, pk: int) -> HttpResponse:
    """What stands for each child of a class; record what families answered. A fixed number of queries."""
    school_class = access.class_for_teacher(request.user, pk)
    children = _children(school_class)
    form = ConsentAnswer(request.POST or None, initial={"evidence_on": timezone.localdate()})
    if request.method == "POST":
        ticked = set(request.POST.getlist("child"))
        _record(request, [one for one in children if str(one.uuid) in ticked], form)
        return redirect("class-consent", pk=pk)
    standings = ledger.standings(children)
    page = {
        "section": "classes",
        "school_class": school_class,
        "standings": standings,
        "given": sum(one.given for one in standings),
        "left_behind": [one for one in standings if one.left_behind],
        "form": form,
    }
    return render(request, "teacher/consent.html", page)


@login_required
@require_GET
def consent_form(request: TeacherRequest, pk: int) -> HttpResponse:
    """A page for parents to sign, one for each child, in plain words."""
    school_class = access.class_for_teacher(request.user, pk)
    page = {
        "school_class": school_class,
        "school": school_class.school,
        "children": _children(school_class),
        "form_version": ledger.FORM_VERSION,
    }
    response = render(request, "teacher/consent_form.html", page)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def child_consent(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Record what the family of one child answered: also of one who left every class, whose writing is still here."""
    child = access.child_for_record(request.user, uuid)
    _record(request, [child], ConsentAnswer(request.POST))
    return redirect("child-record", uuid=uuid)


def _children(school_class: SchoolClass) -> list[Student]:
    return access.children_by_name(school_class)


def _record(request: TeacherRequest, chosen: list[Student], form: ConsentAnswer) -> None:
    if not form.is_valid():
        messages.error(request, first_error(form))
        return
    given = form.cleaned_data["given"] == "yes"
    with said(request):
        added = ledger.record_consent(
            students=chosen, given=given, evidence=form.cleaned_data["evidence"],
            evidence_on=form.cleaned_data["evidence_on"], teacher=request.user,
        )  # fmt: skip
        if not added:
            messages.info(request, gettext("That was recorded already; nothing is changed."))
            return
        who = ngettext("%(n)s child", "%(n)s children", len(added)) % {"n": len(added)}
        said_it = gettext("Recorded for %(who)s: no consent. Their writing is in no export from now on.")
        if given:
            said_it = gettext("Recorded for %(who)s: consent given.")
        messages.success(request, said_it % {"who": who})
