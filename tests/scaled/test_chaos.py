"""A few whole cases of the chaos suite, with a small class: what `make chaos` plays at length, in a minute.

They assert promises and no times. One of them is a mutant: a suite that cannot fail proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chaos import cases, lesson, tree
from chaos.catalogue import CASES
from chaos.ground import Ground, ground
from chaos.mutants import MUTANTS
from chaos.playing import play
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


PLAYED = [("C5", "sqlite"), ("C1", "postgres-redis"), ("C6", "postgres-redis"), ("C14", "postgres-redis")]


@pytest.mark.parametrize(("name", "form"), PLAYED)
def test_nothing_is_lost(place: Ground, name: str, form: str) -> None:
    outcome = play(CASES[name], form, place, seed=7)
    assert outcome.held, outcome.skipped or outcome.broken


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
    assert any("current" in sentence for sentence in outcome.broken), outcome.broken
