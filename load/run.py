"""One run of the load against a site: the plan goes to Locust, its journal and times come back and are checked."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from bench.figures import percentile
from load import school
from load.sites import WAITING, Site, left_unread_in, tree_time
from tests.running_site import ROOT

SETTLING = 60.0  # seconds
SAVED, SAVED_WITHIN, MARKED_WITHIN = 0.98, 300.0, 3.0  # share of the rate; ms and seconds, both p95


@dataclass(frozen=True)
class Plan:
    """How many write how fast for how long."""

    classes: int = 20
    children: int = 30
    questions: int = 20
    rate: float = 40.0  # answers a second, of all together
    steady: float = 600.0  # seconds
    hand_in: float = 10.0  # seconds in which all hand in after that; 0: nobody does
    dashboards: int = 20
    storms: tuple[float, ...] = ()
    settling: float = SETTLING  # seconds that the queue may take to be empty after the last hand-in


@dataclass
class Outcome:
    """What was measured: seconds by kind of request, and what the checks found."""

    plan: Plan
    times: dict[str, list[tuple[float, float]]] = field(default_factory=dict)  # kind -> (when, how long)
    failed_tries: int = 0
    acknowledged: int = 0
    lost: int = 0
    unread: int = 0
    marked: list[float] = field(default_factory=list)  # seconds from due to mark stored
    read_out: float = 0.0  # seconds after the last hand-in until nothing was unread
    promises: str = ""
    busy: dict[str, float] = field(default_factory=dict)  # share of one core while all were writing
    load_before: float = 0.0

    @property
    def speed(self) -> float:
        """Answers a second that were acknowledged."""
        return self.acknowledged / self.plan.steady

    @property
    def marked_p95(self) -> float:
        """Seconds within which 95 % had their mark."""
        return percentile(self.marked, 0.95) if self.marked else float("inf")

    def p(self, kind: str, share: float, *, since: float = -1e9, until: float = float("inf")) -> float:
        """A percentile of a kind's times, in ms."""
        found = [took for when, took in self.times.get(kind, []) if since <= when < until]
        return percentile(found, share) * 1000 if found else float("nan")


def run(site: Site, plan: Plan, folder: Path, meanwhile: Callable[[], None] | None = None) -> Outcome:
    """Make the school, let it work, wait until all is read, and ask the database.

    `meanwhile` is called in a thread of its own once all are writing.
    """
    out = Outcome(plan, load_before=os.getloadavg()[0])
    made = school.make(
        site.data, site.environ, classes=plan.classes, children=plan.children, questions=plan.questions
    )
    children = plan.classes * plan.children
    journal, times = folder / "journal.jsonl", folder / "times.jsonl"
    begin = time.time() + 6 + children / 100
    (folder / "plan.json").write_text(
        json.dumps(
            {
                "school": made, "csrf": school.CSRF, "begin": begin, "steady": plan.steady, "hand_in": plan.hand_in,
                "pause": children / plan.rate, "dashboards": plan.dashboards, "storms": plan.storms,
                "homes": site.homes, "journal": str(journal), "times": str(times),
            }
        )
    )  # fmt: skip
    ends = begin + plan.steady + plan.hand_in
    users, trailing = children + plan.dashboards, 30 if plan.hand_in else 5
    locust = subprocess.Popen(
        [
            sys.executable, "-m", "locust", "-f", "load/children.py", "--headless", "--only-summary",
            "-u", str(users), "-r", str(users), "-t", f"{ends + trailing - time.time():.0f}s", "--stop-timeout", "0",
            "-H", site.homes[0], "--skip-log-setup",
        ],
        cwd=ROOT, env={**os.environ, "LOAD_PLAN": str(folder / "plan.json")},
        stdout=(folder / "locust.txt").open("w"), stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        _sleep_until(begin + min(5, plan.steady / 4))
        if meanwhile is not None:
            threading.Thread(target=meanwhile, daemon=True).start()
        at, before, client = time.time(), site.processor_times(), tree_time(locust.pid)
        _sleep_until(begin + plan.steady)
        spent = time.time() - at
        out.busy = {what: (now - before[what]) / spent for what, now in site.processor_times().items()}
        out.busy["Locust"] = (tree_time(locust.pid) - client) / spent
        _sleep_until(ends)
        out.read_out = _wait_until_read(site, ends, plan.settling)
        locust.wait(SETTLING + 60)
    finally:
        locust.kill()
        locust.wait()
    _read_times(out, times)
    _check(out, site, journal)
    return out


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.time()))


def _wait_until_read(site: Site, since: float, longest: float) -> float:
    while left_unread(site) and time.time() - since < longest:
        time.sleep(1)
    return time.time() - since


def left_unread(site: Site) -> int:
    """How many answers wait for a worker, or are with one."""
    url = site.environ.get("DATABASE_URL")
    if url is None:
        return left_unread_in(site.data / "astronumbers.sqlite3")
    with psycopg.connect(url, connect_timeout=5) as door:
        row = door.execute(WAITING).fetchone()
    return int(row[0]) if row else 0


def _read_times(out: Outcome, path: Path) -> None:
    times: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for line in path.read_text().splitlines():
        what, when, took, ok = json.loads(line)
        if ok:
            times[what].append((when, took))
        else:
            out.failed_tries += what == "failed try"
            times[f"{what}, failed"].append((when, took))
    out.times = dict(times)


def _check(out: Outcome, site: Site, journal: Path) -> None:
    """Hold the journal against the database, in a process with the site's settings."""
    done = site.manage("shell", "-v", "0", "-c", f"from load.journal import compare; compare({str(journal)!r})")
    assert done.returncode == 0, done.stderr
    facts: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    out.acknowledged, out.lost, out.unread = facts["acknowledged"], facts["lost"], facts["unread"]
    out.marked = facts["marked"]
    verified = site.manage("verify_invariants")
    out.promises = "all hold" if verified.returncode == 0 else verified.stdout.strip()[-300:]


def spread(values: list[float]) -> str:
    """Median and p95 in ms, for a table."""
    return f"{statistics.median(values) * 1000:.0f} / {percentile(values, 0.95) * 1000:.0f} ms" if values else "–"
