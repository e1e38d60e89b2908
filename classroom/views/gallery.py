"""The gallery: questions of every sort, made while one looks; a worksheet of them; the same worksheet with others."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classroom import access, at_once, brackets, prompts, worksheets
from classroom.gallery_forms import USUAL_COUNT, YEARS, Mix, Wish, year_of
from classroom.skills import diagnostic
from classroom.skills.catalogue import CATALOGUE
from classroom.skills.forms.base import Item
from classroom.skills.forms.languages import in_language
from classroom.skills.generators.base import Generator, as_many_as_possible, make_sheet
from classroom.skills.generators.mixing import minutes_of, mixed
from classroom.skills.generators.parameters import WrongWish
from classroom.skills.generators.shelf import GENERATORS, of_year
from classroom.skills.generators.shelf import generator as named
from classroom.skills.numbers import TooNarrow
from classroom.views.saying import TeacherRequest, first_error, said

EXAMPLES = 3
# Figures whose words say little: they are drawn.
PUZZLES = ("pyramid", "arithmagon", "square", "parts", "grid")


@dataclass(frozen=True)
class Example:
    """A question on a card; `box` is how it is drawn, None where its words say all."""

    item: Item
    box: prompts.Prompt | None


@dataclass(frozen=True)
class Card:
    """A generator with examples for a year."""

    generator: Generator
    examples: list[Example]


@login_required
@require_GET
def gallery(request: TeacherRequest) -> HttpResponse:
    """All that can be made for a year, with examples; searched by words of title and examples."""
    year = year_of(request.GET.get("year", ""), usual_year(request))
    words = request.GET.get("q", "").strip()[:60].casefold()
    strands: dict[str, list[Card]] = {}
    for one in of_year(year):
        made = make_sheet(one, one.presets.get(year, {}), count=EXAMPLES, seed="gallery")
        items = in_language(made, get_language() or "")
        told = " ".join(item.prompt for item in items)
        if all(word in f"{one.title} {one.strand} {told}".casefold() for word in words.split()):
            strands.setdefault(one.strand, []).append(Card(one, examples_of(items)))
    page = {
        "section": "worksheets", "year": year, "years": YEARS, "words": request.GET.get("q", "").strip()[:60],
        "strands": strands.items(),
    }  # fmt: skip
    return render(request, "teacher/gallery.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def questions(request: TeacherRequest, generator: str) -> HttpResponse:
    """One sort of question: parameters, what they make, and a worksheet of it."""
    one = _found(generator)
    year = year_of(request.GET.get("year", ""), one.years[0])
    wanted = request.POST.get("do", "")
    sent = request.GET.copy() if "count" in request.GET else None
    if request.method == "POST":
        sent = request.POST.copy()
        if wanted == "other":
            sent["seed"] = secrets.token_hex(4)
    form = Wish(sent, generator=one, year=year)
    made, problem = _made(form, one, year)
    made = replace(made, items=tuple(in_language(made.items, get_language() or "")))
    if not form.is_bound:
        form.initial["count"] = len(made.items)  # some sorts have fewer than one usually wants
    rooms = list(access.classes_for_teacher(request.user).filter(archived_at=None))
    set_to = next((room for room in rooms if str(room.pk) == request.POST.get("set_to")), None)
    if (wanted == "make" or set_to) and made.items and not problem:
        title = gettext("%(title)s, Year %(year)s") % {"title": one.title, "year": year}
        with said(request):
            drafts = [item.draft for item in worksheets.readable(made.items)]
            if set_to:
                lesson = at_once.set_at_once(teacher=request.user, school_class=set_to, title=title, drafts=drafts)
                messages.success(
                    request, gettext("“%(title)s” is set to %(class)s.") % {"title": title, "class": set_to.name}
                )
                return redirect("assignment", uuid=lesson.uuid)
            return redirect(
                "worksheet-edit", pk=worksheets.create_worksheet(author=request.user, title=title, drafts=drafts).pk
            )
    page = {
        "section": "worksheets", "generator": one, "year": year, "form": form, "made": made, "problem": problem,
        "boxes": [(item, prompts.around_box(item.prompt, get_language() or "")) for item in made.items],
        "minutes": minutes_of(made.items), "rooms": rooms,
        "columns": [CATALOGUE[code] for code in made.procedures],
        "shows": [CATALOGUE[code] for code in _shown(made)],
    }  # fmt: skip
    if getattr(request, "htmx", False):
        return render(request, "teacher/_gallery_made.html", page)
    return render(request, "teacher/gallery_questions.html", page)


def examples_of(items: Sequence[Item]) -> list[Example]:
    """The first few questions as a card shows them: one alone, and drawn, where it has a picture or is a puzzle."""
    language = get_language() or ""
    if items and (brackets.parted(items[0].prompt).drawn or items[0].layout in PUZZLES):
        return [Example(items[0], prompts.around_box(items[0].prompt, language))]
    return [Example(one, None) for one in items[:EXAMPLES]]


@login_required
@require_POST
def mix(request: TeacherRequest) -> HttpResponse:
    """A worksheet of several sorts of questions, mixed."""
    form = Mix(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("gallery")
    year = form.cleaned_data["year"]
    chosen = [GENERATORS[name] for name in form.cleaned_data["generators"]]
    try:
        items = mixed(chosen, year=year, count=form.cleaned_data["count"], seed=secrets.token_hex(4))
    except TooNarrow as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('gallery')}?year={year}")
    with said(request):
        kept = worksheets.create_worksheet(
            author=request.user,
            title=gettext("Mixed practice, Year %(year)s") % {"year": year},
            drafts=[one.draft for one in in_language(worksheets.readable(items), get_language() or "")],
        )
        return redirect("worksheet-edit", pk=kept.pk)
    return redirect("gallery")


@login_required
@require_POST
def other_numbers(request: TeacherRequest, pk: int) -> HttpResponse:
    """A draft with the same sorts of questions and other numbers, as hard: for neighbours, or for a second try."""
    found = access.worksheet_for_teacher(request.user, pk)
    with said(request):
        made, same = worksheets.with_other_numbers(worksheet=found, author=request.user, seed=secrets.token_hex(8))
        if same:
            messages.info(
                request,
                ngettext(
                    "%(n)s question is as before: no other numbers.",
                    "%(n)s questions are as before: no other numbers.",
                    same,
                )
                % {"n": same},
            )
        return redirect("worksheet-edit", pk=made.pk)
    return redirect("worksheet", pk=pk)


def _found(name: str) -> Generator:
    try:
        return named(name)
    except WrongWish:
        raise Http404 from None


def usual_year(request: TeacherRequest) -> int:
    """The year of the teacher's newest class, as far as it has one."""
    newest = access.classes_for_teacher(request.user).filter(archived_at__isnull=True).order_by("-pk").first()
    return year_of(str(newest.year)) if newest is not None else 3


