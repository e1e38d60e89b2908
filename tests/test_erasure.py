"""After an erasure no byte of the child is left: searched in the database file, its log, Redis, the site's log."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.erasure_story import NAME, NOTE, TEXT, X
from tests.running_site import ROOT, environment
from tests.scaled.servers import NotHere, redis_server

pytestmark = pytest.mark.slow


def told(data: Path, **environ: str) -> tuple[dict[str, Any], str]:
    """The story's facts, and all that was logged meanwhile."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.erasure_story"],
        cwd=ROOT, env=environment(data, **environ), capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    facts: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return facts, done.stderr


def contents(server: redis.Redis) -> Iterator[bytes]:
    """Every key and value, as it was sent: a dump would be compressed."""
    for key in server.scan_iter():
        yield key
        kind = server.type(key)
        if kind == b"list":
            yield from server.lrange(key, 0, -1)
        elif kind == b"hash":
            yield from (part for pair in server.hgetall(key).items() for part in pair)
        elif kind == b"set":
            yield from server.smembers(key)
        elif kind == b"zset":
            yield from server.zrange(key, 0, -1)
        else:
            yield server.get(key) or b""


def test_no_byte_of_an_erased_child_is_left_in_any_file_or_log(tmp_path: Path) -> None:
    facts, log = told(tmp_path / "data")
    assert (facts["page"], facts["clean"], facts["others"]) == (200, True, 2)
    number = facts["tombstone"]
    # The search can find: before, every marker was there.
    assert all(places for marker, places in facts["before"].items() if marker != number), facts["before"]
    after = facts["after"]
    # The tombstone's random number stays, on purpose, in the ledger and in the file that outlives it.
    assert after.pop(number) == ["erased.txt"]
    assert after.pop(number.replace("-", "")) == ["astronumbers.sqlite3"]
    assert after == {marker: [] for marker in (NAME, TEXT, NOTE, str(X))}
    assert not [words for words in (NAME, TEXT, NOTE) if words in log]


def test_redis_holds_numbers_of_jobs_and_nothing_of_a_child(tmp_path: Path) -> None:
    try:
        with redis_server(tmp_path) as url:
            facts, _ = told(tmp_path / "data", REDIS_URL=url)
            server = redis.Redis.from_url(url)
            end = time.monotonic() + 10
            while not server.llen("celery") and time.monotonic() < end:
                time.sleep(0.1)
            everything = b" ".join(contents(server))
    except NotHere as missing:
        pytest.skip(str(missing))
    assert b"classroom.read_inks" in everything  # the search looks where hints are
    for marker in (NAME, TEXT, NOTE, str(X), facts["tombstone"], facts["tombstone"].replace("-", "")):
        assert marker.encode() not in everything
