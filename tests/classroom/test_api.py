"""The JSON doors, through HTTP."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classroom import submissions
from classroom.models import Answer, Attempt, Ink, ReadingJob
from recognition.reader import ReaderUnavailable
from tests.conftest import LINE, ScriptedReader, Side

AsStudent = Callable[..., Client]


def door(answer: Answer) -> str:
    return reverse("api-ink", args=[answer.uuid])


def post(client: Client, url: str, body: Any, **more: Any) -> Any:
    text = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return client.post(url, text, content_type="application/json", **more)


def sent(**more: Any) -> dict[str, Any]:
    return {"client_id": str(uuid.uuid4()), "seq": 1, "ink": LINE, "pointer": "touch", **more}


def test_a_child_saves_ink_and_reads_its_state(here: Side, as_student: AsStudent) -> None:
    client, answer, body = as_student(here), here.answer(), sent()
    response = post(client, door(answer), body)
    assert response.status_code == 201
    assert response.json()["client_id"] == body["client_id"]
    assert response.json()["late"] is False
    again = post(client, door(answer), body)
    assert (again.status_code, again.json()["saved_at"]) == (201, response.json()["saved_at"])
    assert Ink.objects.count() == ReadingJob.objects.count() == 1
    state = client.get(reverse("api-attempt", args=[answer.attempt.uuid])).json()
    assert state["state"] == "in_progress"
    assert state["answers"][0]["state"] == "reading"
    assert state["answers"][0]["seq"] == 1


def test_nobody_and_teachers_may_not_write(here: Side, as_teacher: Callable[[Side], Client]) -> None:
    answer = here.answer()
    assert post(Client(), door(answer), sent()).status_code == 401
    assert post(as_teacher(here), door(answer), sent()).status_code == 403
    assert not Ink.objects.exists()


def test_another_childs_answer_is_not_there(here: Side, elsewhere: Side, as_student: AsStudent) -> None:
    ada, ben = here.students
    bens = here.answer(student=ben)
    for client in (as_student(here, ada), as_student(elsewhere)):
        response = post(client, door(bens), sent())
        assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert not Ink.objects.exists()


def test_without_the_csrf_token_nothing_is_written(here: Side, as_student: AsStudent) -> None:
    client = as_student(here)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert post(strict, door(here.answer()), sent()).status_code == 403
    assert not Ink.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "null",
        "[]",
        "{",
        '"ink"',
        "{}",
        sent(extra=1),
        sent(score=1),
        sent(seq=0),
        sent(seq="one"),
        sent(client_id="me"),
        sent(pointer="nose"),
        sent(typed="5"),
        {"client_id": str(uuid.uuid4()), "seq": 1},
        sent(ink={**LINE, "version": 2}),
        sent(ink={**LINE, "strokes": [[[1, 2, 3, 4]]]}),
        sent(ink={**LINE, "strokes": [[["a", 2]]]}),
        sent(ink={**LINE, "strokes": [[[True, 2]]]}),
        sent(ink={**LINE, "strokes": [[[90_000, 2]]]}),
        sent(ink={**LINE, "surprise": 1}),
        sent(ink=[]),
        sent(ink={**LINE, "strokes": [[[1, 2]]] * 65}),
        sent(ink={**LINE, "strokes": [[[1, 2]] * 2001]}),
        '{"client_id": "3b241101-e2bb-4255-8caf-4136c566a962", "seq": 1, "ink": NaN}',
        '{"client_id": "3b241101-e2bb-4255-8caf-4136c566a962", "seq": 1, "ink": {"version": 1, "width": 1000, '
        '"height": 400, "strokes": [[[NaN, 1e999, 0]]]}}',
        '{"ink": ' + "[" * 50_000,
        '{"seq": ' + "9" * 5000 + "}",
        "\ufeff{}",
        '{"client_id": "\\ud800", "seq": 1, "typed": "5"}',
        '{"client_id": "3b241101-e2bb-4255-8caf-4136c566a962", "seq": 1, "typed": "\\ud800"}',
        '{"client_id": "3b241101-e2bb-4255-8caf-4136c566a962", "seq": 1, "typed": "\\u0000"}',
    ],
    # Names without what is made anew each time: the workers of pytest-xdist must collect the same tests.
    ids=lambda body: re.sub(r"[0-9a-f-]{36}", "…", body if isinstance(body, str) else json.dumps(body))[:40],
)
def test_bad_ink_is_refused_in_words_and_nothing_is_kept(here: Side, as_student: AsStudent, body: Any) -> None:
    response = post(as_student(here), door(here.answer()), body)
    assert response.status_code == 400
    assert set(response.json()) == {"code", "message"}
    assert response.json()["message"]
    assert not Ink.objects.exists()


def test_a_body_past_the_limit_is_refused(here: Side, as_student: AsStudent) -> None:
    response = post(as_student(here), door(here.answer()), json.dumps(sent()) + " " * 70_000)
    assert response.status_code == 413
    assert not Ink.objects.exists()


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
fields = st.fixed_dictionaries(
    {},
    optional={
        "client_id": st.uuids().map(str) | anything,
        "seq": st.integers() | anything,
        "pointer": st.sampled_from(["pen", "touch"]) | anything,
        "typed": st.text(max_size=50) | anything,
        "ink": anything
        | st.fixed_dictionaries(
            {
                "version": st.just(1),
                "width": st.just(1000) | st.floats(),
                "height": st.just(400) | anything,
                "strokes": st.lists(st.lists(st.lists(st.floats() | st.integers(), max_size=4), max_size=4)),
            }
        ),
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=fields | anything)
def test_whatever_is_sent_is_kept_or_refused_never_an_error(here: Side, as_student: AsStudent, body: Any) -> None:
    before = Ink.objects.count()
    response = post(as_student(here), door(here.answer()), json.dumps(body))
    assert response.status_code in {201, 400, 409}
    assert Ink.objects.count() - before in ({0, 1} if response.status_code == 201 else {0})


def test_handing_in_closes_and_later_work_is_kept_as_late(here: Side, as_student: AsStudent) -> None:
    client, answer = as_student(here), here.answer()
    handed = client.post(reverse("api-hand-in", args=[answer.attempt.uuid]))
    assert (handed.status_code, handed.json()["state"]) == (200, "handed_in")
    late = post(client, door(answer), sent())
    assert (late.status_code, late.json()["late"]) == (201, True)
    answer.refresh_from_db()
    assert answer.ink is None
    assert Attempt.objects.get().state == "handed_in"


@pytest.mark.parametrize(
    ("feedback", "before", "after"),
    [("at_once", "right", "right"), ("after_hand_in", "", "right"), ("when_returned", "", "")],
)
def test_marks_are_shown_only_when_the_policy_allows(
    here: Side, as_student: AsStudent, feedback: str, before: str, after: str
) -> None:
    here.assignment.feedback = feedback
    here.assignment.save()
    client, answer = as_student(here), here.answer()
    post(client, door(answer), {"client_id": str(uuid.uuid4()), "seq": 1, "typed": "12"})

    def shown() -> str:
        text = client.get(reverse("api-attempt", args=[answer.attempt.uuid]))
        assert "values" not in text.content.decode()
        return text.json()["answers"][0]["mark"]

    assert shown() == before
    submissions.hand_in(attempt=answer.attempt)
    assert shown() == after


def test_a_busy_database_says_come_back(here: Side, as_student: AsStudent, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(**_: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(submissions, "record_ink", locked)
    response = post(as_student(here), door(here.answer()), sent())
    assert (response.status_code, response.json()["code"]) == (503, "busy")
    assert int(response["Retry-After"]) >= 1


def test_anybody_may_try_and_nothing_is_stored(db: None, reader: ScriptedReader) -> None:
    reader.says(("42", 0.9), ("47", 0.05))
    response = post(Client(), reverse("api-readings"), {"ink": LINE})
    assert response.status_code == 200
    assert response.json()["candidates"][0] == {"text": "42", "probability": 0.9}
    assert not Ink.objects.exists()


def test_trying_without_a_network_says_so(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ReaderUnavailable("no weights")

    monkeypatch.setattr("recognition.reader.default_reader", missing)
    response = post(Client(), reverse("api-readings"), {"ink": LINE})
    assert (response.status_code, response.json()["code"]) == (503, "reader_unavailable")


def test_the_description_of_the_api_is_there_and_names_the_doors(client: Client) -> None:
    schema = client.get(reverse("schema"), headers={"accept": "application/json"})
    assert schema.status_code == 200
    paths = schema.json()["paths"] if schema["content-type"].endswith("json") else schema.content.decode()
    for path in ("/api/v1/answers/{uuid}/ink/", "/api/v1/attempts/{uuid}/hand-in/", "/api/v1/readings/"):
        assert path in paths


def test_the_docs_ask_no_other_host(client: Client) -> None:
    page = client.get(reverse("api-docs")).content.decode()
    assert "https://" not in page and "http://" not in page


def test_the_description_is_valid_and_complete(tmp_path: Path) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))
    assert "session" in (tmp_path / "schema.yml").read_text()


def test_the_public_door_has_a_limit_for_each_address(db: None, reader: ScriptedReader) -> None:
    asked = [post(Client(), reverse("api-readings"), {"ink": LINE}).status_code for _ in range(61)]
    assert asked == [200] * 60 + [429]
    assert post(Client(REMOTE_ADDR="192.0.2.7"), reverse("api-readings"), {"ink": LINE}).status_code == 200


@pytest.mark.parametrize(("device", "kept"), [("tablet", "tablet"), ("", ""), (None, "")])
def test_what_the_child_writes_on_is_kept_coarsely(
    here: Side, as_student: AsStudent, device: str | None, kept: str
) -> None:
    more = {} if device is None else {"device": device}
    assert post(as_student(here), door(here.answer()), sent(**more)).status_code == 201
    assert Ink.objects.get().device == kept


def test_a_device_that_would_tell_more_is_refused(here: Side, as_student: AsStudent) -> None:
    assert post(as_student(here), door(here.answer()), sent(device="iPad9,1")).status_code == 400
    assert not Ink.objects.exists()
