"""The teacher, who marks a few answers in the middle of it all, and the dashboard that she keeps open."""

from __future__ import annotations

import http.client
import random
import threading
import time
from typing import Any

from chaos.children import LONGEST_WAIT, post
from chaos.journal import Journal

MARKED = 6  # answers that the teacher decides in one lesson


class Teacher:
    """Says right or wrong of a few answers, some of them twice, and presses again when no answer comes."""

    def __init__(self, school: dict[str, Any], *, port: int, journal: Journal, seed: int, seconds: float) -> None:
        self.school, self.port, self.journal, self.seconds = school, port, journal, seconds
        self.rng = random.Random(f"teacher of {seed}")
        self.give_up = threading.Event()
        self.thread = threading.Thread(target=self._mark, daemon=True)
        self.done = False

    def start(self) -> None:
        """Begin to mark."""
        self.thread.start()

    def _mark(self) -> None:
        chosen = [
            self.rng.choice(pupil["answers"])["uuid"]
            for pupil in self.rng.sample(self.school["children"], min(MARKED, len(self.school["children"])))
        ]
        deeds = [(uuid, self.rng.choice(["right", "wrong"])) for uuid in chosen]
        deeds += [(uuid, "wrong" if verdict == "right" else "right") for uuid, verdict in deeds[:2]]
        for at, (uuid, verdict) in enumerate(deeds):
            self.give_up.wait(
                max(0.0, self.journal.begun + self.seconds * (at + 0.5) / len(deeds) - time.monotonic())
            )
            while not self.give_up.is_set():
                self.journal.note("marking", answer=uuid, verdict=verdict)
                form = "application/x-www-form-urlencoded"
                status, _ = post(
                    self.port, f"/answers/{uuid}/mark/", self.school["teacher"], f"verdict={verdict}", form
                )
                if 200 <= status < 400:
                    self.journal.note("marked", answer=uuid, verdict=verdict)
                    break
                self.journal.note("mark unanswered", answer=uuid, status=status)
                self.give_up.wait(LONGEST_WAIT / 2)
        self.done = not self.give_up.is_set()


class Dashboard:
    """Listens to the class's version as an open page does, and connects anew when the stream breaks."""

    def __init__(self, school: dict[str, Any], *, port: int) -> None:
        self.school, self.port = school, port
        self.versions: list[int] = []
        self.connections = 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._listen, daemon=True)

    def start(self) -> None:
        """Open the page."""
        self.thread.start()

    def close(self) -> None:
        """Leave; the thread ends with its connection."""
        self.over.set()

    def converged(self, version: int, *, within: float) -> bool:
        """Whether the newest version heard is this one, or becomes it in time."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            if self.versions and self.versions[-1] == version:
                return True
            time.sleep(0.1)
        return False

    def _listen(self) -> None:
        while not self.over.is_set():
            door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=12)
            try:
                door.request(
                    "GET",
                    f"/assignments/{self.school['assignment']}/events/",
                    headers={"Cookie": self.school["teacher"]},
                )
                answer = door.getresponse()
                if answer.status == 200:
                    self.connections += 1
                    while not self.over.is_set() and (line := answer.readline()):
                        if line.startswith(b"data: ") and int(line[6:]):
                            self.versions.append(int(line[6:]))
            except (OSError, ValueError, http.client.HTTPException, AttributeError):
                pass
            finally:
                door.close()
            self.over.wait(0.3)
