"""The page on which a worksheet is written. The text is the truth; everything beside it is worked out from it."""

from __future__ import annotations

import random
import secrets
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_http_methods

from classroom import access, prompts, worksheets
from classroom.errors import ClassroomError, NotADraft
from classroom.gallery_forms import YEARS, year_of
from classroom.models import Worksheet
from classroom.models.work import MAX_QUESTIONS
from classroom.skills import arithmetic, diagnostic, editing, strictness
from classroom.skills.arithmetic import LineError, ReadLine
from classroom.skills.families import FAMILIES
from classroom.skills.forms.languages import in_language, layout_in
from classroom.skills.generators.base import make_sheet
from classroom.skills.generators.shelf import GENERATORS
from classroom.skills.numbers import TooNarrow
from classroom.skills.questions import QuestionDraft
from classroom.views.saying import TeacherRequest, first_error
from classroom.worksheet_forms import MakeQuestions, WorksheetText

# In the session: title and text of a file that was opened last, for the page to begin with.
BROUGHT = "worksheet_brought"


@dataclass
class Desk:
    """What lies before a teacher who writes a worksheet."""

    title: str = ""
    text: str = ""
    made: str = ""  # what was made last, to be replaced by other numbers
    family: str = "add"
    make: MakeQuestions = field(default_factory=MakeQuestions)
    problem: str = ""
    making_problem: str = ""
    lines: list[ReadLine] = field(default_factory=list)
    key_problems: list[LineError] = field(default_factory=list)
    text_changed: bool = False
    making: bool = False  # the panel for making questions is in use
    making_touched: bool = False  # and looks otherwise now
    shelf: str = "times_table"  # what is chosen from the gallery, and for which year
    shelf_year: int = 3

    @property
    def drafts(self) -> list[QuestionDraft]:
        return [line.result for line in self.lines if isinstance(line.result, QuestionDraft)]

    @property
    def rows(self) -> list[dict[str, object]]:
        """What stands in the preview, a row for each line that holds something."""
        unread = {one.line: one.message for one in self.key_problems}
        rows: list[dict[str, object]] = []
        for line in self.lines:
            row: dict[str, object] = {"line": line.line, "text": line.text, "wrong": unread.get(line.line, "")}
            if isinstance(line.result, QuestionDraft):
                row |= {
                    "number": sum("number" in one for one in rows) + 1,
                    "draft": line.result,
                    "box": prompts.around_box(line.result.prompt, get_language() or ""),
                    "key": editing.keys_shown(line.result),
                    "rules": strictness.choices(line.result),
                }
            else:
                row["wrong"] = line.result.message
            rows.append(row)
        return rows

    @property
    def errors(self) -> list[LineError]:
        return [line.result for line in self.lines if isinstance(line.result, LineError)]


@login_required
@require_http_methods(["GET", "POST"])
def new_worksheet(request: TeacherRequest) -> HttpResponse:
    """Write a new worksheet."""
    return _edit(request, None)


