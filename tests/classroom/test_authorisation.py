"""Every address of the site, walked by everybody, compared with authorisation.toml. An address without a row fails.

To add an address: write its rows, run the test, and let it say what differs. The table is read by people, so think
about every 200 in it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, models, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from classroom import joining, library, marks, submissions, versions
from classroom.models import Decision, Enrolment, Invitation, Rereading, SchoolClass, Student, Teaching, User
from classroom.practice import making
from classroom.views import probes
from tests.conftest import Side

pytestmark = pytest.mark.django_db

TABLE = tomllib.loads((Path(__file__).parent / "authorisation.toml").read_text())
CALLERS: list[str] = TABLE["callers"]
# Public by design and exempt from CSRF, as they know no session: one stores nothing, the other counts answers for
# whoever holds a child's ticket (classroom/tickets.py), which no foreign page can.
NEEDS_NO_TOKEN = {"api-readings", "api-kept"}
UNSAFE = ("post", "put", "patch", "delete")


# Two for all requests: every new client would start the whole stack of middleware again.
CLIENTS = {strict: Client(enforce_csrf_checks=strict) for strict in (False, True)}


@dataclass
class Scene:
    """The session of each caller ("" for nobody), and the arguments of every address."""

    sessions: dict[str, str]
    kinds: dict[str, Any]

    def address(self, name: str, pattern: str) -> str:
        """The address that belongs to Ms Hopper's class, whatever part of it `name` reaches."""
        return reverse(name, args=[self.kinds[one] for one in _kinds_of(pattern)])

    def client(self, caller: str, *, strict: bool = False) -> Client:
        """A browser with the caller's cookie alone; `strict`: it asks for CSRF tokens."""
        client = CLIENTS[strict]
        client.cookies.clear()
        if self.sessions[caller]:
            client.cookies["session"] = self.sessions[caller]
        return client


def _kinds_of(pattern: str) -> list[str]:
    """What an address is about: "classes/<int:pk>/children/<uuid:uuid>/" -> ["classes", "children"]."""
    kinds, before = [], ""
    for part in pattern.split("/"):
        if part.startswith("<"):
            name = part.split(":")[1].split(">")[0]
            kinds.append(before if name in ("pk", "uuid") else name)
        before = part
    return kinds


def addresses() -> list[tuple[str, str]]:
    """Name and pattern of every address there is."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, str]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, before + str(one.pattern))
        else:
            yield one.name or f"unnamed {before}{one.pattern}", before + str(one.pattern)


@pytest.fixture
def scene(here: Side, elsewhere: Side, draw: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Ms Hopper's class with work in it; a colleague with a class next door; another school."""
    monkeypatch.setattr(probes, "default_reader", lambda: None)
    ada, ben = here.students
    colleague = User.objects.create_user("near@hilltop.example", "unused pass 77", name="Mx Near", school=here.school)
    next_door = SchoolClass.objects.create(school=here.school, name="Next door", joining_open=True)
    Teaching.objects.create(teacher=colleague, school_class=next_door)
    cleo = Student.objects.create(school=here.school, display_name="Cleo")
    Enrolment.objects.create(student=cleo, school_class=next_door)
    draw(here.answer(1, ada))
    draw(here.answer(1, ben))
    submissions.hand_in(attempt=here.attempt(ben))
    marks.overrule(answer=here.answer(1, ada), teacher=here.teacher, verdict="right")
    invitation = Invitation.objects.create(
        school=here.school, made_by=here.teacher, expires_at=timezone.now() + timedelta(days=1)
    )
    rereading = Rereading.objects.create(
        school=here.school, assignment=here.assignment, reader_version="line-9", total=2
    )
    SchoolClass.objects.filter(pk=here.school_class.pk).update(practice_open=True)
    here.school_class.refresh_from_db()
    flight = making.start_flight(student=ada, school_class=here.school_class, seed="1")
    library.share(worksheet=here.worksheet, teacher=here.teacher, shared=True)
    return Scene(
        sessions={
            "nobody": "",
            "ada": _child(ada, here.school_class),
            "ben": _child(ben, here.school_class),
            "child next door": _child(cleo, next_door),
            "child elsewhere": _child(elsewhere.students[0], elsewhere.school_class),
            "teacher": _teacher(here.teacher),
            "colleague": _teacher(colleague),
            "teacher elsewhere": _teacher(elsewhere.teacher),
        },
        kinds={
            "code": here.school_class.join_code,
            "token": invitation.token,
            "classes": here.school_class.pk,
            "children": ada.uuid,
            "teacher_pk": colleague.pk,
            "teachers": colleague.pk,
            "new-password": colleague.pk,
            "invitations": invitation.pk,
            "worksheets": here.worksheet.pk,
            "shared": here.worksheet.pk,
            "sheet": "y1-number-bonds-to-20",
            "questions": here.questions[0].pk,
            "assignments": here.assignment.uuid,
            "work": here.assignment.uuid,
            "practise": here.school_class.pk,
            "flights": flight.assignment.uuid,
            "attempts": here.attempt(ada).uuid,
            "answers": here.answer(1, ada).uuid,
            "decisions": Decision.objects.get().uuid,
            "language": "de",
            "version": "any",
            "figure": "asked",
            "generator": "bonds",
            "table": "skills",
            "form": "csv",
            "new-reader": rereading.pk,
            "<str:code>": ada.uuid,
        },
    )


