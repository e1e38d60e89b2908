"""Simulated children, each with an outbox that sends the oldest first, again and again, until it hears "saved"."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import handwriting
from bench.rooms import CSRF
from chaos.journal import Journal, Writing
from chaos.school import fingerprint
from recognition.reader import Ink

PATIENCE = 15.0  # seconds until a child's tablet gives a reply up, as the real outbox
FIRST_WAIT, LONGEST_WAIT = 0.15, 1.5  # seconds; shorter than the real outbox's, which is kinder to the server
LATER = {408, 425, 429}


def planned(rng: random.Random, answers: list[dict[str, str]], *, seconds: float) -> list[Writing]:
    """What one child will write: every answer once, half of them again, a few typed. In order of time."""
    writings: list[Writing] = []
    for answer in answers:
        for seq in range(1, 2 + rng.randint(0, 1)):
            right = rng.random() < 0.7
            text = answer["key"] if right else str(rng.randint(2, 99))
            if rng.random() < 0.12:
                body: dict[str, Any] = {"typed": text}
            else:
                # As a tablet sends it, 160 and not 160.0: or "byte for byte" could not be asked for.
                drawn = Ink.from_wire(handwriting.write(text, seed=rng.randrange(1_000_000))).to_wire()
                body = {"ink": drawn}
            writings.append(
                Writing(0.0, str(uuid.UUID(int=rng.getrandbits(128), version=4)), answer["uuid"], seq, body)
            )
    times = sorted(rng.uniform(0, seconds) for _ in writings)
    ordered = sorted(writings, key=lambda one: (one.seq, rng.random()))
    return [Writing(at, one.client_id, one.answer, one.seq, one.body) for at, one in zip(times, ordered, strict=True)]


def expected(writing: Writing) -> dict[str, str]:
    """How a revision must be stored."""
    drawn = writing.body.get("ink")
    return {
        "answer": writing.answer,
        "typed": writing.body.get("typed", ""),
        "bytes": fingerprint(drawn),
        "digest": Ink.from_wire(drawn).digest() if drawn else "",
    }


@dataclass
class Habits:
    """How the children of a case behave otherwise than usual."""

    tabs: int = 1  # senders of one child at the same time
    shuffled: bool = False  # revisions leave in any order
    hand_in: float = 0.3  # share of children who hand in when all is saved
    offline: dict[int, tuple[float, float]] = field(default_factory=dict)  # child: seconds from and to


class Child:
    """One child at a tablet: draws by plan, sends by its outbox, hands in at the end if it is one who does."""

    def __init__(
        self, number: int, pupil: dict[str, Any], *, port: int, journal: Journal, seed: int, seconds: float,
        habits: Habits,
    ) -> None:  # fmt: skip
        self.number, self.pupil, self.port, self.journal, self.habits = number, pupil, port, journal, habits
        self.rng = random.Random(f"child {number} of {seed}")
        self.plan = planned(self.rng, pupil["answers"], seconds=seconds)
        self.hands_in = self.rng.random() < habits.hand_in
        self.to_draw = list(self.plan)
        self.outbox: list[Writing] = []
        self.sending: set[str] = set()
        self.lock = threading.Lock()
        self.done = False
        self.give_up = threading.Event()
        self.threads = [threading.Thread(target=self._live, args=[tab], daemon=True) for tab in range(habits.tabs)]

    def start(self) -> None:
        """Sit down and begin."""
        for thread in self.threads:
            thread.start()

    def _live(self, tab: int) -> None:
        chance, failures = random.Random(f"{self.number} {tab}"), 0
        while not self.give_up.is_set():
            self._draw()
            chosen = None if self._is_offline() else self._next(chance)
            if chosen is None:
                if not self.to_draw and not self.outbox:
                    break
                self.give_up.wait(self._until_next())
                continue
            heard = self._send(chosen)
            with self.lock:
                self.sending.discard(chosen.client_id)
                if heard:
                    self.outbox.remove(chosen)
            failures = 0 if heard else failures + 1
            if failures:
                wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1))
                self.give_up.wait(wait * (0.5 + chance.random() / 2))
        if tab == 0:
            self._hand_in()
            self.done = not self.outbox and not self.to_draw

    def _draw(self) -> None:
        now = time.monotonic() - self.journal.begun
        with self.lock:
            while self.to_draw and self.to_draw[0].at <= now:
                self.outbox.append(self.to_draw.pop(0))

    def _next(self, chance: random.Random) -> Writing | None:
        with self.lock:
            free = [one for one in self.outbox if one.client_id not in self.sending]
            if not free:
                return None
            if self.habits.shuffled and self.to_draw and len(free) < 4:
                return None  # a tab that was asleep: several revisions go out at once, the wrong way round
            chosen = chance.choice(free) if self.habits.shuffled else free[0]
            self.sending.add(chosen.client_id)
            return chosen

    def _until_next(self) -> float:
        """Seconds to sleep: thirty threads that look up too often would be most of the load."""
        with self.lock:
            if self.outbox or not self.to_draw:
                return 0.2
            return min(max(self.to_draw[0].at - (time.monotonic() - self.journal.begun), 0.02), 1.0)

    def _is_offline(self) -> bool:
        since, until = self.habits.offline.get(self.number, (0.0, 0.0))
        return since <= time.monotonic() - self.journal.begun < until

    def _send(self, writing: Writing) -> bool:
        """Whether the server answered so that this revision need not be sent again."""
        body = {"client_id": writing.client_id, "seq": writing.seq, **writing.body}
        self.journal.note("sent", client_id=writing.client_id, child=self.number)
        begun = time.monotonic()
        status, _ = post(self.port, f"/api/v1/answers/{writing.answer}/ink/", self.pupil["cookie"], json.dumps(body))
        took = round(time.monotonic() - begun, 3)
        if status in (200, 201):
            self.journal.note("acknowledged", client_id=writing.client_id, took=took)
            return True
        if status == 0 or status >= 500 or status in LATER:
            self.journal.note("unanswered", client_id=writing.client_id, status=status, took=took)
            return False
        self.journal.note("refused", client_id=writing.client_id, status=status)
        return True

    def _hand_in(self) -> None:
        while self.hands_in and not self.give_up.is_set():
            status, _ = post(
                self.port, f"/api/v1/attempts/{self.pupil['attempt']}/hand-in/", self.pupil["cookie"], "{}"
            )
            if status == 200:
                return self.journal.note("handed in", attempt=self.pupil["attempt"])
            self.journal.note("hand-in unanswered", attempt=self.pupil["attempt"], status=status)
            self.give_up.wait(LONGEST_WAIT / 2)


def post(
    port: int, path: str, cookie: str, body: str, content: str = "application/json", timeout: float = PATIENCE
) -> tuple[int, bytes]:
    """Status and body; status 0 when no whole answer came."""
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        door.request("POST", path, body, {"Cookie": cookie, "X-CSRFToken": CSRF, "Content-Type": content})
        answer = door.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        door.close()
