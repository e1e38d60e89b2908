"""What the API's description says of signing in, and of errors."""

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


# What any JSON door may answer besides what it is for; `problems.py` gives all of them one shape.
ERRORS = {
    "400": "The body, or something in it, is not what is described here, or cannot be now",
    "401": "Nobody is signed in, or another child than the page was made for",
    "403": "The CSRF token is missing, or it is not for whoever is signed in",
    "404": "There is nothing at this address, or it belongs to somebody else",
    "409": "What stands there now does not allow it",
    "413": "The body is too large",
    "415": "The body is of another kind than those described",
    "429": "Too many requests; Retry-After says when to come again",
    "503": "The database or the reader is not ready: nothing is lost, come again",
}
EITHER = [{"required": ["ink"]}, {"required": ["picture"]}]


def with_errors(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Describe at every door what it says when it cannot do what it is for (a hook of drf-spectacular)."""
    parts = result["components"]["schemas"]
    parts["Problem"] = {
        "type": "object",
        "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
        "required": ["code", "message"],
    }
    told = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path in result["paths"].values():
        for operation in path.values():
            for status, words in ERRORS.items():
                operation["responses"].setdefault(status, {"description": words, "content": told})
    parts["TryIn"]["oneOf"] = EITHER
    return result
