"""Thirty children, a teacher and an open dashboard, from the first stroke until everything has come to rest."""

from __future__ import annotations

import time

from chaos.children import Child, Habits
from chaos.grownups import Dashboard, Teacher
from chaos.journal import Journal
from chaos.stand import Stand

SECONDS = 8.0  # in which the children write
PATIENCE = (
    90.0  # seconds after the fault is healed until every tablet is empty; and again, until every job is finished
)
SETTLED = 3  # looks in a row that must find nothing waiting


class Unrest(AssertionError):
    """The site did not come to rest; the words say what still moves."""


class Lesson:
    """One lesson of a case. `begin`, then do harm, then `end`."""

    def __init__(self, stand: Stand, habits: Habits | None = None, *, patience: float = PATIENCE) -> None:
        self.stand, self.habits, self.patience = stand, habits or Habits(), patience
        self.seconds = SECONDS
        self.journal = Journal(stand.folder / "journal.jsonl")
        port, seed = stand.front.port, stand.seed
        self.children = [
            Child(number, pupil, port=port, journal=self.journal, seed=seed, seconds=SECONDS, habits=self.habits)
            for number, pupil in enumerate(stand.school["children"])
        ]
        self.teacher = Teacher(stand.school, port=port, journal=self.journal, seed=seed, seconds=SECONDS)
        self.dashboard = Dashboard(stand.school, port=port)

    def begin(self) -> None:
        """Everybody starts."""
        self.journal.begun = time.monotonic()
        everybody: list[Child | Teacher | Dashboard] = [*self.children, self.teacher, self.dashboard]
        for one in everybody:
            one.start()

    @property
    def now(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.journal.begun

    def wait_until(self, seconds: float) -> None:
        """Sleep until so many seconds after the beginning."""
        time.sleep(max(0.0, seconds - self.now))

    def wait_for(self, share: float) -> None:
        """Sleep until this share of the time in which the children write is over."""
        self.wait_until(share * self.seconds)

    def end(self) -> None:
        """Wait until every tablet is empty and every job finished; Unrest when that does not come."""
        people: list[Child | Teacher] = [*self.children, self.teacher]
        try:
            end = time.monotonic() + self.patience
            while not all(one.done for one in people):
                if time.monotonic() > end:
                    left = sum(len(child.outbox) for child in self.children)
                    raise Unrest(f"after {self.patience:.0f} s {left} revisions are still on the tablets")
                time.sleep(0.1)
            self.rest(self.patience)
        finally:
            for one in people:
                one.give_up.set()

    def rest(self, within: float) -> None:
        """Wait until no job waits."""
        end, quiet = time.monotonic() + within, 0
        while quiet < SETTLED:
            waiting = self.stand.waiting()
            quiet = quiet + 1 if waiting == 0 else 0
            if time.monotonic() > end:
                raise Unrest(f"after {within:.0f} s {waiting} answers are still waiting to be read")
            time.sleep(0.15)
