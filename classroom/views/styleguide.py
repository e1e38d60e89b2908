"""The design system as it is: every colour, size and part, in the look that the device has chosen."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from classroom import palette
from classroom.later import gettext_lazy as _
from classroom.views.saying import TeacherRequest


@require_GET
@login_required
def styleguide(request: TeacherRequest) -> HttpResponse:
    """Colours, type and parts of teachers' pages."""
    page = {"section": "school", "looks_of": _looks(list(palette.MADE_OF), children=False)}
    return render(request, "teacher/styleguide.html", page)


@require_GET
@login_required
def of_children(request: TeacherRequest) -> HttpResponse:
    """Colours, type and parts of children's pages."""
    looks_of = _looks([*palette.MADE_OF, *palette.CHILDREN_ONLY], children=True)
    return render(request, "student/styleguide.html", {"looks_of": looks_of})


_NAMES = {
    "light": _("Light"),
    "dark": _("Dark"),
    "high contrast": _("High contrast"),
    "high contrast in the dark": _("High contrast in the dark"),
    "day": _("Day"),
}


def _looks(looks: list[str], *, children: bool) -> list[tuple[str, list[palette.Pair]]]:
    return [(str(_NAMES[look]), palette.pairs(look, children=children)) for look in looks]
