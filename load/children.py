"""The locustfile: children who write, autosave, look for their readings and hand in; teachers whose dashboards watch.

They behave as the pages' own scripts do (js/outbox.js, js/poll.js, js/pages/dashboard.js). Everything is on a fixed
schedule, whatever the server does, so that waiting is not hidden. LOAD_PLAN names a JSON file with the school and the
plan; what a child was told is saved goes to a journal as soon as it was told, as does every time that was measured.
"""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import os
import random
import socket
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit

import gevent
from locust import FastHttpUser, User, events, task
from locust.env import Environment

PLAN: dict[str, Any] = json.loads(Path(os.environ["LOAD_PLAN"]).read_text())
CSRF = PLAN["csrf"]
BEGIN, STEADY, HAND_IN = PLAN["begin"], PLAN["steady"], PLAN["hand_in"]  # epoch seconds, seconds, seconds
PAUSE = PLAN["pause"]  # seconds between two answers of one child
STORMS = PLAN["storms"]  # seconds after the beginning at which all dashboards are cut and come back at once

# As js/outbox.js
FIRST_WAIT, LONGEST_WAIT, REPLY_WITHIN = 0.5, 30.0, 15.0
# As js/poll.js
LOOKS, SLOWEST_LOOK, SOON = (0.2, 0.2, 0.3, 0.4, 0.8, 1.3, 2.0, 4.0, 8.0), 15.0, 3.0
# As js/pages/dashboard.js
REST, LONGEST_REST, REST_PER_WAIT = 0.7, 4.0, 8

_children: Iterator[tuple[dict[str, Any], dict[str, Any]]] = iter(
    [(room, child) for room in PLAN["school"]["classes"] for child in room["children"]]
)
_boards: Iterator[dict[str, Any]] = itertools.cycle(PLAN["school"]["classes"])
# Several web processes share the load as behind a balancer, without one between.
_homes: Iterator[str] = itertools.cycle(PLAN["homes"])
_journal: TextIO = Path(PLAN["journal"]).open("w", buffering=1)  # noqa: SIM115  # open as long as the process
_times: TextIO = Path(PLAN["times"]).open("w", buffering=1)  # noqa: SIM115


def note(what: str, due: float, *, ok: bool = True) -> None:
    """One measured time: from when it should have happened to now."""
    now = time.time()
    _times.write(json.dumps([what, round(due - BEGIN, 4), round(now - due, 5), ok]) + "\n")


def sleep_until(moment: float) -> None:
    gevent.sleep(max(0.0, moment - time.time()))


class Child(FastHttpUser):
    """Writes an answer every PAUSE seconds, then hands in."""

    fixed_count = sum(len(room["children"]) for room in PLAN["school"]["classes"])
    network_timeout = connection_timeout = REPLY_WITHIN
    insecure = True

    def __init__(self, environment: Environment) -> None:
        self.host = next(_homes)
        super().__init__(environment)

    def on_start(self) -> None:
        self.room, self.own = next(_children)
        self.dice = random.Random(self.own["attempt"])
        self.early = 0.0  # seconds before which nothing is asked, from the last reading
        self.headers = {
            "Cookie": self.own["cookie"],
            "X-CSRFToken": CSRF,
            "X-Student": self.own["student"],
            "Content-Type": "application/json",
        }

    @task
    def lesson(self) -> None:
        due = BEGIN + self.dice.random() * PAUSE
        for number in itertools.count():
            if due >= BEGIN + STEADY:
                break
            sleep_until(due)
            self.write(number, due)
            # The page asks beside its outbox: an answer does not wait for the reading of the one before.
            gevent.spawn(self.look_until, self.answer, due, min(due + PAUSE, BEGIN + STEADY))
            due += PAUSE
        if HAND_IN:
            due = BEGIN + STEADY + self.dice.random() * HAND_IN
            sleep_until(due)
            self.hand_in(due)
        gevent.sleep(10_000)  # this child has done its lesson; the run ends for all at once

    def write(self, number: int, due: float) -> None:
        """Save one revision; try again as the outbox does, with the same id."""
        note("due", due)
        answers = self.own["answers"]
        answer = answers[number % len(answers)]
        self.ink = self.dice.choice(PLAN["school"]["inks"][answer["key"]])
        self.answer, seq = answer["uuid"], 1 + number // len(answers)
        client_id = str(uuid.UUID(int=self.dice.getrandbits(128), version=4))
        body = json.dumps(
            {"client_id": client_id, "seq": seq, "pointer": "pen", "device": "tablet", "ink": self.ink["wire"]}
        )
        wait = FIRST_WAIT
        tries = 1
        while True:
            status = self.post(f"/api/v1/answers/{answer['uuid']}/ink/", "save", body)
            if status in (200, 201):
                break
            note("failed try", due, ok=False)
            gevent.sleep(self.dice.random() * wait + wait / 2)
            wait, tries = min(wait * 2, LONGEST_WAIT), tries + 1
        told = [client_id, self.ink["digest"], answer["uuid"], seq, due, time.time()]
        _journal.write(json.dumps(told) + "\n")
        note("save", due)
        if tries == 1:
            note("save at first try", due)

    def post(self, path: str, name: str, body: str = "") -> int:
        with self.client.post(
            path, data=body, headers=self.headers, name=name, catch_response=True, allow_redirects=False
        ) as reply:
            if reply.status_code in (200, 201, 302):
                reply.success()
            else:
                reply.failure(f"{name}: {reply.status_code}")
            return int(reply.status_code or 0)

    def look_until(self, answer: str, due: float, end: float) -> None:
        """Ask for the reading, quickly at first, until it is there or the next answer is due."""
        waited, waits = 0.0, itertools.chain(LOOKS, itertools.repeat(SLOWEST_LOOK))
        while True:
            wait = next(waits)
            while waited + wait < self.early:
                wait += next(waits)
            if time.time() + wait > end:
                return
            gevent.sleep(wait)
            waited += wait
            begun = time.time()
            with self.client.get(
                f"/api/v1/attempts/{self.own['attempt']}/", headers=self.headers, name="look", catch_response=True
            ) as reply:
                if reply.status_code != 200:
                    reply.failure(f"look: {reply.status_code}")
                    continue
                states = {one["uuid"]: one["state"] for one in reply.json()["answers"]}
            note("look", begun)
            if states[answer] in ("read", "look"):
                note("reading shown", due)
                self.early = min(0.4 * waited, SOON)
                return

    def hand_in(self, due: float) -> None:
        """As the page does: hand in until it is taken, then see how it went."""
        path, wait = f"/work/{self.room['assignment']}/", FIRST_WAIT
        form = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        while True:
            with self.client.post(
                f"{path}hand-in/", data=f"csrfmiddlewaretoken={CSRF}", headers=form, name="hand in",
                catch_response=True, allow_redirects=False,
            ) as reply:  # fmt: skip
                if reply.status_code == 302:
                    reply.success()
                    break
                reply.failure(f"hand in: {reply.status_code}")
            note("failed try", due, ok=False)
            gevent.sleep(self.dice.random() * wait + wait / 2)
            wait = min(wait * 2, LONGEST_WAIT)
        note("hand in", due)
        begun = time.time()
        with self.client.get(f"{path}done/", headers=self.headers, name="done page", catch_response=True) as reply:
            note("done page", begun, ok=reply.status_code == 200)


