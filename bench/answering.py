"""A class of thirty writes two answers a second: how soon each is acknowledged, and marked."""

from __future__ import annotations

import http.client
import json
import random
import sqlite3
import tempfile
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import handwriting
from bench import rooms
from bench.figures import Figure, Part, at_most, percentile
from tests.running_site import RunningSite

CHILDREN, QUESTIONS = 30, 20
RATE, SECONDS = 2.0, 60
MS = 1000


def measure() -> Part:
    """Send at a fixed rate whatever the server does, so that waiting is not hidden; then ask the database."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        room = rooms.make(data, "empty", CHILDREN, QUESTIONS)
        with RunningSite(data) as site:
            _watch(site.home, room)
            sent, acknowledged = _write(site.home, room["answers"])
            time.sleep(3)
            resident = site.memory()
        marked = _marked(data / "astronumbers.sqlite3", sent)
    return Part(
        "Answering",
        "python -m bench answering",
        f"{CHILDREN} children send {RATE:g} answers a second for {SECONDS} s, each as ink of our synthetic hand, on "
        "a fixed schedule and over connections of their own, while a dashboard listens. From the moment the device "
        "sends to the answer 201, and to the time at which the mark was written.",
        [
            Figure("answers sent, marked", f"{len(sent)}, {len(marked)}", "all", len(sent) == len(marked)),
            Figure("sent to acknowledged, median", f"{percentile(acknowledged, 0.5) * MS:.0f} ms"),
            Figure("sent to acknowledged, p95", f"{percentile(acknowledged, 0.95) * MS:.0f} ms"),
            Figure("sent to mark stored, median", f"{percentile(marked, 0.5) * MS:.0f} ms"),
            at_most("sent to mark stored, p95", percentile(marked, 0.95) * MS, 300, "ms"),
            Figure("sent to mark stored, slowest", f"{max(marked) * MS:.0f} ms"),
            at_most("memory after that", resident / 1_000_000, 200, "MB"),
        ],
    )


def _write(home: str, answers: list[dict[str, Any]]) -> tuple[dict[str, float], list[float]]:
    """client_id -> time of sending (epoch seconds); seconds to each acknowledgement."""
    chosen = random.Random(1).sample(answers, int(RATE * SECONDS))
    sent: dict[str, float] = {}
    acknowledged: list[float] = []

    def send(number: int, answer: dict[str, Any]) -> None:
        client_id = str(uuid.uuid4())
        body = {"client_id": client_id, "seq": 1, "ink": handwriting.write(answer["key"], seed=number)}
        time.sleep(max(0.0, begun + number / RATE - time.time()))
        sent[client_id] = time.time()
        status = _post(home, f"/api/v1/answers/{answer['uuid']}/ink/", answer["cookie"], body)
        assert status in (200, 201), status
        acknowledged.append(time.time() - sent[client_id])

    begun = time.time() + 0.5
    with ThreadPoolExecutor(8) as children:
        list(children.map(send, range(len(chosen)), chosen))
    return sent, acknowledged


def _post(home: str, path: str, cookie: str, body: object) -> int:
    door = http.client.HTTPConnection(home.removeprefix("http://"), timeout=30)
    headers = {"Cookie": cookie, "X-CSRFToken": rooms.CSRF, "Content-Type": "application/json"}
    door.request("POST", path, json.dumps(body), headers)
    answer = door.getresponse()
    answer.read()
    door.close()
    return answer.status


def _watch(home: str, room: dict[str, Any]) -> None:
    """A dashboard's stream of events, read and forgotten; it ends when the site does."""
    door = http.client.HTTPConnection(home.removeprefix("http://"), timeout=300)
    door.request("GET", f"/assignments/{room['assignment']}/events/", headers={"Cookie": room["teacher"]})
    answer = door.getresponse()
    assert answer.status == 200, answer.status

    def listen() -> None:
        try:
            while answer.read1(4096):
                pass
        except (OSError, ValueError, http.client.HTTPException):
            pass  # the site was stopped

    threading.Thread(target=listen, daemon=True).start()


def _marked(database: Path, sent: dict[str, float]) -> list[float]:
    """Seconds from sending to the first mark that rests on the ink."""
    rows = sqlite3.connect(f"file:{database}?mode=ro", uri=True).execute(
        "SELECT ink.client_id, MIN(mark.created_at) FROM classroom_ink ink "
        "JOIN classroom_mark mark ON mark.ink_id = ink.id GROUP BY ink.client_id"
    )
    times = {str(uuid.UUID(client_id)): datetime.fromisoformat(at).replace(tzinfo=UTC) for client_id, at in rows}
    return [times[one].timestamp() - at for one, at in sent.items() if one in times]
