"""Pages for when something is not there or went wrong, in plain words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def _problem(request: HttpRequest, status: int, code: str, title: str, text: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"code": code, "message": text}, status=status)
    return render(request, "problems/problem.html", {"title": title, "text": text}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _problem(request, 400, "bad_request", "That did not work", "The request could not be understood.")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _problem(request, 403, "forbidden", "Not allowed", "This is not for you.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _problem(request, 403, "csrf", "This page is too old", "Go back, load the page again, and try once more.")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _problem(
        request, 404, "not_found", "Nothing here", "There is nothing at this address, or it is not yours."
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _problem(
        request, 500, "server_error", "Something broke", "It is our fault, not yours. What you wrote is kept."
    )
