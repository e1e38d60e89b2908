"""Who stands before a JSON door: a student, a teacher or nobody."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from classroom import joining, unsent
from classroom.models import Student, User


class StudentOrTeacher(SessionAuthentication):
    """The student or teacher of the session. Unsafe requests need the CSRF token, as on pages."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        student = getattr(request._request, "student", None)
        if student:
            self.enforce_csrf(request)
            return student, None
        return super().authenticate(request)

    def authenticate_header(self, request: Request) -> str:
        # With a header, "nobody is signed in" is 401, which the outbox tells from 403.
        return "Session"


class IsStudent(BasePermission):
    """A child is signed in: the one whom the page was made for, where the page says whom (X-Student).

    On a shared tablet an old tab may still hold the writing of the child before: it must hear 401, and keep it,
    and not 404, which would mean that the answer is gone.
    """

    def has_permission(self, request: Request, view: object) -> bool:
        student = _plain(request.user)
        if not isinstance(student, Student):
            return False
        if request.headers.get("X-Student", str(student.uuid)) != str(student.uuid):
            raise NotAuthenticated(gettext("Another child is signed in here now."))
        return True


class IsTeacher(BasePermission):
    """A teacher is signed in."""

    def has_permission(self, request: Request, view: object) -> bool:
        return isinstance(_plain(request.user), User)


def student_of(request: Request) -> Student:
    """The student who asks, behind IsStudent."""
    student = _plain(request.user)
    if not isinstance(student, Student):
        raise Http404
    return student


def tablet_of(request: Request) -> str:
    """Which browser asks, by a name that is of no other use; all without a cookie count as one."""
    return unsent.tablet_name(joining.device_of(request.COOKIES) or "")


def _plain(user: Any) -> Any:
    # The middleware hands over a lazy object; isinstance needs what is inside.
    if user and hasattr(user, "_wrapped"):
        bool(user)
        return user._wrapped
    return user
