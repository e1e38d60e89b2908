"""Who makes the request, and what to say when the database is busy."""

from __future__ import annotations

import logging
import random
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from classroom import counters, joining, logs, second_step
from classroom.models import Student

log = logging.getLogger(__name__)
requests = logging.getLogger("classroom.requests")
GetResponse = Callable[[HttpRequest], HttpResponse]
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
NAMED = re.compile(r"[A-Za-z0-9-]{8,64}")


class Observed:
    """Gives each request an id, counts it and its time by view, and logs one line of it at LOG_LEVEL=INFO.

    A proxy of ours may have named the request already; from anybody else a name is not taken.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
        name = given if NAMED.fullmatch(given) else uuid.uuid4().hex[:16]
        named, begun = logs.request_id.set(name), time.perf_counter()
        try:
            response = self.get_response(request)
            self._note(request, response, time.perf_counter() - begun)
        finally:
            logs.request_id.reset(named)
        response["X-Request-ID"] = name
        return response

    @staticmethod
    def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        view = (request.resolver_match.url_name if request.resolver_match else None) or "none"
        method = request.method if request.method in METHODS else "other"
        counters.REQUESTS.labels(view, method, f"{response.status_code // 100}xx").inc()
        counters.REQUEST_SECONDS.labels(view).observe(seconds)
        facts = {"view": view, "method": method, "status": response.status_code, "ms": round(seconds * 1000)}
        requests.info("request", extra=facts)


class StudentSession:
    """Gives every request `request.student`: the signed-in student or None (one query, when asked).

    A child who went while no network was has left a cookie instead (joining.LEFT_COOKIE): the session ends with the
    next page. Until then the JSON doors take what the child's own open page still sends, which says whose it is.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.student = SimpleLazyObject(lambda: self._student(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    @staticmethod
    def _student(request: HttpRequest) -> Student | None:
        student = joining.student_of_session(request.session)
        if student is None or request.COOKIES.get(joining.LEFT_COOKIE) != str(student.uuid):
            return student
        own_page = request.path.startswith("/api/") and request.headers.get("X-Student") == str(student.uuid)
        if own_page or request.path == reverse("finished"):
            return student
        joining.sign_out(request.session)
        return None


class SecondStep:
    """Leads a teacher whose school asks for a second step to setting it up; until then nothing else opens.

    Addresses not named here are closed, so that a new one need not be thought of. Asks the session alone.
    """

    OPEN = frozenset(
        ["mfa_index", "mfa_activate_totp", "mfa_paper_codes", "account_logout", "account_reauthenticate"]
        + ["mfa_reauthenticate", "account_change_password", "home", "healthz", "readyz", "metrics", "who-can-see"]
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.url_name in self.OPEN:
            return None
        try:
            missing = second_step.MISSING_KEY in request.session
        except OperationalError:  # BusyDatabase sees what views raise, and this is none
            return busy_response(request)
        return redirect("mfa_index") if missing else None


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
        counters.BUSY.inc()
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
