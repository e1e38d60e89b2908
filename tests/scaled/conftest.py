"""The scaled form: web process, a Celery worker process of its own, Redis and PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState

from tests.browser.chromium import Windows
from tests.browser.conftest import axe, chromium, classroom, driver, teacher_page, windows
from tests.browser.lesson import PASSWORD, TEACHER, found_school
from tests.running_site import ROOT, RunningSite, environment
from tests.scaled.servers import NotHere, postgres_server, redis_server, started

__all__ = ["axe", "chromium", "classroom", "driver", "teacher_page", "windows"]


@dataclass(frozen=True)
class Scaled:
    """Where the two servers are, and the folder that web process and worker share for their secrets."""

    folder: Path
    redis_url: str
    database_url: str

    @property
    def environ(self) -> dict[str, str]:
        """What switches the same code to this form."""
        return {"REDIS_URL": self.redis_url, "DATABASE_URL": self.database_url}

    def worker(self, name: str = "worker") -> AbstractContextManager[subprocess.Popen[bytes]]:
        """`celery -A astronumbers worker` with two children, in a process group of its own."""
        command = [
            sys.executable, "-m", "celery", "-A", "astronumbers", "worker", "--concurrency", "2",
            "--without-gossip", "--without-mingle", "--loglevel", "INFO", "--hostname", f"{name}@%h",
        ]  # fmt: skip
        data = self.folder / "data"
        return started(
            command, log=self.folder / f"{name}.log", cwd=ROOT, env=environment(data, **self.environ),
            start_new_session=True,
        )  # fmt: skip


@pytest.fixture(scope="session")
def scaled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scaled]:
    """Redis and PostgreSQL, or a loud skip."""
    folder = tmp_path_factory.mktemp("scaled")
    try:
        with redis_server(folder) as redis_url, postgres_server(folder) as database_url:
            yield Scaled(folder, redis_url, database_url)
    except NotHere as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def site(scaled: Scaled) -> Iterator[RunningSite]:
    """The web process; it has no worker of its own."""
    with RunningSite(scaled.folder / "data", **scaled.environ) as running:
        yield running


@pytest.fixture(scope="session")
def teacher_state(site: RunningSite, chromium: Browser) -> StorageState:
    """Ms Hopper's cookies, after she founded a school by the page that is open to everybody on this machine.

    Not by the link that the first start printed: other tests put schools into the same database, and from the first
    teacher on that link opens nothing.
    """
    window = Windows(chromium, site.home)
    page = window.open()
    found_school(page, "/accounts/signup/", email=TEACHER, password=PASSWORD)
    state = page.context.storage_state()
    window.close()
    return state
