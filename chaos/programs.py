"""Processes that can be killed, frozen and kept up, as a supervisor such as systemd keeps them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from chaos.nursery import Nursery, lives

LOOK_EVERY = 0.1  # seconds between two looks of the supervisor


class Program:
    """One program in a process group of its own. `ready` says whether it can be used."""

    def __init__(
        self,
        name: str,
        command: list[str],
        *,
        log: Path,
        cwd: Path,
        env: dict[str, str],
        ready: Callable[[], object],
        as_user: dict[str, object] | None = None,
        nursery: Nursery | None = None,
    ) -> None:
        self.name, self.command, self.log, self.cwd, self.env = name, command, log, cwd, env
        self.ready, self.as_user = ready, as_user or {}
        # Forked where that gives the same program; a library that must be loaded first needs a true start.
        self.nursery = nursery if command[1:2] == ["-m"] and "LD_PRELOAD" not in env else None
        self.process: subprocess.Popen[bytes] | None = None
        self.pid = 0
        self.wanted = False
        self.starts = 0
        self.heard = 0  # bytes of its log that earlier starts wrote
        self.lock = threading.Lock()

    def start(self, *, wait: float = 240) -> None:
        """Start it, and wait until it can be used (not at all with 0)."""
        with self.lock:
            self.wanted = True
            self._start()
        if wait:
            self.until_ready(wait)

    def _start(self) -> None:
        if self.alive:
            return
        self.starts += 1
        self.heard = self.log.stat().st_size if self.log.exists() else 0
        if self.nursery:
            self.pid = self.nursery.start(self.command[2:], env=self.env, cwd=self.cwd, log=self.log)
            return
        with self.log.open("ab") as said:
            self.process = subprocess.Popen(
                self.command, cwd=self.cwd, env=self.env, stdout=said, stderr=subprocess.STDOUT,
                start_new_session=True, **self.as_user,
            )  # type: ignore[call-overload]  # fmt: skip
        self.pid = self.process.pid

    def until_ready(self, wait: float = 240) -> None:
        """Wait until it can be used; AssertionError with the end of its log when it cannot."""
        end = time.monotonic() + wait
        while time.monotonic() < end:
            with contextlib.suppress(Exception):  # whatever a probe of a program that is starting meets
                if self.ready():
                    return
            time.sleep(0.1)
        raise AssertionError(f"{self.name} is not ready in {wait:.0f} s:\n{self.said()[-2000:]}")

    @property
    def alive(self) -> bool:
        """Whether its first process runs (or is frozen)."""
        return bool(self.pid) and (self.process is None or self.process.poll() is None) and lives(self.pid)

    def kill(self, *, stay_down: bool = False) -> None:
        """SIGKILL to the whole tree, as a power cut; a supervisor starts it again unless `stay_down`."""
        with self.lock:
            self.wanted = self.wanted and not stay_down
            self._signal(signal.SIGKILL)
            self._ended(20)

    def freeze(self) -> None:
        """SIGSTOP to the whole tree: it holds its connections and answers nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def stop(self, *, how: signal.Signals = signal.SIGTERM, timeout: float = 60) -> None:
        """Ask it to end and wait; killed with its tree when it does not."""
        with self.lock:
            self.wanted = False
            if not self.alive:
                return
            os.kill(self.pid, how)
            if not self._ended(timeout):
                self._signal(signal.SIGCONT)
                self._signal(signal.SIGKILL)
                self._ended(20)

    def _ended(self, timeout: float) -> bool:
        end = time.monotonic() + timeout
        while self.alive and time.monotonic() < end:
            time.sleep(0.02)
        return not self.alive

    def children(self) -> list[int]:
        """Process ids of its direct children."""
        listed = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in listed.read_text().split()] if listed.exists() else []

    def said(self) -> str:
        """All it has printed."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def said_since_start(self) -> str:
        """What its latest start has printed."""
        return self.log.read_bytes()[self.heard :].decode(errors="replace") if self.log.exists() else ""

    def _signal(self, number: signal.Signals) -> None:
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, number)


class Supervisor:
    """Starts again what ended without being asked to."""

    def __init__(self, programs: Iterable[Program]) -> None:
        self.programs = list(programs)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="supervisor", daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(LOOK_EVERY):
            for program in self.programs:
                with program.lock:
                    if program.wanted and not program.alive:
                        program._start()

    def close(self) -> None:
        """Stop watching; nothing is started any more."""
        self._over.set()
        self._thread.join(5)
