"""A new reader is here: reading stored ink again, deciding on what would change, and going back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from classroom import access, rereading
from classroom.errors import NotAllowedNow
from classroom.models import RereadChange, Rereading
from classroom.rereading import doors, report
from classroom.views.names_hidden import names_hidden
from classroom.views.saying import TeacherRequest, said
from recognition import reader as recognition

ON_A_PAGE = 60
SHOWN_STATES = {
    "teachers": RereadChange.State.TEACHERS,
    "accepted": RereadChange.State.APPLIED,
    "kept": RereadChange.State.DECLINED,
    "overtaken": RereadChange.State.OVERTAKEN,
    "rolled-back": RereadChange.State.RETURNED,
}


class ScopeForm(forms.Form):
    """What is to be read again: a lesson, a class, or, with neither, the whole school."""

    assignment = forms.UUIDField(required=False)
    school_class = forms.IntegerField(required=False)


class DecideForm(forms.Form):
    """What to do with the ticked changes, or with all that are open."""

    decision = forms.ChoiceField(choices=[(one, one) for one in ("accept", "decline", "accept-all", "decline-all")])
    change = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, data: Any, *, among: list[int]) -> None:
        super().__init__(data)
        self.fields["change"].choices = [(pk, pk) for pk in among]  # type: ignore[attr-defined]


def installed() -> str:
    """The version of this process's reader; "" while there is none."""
    try:
        return recognition.default_reader().version
    except recognition.ReaderUnavailable:
        return ""


@require_GET
@login_required
def new_reader(request: TeacherRequest) -> HttpResponse:
    """Which reader is here, what older ones read, and what was read again before."""
    version, school = installed(), request.user.school
    counts = report.counts_by_class(school_id=school.pk, reader_version=version) if version else {}
    classes = [(one, counts.get(one.pk, 0)) for one in access.classes_for_teacher(request.user)]
    lesson = request.GET.get("lesson", "")
    page = {
        "version": version,
        "in_use": report.versions_in_use(school_id=school.pk),
        "total": sum(counts.values()),
        "mine": sum(count for _, count in classes),
        "classes": [row for row in classes if row[1]],
        "lesson": _lesson(request, lesson) if lesson else None,
        "runs": report.with_counts(doors.rereadings_for_teacher(request.user))[:30],
        "section": "honesty",
    }
    return render(request, "teacher/reader.html", page)


@require_POST
@login_required
def start(request: TeacherRequest) -> HttpResponse:
    """Begin to read again: a lesson or a class of one's own, or, by a head, the school."""
    form = ScopeForm(request.POST)
    if not form.is_valid():
        raise Http404
    scope: dict[str, Any] = {}
    if uuid := form.cleaned_data["assignment"]:
        scope["assignment"] = access.assignment_for_teacher(request.user, uuid)
    elif pk := form.cleaned_data["school_class"]:
        scope["school_class"] = access.class_for_teacher(request.user, pk)
    with said(request):
        if not scope and not request.user.is_head:
            raise NotAllowedNow(gettext("Only a head can have the whole school read again."))
        if not installed():
            raise NotAllowedNow(gettext("There is no reader just now. Ask whoever runs this machine."))
        run = rereading.start(teacher=request.user, reader_version=installed(), **scope)
        return redirect("rereading", pk=run.pk)
    return redirect("new-reader")


@require_GET
@login_required
def run(request: TeacherRequest, pk: int) -> HttpResponse:
    """How far a re-reading is, and what would change."""
    found = doors.rereading_for_teacher(request.user, pk)
    changes = doors.changes_for_teacher(request.user, found)
    state = SHOWN_STATES.get(request.GET.get("show", ""), RereadChange.State.OPEN)
    kind = request.GET.get("kind", "")
    pages = Paginator(report.listed(changes, kind=kind, state=state), ON_A_PAGE)
    effects = report.effects(changes) if state == RereadChange.State.OPEN else []
    page = {
        "run": found,
        "version": installed(),
        "facts": _facts(found, changes),
        "summary": report.summary(changes),
        "others": _others(request, found, RereadChange.State.OPEN),
        "others_accepted": _others(request, found, RereadChange.State.APPLIED),
        "shown": request.GET.get("show", "") if state != RereadChange.State.OPEN else "",
        "kind": kind,
        "page": pages.get_page(request.GET.get("page")),
        "effects": [one for one in effects if one.rises or one.falls],
        "same_points": sum(not one.rises and not one.falls for one in effects),
        "names_hidden": names_hidden(request),
        "section": "honesty",
    }
    return render(request, "teacher/reader_run.html", page)


