"""What the children and their teacher were told, written down as it was told: the other half of every comparison."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Writing:
    """One revision that a child made. `at` is seconds after the lesson's beginning."""

    at: float
    client_id: str
    answer: str
    seq: int
    body: dict[str, Any]


@dataclass
class Journal:
    """Append-only, one JSON line for each event, flushed before anybody goes on."""

    path: Path
    begun: float = field(default_factory=time.monotonic)
    events: list[dict[str, Any]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._file = self.path.open("a")

    def note(self, what: str, **facts: Any) -> None:
        """Write one event down, with seconds since the beginning."""
        event = {"what": what, "t": round(time.monotonic() - self.begun, 3), **facts}
        with self._lock:
            self.events.append(event)
            self._file.write(json.dumps(event) + "\n")
            self._file.flush()

    def of(self, what: str) -> Iterator[dict[str, Any]]:
        """Events of one kind, in their order."""
        with self._lock:
            return iter([event for event in self.events if event["what"] == what])

    def count(self, what: str) -> int:
        """How many events of one kind there are."""
        return sum(1 for _ in self.of(what))

    @property
    def acknowledged(self) -> set[str]:
        """Ids of revisions that the server said it has."""
        return {event["client_id"] for event in self.of("acknowledged")}
