"""The printed links of the demonstration. There is no such address in a real school (classroom/urls)."""

from __future__ import annotations

from django.contrib.auth import login
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from classroom import joining, signed_doors

SALT = "demonstration"
WEEK = 7 * 24 * 60 * 60


@require_GET
def come_in(request: HttpRequest, token: str) -> HttpResponse:
    """Sign the visitor in as the teacher or child that the link names."""
    try:
        who = signing.loads(token, salt=SALT, max_age=WEEK)
    except signing.BadSignature:
        raise Http404 from None
    if "teacher" in who:
        teacher = signed_doors.demonstration_teacher(who["teacher"])
        login(request, teacher, backend="allauth.account.auth_backends.AuthenticationBackend")
        return redirect("lessons")
    student, school_class = signed_doors.demonstration_student(who["student"])
    joining.start_session(request.session, student=student, school_class=school_class)
    response = redirect("todo")
    response.delete_cookie(joining.LEFT_COOKIE)
    return response