def _made(form: Wish, one: Generator, year: int) -> tuple[diagnostic.Diagnostic, str]:
    """What the form asks for, and what is wrong with that."""
    given, count, seed = dict(one.presets.get(year, {})), USUAL_COUNT, "1"
    wants_diagnostic = False
    if form.is_bound:
        if not form.is_valid():
            name = next(iter(form.errors))
            label = form.fields[name].label if name in form.fields else ""
            return _NOTHING, f"{label}: {first_error(form)}" if label else first_error(form)
        given, count, seed = form.given, form.cleaned_data["count"], form.cleaned_data["seed"] or "1"
        wants_diagnostic = form.cleaned_data["diagnostic"]
    try:
        if wants_diagnostic:
            return diagnostic.build(one, given, count=count, seed=seed), ""
    except TooNarrow as error:
        return _NOTHING, _TOO_ALIKE.format(error.possible)
    items = as_many_as_possible(one, given, count=count, seed=seed)
    # Opened for the first time, the page shows what there is; asked for more, it says how many there are.
    problem = str(TooNarrow(len(items))) if form.is_bound and len(items) < count else ""
    return diagnostic.Diagnostic(tuple(items), (), (), ()), problem


def _shown(made: diagnostic.Diagnostic) -> list[str]:
    """The procedures that the questions can show, for a teacher to know what to look for."""
    found = {one.procedure for item in made.items for one in item.predictions}
    return sorted(code for code in found if not CATALOGUE[code].is_slip)


_NOTHING = diagnostic.Diagnostic((), (), (), ())
_TOO_ALIKE = "With these numbers only {} questions tell wrong procedures apart. Ask for fewer, or for larger numbers."