class Dashboard(User):
    """A teacher's open dashboard: hears of news, and asks what changed."""

    fixed_count = PLAN["dashboards"]

    def on_start(self) -> None:
        self.room = next(_boards)
        self.known, self.heard, self.rest, self.back_after = 0, 0, 0.0, 3.0
        self.address = urlsplit(next(_homes))
        self.door: http.client.HTTPConnection | None = None

    @task
    def watch(self) -> None:
        sleep_until(BEGIN - 2 + random.random())
        self.page()
        storms = [BEGIN + at for at in STORMS]
        gevent.spawn(self.listen)
        while True:
            if storms and time.time() >= storms[0]:
                storms.pop(0)
                self.cut()
            if self.heard > self.known:
                asked = time.time()
                self.ask()
                gevent.sleep(min(max(REST, self.rest, REST_PER_WAIT * (time.time() - asked)), LONGEST_REST))
            gevent.sleep(0.05)

    def cut(self) -> None:
        """As a network that goes away: the stream ends in the middle."""
        if self.door is not None and self.door.sock is not None:
            with contextlib.suppress(OSError):
                self.door.sock.shutdown(socket.SHUT_RDWR)

    def page(self) -> None:
        self.get(f"/assignments/{self.room['assignment']}/", "dashboard page")

    def ask(self) -> None:
        body = self.get(f"/assignments/{self.room['assignment']}/cells/?since={self.known}", "cells")
        if body:
            self.known = json.loads(body)["version"]
        else:
            self.known = self.heard

    def get(self, path: str, name: str) -> bytes:
        begun = time.time()
        door = http.client.HTTPConnection(self.address.hostname or "", self.address.port, timeout=30)
        try:
            door.request("GET", path, headers={"Cookie": self.room["teacher"]})
            reply = door.getresponse()
            body = reply.read()
            self.rest = float(reply.headers.get("X-Rest", 0)) / 1000
            note(name, begun, ok=reply.status in (200, 204))
            return body if reply.status == 200 else b""
        except (OSError, http.client.HTTPException):
            note(name, begun, ok=False)
            return b""
        finally:
            door.close()

    def listen(self) -> None:
        """The stream, opened again as an EventSource does it: after what the server said last."""
        while True:
            begun = time.time()
            self.door = http.client.HTTPConnection(self.address.hostname or "", self.address.port, timeout=60)
            try:
                self.door.request(
                    "GET", f"/assignments/{self.room['assignment']}/events/", headers={"Cookie": self.room["teacher"]}
                )
                stream = self.door.getresponse()
                note("stream opened", begun, ok=stream.status == 200)
                while line := stream.fp.readline():
                    if line.startswith(b"data: "):
                        self.heard = int(line[6:])
                    elif line.startswith(b"retry: "):
                        self.back_after = int(line[7:]) / 1000
            except (OSError, ValueError, AttributeError, http.client.HTTPException):
                pass
            gevent.sleep(self.back_after)


@events.test_stop.add_listener
def close(environment: Environment, **_: object) -> None:
    """What was told is on the disk when the run ends."""
    _journal.flush()
    _times.flush()
