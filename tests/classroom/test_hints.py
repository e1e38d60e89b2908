"""Hints on their way to the workers: the first at once, then in batches, so that a message is worth its cost."""

from __future__ import annotations

import queue
import threading
from types import SimpleNamespace
from typing import Any

import pytest

from classroom import tasks

Batches = queue.Queue[list[int]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Batches:
    """The batches of job ids that reach the broker, by a sender of this test's own, which then waits for ever."""
    batches: Batches = queue.Queue()
    monkeypatch.setattr(tasks, "_waiting", queue.SimpleQueue())
    monkeypatch.setattr(tasks, "_sender", None)
    monkeypatch.setattr(tasks.read_inks, "apply_async", lambda *, args, **_: batches.put(args[0]))
    return batches


def test_the_first_hint_after_a_rest_goes_at_once_and_those_that_follow_go_together(
    sent: Batches, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = "redis://somewhere"
    now, over = [100.0], threading.Event()
    slept: queue.Queue[float] = queue.Queue()

    def sleep(seconds: float) -> None:
        slept.put(seconds)
        if seconds:
            assert over.wait(20)

    monkeypatch.setattr(tasks, "time", SimpleNamespace(monotonic=lambda: now[0], sleep=sleep))
    tasks._send("job", [1])
    assert (sent.get(timeout=20), slept.get(timeout=20)) == ([1], 0)
    now[0] += tasks.APART / 4
    tasks._send("job", [2])
    assert slept.get(timeout=20) == pytest.approx(tasks.APART * 3 / 4)
    tasks._send("job", [3, 4])
    assert sent.empty()
    over.set()
    assert sent.get(timeout=20) == [2, 3, 4]


def test_where_one_process_reads_hints_do_not_wait_for_a_batch(
    sent: Batches, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = ""
    monkeypatch.setattr(tasks, "APART", 1000.0)
    for job in (1, 2):
        tasks._send("job", [job])
        assert sent.get(timeout=20) == [job]
