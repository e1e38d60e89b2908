"""How pages look on this device: light, dark, high contrast, or as the device itself is set.

A cookie keeps it, so that the first byte of a page knows: no script has to run, and nothing flashes. It names nobody.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from classroom.later import gettext_lazy as _

COOKIE = "look"
SYSTEM = "system"
LOOKS = {
    SYSTEM: _("As this device"),
    "light": _("Light"),
    "dark": _("Dark"),
    "contrast": _("High contrast"),
}
KEPT_FOR = 400 * 24 * 60 * 60  # seconds; browsers keep nothing longer


def look_of_page(request: HttpRequest) -> dict[str, object]:
    """Template facts: `look`, one of LOOKS, and `looks`, all of them with their words."""
    asked = request.COOKIES.get(COOKIE, SYSTEM)
    return {"look": asked if asked in LOOKS else SYSTEM, "looks": LOOKS.items()}


@require_POST
def choose_look(request: HttpRequest) -> HttpResponse:
    """Keep the chosen look on this device and show the page again."""
    back = request.POST.get("back", "")
    # A path of ours: "//elsewhere" and "\\elsewhere" are none.
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    answer = redirect(back if ours else reverse("home"))
    chosen = request.POST.get("look", "")
    if chosen == SYSTEM:
        answer.delete_cookie(COOKIE, samesite="Lax")
    elif chosen in LOOKS:
        answer.set_cookie(COOKIE, chosen, max_age=KEPT_FOR, samesite="Lax", httponly=True, secure=request.is_secure())
    return answer
