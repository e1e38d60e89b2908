"""Who makes the request, and what to say when the database is busy."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from classroom import joining

log = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]


class StudentSession:
    """Gives every request `request.student`: the signed-in student or None (one query, when asked)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.student = SimpleLazyObject(lambda: joining.student_of_session(request.session))  # type: ignore[attr-defined]
        return self.get_response(request)


class BusyDatabase:
    """Turns a database that is locked, restarting or full into 503 with Retry-After: clients try again."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OperationalError):
            return None
        log.warning("database busy: %s", type(error).__name__)
        return busy_response(request)


def busy_response(request: HttpRequest) -> HttpResponse:
    """503 as JSON or as a page; the wait is jittered so that a class does not come back as one."""
    if request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse(
            {"code": "busy", "message": "Busy just now. Nothing is lost; trying again."}, status=503
        )
    else:
        response = render(request, "problems/busy.html", status=503)
    response["Retry-After"] = str(random.randint(2, 6))
    return response
