"""Starts a program of the site with fail points in it: `python -m chaos.inside manage.py run`, `... celery -A ...`.

The site's own code holds none of this. A fail point is armed by a file in the folder CHAOS_DIR and can be armed and
disarmed while the program runs. Waiting times are shortened, so that a case takes seconds: see SHORT.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

SHORT = {"lease": 5.0, "hint lost after": 1.0, "sweep every": 0.5, "message returns after": 10}  # seconds
HERE = Path(os.environ.get("CHAOS_DIR", "."))


def armed(name: str) -> str | None:
    """What the file of a fail point says; None when there is none."""
    try:
        return (HERE / name).read_text()
    except OSError:
        return None


def once(name: str) -> bool:
    """Whether a fail point is armed; the first process that asks disarms it."""
    try:
        (HERE / name).unlink()
    except OSError:
        return False
    return True


def note(name: str, line: str) -> None:
    """Append a line that outlives this process."""
    with (HERE / name).open("a") as log:
        log.write(line + "\n")


def die() -> None:
    """As an out-of-memory killer ends a process: at once, nothing flushed, nothing told."""
    os.kill(os.getpid(), signal.SIGKILL)


def shorten() -> None:
    """Make the site as impatient as a test must be."""
    from django.conf import settings

    from astronumbers import embedded
    from classroom import jobs

    jobs.LEASE = timedelta(seconds=SHORT["lease"])
    jobs.HINT_LOST_AFTER = timedelta(seconds=SHORT["hint lost after"])
    embedded.SWEEP_EVERY = SHORT["sweep every"]
    if settings.REDIS_URL:
        settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] = SHORT["message returns after"]


def around_reading() -> None:
    """`slow-reading` (seconds), `poison` (lines: digest of an ink): the process that reads such an ink dies."""
    from recognition import reader

    read = reader.Reader.read

    def spoiled(self: reader.Reader, ink: reader.Ink, kind: str = "whole") -> reader.Reading:
        if seconds := armed("slow-reading"):
            note("began-reading", f"{os.getpid()} {ink.digest()}")
            time.sleep(float(seconds))
        if (deadly := armed("poison")) and ink.digest() in deadly.split():
            note("died-of", ink.digest())
            die()
        return read(self, ink, kind)

    reader.Reader.read = spoiled  # type: ignore[method-assign]
    if other := os.environ.get("CHAOS_WEIGHTS"):
        reader.load_reader.__defaults__ = (Path(other),)


def around_rows() -> None:
    """`die-after-commit`, `die-in-transaction`: of what children send. And who came to finish a job, and who did."""
    from django.db import transaction

    from classroom import jobs, submissions, versions

    record_ink, finishing, bump = submissions.record_ink, jobs.finishing, versions.bump

    def recorded(**what: Any) -> Any:
        row = record_ink(**what)
        if once("die-after-commit"):
            die()
        return row

    def bumped(school_class_id: int) -> None:
        bump(school_class_id)
        if os.environ.get("CHAOS_ROLE") == "web" and once("die-in-transaction"):
            die()

    def finished(held: Any) -> Any:
        note("tried-to-finish", f"{os.getpid()} {held.job_id} {held.token}")

        def heard(ours: int) -> int:
            if ours:
                # What is rolled back, because the process died in the transaction, was not finished.
                transaction.on_commit(lambda: note("finished", f"{held.job_id} {held.token}"))
            return ours

        return finishing(held).then(heard)

    submissions.record_ink, jobs.finishing, versions.bump = recorded, finished, bumped


class Echo:
    """Sends hints; while `echo` is armed again and in any order (or one job's); `newer-sender` adds an argument."""

    def __init__(self, task: Any) -> None:
        self.task = task
        self.sent: list[Any] = []
        threading.Thread(target=self._again, name="echo", daemon=True).start()

    def apply_async(self, args: Any, **more: Any) -> None:
        self.sent.append(args)
        if armed("newer-sender") is not None:
            more["kwargs"] = {"urgent": True, "schema": 2}
        self.task.apply_async(args=args, **more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.task, name)

    def _again(self) -> None:
        chance = random.Random(1)
        while True:
            time.sleep(0.1)
            if (which := armed("echo")) is not None and (self.sent or which):
                args = ([int(which)],) if which else chance.choice(self.sent[-40:])
                try:
                    self.task.apply_async(args=args, retry=False)
                except Exception as error:  # the broker may be away; an echo is nobody's duty
                    note("echo-failed", type(error).__name__)


def main() -> None:
    """Set the site up, plant the fail points, go on as the program that was asked for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")
    import django

    django.setup()
    from classroom import tasks

    shorten()
    around_reading()
    around_rows()
    tasks.read_inks = Echo(tasks.read_inks)  # type: ignore[assignment]
    program, sys.argv = sys.argv[1], sys.argv[1:]
    if program == "celery":
        from celery.__main__ import main as celery

        celery()
    else:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
