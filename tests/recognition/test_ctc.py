"""The search over columns: exact where it can be counted by hand, bounded by the grammar, aligned."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition.ctc import align, search
from recognition.grammar import KINDS, is_prefix, is_whole

SYMBOLS = ("", "1", "2", "-")


def by_hand(table: np.ndarray) -> dict[str, float]:
    """Every path of columns, spelled out."""
    texts: dict[str, float] = {}
    for path in itertools.product(range(table.shape[1]), repeat=len(table)):
        text = "".join(SYMBOLS[k] for k, _ in itertools.groupby(path))
        weight = float(np.prod([table[t, k] for t, k in enumerate(path)]))
        texts[text] = texts.get(text, 0.0) + weight
    return texts


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5))
def test_the_search_finds_exactly_what_counting_every_path_finds(seed: int, columns: int) -> None:
    table = np.random.default_rng(seed).dirichlet(np.ones(4), size=columns)
    found = search(table, SYMBOLS, lambda text: True, beam=2000)
    expected = by_hand(table)
    assert found.keys() >= {text for text, weight in expected.items() if weight > 1e-6}
    for text, weight in found.items():
        assert weight == pytest.approx(expected[text], abs=1e-6)


def test_what_the_grammar_forbids_is_lost_and_not_given_to_others() -> None:
    table = np.array([[0.1, 0.6, 0.0, 0.3]])
    found = search(table, SYMBOLS, lambda text: "-" not in text)
    assert found == pytest.approx({"": 0.1, "1": 0.6})


def test_equal_neighbours_need_a_blank_between_them() -> None:
    sure = np.eye(4) * 0.997 + 0.001
    assert max(search(sure[[1, 1]], SYMBOLS, lambda t: True).items(), key=lambda i: i[1])[0] == "1"
    assert max(search(sure[[1, 0, 1]], SYMBOLS, lambda t: True).items(), key=lambda i: i[1])[0] == "11"


def test_alignment_points_at_the_column_of_each_label() -> None:
    sure = np.eye(4) * 0.997 + 0.001
    assert align(sure[[0, 0, 1, 0, 2, 2, 0, 1]], [1, 2, 1]) in ([2, 4, 7], [2, 5, 7])
    assert align(sure[[0, 0]], []) == []


WHOLE = {
    "whole": ["0", "1234567", "007"],
    "signed": ["-5", "+12", "3"],
    "decimal": ["1.5", "-0.25", ".5", "12"],
    "fraction": ["1/2", "-3/4", "10/12", "5"],
    "compare": ["<", ">", "="],
    "time": ["7:30", "07:30", "23:59"],
    "operator": ["+", "-", "×", "÷"],
    "digit": ["0", "9"],
}
NEVER = {
    "whole": ["", "-1", "12345678", "1.5"],
    "signed": ["-", "--1", "1-"],
    "decimal": ["1.", ".", "1.2.3"],
    "fraction": ["1/", "/2", "1/2/3"],
    "compare": ["", "<=", "1"],
    "operator": ["", "+-", "=", "1"],
    "time": ["7:3", "7:60", "25:00", "730", "29:00"],
    "digit": ["", "10"],
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_knows_its_answers_and_every_way_towards_them(kind: str) -> None:
    for text in WHOLE[kind]:
        assert is_whole(text, kind)
        assert all(is_prefix(text[:k], kind) for k in range(len(text) + 1)), text
    for text in NEVER[kind]:
        assert not is_whole(text, kind), text
