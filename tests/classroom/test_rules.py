"""The marking rule, without a database."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom import rules
from classroom.rules import Verdict

KEY = {"version": 1, "values": ["12"], "rule": "equal"}


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(rules).failed == 0


@pytest.mark.parametrize(
    ("text", "values", "rule", "right"),
    [
        ("12", ["12"], "equal", True),
        ("012", ["12"], "equal", True),
        ("012", ["12"], "exact", False),
        ("0.5", ["1/2"], "equal", True),
        ("0,50", ["0.5"], "equal", True),
        ("\u22123", ["-3"], "equal", True),
        ("2/4", ["1/2"], "exact", False),
        ("<", ["<"], "equal", True),
        (">", ["<"], "equal", False),
        ("", ["0"], "equal", False),
        ("3/0", ["0"], "equal", False),
        ("7", ["6", "7"], "equal", True),
        ("1e1", ["10"], "equal", False),
    ],
)
def test_equality_is_by_value_unless_the_key_says_exact(text: str, values: list[str], rule: str, right: bool) -> None:
    assert rules.is_right(text, {"version": 1, "values": values, "rule": rule}) is right


@pytest.mark.parametrize("status", ["blank", "unreadable"])
def test_what_cannot_be_read_is_never_wrong(status: str) -> None:
    judged = rules.judge(status=status, candidates=[("17", 1.0)], key=KEY)
    assert judged.verdict is Verdict.UNSURE


candidate_lists = st.lists(st.tuples(st.integers(0, 99).map(str), st.floats(0, 1)), max_size=6)


@given(candidate_lists)
def test_no_machine_says_wrong_while_a_right_answer_is_plausible(candidates: list[tuple[str, float]]) -> None:
    judged = rules.judge(status="read", candidates=candidates, key=KEY)
    chance = sum(p for text, p in candidates if int(text) == 12)
    if judged.verdict is Verdict.WRONG:
        assert chance <= rules.IMPLAUSIBLE
    if judged.verdict is Verdict.RIGHT:
        assert chance >= rules.ENOUGH_TO_AWARD


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_judged_without_an_error(given_text: str, key: str) -> None:
    rules.judge_typed(text=given_text, key={"version": 1, "values": [key], "rule": "equal"})
