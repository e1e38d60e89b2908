"""What the API's description says of signing in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension


class SessionCookie(OpenApiAuthenticationExtension):
    """The session cookie of a child or a teacher; unsafe requests need X-CSRFToken beside it."""

    target_class = "classroom.api.doors.StudentOrTeacher"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "Sign in on the pages first. Unsafe requests also need the X-CSRFToken header.",
        }
