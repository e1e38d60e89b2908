"""Several statements in one trip to PostgreSQL, and those that go with the COMMIT: the same as one by one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.running_site import RunningSite
from tests.scaled.conftest import Scaled
from tests.scaled.test_claiming import shell

pytestmark = [pytest.mark.scaled, pytest.mark.slow]

A_CLASS = """
import json, uuid
import psycopg
from django.db import DataError, IntegrityError, connection, transaction
from tests.conftest import make_side
from classroom import prepared, versions
from classroom.models import School, SchoolClass
name = uuid.uuid4().hex
side = make_side(school=name, teacher="Ms Hopper", email=f"{name}@hilltop.example", names=["Ada"])
room = side.school_class.pk
begun = versions.current(room)
def grown():
    return versions.current(room) - begun
def is_held():
    with psycopg.connect("{url}") as other:
        try:
            other.execute("SELECT 1 FROM classroom_schoolclass WHERE id = %s FOR UPDATE NOWAIT", [room])
        except psycopg.errors.LockNotAvailable:
            return 1
    return 0
by_pk = prepared.Query(lambda pk: SchoolClass.objects.filter(pk=pk), pk=int)
"""

A_VERSION = """
with transaction.atomic():
    versions.bump(room)
    versions.bump(room)
    found = [is_held(), grown()]
found += [grown()]
try:
    with transaction.atomic():
        versions.bump(room)
        raise RuntimeError
except RuntimeError:
    pass
found += [grown()]
with transaction.atomic():
    School.objects.filter(pk=side.school_class.school_id).update(name=name + "x")
found += [grown()]
versions.bump(room)  # in no transaction
found += [grown()]
print(json.dumps(found))
"""

A_FAULT_AT_COMMIT = """
found = []
try:
    with transaction.atomic():
        School.objects.create(name=name + "y")
        versions.bump(room)
        connection.send_with_commit("SELECT 1 / %s", [0])
except DataError:
    found += [1]
found += [School.objects.filter(name=name + "y").count(), grown()]
with transaction.atomic():
    versions.bump(room)
found += [grown()]
print(json.dumps(found))
"""

TOGETHER = """
asked = lambda: [by_pk.asks(pk=room), by_pk.asks(pk=0), versions._bump.asks(room=room)]
[[one], nothing, count] = prepared.together(*asked())
found = [one.pk == room, len(nothing), count, grown()]
with transaction.atomic():
    new = prepared.inserting(School(name=name + "z"))
    found += [prepared.together(by_pk.asks(pk=room), new)[1].pk > 0]
found += [School.objects.filter(name=name + "z").count()]
again = prepared.Asked("INSERT INTO classroom_schoolclass (id) VALUES (%s)", [room], len)
try:
    with transaction.atomic():
        School.objects.create(name=name + "w")
        prepared.together(by_pk.asks(pk=room), again)
except IntegrityError:
    found += [School.objects.filter(name=name + "w").count()]
found += [len(prepared.together(by_pk.asks(pk=room), by_pk.asks(pk=room)))]
print(json.dumps([int(one) for one in found]))
"""


Run = Callable[[str], list[int]]


@pytest.fixture(params=["1", "0"], ids=["prepared", "not prepared"])
def run(site: RunningSite, scaled: Scaled, request: pytest.FixtureRequest) -> Run:
    """Runs code after A_CLASS in a process with the site's database; gives what it prints."""

    def ran(code: str) -> list[int]:
        whole = (A_CLASS + code).replace("{url}", scaled.database_url)
        return shell(site, scaled, whole, DATABASE_PREPARE=request.param)

    return ran


def test_a_version_is_raised_with_the_commit_and_nobody_waits_for_it_before(run: Run) -> None:
    held, before_commit, after, rolled_back, next_one, alone = run(A_VERSION)
    assert (held, before_commit) == (0, 0)
    assert after == 1  # once, however often it was said
    assert (rolled_back, next_one) == (1, 1)
    assert alone == 2


def test_a_fault_at_the_commit_undoes_all_and_the_connection_goes_on(run: Run) -> None:
    assert run(A_FAULT_AT_COMMIT) == [1, 0, 0, 1]


def test_what_is_asked_together_comes_in_order_and_fails_as_one(run: Run) -> None:
    is_it, nothing, count, grown, has_key, kept, undone, after = run(TOGETHER)
    assert (is_it, nothing, count, grown) == (1, 0, 1, 1)
    assert (has_key, kept) == (1, 1)
    assert (undone, after) == (0, 2)
