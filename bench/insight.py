"""The pages of insight for a class of thirty with forty worksheets."""

from __future__ import annotations

import http.client
import tempfile
import time
from pathlib import Path

from bench import rooms
from bench.figures import Figure, Part, at_most, percentile
from tests.running_site import RunningSite

CHILDREN, QUESTIONS, TIMES = 30, 20, 15
MS = 1000


def measure() -> Part:
    """Ask the running site for the page of the class, of one child, of one lesson, and for all reports."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        room = rooms.make(data, "term", CHILDREN, QUESTIONS)
        with RunningSite(data) as site:
            child = _first_child(site.home, room["teacher"])
            figures = []
            for what, path, limit in (
                ("class over time", "/classes/1/insight/", 300),
                ("one child", child, 300),
                ("one lesson", f"/assignments/{room['assignment']}/insight/", 300),
            ):
                _ask(site.home, path, room["teacher"])  # once for what is loaded and compiled on first use
                before = site.processor_time()
                taken = [_ask(site.home, path, room["teacher"])[0] for _ in range(TIMES)]
                worked = (site.processor_time() - before) / TIMES
                figures += [
                    at_most(f"{what}, median", percentile(taken, 0.5) * MS, limit, "ms"),
                    Figure(f"{what}, processor time of the server", f"{worked * MS:.0f} ms"),
                    Figure(f"{what}, slowest", f"{max(taken) * MS:.0f} ms"),
                ]
            begun, body = _ask(site.home, "/classes/1/insight/reports.pdf", room["teacher"], post=True)
            figures.append(
                Figure("reports of the whole class, one PDF", f"{begun:.1f} s, {len(body) / 1000:,.0f} KB")
            )
    return Part(
        "Insight",
        "python -m bench insight",
        f"A class of {CHILDREN} children with {rooms.TERM} worksheets of {QUESTIONS} questions, four answers in five "
        f"written, all of it read by then; the median of {TIMES} requests over HTTP to the running site. That the "
        "number of queries grows with neither children nor worksheets is a test (`tests/classroom/test_insight.py`).",
        figures,
    )


def _first_child(home: str, cookie: str) -> str:
    page = _ask(home, "/classes/1/insight/", cookie)[1].decode()
    return next(one for one in page.split('"') if one.startswith("/classes/1/children/") and "/insight/" in one)


def _ask(home: str, path: str, cookie: str, *, post: bool = False) -> tuple[float, bytes]:
    """Seconds and body of one answer."""
    door = http.client.HTTPConnection(home.removeprefix("http://"), timeout=120)
    begun = time.perf_counter()
    headers = {"Cookie": cookie, **({"X-CSRFToken": rooms.CSRF, "Content-Length": "0"} if post else {})}
    door.request("POST" if post else "GET", path, headers=headers)
    answer = door.getresponse()
    body = answer.read()
    taken = time.perf_counter() - begun
    door.close()
    assert answer.status == 200, (path, answer.status, body[:200])
    return taken, body
