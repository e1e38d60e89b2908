"""A new reader over stored ink with worker processes: proposed, accepted, and rolled back by one command."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

from tests.running_site import ROOT, RunningSite, environment
from tests.scaled.conftest import Scaled


def run(scaled: Scaled, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment(scaled.folder / "data", **scaled.environ),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def room(scaled: Scaled, verb: str) -> dict[str, Any]:
    return dict(json.loads(run(scaled, "-m", "tests.scaled.reread_room", verb).splitlines()[-1]))


def test_a_new_reader_proposes_from_a_worker_and_one_command_takes_it_back(scaled: Scaled, site: RunningSite) -> None:
    before = room(scaled, "seed")
    stood = {"Ada": ["wrong", "machine"], "Ben": ["wrong", "teacher"], "Cleo": ["right", "machine"]}
    assert before["marks"] == stood and before["readings"] == 3

    with scaled.worker("reader"):  # the web process's sweeper finds the run, a worker reads
        end = time.monotonic() + 180
        while (found := room(scaled, "state"))["state"] != "done":
            assert time.monotonic() < end, found
            time.sleep(1)
    assert (found["done"], found["readings"], found["open"]) == (3, 6, 1)
    assert found["marks"] == stood  # nothing changed by itself

    accepted = room(scaled, "accept")
    assert accepted["marks"] == {**stood, "Ada": ["right", "rereading"]} and accepted["open"] == 0

    listed = run(scaled, "manage.py", "roll_back_reader")
    assert f"{found['run']}: " in listed and "1 accepted" in listed
    said = run(scaled, "manage.py", "roll_back_reader", str(found["run"]))
    assert "1 mark rolled back; teachers' marks stand." in said
    after = room(scaled, "state")
    assert after["marks"] == {**stood, "Ada": ["wrong", "rereading"]} and after["readings"] == 6
    assert "0 marks rolled back" in run(scaled, "manage.py", "roll_back_reader", str(found["run"]))
