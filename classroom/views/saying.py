"""What teachers' views share: who asks, and a refusal said in words on the next page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from classroom.errors import ClassroomError
from classroom.models import User


class TeacherRequest(HttpRequest):
    """A request that has passed `login_required`."""

    user: User


@contextmanager
def said(request: HttpRequest, success: str = "") -> Iterator[None]:
    """Say `success` on the next page, or the refusal that a domain function raised."""
    try:
        yield
    except ClassroomError as error:
        messages.error(request, error.text)
    else:
        if success:
            messages.success(request, success)


def qr_picture(text: str) -> HttpResponse:
    """A QR code as an SVG picture, with the quiet border that scanners need."""
    code = segno.make(text, error="m", micro=False)
    picture = io.BytesIO()
    code.save(picture, kind="svg", border=4, dark="#000", light="#fff", omitsize=True)
    response = HttpResponse(picture.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = "no-store"
    return response


def first_error(form: object) -> str:
    """The first thing that is wrong with a form, as a sentence."""
    errors = form.errors  # type: ignore[attr-defined]
    return str(next(iter(errors.values()))[0]) if errors else ""


def only_this_machine(request: HttpRequest) -> bool:
    """Whether the page was opened under an address that no tablet can reach."""
    host = request.get_host().rsplit(":", 1)[0]
    return host in {"127.0.0.1", "localhost", "[::1]"}
