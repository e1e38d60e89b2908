"""Keeps inks in processes that are killed at random moments: `python -m chaos.writer TIMES SEED`.

Prints the id of every ink whose keeping returned before its process was killed.
"""

from __future__ import annotations

import contextlib
import os
import random
import select
import signal
import sys
import time
import uuid


def write_for_ever(told: int) -> None:
    """In the child: keep one ink after the other, and say each id once it is committed."""
    from classroom import submissions, tasks
    from classroom.models import Answer
    from recognition.reader import Ink

    tasks.send_hints = lambda ids: None  # type: ignore[assignment]  # nobody reads here
    answers = list(Answer.objects.order_by("pk")[:20])
    number = 0
    while True:
        number += 1
        client_id = uuid.uuid4()
        wire = {"version": 1, "width": 1000, "height": 400, "strokes": [[[number % 900, 100, 0], [120, 300, 90]]]}
        submissions.record_ink(
            answer=answers[number % len(answers)], client_id=client_id, seq=number, ink=Ink.from_wire(wire)
        )
        os.write(told, client_id.hex.encode() + b"\n")


def main(times: int, seed: int) -> None:
    """Fork a writer, kill it after some milliseconds, and again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")
    import django

    django.setup()
    from django.db import connection

    chance = random.Random(seed)
    heard, told = os.pipe()
    os.set_blocking(heard, False)
    for _ in range(times):
        connection.close()
        child = os.fork()
        if child == 0:
            write_for_ever(told)
        select.select([heard], [], [], 20)  # it works: now at any moment
        time.sleep(chance.uniform(0.0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with contextlib.suppress(BlockingIOError):  # it had kept nothing yet
            print(os.read(heard, 1 << 20).decode(), end="")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
