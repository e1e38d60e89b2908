"""Nonsense at every door, as every caller: whatever is sent, no page breaks, and nothing costs much.

A short run that is always the same belongs to every test run; `make fuzz` looks for new cases. JSON doors are fuzzed
by their own description (schemathesis), pages with every field name that our sources ask for.
"""

from __future__ import annotations

import json
import re
import tracemalloc
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.db import DataError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core import NotSet

from tests import house_rules
from tests.classroom.test_authorisation import CALLERS, Scene, addresses, scene
from tests.conftest import LINE, ScriptedReader, Side

__all__ = ["scene"]  # the fixture
pytestmark = [pytest.mark.django_db]

LONG = settings.default is not None and settings.default.max_examples >= 1000
SCHEMA = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
OPERATIONS = {
    f"{one.method.upper()} {one.path}": one for one in (result.ok() for result in SCHEMA.get_all_operations())
}
HOSTILE = [
    "", " ", "0", "-1", "1", "9" * 30, "-" + "9" * 25, "1.5", "NaN", "Infinity", "1e999", "true", "\x00", "a\x00b",
    "\x1b[31m", "' OR 1=1 --", '";DROP TABLE classroom_user;--', "%s%n%(x)s", "{{7*7}}", "{% debug %}", "__class__",
    "school__teachers__password", "-password", "password", "../../etc/passwd", "=cmd|' /C calc'!A1",
    '"><img src=x onerror=alert(1)>', "\u202egnp.exe", "\u0130\u0307", "😀" * 300, "x" * 5000, "2026-13-45",
    "2026-02-30T25:61", "0001-01-01T00:00", "9999-12-31T23:59", "00000000-0000-0000-0000-000000000000", "[]", "{}",
    '{"version": 1}', "[[1]]", "1,2,3", "\r\nSet-Cookie: a=b", "+", "÷ × ½ −", "١٢٣",
]  # fmt: skip
FIELD = re.compile(r"""(?:GET|POST|query_params|data)(?:\.get|\.getlist)?[(\[]\s*["'](\w+)["']""")
LOCAL = settings(
    max_examples=settings.default.max_examples if LONG else 20,  # type: ignore[union-attr]
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def field_names() -> list[str]:
    """Every name of a field that views and forms of ours ask for."""
    found = {"next", "page", "q", "id", "school", "is_head", "score"}
    for path in house_rules.files(house_rules.ROOT, ".py", ".html"):
        if path.relative_to(house_rules.ROOT).parts[0] in {"classroom", "templates"}:
            text = path.read_text()
            found |= set(FIELD.findall(text)) | set(re.findall(r"""\bname="([a-z_]\w*)\"""", text))
            found |= set(re.findall(r"^    (\w+) = forms\.", text, re.MULTILINE))
    return sorted(found)


@contextmanager
def as_postgresql() -> Iterator[None]:
    """PostgreSQL keeps no NUL in a text, and says so by an error; SQLite would take it."""

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        flat = [value for row in params for value in row] if many and params else list(params or [])
        if any(isinstance(value, str) and "\x00" in value for value in flat):
            raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield


def send(client: Client, method: str, address: str, body: bytes = b"", kind: str = "application/json") -> Any:
    """The answer to a request whose traces are taken back."""
    cache.clear()
    client.raise_request_exception = False
    with as_postgresql(), transaction.atomic():
        answer = client.generic(method, address, body, content_type=kind)
        if not answer.streaming:
            assert len(answer.content) < 4_000_000
        transaction.set_rollback(True)
    return answer


def test_the_names_of_fields_are_found() -> None:
    assert {"code", "picked", "names", "days", "title"} <= set(field_names())
    assert len(OPERATIONS) >= 5


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_json_doors_break_at_nothing_that_their_description_allows_or_forbids(
    scene: Scene, here: Side, reader: ScriptedReader, operation: str
) -> None:
    answer_of_ada = here.answer(1)
    own = {"answers": answer_of_ada.uuid, "attempts": answer_of_ada.attempt.uuid}
    place = OPERATIONS[operation].path.split("/")[3]

    @LOCAL
    @given(
        case=OPERATIONS[operation].as_strategy(),
        caller=st.sampled_from(["ada", *CALLERS]),
        hers=st.booleans(),
        junk=st.none() | st.binary(max_size=40) | st.sampled_from(HOSTILE),
    )
    def break_it(case: Any, caller: str, hers: bool, junk: str | bytes | None) -> None:
        address = case.formatted_path
        if hers and place in own:
            address = re.sub(r"(/(?:answers|attempts)/)[^/]+/", rf"\g<1>{own[place]}/", address)
        address = address if not case.query else f"{address}?{urlencode(case.query, doseq=True)}"
        if junk is not None:
            body = junk if isinstance(junk, bytes) else junk.encode()
        else:
            body = b"" if isinstance(case.body, NotSet) else json.dumps(case.body, default=str).encode()
        answer = send(scene.client(caller), case.method.upper(), address, body, case.media_type or "application/json")
        assert answer.status_code < 500, (answer.status_code, address, body[:300])
        assert str(answer.status_code) in OPERATIONS[operation].definition.raw["responses"], answer.status_code
        if answer.status_code >= 400 and answer.headers.get("Content-Type") == "application/json":
            assert set(answer.json()) >= {"code", "message"}, answer.content[:200]

    break_it()


@pytest.mark.parametrize("caller", ["nobody", "ada", "teacher"])
def test_pages_break_at_no_value_of_any_field(
    scene: Scene, here: Side, elsewhere: Side, reader: ScriptedReader, caller: str
) -> None:
    places = [
        (name, scene.address(name, pattern)) for name, pattern in addresses() if name not in {"schema", "api-docs"}
    ]
    foreign = [str(elsewhere.school_class.pk), str(elsewhere.students[0].uuid), str(elsewhere.assignment.uuid)]
    values = st.sampled_from([*HOSTILE, *foreign, str(here.school_class.pk)])
    fields = st.dictionaries(st.sampled_from(field_names()), values, max_size=12)

    @settings(LOCAL, max_examples=LOCAL.max_examples * 6)
    @given(place=st.sampled_from(places), sent=fields, method=st.sampled_from(["GET", "POST", "POST"]))
    def break_it(place: tuple[str, str], sent: dict[str, str], method: str) -> None:
        name, address = place
        body = urlencode(sent)
        if method == "GET":
            answer = send(scene.client(caller), method, f"{address}?{body}")
        else:
            kind = "application/x-www-form-urlencoded"
            answer = send(scene.client(caller), method, address, body.encode(), kind)
        assert answer.status_code < 500 or answer.status_code == 503, (answer.status_code, method, name, sent)

    break_it()


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 60_000,
        b'{"ink": ' + b"[" * 50_000,
        json.dumps(
            {"seq": 1, "client_id": str(uuid.UUID(int=1)), "ink": {**LINE, "strokes": [[[1, 2]] * 9000]}}
        ).encode(),
        b'{"seq": ' + b"9" * 60_000 + b"}",
        b'{"typed": "' + "é".encode() * 30_000 + b'"}',
        b"x" * 5_000_000,
        b'{"a": 1,' * 8000,
    ],
    ids=["arrays", "arrays in ink", "points", "a number", "text", "five megabytes", "objects"],
)
def test_a_bomb_is_refused_and_costs_little_memory(here: Side, scene: Scene, body: bytes) -> None:
    address = reverse("api-ink", args=[here.answer(1).uuid])
    client = scene.client("ada")
    client.get(reverse("todo"))  # what is loaded once is not the bomb's
    tracemalloc.start()
    try:
        answer = client.post(address, body, content_type="application/json")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer.status_code in (400, 413), answer.content[:200]
    assert most < 10_000_000 + 2 * len(body), f"{most:,} bytes"
