"""The two threads that let one process be the whole site: a Celery worker and the sweeper.

With REDIS_URL the worker is a process of its own (`celery -A astronumbers worker`); only the sweeper runs here.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import threading

from celery import Task
from celery.signals import task_postrun, task_prerun
from celery.worker import state as worker_state
from django.conf import settings
from django.db import DatabaseError, connections

from astronumbers import precedence
from astronumbers.celery import app
from classroom import footing, jobs, live, nightly, rereading, tasks
from classroom.watching import rounds
from recognition.reader import ReaderUnavailable, default_reader, while_computing

log = logging.getLogger(__name__)

SWEEP_EVERY = 2.0  # seconds
RESTART_AFTER = 1.0  # seconds between the end of a worker that should not have ended and the next one

_stopping = threading.Event()
_threads: list[threading.Thread] = []
_own = threading.local()


def start() -> None:
    """Start what this process needs to get answers read."""
    _stopping.clear()
    _load_network()
    while_computing(precedence.aside)
    live.turn = functools.partial(precedence.turn, "board")
    worker_state.should_stop = None
    wanted = {"sweeper": _sweep_for_ever}
    if not settings.REDIS_URL:
        wanted["worker"] = _work_for_ever
    for name, work in wanted.items():
        thread = threading.Thread(target=work, name=name, daemon=True)
        thread.start()
        _threads.append(thread)


@task_prerun.connect
def _take_turn(task: Task, **_: object) -> None:
    """A task has the turn on the interpreter as a request has it, where there is one."""
    _own.turn = contextlib.ExitStack()
    _own.turn.enter_context(precedence.turn(precedence.READING if task.name == tasks.read_inks.name else "task"))


@task_postrun.connect
def _end_turn(**_: object) -> None:
    _own.turn.close()


@app.task(name="astronumbers.wake", ignore_result=True)
def wake() -> None:
    """Nothing; the message itself makes a waiting worker look up."""


def stop(timeout: float = 3.0) -> bool:
    """Let the task at hand end and take no other; True when both threads ended in time.

    What is left unread stays queued in the database for the next start.
    """
    _stopping.set()
    # The solo pool looks at this between two messages, and then waits for one more message before it leaves: on its
    # own that is up to four seconds, so it gets its two messages now.
    worker_state.should_stop = 0  # type: ignore[assignment]  # the stubs know only its first value
    if not settings.REDIS_URL:
        wake.delay()
        wake.delay()
    for thread in _threads:
        thread.join(timeout)
    ended = not any(thread.is_alive() for thread in _threads)
    _threads.clear()
    return ended


def running() -> bool:
    """Whether every thread that was started still lives."""
    return bool(_threads) and all(thread.is_alive() for thread in _threads)


def _load_network() -> None:
    """Load it before the first answer comes, and before there are threads.

    It greets on standard error from C code, which only a change of the whole process's standard error can silence.
    """
    error_output, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    missing = ""
    try:
        os.dup2(nowhere, 2)
        default_reader()
    except ReaderUnavailable as error:
        missing = str(error)
    finally:
        os.dup2(error_output, 2)
        os.close(error_output)
        os.close(nowhere)
    if missing:
        log.error("answers wait, nothing can read them: %s", missing)


def _work_for_ever() -> None:
    while not _stopping.is_set():
        worker = app.WorkController(
            pool_cls="solo",
            concurrency=1,
            loglevel="WARNING",
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        worker.start()
        if not _stopping.is_set():
            log.error("the worker ended by itself; starting another")
            _stopping.wait(RESTART_AFTER)
    connections.close_all()


def _sweep_for_ever() -> None:
    while not _stopping.wait(SWEEP_EVERY):
        try:
            forgotten, runs = jobs.sweep(), rereading.waiting()
        except DatabaseError as error:
            log.warning("sweep put off: %s", type(error).__name__)
        else:
            tasks.send_hints(forgotten)
            tasks.send_rereadings(runs)
            _keep_house()
        finally:
            # A connection kept while nothing happens would not notice a database that was restarted.
            connections.close_all()


def _keep_house() -> None:
    """What may be slow or fail, after the hints are out: on what marking stands, and the day's work. What fails here
    must not end the sweeper: all stays as it is, and the next turn tries again."""
    for work in (rounds.make_if_due, footing.keep_up, nightly.run_if_due):
        try:
            work()
        except (DatabaseError, OSError, ArithmeticError, ValueError) as error:
            log.warning("%s put off: %s", work.__module__, type(error).__name__)
