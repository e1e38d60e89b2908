"""In which language a page speaks.

A teacher's own word first, then what was chosen on this browser, then what the browser asks for, then the school's
usual one (settings.LANGUAGE_CODE). A signed-in child's pages speak the language of its class. Asks the database for
nothing that the page would not ask for itself.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth import SESSION_KEY as TEACHER_KEY
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from classroom import joining
from classroom.models import SchoolClass, User

COOKIE_SECONDS = 400 * 24 * 60 * 60


def is_known(language: str) -> bool:
    """Whether pages can be had in it."""
    return language in dict(settings.LANGUAGES)


def of_class(school_class: SchoolClass) -> str:
    """The language of a class's pages."""
    return school_class.language if is_known(school_class.language) else settings.LANGUAGE_CODE


def of_stranger(request: HttpRequest) -> str:
    """What was chosen on this browser, else what it asks for, else the usual one."""
    return translation.get_language_from_request(request)


def of_request(request: HttpRequest) -> str:
    """Whoever asks: a teacher, a child or a stranger. One query at most, which is kept in the request."""
    if request.session.get(TEACHER_KEY) and request.user.is_authenticated and is_known(request.user.language):
        return str(request.user.language)
    student = request.student if request.session.get(joining.SESSION_KEY) else None  # type: ignore[attr-defined]
    if student is not None and is_known(getattr(student, "language", "")):
        return str(student.language)
    return of_stranger(request)


def choose(*, user: User, language: str) -> None:
    """Keep a teacher's language with the account. One query."""
    User.objects.filter(pk=user.pk).update(language=language)
    user.language = language


def remember(response: HttpResponse, language: str) -> HttpResponse:
    """Keep the language on the browser, for pages before anybody signs in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax",
        secure=settings.HTTPS,
    )  # fmt: skip
    return response


@cache
def catalogue_version(language: str) -> str:
    """Changes whenever the scripts' words do."""
    path = Path(settings.ROOT) / "locale" / translation.to_locale(language) / "LC_MESSAGES" / "djangojs.mo"
    return hashlib.sha256(path.read_bytes() if path.exists() else b"").hexdigest()[:12]


class SpeakTheLanguage:
    """Each request in its language; afterwards the thread speaks as before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(of_stranger(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response

    def process_view(self, request: HttpRequest, *_: object) -> None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return
        # A busy database meets the view too, and what that raises is answered (middleware.BusyDatabase).
        with contextlib.suppress(OperationalError):
            translation.activate(of_request(request))
