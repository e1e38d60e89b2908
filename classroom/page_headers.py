"""What browsers are told about every answer, besides what Django and django-csp tell them (settings.py)."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse

from classroom import joining

# Pages need none of these; a script that somebody smuggled in cannot ask for them either.
NOTHING_ELSE = ", ".join(
    f"{power}=()"
    for power in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
        "midi", "payment", "publickey-credentials-get", "usb",
    )
)  # fmt: skip


class PageHeaders:
    """No sensors and no payments on any page; and nothing of a signed-in person is kept by a shared computer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", NOTHING_ELSE)
        # Only what a view has loaded already: asking here could fail where the view did not.
        known = getattr(request.session, "_session_cache", {})
        if SESSION_KEY in known or joining.SESSION_KEY in known:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response
