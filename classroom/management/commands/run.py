"""One command, one process: the whole site."""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import segno
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from astronumbers import broker, env, network, serving, staticfiles, turns
from classroom import accounts

# Older ones can corrupt a database that two processes write and checkpoint at the same moment.
SAFE_SQLITE = (3, 51, 3)


class Command(BaseCommand):
    """Start the site: web server, worker and sweeper. PORT, DATA_DIR and LAN in the environment say where."""

    help = "Start Astro Numbers: web server, worker and sweeper in one process."
    # Checks are a developer's (`make check`); a start should not wait for them.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        os.umask(0o077)
        try:
            self.start()
        except KeyboardInterrupt:
            serving.leave(0)
        except CommandError as error:
            # One clear sentence, without the class name that Django would put before it.
            self.stderr.write(str(error))
            raise SystemExit(error.returncode) from error
        serving.leave(0)

    def start(self) -> None:
        """Make everything ready, then serve until asked to stop."""
        try:
            port = env.integer("PORT", 8000, low=0, high=65535)
        except ImproperlyConfigured as error:
            raise CommandError(f"{error}.", returncode=2) from error
        lock = own(settings.DATA_DIR, shared=bool(settings.DATABASE_URL))
        listener = self.bind("0.0.0.0" if settings.LAN else "127.0.0.1", port)
        with lock, listener:
            if old := old_sqlite():
                self.stderr.write(old)
            for fault in broker.faults():
                self.stderr.write(f"Attention: {fault.words}")
            # Processes that start together on one PostgreSQL would migrate at once, and make two first links.
            with starting_alone():
                migrate()
                staticfiles.gather()
                self.prepare()
                # Asked now: inside the server's event loop the database may not be used.
                first_teacher = accounts.first_teacher_path()
            port = listener.getsockname()[1]
            connection.close()
            serving.serve(listener, announce=lambda: self.announce(port, first_teacher))

    def prepare(self) -> None:
        """What a kind of start does once the database is ready: here nothing more."""

    def bind(self, host: str, port: int) -> socket.socket:
        """The socket, or one clear sentence."""
        try:
            return network.bind(host, port)
        except network.PortTaken:
            raise CommandError(
                f"Port {port} is taken by another program. End that one, or choose: make run PORT={port + 1}"
            ) from None
        except PermissionError:
            raise CommandError(
                f"Port {port} may only be used by the administrator. Choose another: make run PORT=8000"
            ) from None

    def announce(self, port: int, first_teacher: str | None) -> None:
        """Say where the site is and how the first teacher gets in."""
        addresses = network.lan_addresses() if settings.LAN else []
        here = f"http://{addresses[0] if addresses else '127.0.0.1'}:{port}"
        home = address_before_the_proxy() or here
        say = self.stdout.write
        say(f"\nAstro Numbers is ready: {home}/")
        if home != here:
            say(f"  by way of your proxy, which asks {here}/")
        for other in addresses[1:]:
            say(f"  also at http://{other}:{port}/")
        if addresses:
            say("Children scan this, or type the address:\n")
            say(qr_code(f"{home}/"))
        if settings.LAN and not addresses:
            say("No network was found, so only this machine can open it.")
        if settings.LAN and not settings.HTTPS:
            say(
                "\nThis is plain HTTP: what passes between the tablets and this machine is not encrypted, "
                "and anyone on the same network could read it. Use a network you trust."
            )
        if first_teacher:
            say(f"\nThere is no teacher yet. This link works once and makes the first:\n  {home}{first_teacher}")
        self.greet(home, port)
        say("\nPress Ctrl-C to stop.\n")
        self.stdout.flush()

    def greet(self, home: str, port: int) -> None:
        """What a kind of start has to say besides: here nothing more. The site already answers."""


def address_before_the_proxy() -> str:
    """What people open where a proxy ends TLS: by the first host name that is one; "" where there is none."""
    names = [host for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))]
    return f"https://{names[0]}" if settings.HTTPS and names else ""


def qr_code(address: str) -> str:
    """The address as blocks of a terminal, for tablets to scan."""
    drawing = io.StringIO()
    segno.make(address, micro=False).terminal(out=drawing, compact=True)
    return drawing.getvalue()


@contextlib.contextmanager
def starting_alone() -> Iterator[None]:
    """While others who start on the same database wait; a database that cannot be used is one sentence."""
    try:
        settings.DATA_DIR.mkdir(
            parents=True, exist_ok=True, mode=0o700
        )  # where secrets come from elsewhere nothing made it
        with turns.alone("start"):
            yield
    except OperationalError as error:
        raise CommandError(f"The database cannot be used: {_with_advice(str(error).strip())}") from error


def _with_advice(words: str) -> str:
    """What the database said, and where PgBouncer said it, what to set there."""
    if "unsupported startup parameter" not in words:
        return words
    return f"{words}. This is PgBouncer: see docs/deploying.md for what it must be told."


def own(folder: Path, *, shared: bool = False) -> TextIO:
    """The open lock file that makes the data folder ours alone; released when closed, also by a crash.

    `shared`: held by others too who share it. With PostgreSQL nothing in the folder suffers from several processes.
    """
    path = folder / "run.lock"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = path.open("a")
    except OSError as error:
        raise CommandError(f"The data folder {folder} cannot be written to: {error.strerror}.") from error
    try:
        fcntl.flock(lock, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise CommandError(
            f"Astro Numbers is already running on the data in {folder}. Stop that one first, "
            "or give this one a folder of its own: make run DATA_DIR=..."
        ) from None
    return lock


def migrate() -> None:
    """Bring the database's tables up to date; costs little when they are."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            if connection.vendor == "postgresql":
                # The bounds on statements are for children's requests; a big table may take longer to change.
                with connection.cursor() as cursor:
                    cursor.execute("SET statement_timeout = 0")
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
    except (OperationalError, sqlite3.OperationalError) as error:
        raise CommandError(f"The database cannot be used: {str(error).strip()}") from error
    finally:
        connection.close()


def old_sqlite() -> str | None:
    """A warning when this Python's SQLite has the fault that two writing processes can meet, else None."""
    if connection.vendor != "sqlite" or sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return None
    return (
        f"Note: SQLite {sqlite3.sqlite_version} can damage a database that two programs write at once "
        "(mended in 3.51.3). Only this process writes here; let nothing else write to its data folder."
    )
