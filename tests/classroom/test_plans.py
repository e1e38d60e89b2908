"""What a lesson asks all the time is found by an index: a year's answers make no save, reading or sweep slower."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from classroom import canary, jobs, live, readings, rereading
from classroom.models import Ink, Reading, ReadingJob
from classroom.watching import figures
from tests.classroom.test_authorisation import Scene, addresses, scene
from tests.conftest import LINE, ScriptedReader, Side

__all__ = ["scene"]  # the fixture
pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]

# Tables that have a row for every answer, attempt, child or visit that ever was.
GROWING = (
    "answer", "attempt", "auditentry", "decision", "ink", "mark", "note", "reading", "readingjob", "student",
    "enrolment", "agreement", "change",
)  # fmt: skip
# What waits to be read and what came late: indexes of few rows, which may be read to their end.
SMALL = ("USING INDEX jobs_waiting", "USING INDEX inks_late")
NAMES = {f"classroom_{name}" for name in GROWING} | {"django_session"}


@contextmanager
def heard() -> Iterator[dict[str, Any]]:
    """The statements asked within the block, each once, with parameters it was asked with."""
    asked: dict[str, Any] = {}

    def hear(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.split()[0] in {"SELECT", "UPDATE", "DELETE"} and not many:
            asked.setdefault(sql, params)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hear):
        yield asked


def looks_through(asked: dict[str, Any]) -> list[str]:
    """Which growing tables are read row by row, and for what."""
    found = []
    for sql, params in asked.items():
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            steps = [str(row[3]) for row in cursor.fetchall()]
        found += [
            f"{step}: {sql}"
            for step in steps
            if step.startswith("SCAN ") and step.split()[1] in NAMES and not step.endswith(SMALL)
        ]
    return found


@pytest.fixture(autouse=True)
def sqlite_only() -> None:
    """PostgreSQL chooses by what it counted in a table, and ours are empty: SQLite's plan stands for both."""
    if connection.vendor != "sqlite":
        pytest.skip("EXPLAIN QUERY PLAN is SQLite's")


def test_a_childs_lesson_is_found_by_indexes(here: Side, reader: ScriptedReader, as_student: SignIn) -> None:
    answer = here.answer(1)
    client = as_student(here)
    with heard() as asked:
        for seq in (1, 2):
            body = {"client_id": str(uuid.uuid4()), "seq": seq, "pointer": "pen", "device": "tablet", "ink": LINE}
            sent = client.post(f"/api/v1/answers/{answer.uuid}/ink/", body, content_type="application/json")
            assert sent.status_code == 201
        readings.read_and_mark(list(ReadingJob.objects.waiting().values_list("pk", flat=True)))
        readings.read_and_mark([1, 2])
        assert client.get(f"/api/v1/attempts/{here.attempt().uuid}/").status_code == 200
        for path in ("/todo/", f"/work/{here.assignment.uuid}/"):
            assert client.get(path).status_code == 200
        assert client.post(f"/work/{here.assignment.uuid}/hand-in/").status_code == 302
        assert client.get(f"/work/{here.assignment.uuid}/done/").status_code == 200
    assert Reading.objects.count() == 1 and len(asked) > 20
    assert not looks_through(asked)


def test_what_goes_on_by_itself_is_found_by_indexes(here: Side, draw: Callable[..., Ink]) -> None:
    draw(here.answer(1))
    with heard() as asked:
        jobs.sweep()
        rereading.waiting()
        figures.reading()
        live.versions_of({here.school_class.pk})
        canary.number_to_send()
    assert len(asked) > 5
    assert not looks_through(asked)


# They count all jobs by state, once in a while (`watching.figures.COUNTED_FOR`), and take the newest by their ids.
MAY_COUNT = {"metrics", "status"}


def test_every_page_there_is_finds_what_it_shows_by_indexes(scene: Scene) -> None:
    found, statements = [], 0
    for name, pattern in addresses():
        for caller in ("teacher", "ada", "ben"):
            with heard() as asked:
                scene.client(caller).get(scene.address(name, pattern))
            statements += len(asked)
            found += [f"{name}: {one}" for one in looks_through(asked) if name not in MAY_COUNT]
    assert not found and statements > 500
