"""The whole site as a process of its own, started and ended by tests and benches as a school starts and ends it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests import quiet_logs

# Children and teachers of the browser tests and of the demonstration: a site that says one of them has said too much.
PEOPLE = {"Ada", "Ben", "Cleo", "Zoe", "Dev", "Ms Hopper", "Hopper", "Mr Other"}

ROOT = Path(__file__).resolve().parent.parent
OURS = (
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "PORT",
    "DATA_DIR",
    "LAN",
    "HTTPS",
    "DEBUG",
    "DATABASE_URL",
    "REDIS_URL",
    "ALLOWED_HOSTS",
    "SECRET_KEY",
    "PEPPER",
)


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """This process's environment without settings that would leak into the site, and with those given."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**clean, "DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1", **more}


def processor_time(pid: int) -> float:
    """Seconds of processor time, in its own and in the kernel's code, that a process has used."""
    facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(facts[11]) + int(facts[12])) / os.sysconf("SC_CLK_TCK")


class RunningSite:
    """`manage.py run` (or another command that serves) on a free port with a data folder of its own.

    `home` is its address without a closing slash, `first_teacher` the whole one-time link, or "" when there is a
    teacher. Used as a context manager; leaving it sends SIGTERM and expects exit code 0.
    """

    def __init__(self, data_dir: Path, *, command: str = "run", **environ: str) -> None:
        self.data_dir = data_dir
        self.command = command
        self.environ = environment(data_dir, **{"PORT": "0", **environ})
        self.home = self.first_teacher = ""
        self.started_in = 0.0  # seconds from the command to an answer 200 on /healthz

    def __enter__(self) -> RunningSite:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        code = self.stop()
        assert code == 0, f"the site ended with code {code}:\n{self.said()[-3000:]}"

    def start(self, *, timeout: float = 90) -> None:
        """Start it and wait until it answers."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._log = (self.data_dir / "said.txt").open("w+")
        begun = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", self.command],
            cwd=ROOT,
            env=self.environ,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        while "Press Ctrl-C" not in self.said():
            assert self.process.poll() is None, f"the site did not start:\n{self.said()}"
            assert time.monotonic() - begun < timeout, f"the site did not start in time:\n{self.said()}"
            time.sleep(0.02)
        self.home = re.search(r"ready: (http://\S+)/", self.said())[1]  # type: ignore[index]
        link = re.search(r"^\s*(http://\S+/join-school/\S+)", self.said(), re.MULTILINE)
        self.first_teacher = link[1] if link else ""
        while self.status("/healthz") != 200:
            assert time.monotonic() - begun < timeout, "the site does not answer"
            time.sleep(0.02)
        self.started_in = time.monotonic() - begun

    def stop(self, *, how: signal.Signals = signal.SIGTERM, timeout: float = 15) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(how)
        try:
            code = self.process.wait(timeout)
            # The demonstration prints an invented child, for whoever tries it.
            found = quiet_logs.found_in(self.said(), PEOPLE) if self.command == "run" else []
            assert not found, f"the site said {found}"
            return code
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            self._log.close()

    def said(self) -> str:
        """All it has printed."""
        return (self.data_dir / "said.txt").read_text()

    def status(self, path: str) -> int:
        """HTTP status of a GET, 0 when nobody answers."""
        try:
            with urllib.request.urlopen(self.home + path, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def processor_time(self) -> float:
        """Seconds of processor time that it has used."""
        return processor_time(self.process.pid)

    def memory(self) -> int:
        """Resident memory in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024  # type: ignore[index]
