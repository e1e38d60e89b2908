"""Searches what every test logs and prints for the people in it: a name, e-mail, class code or ink fails that test.

A plugin (conftest.py loads it), so that the whole suite is the search. It notes every child, teacher and class that
comes into being in a test, whatever its name, and reads each log line as production writes it (classroom/logs.py),
one line for every request too. tests/running_site.py searches what whole sites of their own have said.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Generator, Iterable
from typing import Any

import pytest
from django.db.models.signals import post_init

from classroom import logs

# Coordinates of strokes, as JSON or Python write them.
INK = re.compile(r"strokes|\[\s*\[\s*-?\d+(\.\d+)?,\s*-?\d+(\.\d+)?[,\]]")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.example")
SHORTEST = 3  # a name of two letters is in every second word

_people: set[str] = set()
_lines: list[str] = []


class Listening(logging.Handler):
    """Keeps every line of the test at work, as production would write it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Note one line."""
        _lines.append(self.format(record))


def found_in(text: str, people: Iterable[str]) -> list[str]:
    """Which of the people, and what else of a person, stands in the text: whole words alone."""
    names = sorted({name for name in people if len(name) >= SHORTEST}, key=len, reverse=True)
    found = set(MAIL.findall(text)) | {match[0] for match in INK.finditer(text)}
    if names and text:
        words = "|".join(re.escape(name) for name in names)
        found |= set(re.findall(rf"(?<!\w)(?:{words})(?!\w)", text))
    return sorted(found)


def _note(sender: type, instance: Any, **_: Any) -> None:
    fields = {"Student": ("display_name",), "User": ("name", "email"), "SchoolClass": ("join_code",)}
    for field in fields.get(sender.__name__, ()):
        if value := instance.__dict__.get(field):  # deferred fields are not fetched for this
            _people.add(str(value))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Listen from now on: Django has set its loggers up."""
    listening = Listening(logging.INFO)
    listening.setFormatter(logs.Json())
    logging.getLogger().addHandler(listening)
    logging.getLogger("classroom.requests").setLevel(logging.INFO)
    post_init.connect(_note, weak=False, dispatch_uid="quiet-logs")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Each test has its own people."""
    _people.clear()
    _lines.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that passed and said too much."""
    report = yield
    if call.when != "call" or not report.passed or "names_are_said" in item.keywords or not _people:
        return report
    if found := found_in("\n".join([*_lines, report.capstdout, report.capstderr]), _people):
        report.outcome = "failed"
        where = [line for line in _lines if found_in(line, _people)] or ["printed, not logged"]
        report.longrepr = f"{item.nodeid} let {', '.join(found)} into the log:\n" + "\n".join(where[:5])
    return report
