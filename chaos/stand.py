"""One form of the site, as real processes on free ports of this machine, with a school in its database."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import redis

from chaos.programs import Program, Supervisor
from chaos.proxy import Proxy
from tests.running_site import environment
from tests.scaled.servers import free_port, redis_program

FORMS = {
    "sqlite": "one process with SQLite",
    "sqlite-redis": "SQLite with Redis",
    "postgres-redis": "PostgreSQL with Redis",
}
SECRETS = {"SECRET_KEY": "chaos " * 9, "PEPPER": "chaos and pepper " * 3}


@dataclass
class Stand:
    """Everything of one case. `web` is started through `front`, a proxy; Redis is reached through `wire`, another."""

    form: str
    tree: Path
    folder: Path
    database_url: str
    seed: int
    postgres: Program | None = None
    programs: dict[str, Program] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    weights: Path | None = None
    preload: dict[str, dict[str, str]] = field(default_factory=dict)  # role: environment besides
    ground: Any = None  # where it stands, for cases that need a database of their own
    supervisor: Supervisor | None = None
    workers: tuple[str, ...] = ("worker",)  # with Redis; all are there from the beginning

    def __post_init__(self) -> None:
        self.data = self.folder / "data"
        self.controls = self.folder / "controls"
        self.controls.mkdir(exist_ok=True)
        self.school: dict[str, Any] = json.loads((self.folder / "school.json").read_text())
        self.redis_port = free_port() if self.has_redis else 0
        self.web_port = free_port()
        self.front = Proxy([self.web_port], seed=self.seed)
        self.wire = Proxy([self.redis_port], seed=self.seed) if self.has_redis else None

    @property
    def has_redis(self) -> bool:
        """Whether workers are processes of their own."""
        return self.form.endswith("redis")

    def environ(self, role: str, data: Path | None = None) -> dict[str, str]:
        """The environment of a process of this form."""
        more = {**SECRETS, "CHAOS_DIR": str(self.controls), "CHAOS_ROLE": role, "LOG_LEVEL": "WARNING"}
        if self.wire:
            more["REDIS_URL"] = f"redis://127.0.0.1:{self.wire.port}/0"
        if self.database_url:
            more["DATABASE_URL"] = self.database_url
        if self.weights:
            more["CHAOS_WEIGHTS"] = str(self.weights)
        # One thread for each process's arithmetic: the machine is small, and shared with the children.
        return environment(data or self.data, **more, OMP_NUM_THREADS="1", PYTHONPATH=str(self.tree))

    # --- its programs ---

    def start(self) -> None:
        """Start all, and watch over them."""
        if self.has_redis:
            self.add_redis().start()
        self.add_web("web", self.web_port)
        self.web.start(wait=300)
        for name in self.workers if self.has_redis else ():
            self.add_worker(name).start(wait=0.0)
        self.supervisor = Supervisor(self.programs.values())

    def add_redis(self) -> Program:
        """A Redis that keeps a log on disk and refuses to forget."""
        command = [
            redis_program(), "--port", str(self.redis_port), "--bind", "127.0.0.1", "--dir", str(self.folder),
            "--save", "", "--appendonly", "yes", "--maxmemory-policy", "noeviction",
        ]  # fmt: skip
        return self._add("redis", command, env=dict(os.environ), ready=lambda: self.redis().ping())

    def add_web(self, name: str, port: int, *, tree: Path | None = None) -> Program:
        """A web process; a second one has a data folder of its own, as on another machine."""
        data = self.data if name == "web" else self.folder / f"data-{name}"
        if not data.exists():
            data.mkdir()
            self.ground.lend_static(data)
        env = {**self.environ("web", data), "PORT": str(port), **self.preload.get("web", {})}
        command = [sys.executable, "-m", "chaos.inside", "manage.py", "run"]
        return self._add(name, command, env=env, ready=lambda: self._announced(name), tree=tree)

    def _announced(self, name: str) -> bool:
        """Whether its latest start has said that it serves. Asked of its log: under load an answer may take long."""
        program = self.programs[name]
        return program.alive and "Press Ctrl-C" in program.said_since_start()

    def add_worker(self, name: str, *, tree: Path | None = None, **more: str) -> Program:
        """A worker with two children, as docs/operators.md starts it."""
        command = [
            sys.executable, "-m", "chaos.inside", "celery", "-A", "astronumbers", "worker", "--concurrency", "2",
            "--without-gossip", "--without-mingle", "--loglevel", "INFO", "--hostname", f"{name}@%h",
        ]  # fmt: skip
        env = {**self.environ("worker"), **self.preload.get("worker", {}), **more}
        return self._add(name, command, env=env, ready=lambda: len(self.programs[name].children()) >= 2, tree=tree)

    def _add(
        self, name: str, command: list[str], *, env: dict[str, str], ready: Any, tree: Path | None = None
    ) -> Program:
        program = Program(
            name, command, log=self.folder / f"{name}.log", cwd=tree or self.tree, env=env, ready=ready,
            nursery=self.ground.nursery,
        )  # fmt: skip
        self.programs[name] = program
        if self.supervisor:
            self.supervisor.programs.append(program)
        return program

    @property
    def web(self) -> Program:
        """The first web process; in the small form it is everything."""
        return self.programs["web"]

    @property
    def reader(self) -> Program:
        """The program that reads: the worker, or the one process that there is."""
        return self.programs.get("worker", self.web)

    def reader_of(self, pid: int) -> Program:
        """The program that a reading process belongs to."""
        readers = [self.programs[name] for name in self.workers if name in self.programs] or [self.web]
        [found] = [one for one in readers if pid in (one.pid, *one.children())]
        return found

    def redis(self) -> redis.Redis:
        """A client that speaks to Redis itself, not through the proxy."""
        return redis.Redis(port=self.redis_port, socket_timeout=5)

    # --- fail points (chaos/inside.py) ---

    def arm(self, name: str, text: str = "") -> None:
        """Arm a fail point."""
        (self.controls / name).write_text(text)

    def disarm(self, name: str) -> None:
        """Disarm a fail point."""
        (self.controls / name).unlink(missing_ok=True)

    def noted(self, name: str) -> list[str]:
        """Lines that fail points wrote down."""
        path = self.controls / name
        return path.read_text().split("\n")[:-1] if path.exists() else []

    # --- its database, asked directly ---

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a query; from beside the site, reading only."""
        if self.database_url:
            with psycopg.connect(self.database_url, connect_timeout=5, autocommit=True) as connection:
                return connection.execute(sql).fetchall()
        with contextlib.closing(
            sqlite3.connect(f"file:{self.data / 'astronumbers.sqlite3'}?mode=ro", uri=True, timeout=10)
        ) as connection:
            return connection.execute(sql).fetchall()

    def waiting(self) -> int:
        """Jobs that nobody finished yet; -1 when the database does not say."""
        try:
            return int(
                self.ask("SELECT count(*) FROM classroom_readingjob WHERE state IN ('queued', 'leased')")[0][0]
            )
        except (sqlite3.Error, psycopg.Error):
            return -1

    def run(
        self, *arguments: str, data: Path | None = None, timeout: float = 120, **more: str
    ) -> subprocess.CompletedProcess[str]:
        """`python ARGUMENTS` in the copied tree, beside the running site."""
        return subprocess.run(
            [sys.executable, *arguments], cwd=self.tree, env={**self.environ("beside", data), **more},
            capture_output=True, text=True, timeout=timeout,
        )  # fmt: skip

    def facts(self, how: str, data: Path | None = None, **more: str) -> dict[str, Any]:
        """What chaos/school.py says is stored; AssertionError with its last words when it cannot say."""
        said = self.ground.nursery.run(
            ["chaos.school", how], env={**self.environ("beside", data), **more}, cwd=self.tree,
            log=self.folder / "facts.log",
        )  # fmt: skip
        assert said and said[-1].startswith("{"), "\n".join(said[-12:])
        return dict(json.loads(said[-1]))

    def close(self) -> None:
        """End everything that was started here."""
        if self.supervisor:
            self.supervisor.close()
        order = sorted(self.programs.values(), key=lambda one: one.name == "redis")
        for program in order:
            program.thaw()
        for program in order:
            program.kill(stay_down=True)
        self.front.close()
        if self.wire:
            self.wire.close()


def status(port: int, path: str, timeout: float = 20) -> int:
    """HTTP status of a GET, 0 when nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=timeout) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@contextmanager
def standing(stand: Stand) -> Iterator[Stand]:
    """The stand, started; ended with the block, whatever happens in it."""
    try:
        stand.start()
        yield stand
    finally:
        stand.close()
        shutil.rmtree(stand.folder / "data" / "static", ignore_errors=True)
