"""The dashboard of sixty children by sixty questions, and what pages weigh."""

from __future__ import annotations

import http.client
import re
import tempfile
import time
from pathlib import Path

from bench import rooms
from bench.figures import Figure, Part, at_most, percentile
from tests.running_site import RunningSite

TIMES = 15
MS = 1000


def measure() -> Part:
    """Ask the running site for the page, and for what an open page asks when something changed."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        room = rooms.make(data, "full", 60, 60)
        with RunningSite(data) as site:
            page = f"/assignments/{room['assignment']}/"
            _get(site.home, page, room["teacher"])  # once for what is loaded and compiled on first use
            before = site.processor_time()
            taken, weight = zip(*(_get(site.home, page, room["teacher"]) for _ in range(TIMES)), strict=True)
            worked = (site.processor_time() - before) / TIMES
            moved, _ = zip(*(_get(site.home, f"{page}cells/", room["teacher"]) for _ in range(TIMES)), strict=True)
    return Part(
        "Dashboard of 60 by 60",
        "python -m bench dashboard",
        f"A class of 60 children with 60 questions, four answers in five written; the median of {TIMES} requests "
        "over HTTP to the running site. That the number of queries does not grow with the class is a test "
        "(`tests/classroom/test_dashboard.py`).",
        [
            at_most("whole page, median", percentile(taken, 0.5) * MS, 200, "ms"),
            Figure("whole page, processor time of the server", f"{worked * MS:.0f} ms"),
            Figure("whole page, slowest", f"{max(taken) * MS:.0f} ms"),
            Figure("whole page, bytes", f"{weight[0] / 1000:,.0f} KB"),
            Figure("all cells as an open page asks for them, median", f"{percentile(moved, 0.5) * MS:.0f} ms"),
        ],
    )


def _get(home: str, path: str, cookie: str) -> tuple[float, int]:
    """Seconds and bytes of one answer."""
    door = http.client.HTTPConnection(home.removeprefix("http://"), timeout=60)
    begun = time.perf_counter()
    door.request("GET", path, headers={"Cookie": cookie})
    answer = door.getresponse()
    body = answer.read()
    taken = time.perf_counter() - begun
    door.close()
    assert answer.status == 200, (path, answer.status, re.sub(rb"<[^>]+>", b"", body)[:200])
    return taken, len(body)
