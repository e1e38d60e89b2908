"""Processes that die: the worker, one of its children, the site itself, and the reader on a poisonous ink."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Iterable

from chaos.catalogue import WITH_REDIS, Broken, case
from chaos.children import expected
from chaos.inside import SHORT
from chaos.journal import Writing
from chaos.lesson import SECONDS, Lesson
from chaos.stand import Stand

KILLS = 4
COMMITS_CUT = 200


def while_reading(stand: Stand, drawn: Iterable[Writing], *, patience: float = 15) -> tuple[int, str]:
    """Let reading be slow and wait until somebody reads one of these: process and digest; 0 and "" when none did.

    Not every ink that is read is a child's: who reads the site's own test ink holds no job.
    """
    awaited = {expected(one)["digest"] for one in drawn if "ink" in one.body}
    before = len(stand.noted("began-reading"))
    stand.arm("slow-reading", "1.0")
    end = time.monotonic() + patience
    while time.monotonic() < end:
        for line in stand.noted("began-reading")[before:]:
            pid, _, digest = line.partition(" ")
            if digest in awaited:
                return int(pid), digest
        time.sleep(0.02)
    return 0, ""


def everything(lesson: Lesson) -> list[Writing]:
    """All that the children write."""
    return [writing for child in lesson.children for writing in child.plan]


def newest(lesson: Lesson) -> list[Writing]:
    """Of each answer the last revision: nothing will take its place."""
    return list({writing.answer: writing for writing in everything(lesson)}.values())


@case("C1", "worker killed with all its children", "SIGKILL to the whole tree while an ink is read; twice")
def worker_tree_killed(stand: Stand, lesson: Lesson) -> None:
    for share in (0.25, 0.625):
        lesson.wait_for(share)
        caught, _ = while_reading(stand, everything(lesson))
        stand.reader.kill()
        stand.disarm("slow-reading")
        stand.remarks.append("killed while reading" if caught else "killed while idle")


@case(
    "C2", "one child of the worker killed", "SIGKILL to a pool process while it reads; three times",
    forms=WITH_REDIS, not_here="the one process has no pool: C1 kills all of it",
)  # fmt: skip
def pool_child_killed(stand: Stand, lesson: Lesson) -> None:
    for at in (2.0, 4.0, 6.0):
        lesson.wait_until(at)
        while_reading(stand, everything(lesson))
        for pid in stand.reader.children()[:1]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        stand.disarm("slow-reading")


@case(
    "C3", "worker killed again and again", f"SIGKILL to the whole tree {KILLS} times, as soon as it is back",
    some_need_a_teacher=True,
)  # fmt: skip
def killed_again_and_again(stand: Stand, lesson: Lesson) -> None:
    chance = random.Random(f"C3 {stand.seed}")
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.3, 1.5))
        starts = stand.reader.starts
        stand.reader.kill()
        end = time.monotonic() + 15
        while stand.reader.starts == starts and time.monotonic() < end:
            time.sleep(0.05)
        if stand.form == "sqlite":
            stand.reader.until_ready()
        else:
            time.sleep(2.5)  # until it takes work


def deadly(lesson: Lesson) -> Writing:
    """An ink that stays its answer's newest, drawn early."""
    return min((one for one in newest(lesson) if "ink" in one.body and one.at > 1.0), key=lambda one: one.at)


@case(
    "C4", "an ink that kills its reader", "whoever reads one certain ink dies; hints are doubled",
    some_need_a_teacher=True, after=lambda stand, lesson: poison_cost_only_itself(stand, lesson),
)  # fmt: skip
def poison(stand: Stand, lesson: Lesson) -> None:
    from recognition.reader import Ink

    stand.arm("poison", Ink.from_wire(deadly(lesson).body["ink"]).digest())
    lesson.wait_until(SECONDS)
    # From now on hints for that very job, all the time: none of them may start a fourth try.
    client_id = deadly(lesson).client_id
    end = time.monotonic() + 60
    while time.monotonic() < end and len(stand.noted("died-of")) <= 3:
        jobs = "SELECT job.id, job.state, ink.client_id FROM classroom_readingjob job "
        rows = stand.ask(jobs + "JOIN classroom_ink ink ON ink.id = job.ink_id")
        found = [(pk, state) for pk, state, ink in rows if str(ink).replace("-", "") == client_id.replace("-", "")]
        if found:
            stand.arm("echo", str(found[0][0]))
        if found and found[0][1] == "needs_teacher":
            break
        time.sleep(0.3)
    stand.disarm("echo")


