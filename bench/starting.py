"""From a fresh clone to ready, a second start, memory, stopping."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.figures import ROOT, Figure, Part, at_most
from tests.running_site import environment, processor_time
from tests.scaled.servers import free_port, wait_until

MEGABYTE = 1_000_000


def measure() -> Part:
    """Clone what is committed, `make run` twice."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        first = _start(clone)[0]
        later = [_start(clone) for _ in range(3)]
        installed = _size(clone / ".venv")
    return Part(
        "Starting",
        "python -m bench starting",
        "`git clone`, then `make run` until `/readyz` answers 200: once with a warm package cache and no `.venv`, "
        "then three times more (the median is stated). Memory is what the kernel counts as resident at that moment.",
        [
            at_most("fresh clone to ready", first, 90, "s"),
            at_most("second start to ready", sorted(one[0] for one in later)[1], 3, "s", digits=1),
            Figure("second start, processor time", f"{sorted(one[3] for one in later)[1]:.1f} s"),
            at_most("memory when ready, network loaded", max(one[1] for one in later) / MEGABYTE, 200, "MB"),
            at_most("SIGTERM to exit code 0", max(one[2] for one in later), 3, "s", digits=1),
            Figure("installed packages", f"{installed / MEGABYTE:.0f} MB"),
        ],
    )


def _start(clone: Path) -> tuple[float, int, float, float]:
    """Seconds to ready, resident bytes then, seconds to stop, seconds of processor time to ready."""
    port = str(free_port())
    begun = time.monotonic()
    with (clone / "said.log").open("w") as said:
        make = subprocess.Popen(
            ["make", "--no-print-directory", "run"],
            cwd=clone, env=environment(clone / "data", PORT=port), stdout=said, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
    ready = f"http://127.0.0.1:{port}/readyz"
    try:
        wait_until(lambda: urllib.request.urlopen(ready).status == 200, what="ready", timeout=300)
        taken = time.monotonic() - begun
        server = int(re.search(r"^(\d+)", _children(make.pid), re.MULTILINE)[1])  # type: ignore[index]
        status = Path(f"/proc/{server}/status").read_text()
        resident = int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024  # type: ignore[index]
        worked = processor_time(server)
        stopping = time.monotonic()
        os.kill(server, signal.SIGTERM)
        assert make.wait(30) == 0, (clone / "said.log").read_text()
        return taken, resident, time.monotonic() - stopping, worked
    finally:
        if make.poll() is None:
            os.killpg(make.pid, signal.SIGKILL)


def _children(pid: int) -> str:
    return subprocess.run(
        ["ps", "--no-headers", "-o", "pid", "--ppid", str(pid)], capture_output=True, text=True
    ).stdout


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