def _child(student: Student, school_class: SchoolClass) -> str:
    client = Client()
    session = client.session
    joining.start_session(session, student=student, school_class=school_class)
    session.save()
    return str(session.session_key)


def _teacher(user: User) -> str:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return str(client.session.session_key)


def send(client: Client, method: str, address: str) -> str:
    """What an empty request gets: a status, "login" or "home" where it is sent; what it changed is taken back."""
    cache.clear()
    with transaction.atomic():
        answer = client.generic(method.upper(), address)
        transaction.set_rollback(True)
    sent_to = answer.headers.get("Location", "")
    if sent_to.startswith(reverse("account_login")):
        return "login"
    return "home" if sent_to == reverse("home") else str(answer.status_code)


def test_every_address_has_a_row_for_reading_and_one_for_writing() -> None:
    wanted = {f"{name} {method}" for name, _ in addresses() for method in ("get", "post")}
    assert set(TABLE["statuses"]) == wanted
    assert all(len(row.split()) == len(CALLERS) for row in TABLE["statuses"].values())


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_caller_gets_what_the_table_says_and_reading_writes_nothing(scene: Scene, method: str) -> None:
    assert list(scene.sessions) == CALLERS
    wrong = []
    for name, pattern in addresses():
        address = scene.address(name, pattern)
        with writes() as written:
            got = [send(scene.client(caller), method, address) for caller in CALLERS]
        if got != TABLE["statuses"].get(f"{name} {method}", "").split():
            wrong.append(f'"{name} {method}" = "{" ".join(got)}"')
        if method == "get":
            traced = "classroom_auditentry" if name in TABLE["leaves_a_trace"] else "nothing"
            wrong += [f"GET {name} wrote: {sql[:90]}" for sql in written if traced not in sql]
    assert not wrong, "other than in the table:\n" + "\n".join(wrong)


@contextmanager
def writes() -> Iterator[list[str]]:
    """Collects every statement that changes a row of the school."""
    seen: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if '"classroom_' in sql and sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def test_a_write_would_be_noticed(here: Side) -> None:
    with writes() as written:
        versions.bump(here.school_class.pk)
    assert len(written) == 1


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the school, as it stands."""
    kept: list[type[models.Model]] = list(apps.get_app_config("classroom").get_models())
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in kept}


@pytest.mark.parametrize("method", UNSAFE)
def test_without_a_token_nothing_is_changed(scene: Scene, method: str) -> None:
    before = rows()
    for name, pattern in addresses():
        for caller in ("ada", "teacher") if method == "post" else ("teacher",):
            status = (
                scene.client(caller, strict=True).generic(method.upper(), scene.address(name, pattern)).status_code
            )
            if name in NEEDS_NO_TOKEN:
                assert status in (400, 405), (name, caller, status)
            else:
                assert status in refusals(name), (name, caller, status)
    assert rows() == before


def refusals(name: str) -> set[int]:
    """403; JSON doors also turn away who is not a child (401, 403) before they look at the method (405)."""
    return {401, 403, 405} if name.startswith(("api-", "schema")) else {403}
