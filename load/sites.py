"""The site under load, in both of its forms, each process of it known by what it does."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.running_site import ROOT, RunningSite, environment
from tests.scaled.servers import postgres_server, redis_server, started

# Both web processes and all workers must know the same secrets.
WAITING = "SELECT COUNT(*) FROM classroom_readingjob WHERE state IN ('queued', 'leased')"
SECRETS = {"SECRET_KEY": "load-" * 12, "PEPPER": "load-" * 12}


@dataclass
class Site:
    """Where it answers, the settings that reach its database, and its processes by what they do."""

    homes: list[str]
    data: Path
    environ: dict[str, str]
    processes: dict[str, list[int]] = field(default_factory=dict)
    running: list[RunningSite] = field(default_factory=list)  # its web processes

    def processor_times(self) -> dict[str, float]:
        """Seconds of processor time so far, by what the processes do, with all their children."""
        return {what: sum(tree_time(pid) for pid in pids) for what, pids in self.processes.items()}

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command on the site's database."""
        return subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=environment(self.data, **self.environ),
            capture_output=True, text=True,
        )  # fmt: skip


@contextlib.contextmanager
def single(folder: Path) -> Iterator[Site]:
    """One process with SQLite: what `make run` starts."""
    data = folder / "data"
    with RunningSite(data, **SECRETS) as running:
        yield Site([running.home], data, dict(SECRETS), {"web, worker and sweeper": [running.process.pid]})


@contextlib.contextmanager
def scaled(folder: Path, *, webs: int = 1, workers: int = 1) -> Iterator[Site]:
    """PostgreSQL and Redis, with web and worker processes of their own."""
    with contextlib.ExitStack() as stack:
        redis_url = stack.enter_context(redis_server(folder))
        database_url = stack.enter_context(postgres_server(folder))
        environ = {**SECRETS, "REDIS_URL": redis_url, "DATABASE_URL": database_url}
        running = [stack.enter_context(RunningSite(folder / f"web{n}", **environ)) for n in range(webs)]
        hands = [stack.enter_context(worker(folder, environ, n)) for n in range(workers)]
        yield Site(
            [site.home for site in running],
            folder / "web0",
            environ,
            {
                "web": [site.process.pid for site in running],
                "workers": [process.pid for process in hands],
                "PostgreSQL": _listening(database_url),
                "Redis": _listening(redis_url),
            },
            running,
        )


@contextlib.contextmanager
def worker(folder: Path, environ: dict[str, str], number: int) -> Iterator[subprocess.Popen[bytes]]:
    """One worker process with one child that reads."""
    command = [
        sys.executable, "-m", "celery", "-A", "astronumbers", "worker", "--concurrency", "1",
        "--without-gossip", "--without-mingle", "--loglevel", "WARNING", "--hostname", f"load{number}@%h",
    ]  # fmt: skip
    data = folder / f"worker{number}"
    data.mkdir()
    with started(command, log=folder / f"worker{number}.log", cwd=ROOT, env=environment(data, **environ)) as process:
        yield process


def left_unread_in(database: Path) -> int:
    """How many answers of a SQLite site wait for a worker, or are with one; asked without Django."""
    door = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    with contextlib.closing(door):
        return int(door.execute(WAITING).fetchone()[0])


def tree_time(pid: int) -> float:
    """Processor time of a process and of all that it started and that still lives."""
    try:
        facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = [int(one) for task in Path(f"/proc/{pid}/task").iterdir() for one in _children(task)]
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    # Its own, and that of children which ended.
    ticks = sum(int(fact) for fact in facts[11:15])
    return ticks / os.sysconf("SC_CLK_TCK") + sum(tree_time(child) for child in children)


def _children(task: Path) -> list[str]:
    try:
        return (task / "children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _listening(url: str) -> list[int]:
    """The process that listens on the port of an address."""
    port = int(url.rpartition(":")[2].partition("/")[0])
    inodes = {
        line.split()[9]
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        if line.split()[3] == "0A" and int(line.split()[1].partition(":")[2], 16) == port
    }
    found = []
    for place in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            target = os.readlink(place)
        except OSError:
            continue
        if target.startswith("socket:[") and target[8:-1] in inodes:
            found.append(int(place.parts[2]))
    return sorted(set(found))[:1]
