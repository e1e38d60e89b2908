"""Processes that start at the same moment on one PostgreSQL, and a Redis that is set up wrongly."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
import redis

from tests.running_site import ROOT, RunningSite, environment
from tests.scaled.conftest import Scaled
from tests.scaled.servers import wait_until

pytestmark = [pytest.mark.scaled, pytest.mark.slow]
SECRETS = {"SECRET_KEY": "s" * 50, "PEPPER": "p" * 50}


@pytest.fixture
def empty_database(scaled: Scaled) -> Iterator[str]:
    """The address of a database without a table."""
    server, _, _ = scaled.database_url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE together")
        yield f"{server}/together"
        connection.execute("DROP DATABASE together WITH (FORCE)")


def rows(url: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchall()


def test_three_web_processes_that_start_at_once_migrate_once_and_make_one_first_link(
    empty_database: str, tmp_path: Path
) -> None:
    sites = [RunningSite(tmp_path / str(number), DATABASE_URL=empty_database, **SECRETS) for number in range(3)]
    try:
        with ThreadPoolExecutor(3) as starters:
            list(starters.map(lambda site: site.start(timeout=400), sites))
        links = {site.first_teacher.removeprefix(site.home) for site in sites}
        assert len(links) == 1 and links != {""}
        assert rows(empty_database, "SELECT count(*) FROM classroom_invitation") == [(1,)]
        twice = "SELECT app, name FROM django_migrations GROUP BY app, name HAVING count(*) > 1"
        assert rows(empty_database, twice) == []
        assert [site.status("/readyz") for site in sites] == [200, 200, 200]
    finally:
        for site in sites:
            if hasattr(site, "process"):
                site.stop(timeout=60)


def test_processes_on_one_machine_may_share_a_data_folder_when_the_database_is_elsewhere(
    scaled: Scaled, site: RunningSite
) -> None:
    with RunningSite(site.data_dir, **scaled.environ) as second:
        assert second.status("/healthz") == site.status("/healthz") == 200


def prepare(data: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment(data, **environ, **SECRETS),
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip


@pytest.fixture
def forgetful_redis(scaled: Scaled) -> Iterator[str]:
    """The Redis of these tests, set up as a cache for as long as one test takes."""
    with redis.Redis.from_url(scaled.redis_url) as client:
        client.config_set("maxmemory-policy", "allkeys-lru")
        yield scaled.redis_url
        client.config_set("maxmemory-policy", "noeviction")


def test_a_deployment_stops_before_it_changes_anything_when_redis_would_forget(
    empty_database: str, forgetful_redis: str, tmp_path: Path
) -> None:
    done = prepare(tmp_path, DATABASE_URL=empty_database, REDIS_URL=forgetful_redis)
    assert done.returncode == 1
    assert "maxmemory-policy is allkeys-lru" in done.stderr and "noeviction" in done.stderr
    assert rows(empty_database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_a_deployment_goes_on_with_a_redis_that_keeps_what_it_took(
    empty_database: str, scaled: Scaled, tmp_path: Path
) -> None:
    done = prepare(tmp_path, DATABASE_URL=empty_database, REDIS_URL=scaled.redis_url)
    assert done.returncode == 0, done.stderr
    assert "Attention" not in done.stderr
    assert rows(empty_database, "SELECT count(*) > 20 FROM django_migrations") == [(True,)]


def test_web_and_worker_say_at_their_start_that_redis_would_forget_and_start(
    scaled: Scaled, forgetful_redis: str, site: RunningSite
) -> None:
    with RunningSite(scaled.folder / "warned", **scaled.environ, **SECRETS) as warned:
        assert "Attention: Redis' maxmemory-policy is allkeys-lru" in warned.said()
    log = scaled.folder / "warned-worker.log"
    with scaled.worker("warned-worker"):
        wait_until(
            lambda: "maxmemory-policy is allkeys-lru" in log.read_text(), what="the worker says so", timeout=60
        )
