"""Log lines that can be shown to anybody: no child's name, no e-mail, no class code, no picture key, no ink.

Two rules see to it beside what each line says: a path is written as the pattern it matched (`c/<str:code>/`), and of
an exception its type and its places in the code are written, never its message, which quotes rows.
tests/quiet_logs.py searches what every test logs for the names in it.
"""

from __future__ import annotations

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

# Of the request at work in this thread, "" outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

_ORDINARY = {*vars(logging.makeLogRecord({})), "message", "asctime", "request", "taskName"}
# What Django's own lines bring along; its status code is worth a field, its request is not.
_FIELDS = {"view", "method", "status", "ms", "role", "status_code", "alarms", "raised", "cleared"}


class Lines(logging.Formatter):
    """One line for people; a traceback, if any, below it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(said)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line; fields after the words, and the request's id."""
        fields = {**_fields(record), **({"request": request_id.get()} if request_id.get() else {})}
        tail = " ".join(f"{name}={value}" for name, value in fields.items())
        record.said = " ".join(part for part in (_said(record), tail) if part)
        return super().format(record)

    def formatException(  # noqa: N802 (its name is logging's)
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Types and places in the code, the cause first."""
        return "\n".join(_places(ei[1])) if ei[1] else ""


class Json(Lines):
    """One JSON object a line, for machines; UTC."""

    def format(self, record: logging.LogRecord) -> str:
        """The object; newlines inside it are escaped by its form."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _said(record),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= _fields(record)
        if record.exc_info and record.exc_info[1]:
            line["exception"] = _places(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def as_settings(*, level: str, form: str) -> dict[str, Any]:
    """Django's LOGGING: everything to standard error, as `form` says: text or json."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "classroom.logs.Json" if form == "json" else "classroom.logs.Lines"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "classroom": {"level": "INFO"},
            # One line a request, only for whoever asks for it: LOG_LEVEL=INFO.
            "classroom.requests": {"level": level},
            # Statements quote rows: never, whatever the level.
            "django.db.backends": {"level": "INFO"},
            "axes": {"level": "ERROR"},
            # Refusals are said to whoever was refused; only what fails belongs before the eyes of who runs the site.
            "django.request": {"level": "ERROR"},
            # It says at every start that memory:// has no host name.
            "kombu.connection": {"level": "ERROR"},
        },
    }


def _said(record: logging.LogRecord) -> str:
    words = record.getMessage()
    request = getattr(record, "request", None)
    path = getattr(request, "path", "")
    if path:
        match = getattr(request, "resolver_match", None)
        words = words.replace(path, f"/{match.route}" if match else "(no page)")
    return words.replace("\n", "\\n").replace("\r", "\\r")


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name in _FIELDS and name not in _ORDINARY}


def _places(error: BaseException | None, depth: int = 0) -> list[str]:
    if error is None or depth > 5:
        return []
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [f"{type(error).__module__}.{type(error).__qualname__}"]
    lines += [
        f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    return [*_places(before, depth + 1), *lines]
