"""Log lines name nobody: how they are written, and that the search through the whole suite bites."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client, RequestFactory
from django.urls import resolve

from classroom import logs
from tests import quiet_logs
from tests.conftest import Side


def line(**more: Any) -> logging.LogRecord:
    """A record as `logging` makes it."""
    return logging.makeLogRecord(
        {"name": "a", "levelno": 40, "levelname": "ERROR", "msg": "it %s", "args": ("broke",), **more}
    )


def test_a_json_line_is_one_object_with_the_requests_id() -> None:
    named = logs.request_id.set("abc123")
    try:
        said = logs.Json().format(line(status=503, view="todo", secret="Ada", args=("broke\nat once",)))
    finally:
        logs.request_id.reset(named)
    found = json.loads(said)
    assert "\n" not in said and found.pop("at").endswith("+00:00")
    assert found == {
        "level": "error", "logger": "a", "event": "it broke\\nat once", "request": "abc123",
        "status": 503, "view": "todo",
    }  # fmt: skip


@pytest.mark.parametrize("form", [logs.Json, logs.Lines])
def test_of_an_exception_the_types_and_places_are_written_and_no_message(
    form: Callable[[], logging.Formatter],
) -> None:
    try:
        try:
            raise ValueError("Ada wrote [[1, 2]]")
        except ValueError as error:
            raise IntegrityError("Key (display_name)=(Ada) already exists") from error
    except IntegrityError as error:
        said = form().format(line(exc_info=(type(error), error, error.__traceback__)))
    assert "ValueError" in said and "IntegrityError" in said and "test_quiet_logs.py" in said
    assert "Ada" not in said


def test_a_path_is_written_as_the_pattern_that_it_matched() -> None:
    request = RequestFactory().get("/c/KMPRTZ/")
    request.resolver_match = resolve("/c/KMPRTZ/")
    said = logs.Lines().format(line(msg="Internal Server Error: /c/KMPRTZ/", args=(), request=request))
    assert "KMPRTZ" not in said and "/c/<" in said


PEOPLE = {"Ada", "Maximiliana Featherstone", "hopper@hilltop.example", "KMPRTZ", "Al"}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Ada came in", ["Ada"]),
        ('{"event": "Ada\'s ink"}', ["Ada"]),
        ("for Maximiliana Featherstone now", ["Maximiliana Featherstone"]),
        ("code=KMPRTZ", ["KMPRTZ"]),
        ("mail to other@valley.example", ["other@valley.example"]),
        ('{"strokes": 1}', ["strokes"]),
        ("[[100.5, 20, 3], [101, 22, 9]]", ["[[100.5, 20,"]),
        ("job 12 of Adapter, Al, Canada; [12, 13]", []),
    ],
)
def test_the_search_finds_people_and_ink_and_nothing_else(said: str, found: list[str]) -> None:
    assert quiet_logs.found_in(said, PEOPLE) == found


@pytest.mark.names_are_said
def test_every_test_is_searched_with_the_people_in_it(here: Side, as_student: Callable[..., Client]) -> None:
    as_student(here).get("/todo/")
    assert {"Ada", "Ben", "Ms Hopper", "hopper@hilltop.example", here.school_class.join_code} <= quiet_logs._people
    assert any('"view": "todo"' in said for said in quiet_logs._lines)
    logging.getLogger("classroom.x").warning("%s is away", "Ben")
    assert quiet_logs.found_in("\n".join(quiet_logs._lines), quiet_logs._people) == ["Ben"]
