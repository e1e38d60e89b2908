"""The marking rule, without a database."""

from __future__ import annotations

import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom import rules
from classroom.rules import CAREFUL, Thresholds, Verdict, Weighed

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
        ("2/4", ["1/2"], "equal", True),
        ("2/4", ["1/2"], "form", True),
        ("0.5", ["1/2"], "form", False),
        ("0.50", ["0.5"], "form", True),
        ("07", ["7"], "form", True),
        ("14/2", ["7"], "form", False),
        ("2/4", ["1/2"], "simplest", False),
        ("0.5", ["1/2"], "simplest", False),
        ("0.5", ["1/2", "0.5"], "simplest", True),
        ("-1/2", ["-1/2"], "simplest", True),
        ("4/2", ["2"], "simplest", False),
        ("07", ["7"], "simplest", False),
        ("2/4", ["2/4"], "simplest", True),
        ("0.50", ["0.5"], "simplest", False),
        ("7.0", ["7"], "exact", False),
        ("07", ["7"], "a rule of tomorrow", True),
    ],
)
def test_equality_is_by_value_unless_the_key_says_exact(text: str, values: list[str], rule: str, right: bool) -> None:
    assert rules.is_right(text, {"version": 1, "values": values, "rule": rule}) is right


@pytest.mark.parametrize("status", ["blank", "unreadable"])
def test_what_cannot_be_read_is_never_wrong(status: str) -> None:
    judged = rules.judge(status=status, candidates=[("17", 1.0)], key=KEY)
    assert judged.verdict is Verdict.UNSURE


thresholds = st.builds(Thresholds, award=st.floats(0.5, 1), refuse=st.floats(0.5, 1), implausible=st.floats(0, 0.2))
candidate_lists = st.lists(st.tuples(st.integers(0, 99).map(str), st.floats(0, 1)), max_size=6)


@given(candidate_lists, thresholds)
def test_no_machine_says_wrong_while_a_right_answer_is_plausible(
    candidates: list[tuple[str, float]], limits: Thresholds
) -> None:
    judged = rules.judge(status="read", candidates=candidates, key=KEY, thresholds=limits)
    chance = sum(p for text, p in candidates if int(text) == 12)
    if judged.verdict is Verdict.WRONG:
        assert chance <= limits.implausible
        assert max(p for _, p in candidates) >= limits.refuse
    if judged.verdict is Verdict.RIGHT:
        assert chance >= limits.award


@given(candidate_lists, thresholds, st.floats(0, 0.1))
def test_stricter_thresholds_never_turn_a_verdict_round(
    candidates: list[tuple[str, float]], limits: Thresholds, more: float
) -> None:
    stricter = Thresholds(limits.award + more, limits.refuse + more, max(0.0, limits.implausible - more))
    before = rules.judge(status="read", candidates=candidates, key=KEY, thresholds=limits).verdict
    after = rules.judge(status="read", candidates=candidates, key=KEY, thresholds=stricter).verdict
    assert after in (before, Verdict.UNSURE)


def test_chances_of_all_forms_of_a_right_answer_add_up() -> None:
    key = {"version": 1, "values": ["1/2"], "rule": "equal"}
    candidates = [("1/2", 0.5), ("2/4", 0.3), ("0.5", 0.15)]
    assert rules.weigh(candidates, key) == Weighed(chance=pytest.approx(0.95), top=0.5)
    assert rules.judge(status="read", candidates=candidates, key=key).verdict is Verdict.RIGHT
    assert (
        rules.judge(status="read", candidates=candidates, key={**key, "rule": "simplest"}).verdict is Verdict.UNSURE
    )


def test_a_mirrored_digit_counts_unless_the_class_says_otherwise() -> None:
    reading = {"status": "read", "candidates": [("12", 0.99)], "key": KEY, "flags": ["mirrored"]}
    assert rules.judge(**reading).verdict is Verdict.RIGHT  # type: ignore[arg-type]
    off = rules.judge(**reading, mirrored_counts=False)  # type: ignore[arg-type]
    assert (off.verdict, off.reason) == (Verdict.UNSURE, "mirrored")
    plain = rules.judge(status="read", candidates=[("12", 0.99)], key=KEY, mirrored_counts=False)
    assert plain.verdict is Verdict.RIGHT


def test_thresholds_come_back_as_they_were_kept() -> None:
    assert Thresholds.from_json(CAREFUL.to_json()) == CAREFUL
    assert CAREFUL.to_json()["version"] == 1


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from([*rules.RULES, "?"]))
def test_any_text_is_judged_without_an_error(given_text: str, key: str, rule: str) -> None:
    rules.judge_typed(text=given_text, key={"version": 1, "values": [key], "rule": rule})


@given(st.integers(-999, 999), st.integers(1, 99))
def test_a_fraction_in_lowest_terms_and_no_other_is_simplest(above: int, below: int) -> None:
    assert rules.is_simplest(f"{above}/{below}") == (math.gcd(above, below) == 1 and below != 1)
