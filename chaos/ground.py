"""Where stands are put up: databases with one ready school, copied for every case."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from chaos.nursery import Nursery
from chaos.programs import Program
from chaos.stand import SECRETS, Stand
from tests.running_site import environment
from tests.scaled.servers import free_port, postgres_programs

CHILDREN, QUESTIONS = 30, 2


class Postgres(Program):
    """A PostgreSQL of our own, with short patience so that it restarts quickly."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        programs, self.data = postgres_programs(), folder / "pg"
        as_user: dict[str, object] = {}
        if os.getuid() == 0:  # it refuses to run as root, so root lends it a user
            self.data.mkdir()
            shutil.chown(self.data, "postgres", "postgres")
            for above in [self.data, *self.data.parents]:
                if above.stat().st_uid == 0 and above.stat().st_mode & 0o077 == 0:
                    above.chmod(above.stat().st_mode | 0o011)
            as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
        subprocess.run(
            [programs / "initdb", "-D", self.data, "-U", "astro", "--auth=trust", "-E", "UTF8", "--locale=C", "-N"],
            check=True, capture_output=True, cwd="/", **as_user,
        )  # type: ignore[call-overload]  # fmt: skip
        command = [
            str(programs / "postgres"), "-D", str(self.data), "-p", str(self.port),
            "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=100",
            "-c", "wal_recycle=off", "-c", "min_wal_size=32MB", "-c", "max_wal_size=64MB",
        ]  # fmt: skip

        def answers() -> bool:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
            return True

        super().__init__(
            "postgres", command, log=folder / "postgres.log", cwd=Path("/"), env=dict(os.environ),
            ready=answers, as_user=as_user,
        )  # fmt: skip

    def url(self, database: str) -> str:
        """The address of one of its databases, as DATABASE_URL wants it."""
        return f"postgres://astro@127.0.0.1:{self.port}/{database}"

    def say(self, sql: str, database: str = "postgres") -> None:
        """Run one statement."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(sql)

    def crash(self) -> None:
        """As `pg_ctl stop -m immediate`: no farewell, no checkpoint; what was committed is in its log."""
        with self.lock:
            self.wanted = False
            if self.alive:
                os.kill(self.pid, signal.SIGQUIT)
                self._ended(20)


class Ground:
    """Makes stands. A form's school is made once and copied for each case."""

    def __init__(self, folder: Path, tree: Path, *, children: int = CHILDREN) -> None:
        self.folder, self.tree, self.children = folder, tree, children
        self.static = folder / "static"  # gathered with the first school
        self.nursery = Nursery()
        self.postgres: Postgres | None = None
        self.sql: tuple[str, ...] = ()  # said to every new school, by mutants that take constraints out
        self.others: list[Postgres] = []
        self.cases = 0
        folder.mkdir(parents=True, exist_ok=True)

    def stand(self, form: str, *, seed: int, postgres: Postgres | None = None, folder: Path | None = None) -> Stand:
        """A stand of this form with a fresh copy of the school, not yet started."""
        self.cases += 1
        place = (folder or self.folder) / f"case-{self.cases}"
        server = postgres
        if form.startswith("postgres") and server is None:
            server = self._postgres()
        template = self._school(server)
        (place / "controls").mkdir(parents=True)
        url = ""
        if server is None:
            shutil.copytree(template, place / "data")
        else:
            (place / "data").mkdir()
            server.say(f"CREATE DATABASE case_{self.cases} TEMPLATE school")
            url = server.url(f"case_{self.cases}")
        self.lend_static(place / "data")
        shutil.copy(template.with_suffix(".json"), place / "school.json")
        return Stand(form, self.tree, place, url, seed, postgres=server, ground=self)

    def lend_static(self, data: Path) -> None:
        """Put the hashed static files into a data folder: to gather them takes a site seconds at its first start."""
        if self.static.exists():
            shutil.copytree(self.static, data / "static", copy_function=os.link)

    def move(self, stand: Stand, server: Postgres) -> None:
        """Give a stand that is not started yet a school on another server, which ends with the ground."""
        self.others.append(server)
        template = self._school(server)
        server.say(f"CREATE DATABASE case_{self.cases} TEMPLATE school")
        stand.database_url, stand.postgres = server.url(f"case_{self.cases}"), server
        stand.school = json.loads(template.with_suffix(".json").read_text())

    def _postgres(self) -> Postgres:
        if self.postgres is None:
            self.postgres = Postgres(self.folder)
            self.postgres.start()
        return self.postgres

    def _school(self, server: Postgres | None) -> Path:
        name = f"school-{server.port if server else 'sqlite'}"
        data = self.folder / name
        if data.exists():
            return data
        data.mkdir()
        self.lend_static(data)
        env = environment(data, **SECRETS, PYTHONPATH=str(self.tree))
        if server:
            server.say("CREATE DATABASE school")
            env["DATABASE_URL"] = server.url("school")
        argv = ["chaos.school", "make", str(self.children), str(QUESTIONS)]
        said = self.nursery.run(argv, env=env, cwd=self.tree, log=self.folder / f"{name}.log")
        assert said and said[-1].startswith("{"), "\n".join(said[-20:])
        if server:
            for statement in self.sql:
                server.say(statement, "school")
        if self.static.exists():
            shutil.rmtree(data / "static")
        else:
            (data / "static").rename(self.static)
        told = json.loads(said[-1])
        data.with_suffix(".json").write_text(json.dumps(told))
        return data

    def close(self) -> None:
        """End the servers, and give the small disks back."""
        for server in (self.postgres, *self.others):
            if server is not None:
                server.stop(how=signal.SIGINT)
        self.nursery.close()
        for disk in self.folder.glob("case-*/disk"):
            subprocess.run(["umount", "--lazy", str(disk)], capture_output=True)


@contextmanager
def ground(folder: Path, tree: Path, *, children: int = CHILDREN) -> Iterator[Ground]:
    """Ground to put stands on; what it started is ended with the block."""
    made = Ground(folder, tree, children=children)
    try:
        yield made
    finally:
        made.close()
