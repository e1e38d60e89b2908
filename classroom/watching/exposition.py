"""What `/metrics` says: the figures of one look, the alarms, and what this machine's processes counted."""

from __future__ import annotations

import platform
import secrets
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.http import HttpRequest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from classroom import counters
from classroom.watching.alarms import CODES, judge
from classroom.watching.figures import Figures

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
LOOPBACK = {"127.0.0.1", "::1"}
# Name of the metric: field of Figures, what it is. What nobody knows is left out, as Prometheus wants it.
GAUGES = {
    "database_up": ("database", "1 while the database answers"),
    "jobs_waiting": ("waiting", "Answers that wait to be read or are being read"),
    "job_oldest_age_seconds": ("oldest_wait", "How long the oldest of them has waited"),
    "late_answers": ("late_answers", "Answers of the last day that came after closing or hand-in, as from a tablet"),
    "answers_on_tablets": (
        "on_tablets",
        "Answers that tablets said they still keep, the last time they were heard of",
    ),
    "sweeper_age_seconds": ("sweeper_age", "Since the sweeper's last turn"),
    "canary_age_seconds": ("canary_age", "Since a test answer last came back through the queue"),
    "canary_round_trip_seconds": ("canary_seconds", "How long that one took"),
    "canary_right": ("canary_right", "1 if it was read as what it is"),
    "promises_checked_age_seconds": ("promises_age", "Since the promises about stored work were last checked"),
    "promises_broken": ("broken_promises", "How many of them did not hold"),
    "drift_alarms": ("drift_alarms", "Open alarms that reading got worse"),
    "backup_age_seconds": ("backup_age", "Since the last backup that was read back whole"),
    "disk_free_bytes": ("disk_free", "Free on the disk of the data folder"),
    "sqlite_wal_bytes": ("wal_bytes", "Size of SQLite's write-ahead log"),
    "broker_up": ("broker", "1 while Redis answers; missing where there is none"),
}


def may_read(request: HttpRequest) -> bool:
    """Who shows the token; without one set, only this very machine, and nobody through a proxy."""
    if settings.METRICS_TOKEN:
        shown = request.headers.get("Authorization", "").encode()
        return secrets.compare_digest(shown, f"Bearer {settings.METRICS_TOKEN}".encode())
    through_proxy = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not through_proxy


def text(seen: Figures) -> bytes:
    """Everything, in Prometheus' text format."""
    now = CollectorRegistry()
    now.register(_Now(seen))
    return generate_latest(now) + generate_latest(counters.registry())


class _Now(Collector):
    def __init__(self, seen: Figures) -> None:
        self.seen = seen

    def collect(self) -> Iterable[Metric]:
        """The figures of one look."""
        yield from self._plain()
        jobs = GaugeMetricFamily("astronumbers_jobs", "Reading jobs there are, by state", labels=["state"])
        for state, count in self.seen.jobs.items():
            jobs.add_metric([state], count)
        yield jobs
        raised = {alarm.code: alarm.level for alarm in judge(self.seen)}
        alarms = GaugeMetricFamily("astronumbers_alarm", "1 while an alarm stands", labels=["code"])
        for code in CODES:
            alarms.add_metric([code], code in raised)
        yield alarms
        build = GaugeMetricFamily("astronumbers_build_info", "What runs here", labels=["reader", "python"])
        build.add_metric([self.seen.reader or "none", platform.python_version()], 1)
        yield build

    def _plain(self) -> Iterator[Metric]:
        for name, (field, help_text) in GAUGES.items():
            value = getattr(self.seen, field)
            if value is not None:
                yield GaugeMetricFamily(f"astronumbers_{name}", help_text, value=float(value))
