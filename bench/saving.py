"""What an answer costs in processor time, and what each step of making it cheaper brought.

Processor time, because it hardly depends on what else the machine does. STEP="what was changed" in the environment
adds a row to docs/costs.json; without it the latest row is measured anew. Nothing here is a time on the clock.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.figures import ROOT, Figure, Part
from load import school
from load.sites import SECRETS, left_unread_in
from tests.running_site import RunningSite, environment, processor_time

STEPS = ROOT / "docs" / "costs.json"
ANSWERS, LOOKS, BOARDS, IDLE = 160, 120, 40, 3.0


def measure() -> Part:
    """Measure in a process without network, then over HTTP to a running site; keep and show all steps."""
    steps: list[dict[str, Any]] = json.loads(STEPS.read_text()) if STEPS.exists() else []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = {**_alone(folder / "alone"), **_over_http(folder / "site")}
    step = os.environ.get("STEP") or (steps.pop()["step"] if steps else "as it is")
    steps.append({"step": step, "ms": {what: round(seconds * 1000, 1) for what, seconds in found.items()}})
    STEPS.write_text(json.dumps(steps, indent=1) + "\n")
    return Part(
        "What an answer costs",
        "python -m bench saving",
        f"Processor time in ms. Alone: one request or reading in a process without network (`bench.costs`). Site: "
        f"what the running one-process site used for {ANSWERS} answers saved, read and marked, for {LOOKS} looks and "
        f"{BOARDS} fetches of what changed on a dashboard (in the last row a board that was worked out for another "
        "fetch before), each over HTTP, less what it uses when nobody asks. One row for each "
        "step of making it cheaper, oldest first; all of one machine, measured one after another.",
        [Figure(one["step"], _words(one["ms"])) for one in steps],
    )


def _words(ms: dict[str, float]) -> str:
    alone = ", ".join(f"{what} {ms[what]:.1f}" for what in ("save", "read", "look", "cells"))
    site = ", ".join(f"{what[6:]} {ms[what]:.1f}" for what in ("site: answer", "site: look", "site: cells"))
    return f"alone: {alone}; site: {site}"


def _alone(folder: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.costs", "100"], cwd=ROOT, env=environment(folder),
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _over_http(data: Path) -> dict[str, float]:
    made = school.make(data, SECRETS, classes=1, children=30, questions=20)
    [room] = made["classes"]
    with RunningSite(data, **SECRETS) as site:
        address = urlsplit(site.home)
        door = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)

        def ask(method: str, path: str, headers: dict[str, str], body: str = "") -> int:
            door.request(method, path, body or None, headers)
            reply = door.getresponse()
            reply.read()
            return reply.status

        def save(n: int) -> None:
            child = room["children"][n % 30]
            answer = child["answers"][n // 30]
            headers = {**_headers(child), "X-CSRFToken": school.CSRF, "Content-Type": "application/json"}
            wire = made["inks"][answer["key"]][0]["wire"]
            body = json.dumps({"client_id": str(uuid.uuid4()), "seq": 1, "pointer": "pen", "ink": wire})
            assert ask("POST", f"/api/v1/answers/{answer['uuid']}/ink/", headers, body) == 201

        def look(n: int) -> None:
            child = room["children"][n % 30]
            assert ask("GET", f"/api/v1/attempts/{child['attempt']}/", _headers(child)) == 200

        def cells(_: int) -> None:
            path = f"/assignments/{room['assignment']}/cells/?since=0"
            assert ask("GET", path, {"Cookie": room["teacher"]}) == 200

        def spent(work: Any, times: int, since: int = 0) -> float:
            used, begun = processor_time(site.process.pid), time.monotonic()
            for n in range(since, since + times):
                work(n)
            while left_unread_in(data / "astronumbers.sqlite3"):
                time.sleep(0.05)
            used = processor_time(site.process.pid) - used
            return (used - idle * (time.monotonic() - begun)) / times

        used, idle = processor_time(site.process.pid), 0.0
        time.sleep(IDLE)
        idle = (processor_time(site.process.pid) - used) / IDLE
        spent(save, 30)  # what is loaded once is no part of it
        spent(look, 10)
        spent(cells, 3)
        return {
            "site: answer": spent(save, ANSWERS, since=30),
            "site: look": spent(look, LOOKS),
            "site: cells": spent(cells, BOARDS),
        }


def _headers(child: dict[str, Any]) -> dict[str, str]:
    return {"Cookie": child["cookie"], "X-Student": child["student"]}
