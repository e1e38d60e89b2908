"""A few whole cases of the chaos suite, with a small class: what `make chaos` plays at length, in a minute.

They assert promises and no times. To put a site up and to bring it to rest is most of what a case costs, so three are
played in one lesson. The last is a mutant: a suite that cannot fail proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from chaos import cases, lesson, tree
from chaos.catalogue import CASES
from chaos.ground import Ground, ground
from chaos.lesson import Lesson
from chaos.mutants import MUTANTS
from chaos.playing import play
from chaos.stand import Stand
from tests.scaled.servers import folder_for_postgres

assert cases
CHILDREN, SECONDS = 8, 4.0


@pytest.fixture(scope="module")
def place() -> Iterator[Ground]:
    """Ground with this tree's code, for all cases of this file."""
    with (
        folder_for_postgres() as folder,
        ground(folder / "ground", tree.copied(folder / "code"), children=CHILDREN) as made,
    ):
        yield made


@pytest.fixture(autouse=True)
def a_short_lesson(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lesson, "SECONDS", SECONDS)


def test_nothing_is_lost_when_the_one_process_dies_around_a_commit(place: Ground) -> None:
    outcome = play(CASES["C5"], "sqlite", place, seed=7)
    assert outcome.held, outcome.seen
    assert "web started again 4×" in outcome.remarks, outcome.seen


def test_nothing_is_lost_with_two_tabs_an_emptied_redis_and_a_worker_killed_twice(place: Ground) -> None:
    def one_after_the_other(stand: Stand, lesson: Lesson) -> None:
        stand.arm("echo")  # hints doubled and late, as in C14
        CASES["C6"].harm(stand, lesson)
        CASES["C1"].harm(stand, lesson)
        stand.disarm("echo")

    outcome = play(replace(CASES["C14"], harm=one_after_the_other), "postgres-redis", place, seed=7)
    assert outcome.held, outcome.seen
    assert outcome.remarks.count("killed while reading") == 2, outcome.seen
    assert "0 messages thrown away" not in outcome.remarks, outcome.seen


def test_code_without_its_order_of_revisions_is_caught(
    place: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [mutant] = [one for one in MUTANTS if one.name == "no-sequence"]
    code = tree.copied(tmp_path / "code")
    for patch in mutant.patches:
        patch.apply(code)
    assert not mutant.sql  # or it would need a school of its own
    monkeypatch.setattr(place, "tree", code)
    outcome = play(CASES["C14"], "sqlite", place, seed=7, patience=20)
    assert any(words in sentence for words in mutant.breaks for sentence in outcome.broken), outcome.broken
