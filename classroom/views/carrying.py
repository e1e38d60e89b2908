"""Work from a tablet: files that were saved on a child's page where no network was, taken in by a teacher."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from classroom import access, carrying, unsent
from classroom.errors import BadInput
from classroom.views.saying import TeacherRequest

MOST_FILES = 40


@dataclass(frozen=True)
class Outcome:
    """What became of one file: `done`, or the sentence why not."""

    name: str
    done: carrying.TakenIn | None
    problem: str = ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_in(request: TeacherRequest) -> HttpResponse:
    """Choose files; see what became of each. A file that is refused changes nothing, and can be tried again."""
    files = request.FILES.getlist("work")
    problem = ""
    if request.method == "POST" and not files:
        problem = gettext("Choose one file or several.")
    elif len(files) > MOST_FILES:
        problem, files = gettext("At most %(MOST_FILES)s files at once, please.") % {"MOST_FILES": MOST_FILES}, []
    outcomes = [_outcome(request, file) for file in files]
    failed = problem or (outcomes and all(one.done is None for one in outcomes))
    return render(
        request,
        "teacher/take_in.html",
        {
            "section": "lessons",
            "outcomes": outcomes,
            "problem": problem,
            "still_there": unsent.tablets_of(access.assignments_for_teacher(request.user)),
        },
        status=400 if failed else 200,
    )


def _outcome(request: TeacherRequest, file: UploadedFile) -> Outcome:
    name = (file.name or "")[:80]
    if (file.size or 0) > carrying.MOST_BYTES:
        return Outcome(name, None, gettext("This file is too large to be work from a tablet."))
    try:
        return Outcome(name, carrying.take_in(teacher=request.user, content=file.read()))
    except BadInput as error:
        return Outcome(name, None, error.text)
