"""How errors are told at JSON doors: one shape, {"code", "message"}."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from classroom.errors import ClassroomError
from classroom.middleware import busy_response
from recognition.reader import BadInk, BadPicture, ReaderUnavailable


def as_json_error(error: Exception, context: dict[str, Any]) -> Response | HttpResponse | None:
    """DRF's exception handler: our errors and theirs in one shape; anything else is a 500."""
    if isinstance(error, ClassroomError):
        return Response({"code": error.code, "message": error.text}, status=error.status)
    if isinstance(error, BadInk):
        return Response({"code": "bad_ink", "message": str(error)}, status=400)
    if isinstance(error, BadPicture):
        return Response({"code": "bad_picture", "message": str(error)}, status=400)
    if isinstance(error, ReaderUnavailable):
        message = "The reader is not ready. Nothing is lost; please try again later."
        return Response({"code": "reader_unavailable", "message": message}, status=503, headers={"Retry-After": "5"})
    if isinstance(error, OperationalError):
        return busy_response(context["request"]._request)
    response = exception_handler(error, context)
    if response is None:
        return None
    response.data = {"code": _code(error), "message": _words(response.data)}
    return response


def _code(error: Exception) -> str:
    if isinstance(error, Http404):
        return "not_found"
    return error.default_code if isinstance(error, exceptions.APIException) else "error"


def _words(data: Any) -> str:
    if isinstance(data, dict):
        if "detail" in data:
            return str(data["detail"])
        return "; ".join(f"{field}: {_words(what)}" for field, what in data.items())
    if isinstance(data, list):
        return " ".join(_words(item) for item in data)
    return str(data)
