"""Naming a procedure: only on enough evidence, never on a misreading, never against a rival as good."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classroom.skills import diagnostic, lookalikes
from classroom.skills.forms.reading import recognise
from classroom.skills.generators.shelf import GENERATORS
from classroom.skills.naming import Sighting, findings
from classroom.skills.numbers import TooNarrow


def seen(prompt: str, *candidates: tuple[str, float], certain: str = "") -> Sighting:
    item = recognise(prompt)
    assert item is not None
    return Sighting(
        prompt, item.values, {one.procedure: one.answers for one in item.predictions}, list(candidates), certain
    )


def sure(prompt: str, text: str) -> Sighting:
    return seen(prompt, (text, 0.97))


def named(*sightings: Sighting) -> list[str]:
    return [one.procedure for one in findings(sightings)]


def test_one_answer_is_never_enough() -> None:
    assert named(sure("63 − 29 = ?", "46"), sure("47 − 12 = ?", "35")) == []


def test_a_procedure_that_explains_all_wrong_answers_is_named_with_its_evidence() -> None:
    [found] = findings([sure("63 − 29 = ?", "46"), sure("82 − 47 = ?", "45"), sure("91 − 38 = ?", "67")])
    assert found.procedure == "sub.smaller_from_larger"
    assert found.evidence == ("63 − 29 = ?", "82 − 47 = ?", "91 − 38 = ?")
    assert found.texts == ("46", "45", "67")
    assert found.able == 3
    assert found.looks_like.startswith("takes the smaller digit")


def test_answers_that_two_procedures_explain_name_neither() -> None:
    """143 − 28 = 125: smaller from larger, and a ten that was not taken away."""
    assert named(sure("143 − 28 = ?", "125"), sure("154 − 39 = ?", "125"), sure("161 − 26 = ?", "145")) == []


def test_right_answers_where_it_would_have_shown_speak_against_it() -> None:
    right = [sure(f"{a} − {b} = ?", str(a - b)) for a, b in ((82, 47), (91, 38), (74, 36), (65, 27))]
    assert named(sure("63 − 29 = ?", "46"), sure("52 − 18 = ?", "46"), *right) == []


def test_what_may_be_a_misreading_of_the_right_answer_is_no_evidence() -> None:
    doubtful = [
        seen("63 − 29 = ?", ("34", 0.5), ("46", 0.5)),
        seen("82 − 47 = ?", ("35", 0.55), ("45", 0.45)),
        seen("91 − 38 = ?", ("53", 0.6), ("67", 0.4)),
    ]
    assert named(*doubtful) == []


def test_wrong_answers_of_all_sorts_are_no_procedure() -> None:
    assert named(
        sure("63 − 29 = ?", "33"), sure("82 − 47 = ?", "25"), sure("91 − 38 = ?", "50"), sure("74 − 36 = ?", "42")
    ) == []  # fmt: skip


def test_a_teacher_who_says_right_takes_the_evidence_away() -> None:
    answers = [("63 − 29 = ?", "46"), ("82 − 47 = ?", "45")]
    assert named(*(sure(*one) for one in answers)) == ["sub.smaller_from_larger"]
    assert named(*(seen(prompt, (text, 0.97), certain="right") for prompt, text in answers)) == []


def test_a_teacher_who_says_wrong_lets_a_doubtful_reading_count() -> None:
    answers = [("63 − 29 = ?", "46"), ("82 − 47 = ?", "45"), ("91 − 38 = ?", "67")]
    right = {"63 − 29 = ?": "34", "82 − 47 = ?": "35", "91 − 38 = ?": "53"}
    doubtful = [seen(prompt, (text, 0.6), (right[prompt], 0.39), certain="wrong") for prompt, text in answers]
    assert named(*doubtful) == ["sub.smaller_from_larger"]


def test_a_fact_slip_is_never_named() -> None:
    assert named(sure("7 × 8 = ?", "48"), sure("6 × 7 = ?", "49"), sure("8 × 4 = ?", "36")) == []


def test_two_procedures_in_two_operations_are_both_named() -> None:
    assert sorted(
        named(
            sure("63 − 29 = ?", "46"), sure("82 − 47 = ?", "45"), sure("91 − 38 = ?", "67"),
            sure("47 + 38 = ?", "715"), sure("56 + 27 = ?", "713"), sure("68 + 25 = ?", "813"),
        )
    ) == ["add.write_both", "sub.smaller_from_larger"]  # fmt: skip


def test_a_decimal_written_with_a_nought_more_is_the_same_answer() -> None:
    assert named(sure("2.5 × 10 = ?", "2.5"), sure("3.7 × 10 = ?", "3.70"), sure("1.4 × 10 = ?", "1.4")) == [
        "pv.times_ten_adds_zero"
    ]


@given(st.permutations(range(5)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_answers_does_not_matter(order: list[int]) -> None:
    answers = [
        sure("63 − 29 = ?", "46"), sure("82 − 47 = ?", "45"), sure("91 − 38 = ?", "53"), sure("74 − 36 = ?", "42"),
        sure("85 − 21 = ?", "64"),
    ]  # fmt: skip
    assert named(*(answers[at] for at in order)) == named(*answers) == ["sub.smaller_from_larger"]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_is_read_gives_findings_or_none(data: st.DataObject) -> None:
    texts = st.text("0123456789.-/<>=:", min_size=1, max_size=8)
    candidates = st.lists(st.tuples(texts, st.floats(0, 1)), max_size=5)
    prompts = data.draw(
        st.lists(st.sampled_from(["63 − 29 = ?", "0.4 ? 0.75", "1/2 + 1/3 = ?", "7 × 8 = ?"]), max_size=8)
    )
    answers = [
        seen(prompt, *data.draw(candidates), certain=data.draw(st.sampled_from(["", "right", "wrong"])))
        for prompt in prompts
    ]
    for found in findings(answers):
        assert len(found.evidence) >= 2
        assert found.chance >= 0.95


# --- the diagnostic builder ---


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("sub_column", {"digits": 4}), ("add_column", {"digits": 2}), ("mul_short", {}), ("mul_long", {}),
        ("missing_number", {"both_sides": True, "n": 20}), ("order_numbers", {"what": "decimals"}),
    ],
)  # fmt: skip
def test_a_diagnostic_sheet_tells_all_its_procedures_apart(name: str, given: dict[str, object]) -> None:
    made = diagnostic.build(GENERATORS[name], given, count=6, seed=3)
    assert made == diagnostic.build(GENERATORS[name], given, count=6, seed=3), "the same for ever"
    assert made.inseparable == made.unshown == ()
    for item, row in zip(made.items, made.table(), strict=True):
        answers = [text for code in made.procedures for text in diagnostic.answers_of(item).get(code, ())]
        assert len(set(answers)) == len(answers) > 0
        assert item.values[0] not in answers
        pairs = [(one, other) for one in (*item.values, *answers) for other in answers if one != other]
        assert not any(lookalikes.one_misreading_apart(*pair) for pair in pairs)
        assert row[:2] == [item.prompt, item.values[0]]
        assert len(row) == 2 + len(made.procedures)


def test_what_numbers_cannot_tell_apart_is_said() -> None:
    """With three digits, skipping the nought and always taking from the left are one and the same."""
    made = diagnostic.build(GENERATORS["sub_column"], {"digits": 3}, count=6, seed=1)
    assert made.unshown == ("sub.borrow_across_zero",)


def test_only_the_chosen_procedures_are_told_apart() -> None:
    chosen = ["sub.smaller_from_larger", "sub.borrow_across_zero"]
    made = diagnostic.build(GENERATORS["sub_column"], {"digits": 3}, count=6, seed=1, procedures=chosen)
    assert sorted(made.procedures) == sorted(chosen)
    assert made.unshown == made.inseparable == ()


def test_a_generator_without_procedures_has_no_diagnostic_sheet() -> None:
    with pytest.raises(TooNarrow):
        diagnostic.build(GENERATORS["squares_cubes"], {"what": "cubes"}, count=30, seed=1)


def test_a_child_with_slips_is_still_seen_through() -> None:
    """Nine in ten by the procedure, on a diagnostic sheet: named for all of thirty children, and nothing else."""
    made = diagnostic.build(GENERATORS["sub_column"], {"digits": 4}, count=12, seed=2)
    rng = random.Random(5)
    for _ in range(30):
        answers = []
        for item in made.items:
            foretold = diagnostic.answers_of(item).get("sub.borrow_from_zero", item.values)
            text = foretold[0] if rng.random() < 0.9 else str(int(item.values[0]) + rng.choice([-1, 1, 10]))
            answers.append(sure(item.prompt, text))
        assert named(*answers) == ["sub.borrow_from_zero"]
