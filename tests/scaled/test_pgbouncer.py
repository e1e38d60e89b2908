"""Behind PgBouncer with transaction pooling, as docs/deploying.md says it is to be told."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.running_site import ROOT, RunningSite, environment
from tests.scaled.conftest import Scaled
from tests.scaled.servers import folder_for_postgres, free_port, started, wait_until
from tests.scaled.test_claiming import CLAIM, THREE_JOBS, shell
from tests.scaled.test_one_trip import A_CLASS, A_VERSION, TOGETHER

pytestmark = [pytest.mark.scaled, pytest.mark.slow]
PASSED_OVER = "ignore_startup_parameters = options"


@contextmanager
def _bouncer(program: str, scaled: Scaled, folder: Path, told: str) -> Iterator[Scaled]:
    port, server = free_port(), conninfo_to_dict(scaled.database_url)
    config = folder / "pgbouncer.ini"
    config.write_text(
        f"[databases]\n{server['dbname']} = host=127.0.0.1 port={server['port']} user={server['user']}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
        f"pool_mode = transaction\ndefault_pool_size = 4\n{told}\n"
    )
    as_user = ["-u", "postgres"] if os.getuid() == 0 else []  # it refuses to run as root
    url = f"postgres://{server['user']}@127.0.0.1:{port}/{server['dbname']}"

    def answers() -> bool:
        psycopg.connect(url, connect_timeout=2).close()
        return True

    with started([program, *as_user, str(config)], log=folder / "pgbouncer.log", cwd="/"):
        wait_until(answers, what="PgBouncer answers")
        yield Scaled(scaled.folder, scaled.redis_url, url)


@pytest.fixture
def program() -> str:
    found = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        pytest.skip("PgBouncer is not here: on Debian apt-get install pgbouncer")
    return found


def asked(scaled: Scaled, *words: str, data: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT,
        env=environment(data, DATABASE_PREPARE="0", **scaled.environ), capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def test_jobs_versions_and_trips_are_the_same_through_it(scaled: Scaled, site: RunningSite, program: str) -> None:
    with folder_for_postgres() as folder, _bouncer(program, scaled, folder, PASSED_OVER) as through:

        def run(code: str) -> list[int]:
            return shell(site, through, code.replace("{url}", through.database_url), DATABASE_PREPARE="0")

        ids = run(THREE_JOBS)
        assert run(CLAIM.format(ids=ids)) == ids
        assert run(A_CLASS + A_VERSION)[:3] == [0, 0, 1]
        assert run(A_CLASS + TOGETHER)[:4] == [1, 0, 1, 1]


def test_the_doctor_says_which_bounds_it_swallowed_and_how_to_set_them(
    scaled: Scaled, site: RunningSite, program: str
) -> None:
    with folder_for_postgres() as folder, _bouncer(program, scaled, folder, PASSED_OVER) as through:
        said = asked(through, "doctor", data=site.data_dir).stdout
        assert "lets statements wait for ever" in said
        commands = re.findall(r"ALTER ROLE \w+ SET \w+ = '\w+';", said.replace("\n", " "))
        assert len(commands) == 3
    with psycopg.connect(scaled.database_url, autocommit=True) as owner:
        try:
            for command in commands:
                owner.execute(command)
            with folder_for_postgres() as folder, _bouncer(program, scaled, folder, PASSED_OVER) as through:
                assert "ends what waits too long" in asked(through, "doctor", "--all", data=site.data_dir).stdout
        finally:
            owner.execute("ALTER ROLE CURRENT_USER RESET ALL")


def test_one_that_was_told_nothing_is_named_with_what_to_do(scaled: Scaled, tmp_path: Path, program: str) -> None:
    with folder_for_postgres() as folder, _bouncer(program, scaled, folder, "") as through:
        done = asked(through, "run", data=tmp_path)
    assert done.returncode != 0 and "This is PgBouncer: see docs/deploying.md" in done.stdout + done.stderr
