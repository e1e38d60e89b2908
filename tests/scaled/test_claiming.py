"""Claims of several workers on one PostgreSQL: nobody waits for another's, and no job is held twice."""

from __future__ import annotations

import json
import subprocess
import sys

import psycopg
import pytest

from tests.running_site import ROOT, RunningSite, environment
from tests.scaled.conftest import Scaled

pytestmark = [pytest.mark.scaled, pytest.mark.slow]

# A school with three unread answers, in the site's own database; prints the ids of their jobs.
THREE_JOBS = """
import uuid
from tests.conftest import LINE, make_side
from classroom import submissions, tasks
from classroom.models import ReadingJob
from recognition.reader import Ink
tasks.send_hints = lambda ids: None
name = uuid.uuid4().hex
side = make_side(school=name, teacher="Ms Hopper", email=f"{name}@hilltop.example", names=["Ada"])
inks = [
    submissions.record_ink(answer=side.answer(n), client_id=uuid.uuid4(), seq=1, ink=Ink.from_wire(LINE))
    for n in (1, 2, 3)
]
print([ReadingJob.objects.get(ink=ink).pk for ink in inks])
"""
CLAIM = """
from classroom import jobs
print([held.job_id for held in jobs.claim({ids})])
"""


def shell(site: RunningSite, scaled: Scaled, code: str, **more: str) -> list[int]:
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", code], cwd=ROOT,
        env=environment(site.data_dir, **scaled.environ, **more), capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout.splitlines()[-1]))


def test_a_claim_passes_over_what_another_worker_is_taking_and_does_not_wait(
    scaled: Scaled, site: RunningSite
) -> None:
    first, second, third = shell(site, scaled, THREE_JOBS)
    with psycopg.connect(scaled.database_url) as other:
        other.execute("SELECT id FROM classroom_readingjob WHERE id = %s FOR UPDATE", [second])
        # A claim that waited would end with an error: lock_timeout is five seconds.
        assert shell(site, scaled, CLAIM.format(ids=[first, second, third])) == [first, third]
        other.rollback()
    assert shell(site, scaled, CLAIM.format(ids=[first, second, third])) == [second]
    assert shell(site, scaled, CLAIM.format(ids=[first, second, third])) == []


# An older revision waits while a newer one is kept: which is current in the end, how many came, how many waited.
TWO_REVISIONS = """
import threading, time, uuid
from django.db import connection, connections, transaction
from tests.conftest import LINE, make_side
from classroom import submissions, tasks
from recognition.reader import Ink
tasks.send_hints = lambda ids: None
name = uuid.uuid4().hex
answer = make_side(school=name, teacher="Ms Hopper", email=f"{name}@hilltop.example", names=["Ada"]).answer(1)
def send(seq):
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=seq, ink=Ink.from_wire(LINE))
def send_and_leave(seq):
    send(seq)
    connections.close_all()
def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]
if {first}:
    send({first})
with transaction.atomic():
    send(9)
    waiting = threading.Thread(target=send_and_leave, args=[8])
    waiting.start()
    end = time.monotonic() + 4  # lock_timeout is five seconds
    while not (waits := somebody_waits()) and time.monotonic() < end:
        time.sleep(0.02)
waiting.join()
answer.refresh_from_db()
print([answer.ink.seq, answer.inks.count(), waits])
"""


@pytest.mark.parametrize("first", [0, 1], ids=["nothing was there", "another was there"])
def test_an_older_revision_that_waited_for_a_newer_one_does_not_become_current(
    scaled: Scaled, site: RunningSite, first: int
) -> None:
    code = TWO_REVISIONS.replace("{first}", str(first))
    assert shell(site, scaled, code) == [9, 2 + first, 1]
