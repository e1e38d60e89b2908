"""Pages by which a child comes in: class code, own name, three pictures; and the way out."""

from __future__ import annotations

import unicodedata
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom import joining, languages
from classroom.errors import TooMany
from classroom.models import people

DEVICE_SECONDS = 400 * 24 * 60 * 60
# A jump bar of first letters helps from here on; below, it is only in the way.
MANY_NAMES = 18

nothing_kept = cache_control(no_store=True)


@nothing_kept
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Where a child types the class code."""
    if request.method != "POST":
        if request.student:  # type: ignore[attr-defined]
            return redirect("todo")
        return _code_page(request)
    code = joining.tidy_code(request.POST.get("code", ""))
    if not code:
        return _code_page(request)
    try:
        found = _open(request, code)
    except Http404:
        return _code_page(request, problem="wrong", code=code, status=404)
    except TooMany:
        return _code_page(request, problem="too_many", status=429)
    return _remember_device(request, redirect("choose-name", code=found.join_code))


@nothing_kept
@require_safe
def choose_name(request: HttpRequest, code: str) -> HttpResponse:
    """The names of an open class, to tap the own one."""
    try:
        found = _open(request, code)
    except Http404:
        return _code_page(request, problem="wrong", status=404)
    except TooMany:
        return _code_page(request, problem="too_many", status=429)
    students = joining.students_to_choose(found)
    page = render(
        request,
        "student/choose_name.html",
        {"school_class": found, "letters": _by_letter(students), "many": len(students) > MANY_NAMES},
    )
    return _remember_device(request, page)


@nothing_kept
@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: HttpRequest, code: str, uuid: UUID) -> HttpResponse:
    """Three pictures in order let the child in. Works by single taps without script, too."""
    try:
        found = _open(request, code)
    except Http404:
        return _code_page(request, problem="wrong", status=404)
    except TooMany:
        return _code_page(request, problem="too_many", status=429)
    student = joining.student_to_choose(found, uuid)
    facts: dict[str, Any] = {"school_class": found, "student": student, "pictures": joining.PICTURES}
    if request.method != "POST":
        return _remember_device(request, render(request, "student/pictures.html", facts))
    picked = _picked(request)
    if "go" not in request.POST or len(picked) < joining.KEY_LENGTH:
        return _remember_device(request, render(request, "student/pictures.html", {**facts, "picked": picked}))
    try:
        came_in = joining.sign_in(
            request.session,
            student=student,
            school_class=found,
            pictures=tuple(picked),
            device=_device(request),
        )
    except TooMany:
        return _remember_device(request, render(request, "student/pause.html", facts, status=429))
    if not came_in:
        return _remember_device(
            request, render(request, "student/pictures.html", {**facts, "again": True}, status=422)
        )
    rotate_token(request)
    response = redirect("todo")
    response.delete_cookie(joining.LEFT_COOKIE)
    return _remember_device(request, response)


@nothing_kept
@require_POST
def finished(request: HttpRequest) -> HttpResponse:
    """The child goes; the next one finds the names of the class, or the first page when it is closed."""
    school_class = joining.class_of_session(request.session) if request.student else None  # type: ignore[attr-defined]
    if request.student:  # type: ignore[attr-defined]
        joining.sign_out(request.session)
    response = redirect(reverse("choose-name", args=[school_class.join_code]) if school_class else "home")
    response.delete_cookie(joining.LEFT_COOKIE)
    return response


def _code_page(request: HttpRequest, *, problem: str = "", code: str = "", status: int = 200) -> HttpResponse:
    facts = {
        "problem": problem,
        "code": code,
        "alphabet": people.CODE_ALPHABET,
        "length": people.CODE_LENGTH,
    }
    return _remember_device(request, render(request, "student/home.html", facts, status=status))


def _open(request: HttpRequest, code: str) -> people.SchoolClass:
    found = joining.open_class(code, device=_device(request), address=_address(request))
    translation.activate(languages.of_class(found))  # the rest of this request speaks as the class does
    return found


def _device(request: HttpRequest) -> str:
    """The name of the browser that asks, made up now when it has none."""
    known = joining.device_of(request.COOKIES) or getattr(request, "new_device", None)
    if known is None:
        known = request.new_device = joining.new_device()  # type: ignore[attr-defined]
    return str(known)


def _remember_device(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    name = settings.DEVICE_COOKIE_NAME
    if joining.device_name(request.COOKIES.get(name)) is None:
        response.set_cookie(
            name,
            _device(request),
            max_age=DEVICE_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.HTTPS,
        )
        if name != joining.OLD_DEVICE_COOKIE and joining.OLD_DEVICE_COOKIE in request.COOKIES:
            response.delete_cookie(joining.OLD_DEVICE_COOKIE)
    return response


def _address(request: HttpRequest) -> str:
    """Where the request comes from, as far as the trusted proxies tell it."""
    proxies = settings.AXES_IPWARE_PROXY_COUNT
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(forwarded) >= proxies:
        return str(forwarded[-proxies].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


def _picked(request: HttpRequest) -> list[str]:
    picked = [name for name in request.POST.getlist("picked") if name in joining.PICTURES][: joining.KEY_LENGTH]
    if "undo" in request.POST:
        return picked[:-1]
    added = request.POST.get("add", "")
    if added in joining.PICTURES and len(picked) < joining.KEY_LENGTH:
        picked.append(added)
    return picked


def _by_letter(students: list[people.Student]) -> list[tuple[str, list[people.Student]]]:
    """Students under the first sign of their names, in the order of the alphabet; É stands with E."""
    letters: dict[str, list[people.Student]] = {}
    for student in sorted(students, key=lambda one: one.by_name):
        letters.setdefault(_plain(student.display_name)[:1].upper(), []).append(student)
    return list(letters.items())


def _plain(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)).casefold()
