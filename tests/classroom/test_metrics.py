"""What `/metrics` says, to whom; request ids; and alarms told to a machine of the school's own network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from classroom import counters, readings
from classroom.models import Ink, ReadingJob
from classroom.watching import telling
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db


def read(client: Client, **more: Any) -> dict[str, float]:
    """Every sample that /metrics gives, by name and labels."""
    answer = client.get("/metrics", **more)
    assert answer.status_code == 200
    return {
        sample.name + json.dumps(sample.labels, sort_keys=True): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def test_it_counts_saves_readings_marks_and_requests(
    here: Side,
    reader: ScriptedReader,
    draw: Callable[..., Ink],
    client: Client,
    django_capture_on_commit_callbacks: Any,
) -> None:
    before = read(client)
    with django_capture_on_commit_callbacks(execute=True):
        draw(here.answer(1))
    waiting = read(client)
    reader.says(("12", 0.5), ("17", 0.4))
    readings.read_and_mark(list(ReadingJob.objects.values_list("pk", flat=True)))
    after = read(client)

    def more(name: str, **labels: str) -> float:
        key = name + json.dumps(labels, sort_keys=True)
        return after[key] - before.get(key, 0)

    assert waiting["astronumbers_jobs_waiting{}"] == 1 and after["astronumbers_jobs_waiting{}"] == 0
    assert more("astronumbers_saves_total", mode="drawn", late="no") == 1
    assert more("astronumbers_readings_total", status="read") == 1
    assert more("astronumbers_marks_total", verdict="unsure") == 1
    assert more("astronumbers_read_seconds_count") == more("astronumbers_save_to_mark_seconds_count") == 1
    assert more("astronumbers_http_requests_total", view="metrics", method="GET", status="2xx") == 2
    assert 'astronumbers_alarm{"code": "disk_full"}' in after and after["astronumbers_database_up{}"] == 1


def test_nothing_in_it_names_a_person(
    here: Side, reader: ScriptedReader, as_teacher: Callable[[Side], Client], draw: Callable[..., Ink]
) -> None:
    ada = here.students[0]
    draw(here.answer(1))
    as_teacher(here).get(f"/children/{ada.uuid}/")
    said = Client().get("/metrics").content.decode()
    for secret in ("Ada", "Hopper", "Hilltop", str(ada.uuid), here.school_class.join_code, "hopper@"):
        assert secret not in said


def test_without_a_token_only_this_machine_reads_it_and_nobody_through_a_proxy(client: Client, db: None) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.9").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.9"}).status_code == 404


def test_with_a_token_set_it_is_asked_of_everybody(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "a long enough token"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer a wrong one"}).status_code == 404
    shown = {"Authorization": "Bearer a long enough token", "X-Forwarded-For": "10.0.0.9"}
    assert client.get("/metrics", headers=shown, REMOTE_ADDR="10.0.0.9").status_code == 200


COUNT_AND_TELL = """
from classroom import counters
counters.MARKS.labels("right").inc({count})
if {tell}:
    found = counters.registry()
    print(found.get_sample_value("astronumbers_marks_total", {{"verdict": "right"}}))
"""


def test_several_processes_are_added_up_and_files_of_the_dead_are_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ""
    for count, tell in ((2, False), (3, False), (4, True)):
        environ = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "metrics")}
        code = COUNT_AND_TELL.format(count=count, tell=tell)
        said = subprocess.run(
            [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True
        ).stdout
    assert float(said) == 9
    monkeypatch.setattr(counters, "FILES", str(tmp_path / "metrics"))
    assert counters.forget_the_dead() >= 3
    assert list((tmp_path / "metrics").iterdir()) == []


def test_each_request_has_an_id_and_only_a_proxy_of_ours_may_give_it(client: Client, db: None, settings: Any) -> None:
    first, second = (client.get("/healthz")["X-Request-ID"] for _ in range(2))
    assert first != second and len(first) == 16
    given = {"X-Request-ID": "from-the-proxy-1"}
    assert client.get("/healthz", headers=given)["X-Request-ID"] != "from-the-proxy-1"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client.get("/healthz", headers=given)["X-Request-ID"] == "from-the-proxy-1"
    assert client.get("/healthz", headers={"X-Request-ID": "line\nbreak"})["X-Request-ID"] != "line\nbreak"


class Listener(BaseHTTPRequestHandler):
    """A machine of the school that wants to know of alarms."""

    heard: list[dict[str, Any]] = []

    def do_POST(self) -> None:  # noqa: N802 (the server's name for it)
        Listener.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def listener() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Listener.heard.clear()
    yield f"http://127.0.0.1:{server.server_port}/alarms"
    server.shutdown()
    server.server_close()


def test_an_alarm_is_told_on_the_schools_own_network_if_somebody_asked_for_it(listener: str, settings: Any) -> None:
    alarm = {"code": "disk_low", "level": "amber"}
    settings.ALARM_WEBHOOK = ""
    assert not telling.tell([alarm], over=[]) and Listener.heard == []
    settings.ALARM_WEBHOOK = listener
    assert telling.tell([alarm], over=["canary_lost"])
    assert Listener.heard == [{"version": 1, "alarms": [alarm], "over": ["canary_lost"]}]


@pytest.mark.parametrize(
    "url",
    ["http://93.184.215.14/x", "https://127.0.0.1/x", "http://169.254.169.254/latest", "http://0.0.0.0/", "nonsense"],
)
def test_nothing_is_told_to_the_internet_or_to_the_clouds_own_address(url: str, settings: Any) -> None:
    with pytest.raises(telling.NotOnThisNetwork):
        telling.private_address(url)
    settings.ALARM_WEBHOOK = url
    assert not telling.tell([], over=["disk_low"])
