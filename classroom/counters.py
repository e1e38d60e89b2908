"""What this process counts for `/metrics`. No name, no id, no address: labels come from short closed lists.

In the scaled form every process of a machine writes its counts to files in one folder, and whichever process is asked
adds them up (prometheus_client's multi-process mode); elsewhere they live in memory.
"""

from __future__ import annotations

import os
from pathlib import Path

# Before anything else of prometheus_client: it chooses between memory and files when it is imported.
if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
    Path(folder).mkdir(parents=True, exist_ok=True, mode=0o700)

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

FILES = folder or ""
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_LONG_SECONDS = (0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300)

HERE = CollectorRegistry()
REQUESTS = Counter(
    "astronumbers_http_requests", "Requests, by view, method and class of status", ["view", "method", "status"],
    registry=HERE,
)  # fmt: skip
REQUEST_SECONDS = Histogram(
    "astronumbers_http_seconds", "Time from request to answer", ["view"], buckets=_SECONDS, registry=HERE
)
SAVES = Counter("astronumbers_saves", "Answers kept, by mode and whether late", ["mode", "late"], registry=HERE)
READINGS = Counter("astronumbers_readings", "Inks read, by what came out", ["status"], registry=HERE)
READ_SECONDS = Histogram(
    "astronumbers_read_seconds", "Time that the reader takes for one ink", buckets=_SECONDS, registry=HERE
)
WAIT_SECONDS = Histogram(
    "astronumbers_save_to_mark_seconds", "Time from saving a drawn answer to its mark", buckets=_LONG_SECONDS,
    registry=HERE,
)  # fmt: skip
MARKS = Counter(
    "astronumbers_marks", "Marks given by machine; unsure ones go to a teacher", ["verdict"], registry=HERE
)
READ_FAILURES = Counter("astronumbers_read_failures", "Tries to read an ink that failed", registry=HERE)
HINTS_LOST = Counter("astronumbers_hints_lost", "Hints that the broker did not take", registry=HERE)
TURNED_AWAY = Counter("astronumbers_turned_away", "Requests answered 503, too many at once", registry=HERE)
BUSY = Counter("astronumbers_database_busy", "Requests answered 503, database busy", registry=HERE)


def registry() -> CollectorRegistry:
    """The counts of this process, or of all on this machine in the scaled form."""
    if not FILES:
        return HERE
    whole = CollectorRegistry()
    MultiProcessCollector(whole, path=FILES)
    return whole


def forget_the_dead() -> int:
    """Remove files of processes that are no more, at a start; returns how many. Prometheus sees a reset."""
    gone = 0
    for path in Path(FILES).glob("*.db") if FILES else ():
        pid = path.stem.rpartition("_")[2]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
