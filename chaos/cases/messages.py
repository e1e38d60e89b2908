"""The broker and its messages: lost, doubled, late, refused, frozen; and revisions in the wrong order."""

from __future__ import annotations

import time

from chaos.catalogue import WITH_REDIS, Broken, case
from chaos.children import Habits
from chaos.lesson import SECONDS, Lesson
from chaos.stand import Stand

NO_BROKER = "there is no broker: hints go through the memory of the one process"


@case(
    "C6", "Redis emptied with a backlog", "the worker is frozen until hints have piled up, then FLUSHALL",
    forms=WITH_REDIS, not_here=NO_BROKER,
)  # fmt: skip
def emptied(stand: Stand, lesson: Lesson) -> None:
    lesson.wait_until(1.0)
    stand.reader.freeze()
    lesson.wait_until(4.5)
    lost = sum(
        stand.redis().llen(key) for key in stand.redis().scan_iter("celery*") if stand.redis().type(key) == b"list"
    )
    stand.redis().flushall()
    stand.reader.thaw()
    stand.remarks.append(f"{lost} messages thrown away")


@case(
    "C7", "Redis killed and started again", "SIGKILL, once coming back with its log and once with nothing",
    forms=WITH_REDIS, not_here=NO_BROKER,
)  # fmt: skip
def killed(stand: Stand, lesson: Lesson) -> None:
    lesson.wait_until(1.5)
    stand.programs["redis"].kill()
    lesson.wait_until(4.0)
    stand.programs["redis"].kill(stay_down=True)
    for path in stand.folder.glob("appendonlydir/*"):
        path.unlink()
    stand.programs["redis"].start()


@case(
    "C8", "no broker for the whole lesson", "Redis is stopped before the first stroke and comes back after the last",
    forms=WITH_REDIS, not_here=NO_BROKER,
)  # fmt: skip
def away(stand: Stand, lesson: Lesson) -> None:
    stand.programs["redis"].stop()
    lesson.wait_until(SECONDS + 2)
    saved_without(stand, lesson)
    stand.programs["redis"].start()


def saved_without(stand: Stand, lesson: Lesson) -> None:
    """That the children did not have to wait for the broker: what they wrote is saved before it is back."""
    everything = sum(len(child.plan) for child in lesson.children)
    end = time.monotonic() + 60
    while lesson.journal.count("acknowledged") < everything and time.monotonic() < end:
        time.sleep(0.1)
    saved = lesson.journal.count("acknowledged")
    stand.remarks.append(f"{saved} of {everything} saved while it was away")
    if saved < everything:
        raise Broken(f"only {saved} of {everything} revisions were saved while the broker was away")


@case(
    "C9", "broker frozen", "SIGSTOP to Redis, and the way to it hangs as well, until all is written; SIGCONT",
    forms=WITH_REDIS, not_here=NO_BROKER,
)  # fmt: skip
def frozen(stand: Stand, lesson: Lesson) -> None:
    lesson.wait_until(1.5)
    stand.programs["redis"].freeze()
    lesson.wait_until(SECONDS)
    saved_without(stand, lesson)
    stand.programs["redis"].thaw()
    if stand.wire:  # and half-open connections, as behind a router that forgot them
        stand.wire.cut()


@case(
    "C10", "Redis out of memory", "maxmemory of one byte with noeviction: every message is refused for five seconds",
    forms=WITH_REDIS, not_here=NO_BROKER,
)  # fmt: skip
def out_of_memory(stand: Stand, lesson: Lesson) -> None:
    lesson.wait_until(1.5)
    stand.redis().config_set("maxmemory", "1")
    lesson.wait_until(6.5)
    stand.redis().config_set("maxmemory", "0")


@case("C13", "hints doubled, late and out of order", "every hint is sent again and again, ten times a second")
def doubled(stand: Stand, lesson: Lesson) -> None:
    stand.arm("echo")
    lesson.wait_until(SECONDS + 2)
    stand.disarm("echo")


@case(
    "C14", "revisions in the wrong order", "each child has two tabs, which send several revisions in any order",
    habits=lambda seed: Habits(tabs=2, shuffled=True),
)  # fmt: skip
def out_of_order(stand: Stand, lesson: Lesson) -> None:
    stand.arm("echo")
    lesson.wait_for(1.0)
    stand.disarm("echo")
