"""The library: ready-made worksheets by year and half term, what colleagues share, favourites, files."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classroom import access, prompts, worksheets
from classroom import library as room
from classroom.gallery_forms import YEARS, year_of
from classroom.later import gettext_lazy
from classroom.models import Worksheet
from classroom.skills.forms.languages import in_language
from classroom.skills.generators.mixing import minutes_of
from classroom.skills.library import shelf
from classroom.skills.library.shelf import HALVES, ReadySheet
from classroom.views.gallery import EXAMPLES, Example, examples_of, usual_year
from classroom.views.saying import TeacherRequest, said
from classroom.views.undo import safe_next

SHELVES = [
    ("", gettext_lazy("Ready-made")),
    ("school", gettext_lazy("Shared here")),
    ("favourites", gettext_lazy("Favourites")),
]
# The first month of each half term in England, from September on.
_BEGINS = {9: 1, 10: 1, 11: 2, 12: 2, 1: 3, 2: 3, 3: 4, 4: 5, 5: 5, 6: 6, 7: 6, 8: 1}


@dataclass(frozen=True)
class Card:
    """A worksheet of the library as it lies on its shelf."""

    sheet: ReadySheet
    examples: list[Example]
    questions: int
    minutes: int
    favourite: bool


@login_required
@require_GET
def library(request: TeacherRequest) -> HttpResponse:
    """One shelf of the library: `?shelf=`, `?year=`, `?q=`."""
    which = request.GET.get("shelf", "")
    words = request.GET.get("q", "").strip()[:60]
    year = year_of(request.GET.get("year", ""), usual_year(request))
    kept = room.favourites(request.user)
    page = {
        "section": "worksheets", "shelves": SHELVES, "shelf": which if which in dict(SHELVES) else "",
        "year": year, "years": YEARS, "words": words, "kept": kept,
    }  # fmt: skip
    if which == "school":
        rows = access.shared_worksheets_for_teacher(request.user)
        for word in words.split():
            rows = rows.filter(title__icontains=word)
        page["shared"] = rows.prefetch_related("questions")[:200]
    elif which == "favourites":
        page["cards"] = [_card(one, kept) for one in shelf.search(words=words) if one.code in kept.codes]
        page["shared"] = [
            one
            for one in access.shared_worksheets_for_teacher(request.user).filter(pk__in=kept.worksheets)
            if words.casefold() in one.title.casefold()
        ]
    else:
        halves: dict[int, list[Card]] = {}
        for one in shelf.search(year=year, words=words):
            halves.setdefault(one.half, []).append(_card(one, kept))
        now = half_of(timezone.localdate())
        page["halves"] = [(HALVES[half - 1], half == now, cards) for half, cards in sorted(halves.items())]
    return render(request, "teacher/library.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def ready(request: TeacherRequest, sheet: str) -> HttpResponse:
    """A ready-made worksheet: its questions and answers; `do` takes it out to set, or to change first."""
    one = _ready(sheet)
    if request.method == "POST":
        wanted, other = request.POST.get("do", ""), request.POST.get("numbers") == "other"
        if wanted in ("set", "change"):
            with said(request):
                made = room.take_ready(sheet=one, teacher=request.user, seed=secrets.token_hex(4) if other else "")
                return _taken(request, made, wanted)
        return redirect("library-ready", sheet=sheet)
    items = in_language(shelf.made(sheet), get_language() or "")
    page = {
        "section": "worksheets", "sheet": one, "minutes": minutes_of(items),
        "favourite": sheet in room.favourites(request.user).codes,
        "boxes": [(item, prompts.around_box(item.prompt, get_language() or "")) for item in items],
    }  # fmt: skip
    return render(request, "teacher/library_sheet.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def shared(request: TeacherRequest, pk: int) -> HttpResponse:
    """A colleague's worksheet: its questions and answers; `do` makes a copy to set, or to change first."""
    found = access.shared_worksheet_for_teacher(request.user, pk)
    if request.method == "POST":
        wanted = request.POST.get("do", "")
        if wanted in ("set", "change"):
            with said(request):
                return _taken(request, room.take_shared(worksheet=found, teacher=request.user), wanted)
        return redirect("library-shared", pk=pk)
    page = {
        "section": "worksheets", "worksheet": found,
        "favourite": found.pk in room.favourites(request.user).worksheets,
        "boxes": [(one, prompts.around_box(one.prompt, get_language() or "")) for one in found.questions.all()],
    }  # fmt: skip
    return render(request, "teacher/library_sheet.html", page)


@login_required
@require_POST
def favour_ready(request: TeacherRequest, sheet: str) -> HttpResponse:
    """Put a ready-made worksheet at hand, or not any more (`on=0`)."""
    with said(request):
        room.favour(teacher=request.user, sheet=_ready(sheet), on=request.POST.get("on") != "0")
    return redirect(safe_next(request, reverse("library-ready", args=[sheet])))


@login_required
@require_POST
def favour_shared(request: TeacherRequest, pk: int) -> HttpResponse:
    """Put a colleague's worksheet at hand, or not any more (`on=0`)."""
    found = access.shared_worksheet_for_teacher(request.user, pk)
    with said(request):
        room.favour(teacher=request.user, sheet=found, on=request.POST.get("on") != "0")
    return redirect(safe_next(request, reverse("library-shared", args=[pk])))


@login_required
@require_POST
def share(request: TeacherRequest, pk: int) -> HttpResponse:
    """Let colleagues find one's own worksheet, or not any more (`on=0`)."""
    found = access.worksheet_for_teacher(request.user, pk)
    on = request.POST.get("on") != "0"
    with said(
        request,
        gettext("Colleagues find it in the library now.") if on else gettext("Only you have it now. Copies stay."),
    ):
        room.share(worksheet=found, teacher=request.user, shared=on)
    return redirect("worksheet", pk=pk)


def half_of(day: date) -> int:
    """The half term of a day, 1 to 6; August belongs to what comes.

    >>> [half_of(date(2026, month, 1)) for month in (9, 11, 1, 3, 4, 6, 8)]
    [1, 2, 3, 4, 5, 6, 1]
    """
    return _BEGINS[day.month]


def _ready(code: str) -> ReadySheet:
    found = shelf.ready().get(code)
    if found is None:
        raise Http404
    return found


def _taken(request: TeacherRequest, made: Worksheet, wanted: str) -> HttpResponse:
    if wanted == "change":
        return redirect("worksheet-edit", pk=made.pk)
    worksheets.publish(worksheet=made, teacher=request.user)
    return redirect("set-worksheet", pk=made.pk)


def _card(one: ReadySheet, kept: room.Favourites) -> Card:
    items = shelf.made(one.code)
    examples = examples_of(in_language(items[:EXAMPLES], get_language() or ""))
    return Card(one, examples, len(items), shelf.minutes(one.code), one.code in kept.codes)
