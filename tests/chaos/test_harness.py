"""What the chaos suite is made of: plans repeat, the proxy spoils, mutants still fit the code, the page is whole."""

from __future__ import annotations

import compileall
import random
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from chaos import cases, page
from chaos.catalogue import CASES
from chaos.children import planned
from chaos.mutants import MUTANTS
from chaos.proxy import Proxy
from chaos.stand import FORMS
from chaos.tree import Outdated, Patch
from tests.running_site import ROOT

assert cases
ANSWERS = [{"uuid": "a", "key": "12"}, {"uuid": "b", "key": "7"}]


def test_the_same_seed_plans_the_same_lesson_and_another_another() -> None:
    def plan(seed: int) -> list[object]:
        return list(planned(random.Random(seed), ANSWERS, seconds=8))

    assert plan(7) == plan(7) != plan(8)


def test_every_case_of_the_design_is_there_and_says_where_it_does_not_apply() -> None:
    assert {f"C{number}" for number in range(1, 24)} <= set(CASES)
    for one in CASES.values():
        assert set(one.forms) <= set(FORMS)
        assert one.not_here or set(one.forms) == set(FORMS), one.id


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_still_fits_the_code_and_is_python(mutant: object, tmp_path: Path) -> None:
    for patch in mutant.patches:  # type: ignore[attr-defined]
        (tmp_path / patch.file).parent.mkdir(parents=True, exist_ok=True)
        if not (tmp_path / patch.file).exists():
            (tmp_path / patch.file).write_text((ROOT / patch.file).read_text())
        patch.apply(tmp_path)
    assert compileall.compile_dir(tmp_path, quiet=2)
    assert all(name in CASES for name in mutant.cases)  # type: ignore[attr-defined]
    assert mutant.breaks, "it must be caught by its own promise"  # type: ignore[attr-defined]


def test_a_patch_that_no_longer_fits_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\nx = 1\n")
    with pytest.raises(Outdated, match="2 times"):
        Patch("a.py", "x = 1", "x = 2").apply(tmp_path)


def test_there_are_the_eight_mutants_of_the_design() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == 8


@pytest.fixture
def echo() -> Iterator[int]:
    """The port of a server that says back what it hears."""
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_echo, args=[listener], daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def _echo(listener: socket.socket) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        heard = client.recv(100)
        client.sendall(heard)
        client.close()


def ask(port: int, timeout: float = 5) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as client:
        client.sendall(b"hello")
        return client.recv(100)


def test_the_proxy_passes_on_and_each_fault_bites(echo: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        dead = int(nobody.getsockname()[1])
    proxy = Proxy([dead, echo])  # the first is gone: the second is asked, as a balancer does
    try:
        assert ask(proxy.port) == b"hello"
        proxy.lose = 1.0
        with pytest.raises(ConnectionResetError):
            ask(proxy.port)
        assert proxy.lost_replies == 1
        proxy.heal()
        proxy.refuse = True
        with pytest.raises(ConnectionResetError):
            ask(proxy.port)
        proxy.heal()
        proxy.hang = True
        with pytest.raises(TimeoutError):
            ask(proxy.port, timeout=0.3)
        proxy.heal()
        assert ask(proxy.port) == b"hello"
    finally:
        proxy.close()


def test_the_page_has_a_row_for_every_case_and_form_and_every_mutant() -> None:
    text = page.written({"conditions": {}, "results": {}})
    for one in CASES.values():
        for form in FORMS.values():
            assert any(one.title in row and f"| {form} |" in row for row in text.splitlines()), (one.id, form)
    assert all(mutant.what in text for mutant in MUTANTS)
    held = {"where": "here", "seed": 7, "seconds": 9, "held": True, "skipped": False, "seen": "all | well"}
    text = page.written({"conditions": {"here": "a quiet machine"}, "results": {"C4 sqlite": held}})
    assert "| yes | 9 | all / well (1) |" in text and "1 of 1 held." in text