def poison_cost_only_itself(stand: Stand, lesson: Lesson) -> None:
    """Three tries at most, then the teacher's; and no other child's answer with it."""
    rows = stand.ask(
        "SELECT ink.client_id, job.tries FROM classroom_readingjob job JOIN classroom_ink ink ON ink.id = job.ink_id "
        "WHERE job.state = 'needs_teacher'"
    )
    deaths = len(stand.noted("died-of"))
    stand.remarks.append(f"the reader died {deaths} times")
    found = {str(client_id).replace("-", "") for client_id, _ in rows}
    meant = deadly(lesson).client_id.replace("-", "")
    if deaths > 3:
        raise Broken(f"I7: the reader died {deaths} times of one ink")
    if meant not in found:
        raise Broken("the ink that kills its reader is not before a teacher")
    if len(found) > 1:
        raise Broken(f"{len(found) - 1} other inks ended with the teacher together with the deadly one")


@case(
    "C5",
    "site killed around a commit",
    "SIGKILL to itself: twice after COMMIT and before the reply, twice in the transaction",
)
def killed_around_commit(stand: Stand, lesson: Lesson) -> None:
    for share, where in zip((0.125, 0.3, 0.5, 0.7), ("after-commit", "in-transaction") * 2, strict=True):
        lesson.wait_for(share)
        starts = stand.web.starts
        stand.arm(f"die-{where}")
        end = time.monotonic() + 10
        while stand.web.starts == starts and time.monotonic() < end:
            time.sleep(0.05)
        stand.disarm(f"die-{where}")
        stand.web.until_ready()


@case(
    "C23", "writer killed in mid-commit", f"a process that keeps inks is killed {COMMITS_CUT} times at random",
    forms=("sqlite",),
    not_here="SQLite with Redis keeps the same file; PostgreSQL commits in a server of its own, which C11 kills",
)  # fmt: skip
def writer_killed(stand: Stand, lesson: Lesson) -> None:
    """On a copy of the school, so that its inks are nobody's but the writer's."""
    other = stand.folder / "data-writer"
    shutil.copytree(stand.ground.folder / "school-sqlite", other)
    done = stand.run("-m", "chaos.writer", str(COMMITS_CUT), str(stand.seed), data=other, timeout=240)
    if done.returncode != 0:
        raise Broken(f"the writer failed: {done.stderr[-400:]}")
    told = set(done.stdout.split())
    with contextlib.closing(sqlite3.connect(other / "astronumbers.sqlite3")) as connection:
        kept = {row[0] for row in connection.execute("SELECT client_id FROM classroom_ink")}
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
    stand.remarks.append(f"{len(told)} inks were told to be kept by {COMMITS_CUT} writers that were killed")
    if not told <= kept or len(told) < COMMITS_CUT / 4:
        raise Broken(f"I1: {len(told - kept)} of {len(told)} inks are gone")
    if sound != "ok":
        raise Broken(f"I12: {sound}")


def two_workers(stand: Stand) -> None:
    """Where workers are processes of their own, a second one, there from the beginning."""
    stand.workers = ("worker", "worker2")


@case(
    "C24",
    "worker frozen beyond its lease",
    "SIGSTOP in mid-read until its lease is over and another worker, where there is one, has read what it holds; "
    "SIGCONT",
    prepare=two_workers,
    after=lambda stand, lesson: came_too_late(stand),
)
def frozen_beyond_lease(stand: Stand, lesson: Lesson) -> None:
    """Thawed before 20 seconds are over: after that Celery itself ends the task, and nothing is finished too late."""
    lesson.wait_until(1.0)
    pid, digest = while_reading(stand, newest(lesson), patience=20)
    if not pid:
        raise Broken("nobody read: nothing was tried")
    frozen = stand.reader_of(pid)
    frozen.freeze()
    stand.disarm("slow-reading")
    time.sleep(SHORT["lease"] + 1)
    end = time.monotonic() + 10
    while stand.has_redis and not is_finished(stand, digest) and time.monotonic() < end:
        time.sleep(0.1)
    stand.remarks.append("read by another meanwhile" if is_finished(stand, digest) else "read by nobody meanwhile")
    frozen.thaw()


def is_finished(stand: Stand, digest: str) -> bool:
    """Whether somebody finished the job of an ink."""
    done = "SELECT count(*) FROM classroom_readingjob job JOIN classroom_ink ink ON ink.id = job.ink_id "
    return bool(stand.ask(f"{done} WHERE ink.sha256 = '{digest}' AND job.finished_at IS NOT NULL")[0][0])


def came_too_late(stand: Stand) -> None:
    """Where another worker is there, two holders of one job came to finish it: or nothing was tried."""
    holders: dict[str, set[str]] = {}
    for line in stand.noted("tried-to-finish"):
        _, job, token = line.split()
        holders.setdefault(job, set()).add(token)
    twice = sum(len(tokens) > 1 for tokens in holders.values())
    stand.remarks.append(f"{twice} jobs that two holders came to finish")
    if stand.has_redis and not twice:
        raise Broken("nobody came too late to finish a job: nothing was tried")
