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


def shell(site: RunningSite, scaled: Scaled, code: str) -> list[int]:
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", code], cwd=ROOT,
        env=environment(site.data_dir, **scaled.environ), capture_output=True, text=True, timeout=300,
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