@login_required
@require_http_methods(["GET", "POST"])
def edit_worksheet(request: TeacherRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    worksheet = access.worksheet_for_teacher(request.user, pk)
    if worksheet.state != Worksheet.State.DRAFT:
        messages.error(request, NotADraft.message)
        return redirect("worksheet", pk=pk)
    return _edit(request, worksheet)


def _edit(request: TeacherRequest, worksheet: Worksheet | None) -> HttpResponse:
    if request.method == "GET":
        desk = Desk(**request.session.get(BROUGHT, {})) if request.GET.get("from") == "file" else Desk()
        if worksheet is not None:
            desk = Desk(title=worksheet.title, text=worksheets.as_text(worksheet))
        return _show(request, worksheet, _read(desk))
    desk = _read(_done(request))
    wanted = request.POST.get("do", "")
    if wanted in ("save", "publish") and not desk.problem:
        try:
            return redirect("worksheet", pk=_keep(request, worksheet, desk, publish=wanted == "publish").pk)
        except ClassroomError as error:
            desk.problem = error.text
    return _show(request, worksheet, desk)


def _done(request: TeacherRequest) -> Desk:
    """The desk after what was typed and pressed."""
    form = WorksheetText(request.POST)
    given = form.cleaned_data if form.is_valid() else request.POST
    wanted, _, which = request.POST.get("do", "").partition(":")
    family = request.POST.get("family", "add")
    family = family if family in FAMILIES else "add"
    desk = Desk(
        title=request.POST.get("title", "").strip(),
        text=given.get("text", "").replace("\r\n", "\n"),
        made=request.POST.get("made", ""),
        family=family,
        making=request.POST.get("making") == "1",
        shelf=request.POST.get("shelf", "times_table"),
        shelf_year=year_of(request.POST.get("shelf_year", "")),
        problem=first_error(form),
    )
    typed = desk.text
    desk.text, desk.key_problems = editing.with_keys(typed, _key_changes(request), kinds=worksheets.readable_kinds())
    desk.text = editing.with_rules(desk.text, _rule_changes(request), kinds=worksheets.readable_kinds())
    line = int(which) if which.isdecimal() and len(which) < 6 else 0
    if wanted in ("up", "down"):
        desk.text = editing.moved(desk.text, line, -1 if wanted == "up" else 1)
    elif wanted == "remove":
        desk.text = editing.without(desk.text, line)
    elif wanted in ("columns", "line", "working"):
        for layout in dict.fromkeys((wanted, layout_in(get_language() or "", wanted))):
            desk.text = editing.all_laid_out(desk.text, layout, kinds=worksheets.readable_kinds())
    signed = "signed" in worksheets.readable_kinds()
    desk.making_touched = wanted in ("family", "make", "again", "shelf", "apart")
    if wanted == "family" and which in FAMILIES:
        desk.family, desk.making = which, True
        desk.make = MakeQuestions(family=which, below_nought=signed)
    elif wanted in ("make", "again"):
        desk.making = True
        _make(request, desk, again=wanted == "again")
    elif wanted in ("shelf", "apart"):
        desk.making = True
        desk.make = MakeQuestions(request.POST, family=family, below_nought=signed)
        _take(desk, count=request.POST.get("count", ""), apart=wanted == "apart")
    else:
        typed_wishes = request.POST if "count" in request.POST else None
        desk.make = MakeQuestions(typed_wishes, family=family, below_nought=signed)
    desk.text_changed = desk.text != typed
    return desk


def _make(request: TeacherRequest, desk: Desk, *, again: bool) -> None:
    """Make questions into the text; `again` puts other numbers in the place of those made last."""
    signed = "signed" in worksheets.readable_kinds()
    desk.make = MakeQuestions(request.POST, family=desk.family, below_nought=signed)
    if not desk.make.is_valid():
        name = next(iter(desk.make.errors))
        desk.making_problem = f"{desk.make.fields[name].label}: {first_error(desk.make)}"
        return
    try:
        made = FAMILIES[desk.family].questions(desk.make.wishes(seed=random.getrandbits(32)))
    except TooNarrow as error:
        desk.making_problem = str(error)
        return
    before = desk.made if again else ""
    desk.text = editing.with_made(desk.text, made=made, before=before)
    desk.made = "\n".join(arithmetic.source(draft) for draft in made)


def _take(desk: Desk, *, count: str, apart: bool) -> None:
    """Questions of a generator of the gallery into the text; `apart`: numbers that tell wrong procedures apart."""
    wanted = int(count) if count.isdecimal() and 1 <= len(count) <= 2 else 0
    if desk.shelf not in GENERATORS or not 1 <= wanted <= MAX_QUESTIONS:
        desk.making_problem = gettext("Choose a kind of question, and how many: 1 to %(MAX_QUESTIONS)s.") % {
            "MAX_QUESTIONS": MAX_QUESTIONS
        }
        return
    generator, seed = GENERATORS[desk.shelf], secrets.token_hex(4)
    given = generator.presets.get(desk.shelf_year, {})
    try:
        if apart:
            items = diagnostic.build(generator, given, count=wanted, seed=seed).items
        else:
            items = tuple(make_sheet(generator, given, count=wanted, seed=seed))
    except TooNarrow as error:
        desk.making_problem = str(error)
        return
    if any(item.kind not in worksheets.readable_kinds() for item in items):
        desk.making_problem = gettext("Answers of this kind cannot be read yet.")
        return
    desk.text = editing.with_made(desk.text, made=[item.draft for item in in_language(items, get_language() or "")])
    desk.made = ""


def _read(desk: Desk) -> Desk:
    """Work out what the text says."""
    desk.lines = arithmetic.read_text(desk.text, kinds=worksheets.readable_kinds())
    if len(desk.lines) > MAX_QUESTIONS and not desk.problem:
        desk.problem = worksheets.TooManyQuestions(len(desk.lines)).text
    return desk


def _keep(request: TeacherRequest, worksheet: Worksheet | None, desk: Desk, *, publish: bool) -> Worksheet:
    """Save, and publish if asked; a line that cannot be read keeps everything on the page."""
    wrong = [*desk.errors, *desk.key_problems]
    if wrong:
        count = len({one.line for one in wrong})
        words = ngettext(
            "%(n)s line needs another look before this can be kept.",
            "%(n)s lines need another look before this can be kept.",
            count,
        )
        raise worksheets.LinesWrong(words % {"n": count})
    form = WorksheetText({"title": desk.title, "text": desk.text})
    form.is_valid()
    title = form.cleaned_data["title"]
    if worksheet is None:
        worksheet = worksheets.create_worksheet(author=request.user, title=title, drafts=desk.drafts)
    else:
        worksheets.replace_questions(worksheet=worksheet, title=title, drafts=desk.drafts)
    if publish:
        worksheets.publish(worksheet=worksheet, teacher=request.user)
        messages.success(request, gettext("Published. You can set it to a class now."))
    else:
        messages.success(request, gettext("Saved as a draft."))
    return worksheet


def _key_changes(request: TeacherRequest) -> list[editing.KeyChange]:
    got = request.POST.getlist
    return [
        editing.KeyChange(int(line), prompt, was, key)
        for line, prompt, was, key in zip(got("line"), got("prompt"), got("was"), got("key"), strict=False)
        if line.isdecimal() and len(line) < 6
    ]


def _rule_changes(request: TeacherRequest) -> list[editing.RuleChange]:
    got = request.POST.getlist
    return [
        editing.RuleChange(int(line), prompt, was, rule)
        for line, prompt, was, rule in zip(got("line"), got("prompt"), got("was"), got("rule"), strict=False)
        if line.isdecimal() and len(line) < 6
    ]


def _show(request: TeacherRequest, worksheet: Worksheet | None, desk: Desk) -> HttpResponse:
    page = {
        "section": "worksheets",
        "worksheet": worksheet,
        "desk": desk,
        "families": [(name, family.TITLE) for name, family in FAMILIES.items()],
        "shelf": GENERATORS.values(),
        "years": YEARS,
        "most_questions": MAX_QUESTIONS,
    }
    if getattr(request, "htmx", False):
        return render(request, "teacher/_worksheet_desk.html", page)
    return render(request, "teacher/worksheet_edit.html", page)