@require_GET
@login_required
def progress(request: TeacherRequest, pk: int) -> JsonResponse:
    """How far it is, for the progress bar: {state, done, total, failed, open}."""
    found = doors.rereading_for_teacher(request.user, pk)
    facts = _facts(found, doors.changes_for_teacher(request.user, found))
    return JsonResponse(facts, headers={"Cache-Control": "no-store"})


@require_POST
@login_required
def stop(request: TeacherRequest, pk: int) -> HttpResponse:
    """End a re-reading; what it found can be decided on."""
    found = doors.rereading_for_teacher(request.user, pk)
    with said(request, gettext("Stopped. What was read so far can be decided on.")):
        if not request.user.is_head and found.asked_by_id != request.user.pk:
            raise NotAllowedNow(gettext("Whoever began it, or a head, can stop it."))
        rereading.stop(run=found, teacher=request.user)
    return redirect("rereading", pk=pk)


@require_POST
@login_required
def decide(request: TeacherRequest, pk: int) -> HttpResponse:
    """Accept or decline the ticked changes, or all open ones, of one's own classes."""
    found = doors.rereading_for_teacher(request.user, pk)
    changes = doors.changes_for_teacher(request.user, found).filter(state=RereadChange.State.OPEN)
    form = DecideForm(request.POST, among=list(changes.values_list("pk", flat=True)))
    if not form.is_valid():
        # What was ticked is no longer open: the page shows what there is now.
        messages.error(request, gettext("Some of these were decided meanwhile. Look again, please."))
        return redirect("rereading", pk=pk)
    decision, _, everything = form.cleaned_data["decision"].partition("-")
    if not everything:
        changes = changes.filter(pk__in=form.cleaned_data["change"])
    act = rereading.accept if decision == "accept" else rereading.decline
    count = act(run=found, changes=changes, teacher=request.user)
    words = ngettext("%(n)s mark kept as they were.", "%(n)s marks kept as they were.", count)
    if decision == "accept":
        words = ngettext("%(n)s mark accepted.", "%(n)s marks accepted.", count)
    messages.success(request, words % {"n": count} if count else gettext("Nothing was ticked."))
    return redirect("rereading", pk=pk)


@require_POST
@login_required
def roll_back(request: TeacherRequest, pk: int) -> HttpResponse:
    """Restore what stood before the accepted changes: of one's own classes, by a head of all."""
    found = doors.rereading_for_teacher(request.user, pk)
    changes = doors.changes_for_teacher(request.user, found)
    if request.user.is_head:
        changes = doors.changes_for_head(request.user, found)
    count = rereading.roll_back(run=found, changes=changes, teacher=request.user)
    words = ngettext(
        "%(n)s mark rolled back. Marks that teachers set since then stand.",
        "%(n)s marks rolled back. Marks that teachers set since then stand.",
        count,
    )
    messages.success(request, words % {"n": count})
    return redirect("rereading", pk=pk)


def _facts(found: Rereading, changes: Any) -> dict[str, Any]:
    return {
        "state": found.state,
        "done": min(found.done, found.total),
        "total": found.total,
        "failed": found.failed,
        "open": changes.filter(state=RereadChange.State.OPEN).count(),
    }


def _others(request: TeacherRequest, found: Rereading, state: RereadChange.State) -> int:
    """How many proposals of one state are colleagues', told to a head alone."""
    mine = doors.changes_for_teacher(request.user, found).values("pk")
    rows = doors.changes_for_head(request.user, found).filter(state=state)
    return rows.exclude(pk__in=mine).count()


def _lesson(request: TeacherRequest, uuid: str) -> Any:
    form = ScopeForm({"assignment": uuid})
    if not form.is_valid():
        raise Http404
    return access.assignment_for_teacher(request.user, form.cleaned_data["assignment"])
