"""Pages for when something is not there or went wrong, in plain words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext


def _problem(request: HttpRequest, status: int, code: str, title: str, text: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"code": code, "message": text}, status=status)
    return render(request, "problems/problem.html", {"title": title, "text": text}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _problem(
        request, 400, "bad_request", gettext("That did not work"), gettext("The request could not be understood.")
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _problem(request, 403, "forbidden", gettext("Not allowed"), gettext("This is not for you."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _problem(
        request,
        403,
        "csrf",
        gettext("This page is too old"),
        gettext("Go back, load the page again, and try once more."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _problem(
        request,
        404,
        "not_found",
        gettext("Nothing here"),
        gettext("There is nothing at this address, or it is not yours."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _problem(
        request,
        500,
        "server_error",
        gettext("Something broke"),
        gettext("It is our fault, not yours. What you wrote is kept."),
    )
