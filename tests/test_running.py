"""`manage.py run` as whoever starts it meets it: what it makes, what it says, how it ends."""

from __future__ import annotations

import asyncio
import http.client
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from astronumbers import network
from tests.running_site import ROOT, RunningSite, environment

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """One running site for all questions that do not stop it."""
    with RunningSite(tmp_path_factory.mktemp("run") / "data") as running:
        yield running


def failed_start(data_dir: Path, **environ: str) -> tuple[int, str]:
    """Exit code and all words of a start that is expected to fail."""
    done = subprocess.run(
        [sys.executable, "manage.py", "run"],
        cwd=ROOT, env=environment(data_dir, **environ), capture_output=True, text=True, timeout=90,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_it_is_ready_to_take_and_read_answers(site: RunningSite) -> None:
    assert site.status("/healthz") == 200
    assert site.status("/readyz") == 200


def test_it_listens_on_this_machine_alone(site: RunningSite) -> None:
    assert site.home.startswith("http://127.0.0.1:")
    port = int(site.home.rpartition(":")[2])
    for address in network.lan_addresses():
        with socket.socket() as probe:
            probe.settimeout(2)
            assert probe.connect_ex((address, port)) != 0


def test_what_is_sent_leaves_at_once() -> None:
    at_once: list[int] = []

    async def take_one() -> None:
        with network.bind("127.0.0.1", 0) as listener:

            def took(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                taken = writer.get_extra_info("socket")
                at_once.append(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
                writer.close()

            async with await asyncio.start_server(took, sock=listener):
                reader, writer = await asyncio.open_connection(*listener.getsockname())
                await reader.read()
                writer.close()

    asyncio.run(take_one())
    assert at_once and all(at_once)


def test_the_secrets_are_for_their_owner_alone(site: RunningSite) -> None:
    assert site.data_dir.stat().st_mode & 0o077 in (0, 0o055)  # made by the test before the start
    for name in ("secret_key.txt", "pepper.txt", "astronumbers.sqlite3"):
        assert (site.data_dir / name).stat().st_mode & 0o777 == 0o600, name


def test_it_prints_a_link_that_makes_the_first_teacher(site: RunningSite) -> None:
    path = site.first_teacher.removeprefix(site.home)
    assert site.status(path) == 200
    assert site.status(path[:-5] + "xxxx/") in (404, 410)


def test_a_busy_port_is_one_clear_sentence(site: RunningSite, tmp_path: Path) -> None:
    port = site.home.rpartition(":")[2]
    code, words = failed_start(tmp_path, PORT=port)
    assert code == 1
    assert words.splitlines() == [
        f"Port {port} is taken by another program. End that one, or choose: make run PORT={int(port) + 1}"
    ]


def test_a_second_process_on_the_same_data_is_refused(site: RunningSite) -> None:
    code, words = failed_start(site.data_dir, PORT="0")
    assert code == 1
    assert re.fullmatch(r"Astro Numbers is already running on the data in \S+\. Stop that one .*\n", words)
    assert site.status("/readyz") == 200


@pytest.mark.parametrize("port", ["many", "70000", "-1"])
def test_a_port_that_is_none_is_a_mistake_of_usage(tmp_path: Path, port: str) -> None:
    code, words = failed_start(tmp_path, PORT=port)
    assert code == 2
    assert len(words.splitlines()) == 1
    assert "PORT must be" in words


def test_a_folder_that_cannot_be_used_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    code, words = failed_start(tmp_path / "file", PORT="0")
    assert code == 1
    assert words == f"DATA_DIR={tmp_path / 'file'} is not a folder. Choose another.\n"


def test_a_setting_that_makes_no_sense_is_one_clear_sentence(tmp_path: Path) -> None:
    code, words = failed_start(tmp_path, TIME_ZONE="Mars", PORT="0")
    assert code == 1
    assert len(words.splitlines()) == 1
    assert "TIME_ZONE must be a time zone" in words


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_order_and_soon_although_streams_are_open(tmp_path: Path, how: signal.Signals) -> None:
    site = RunningSite(tmp_path / "data")
    site.start()
    # A request that has begun and will never end, as an event stream does.
    slow = http.client.HTTPConnection(site.home.removeprefix("http://"))
    slow.putrequest("POST", "/api/v1/readings/")
    slow.putheader("Content-Length", "1000")
    slow.endheaders(b"{")
    begun = time.monotonic()
    assert site.stop(how=how) == 0
    assert time.monotonic() - begun < 6  # three seconds on a machine that does nothing else
    assert "Traceback" not in site.said()


def test_on_a_network_it_says_where_and_that_it_is_not_encrypted(tmp_path: Path) -> None:
    if not network.lan_addresses():
        pytest.skip("this machine has no network, not even of its own")
    with RunningSite(tmp_path / "data", LAN="1") as site:
        assert site.home.split("//")[1].split(":")[0] in network.lan_addresses()
        assert site.status("/readyz") == 200
        assert "not encrypted" in site.said()
        assert not re.search(r"WARNING|ERROR|INFO", site.said())
        assert "▀" in site.said(), "no QR code"
