"""Reading request bodies with limits, before anything believes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.utils.translation import gettext
from rest_framework import exceptions
from rest_framework.parsers import BaseParser

from classroom.later import gettext_lazy

MAX_BODY = 64 * 1024  # bytes; a long answer of 180 points is under 3 kB


class BodyTooLarge(exceptions.APIException):
    """The body is over the limit; nothing of it was read further."""

    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("That is more than one answer can hold.")


class BoundedJSON(BaseParser):
    """JSON of at most 64 KiB, without NaN and Infinity; deep nesting and huge numbers are refused, not crashed on."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        # A door that knows what is asked may allow more, never the sender.
        most = (parser_context or {}).get("most_bytes", MAX_BODY)
        body = stream.read(most + 1)
        if len(body) > most:
            raise BodyTooLarge
        try:
            return json.loads(body.decode("utf-8"), parse_constant=_refuse)
        except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
            raise exceptions.ParseError(gettext("The body is not JSON that we can read.")) from None


def _refuse(name: str) -> NoReturn:
    raise ValueError(gettext("%(name)s is not a number") % {"name": name})
