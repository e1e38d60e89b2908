"""Names off the screen while a projector shows it: said once, kept for all pages of lessons until names are shown."""

from __future__ import annotations

from classroom.views.saying import TeacherRequest

_KEPT = "names_hidden"


def names_hidden(request: TeacherRequest) -> bool:
    """Whether children's names stay off this page; `?names=hidden` and `?names=shown` say so from now on."""
    asked = request.GET.get("names")
    if asked in ("hidden", "shown") and (asked == "hidden") != request.session.get(_KEPT, False):
        request.session[_KEPT] = asked == "hidden"
    return bool(request.session.get(_KEPT, False))
