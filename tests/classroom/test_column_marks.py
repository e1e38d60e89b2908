"""Marks by column: follow-through, the first slip, and what may never be called wrong."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from classroom.skills.figures import figure_of
from classroom.skills.figures.marking import EMPTY, FOLLOWS, RIGHT, UNSURE, WRONG, Findings, cells_typed, findings
from classroom.skills.figures.methods import Method
from classroom.skills.figures.sums import column_sum
from tests.classroom.test_figures import SUMS


def marked(prompt: str, answer: str, **beside: str) -> Findings:
    """The findings of a surely written answer, with carries ("c1") and rows ("p0.1" as p0_1) beside it."""
    one, figure = column_sum(prompt), figure_of("columns", prompt)
    assert one is not None and figure is not None
    cells = cells_typed(figure, answer) | {name.replace("_", "."): [(text, 1.0)] for name, text in beside.items()}
    found = findings(prompt=prompt, values=[str(one.result)], cells=cells)
    assert found is not None
    return found


def states(found: Findings) -> list[str]:
    """Of the answer's boxes, in the order of working."""
    return [one.state for one in found.answer]


@pytest.mark.parametrize(
    ("prompt", "answer", "beside", "wanted", "slip"),
    [
        ("47 + 38 = ?", "85", {}, [RIGHT, RIGHT], None),
        ("47 + 38 = ?", "75", {}, [RIGHT, WRONG], "a1"),  # the carry is forgotten
        ("345 + 278 = ?", "624", {}, [WRONG, RIGHT, RIGHT], "a0"),
        ("345 + 278 = ?", "523", {}, [RIGHT, RIGHT, WRONG], "a2"),
        ("47 + 38 = ?", "95", {"c1": "2"}, [RIGHT, FOLLOWS], "c1"),  # a wrong carry, used rightly
        ("47 + 38 = ?", "85", {"c1": "2"}, [RIGHT, RIGHT], None),  # a small box is nobody's answer
        ("63 − 29 = ?", "46", {}, [WRONG, FOLLOWS], "a0"),  # smaller from larger: nothing was exchanged
        ("63 − 29 = ?", "44", {}, [RIGHT, WRONG], "a1"),  # exchanged, and not taken from the neighbour
        ("236 × 4 = ?", "944", {}, [RIGHT, RIGHT, RIGHT], None),
        ("236 × 4 = ?", "824", {}, [RIGHT, WRONG, FOLLOWS], "a1"),  # no carry, then 2 × 4
        ("952 ÷ 7 = ?", "136", {"c1": "2", "c0": "4"}, [RIGHT, RIGHT, RIGHT], None),
        ("952 ÷ 7 = ?", "137", {}, [RIGHT, RIGHT, WRONG], "a0"),
        ("952 ÷ 7 = ?", "146", {}, [RIGHT, WRONG, RIGHT], "a1"),
        ("96 ÷ 4 = ?", "24", {}, [RIGHT, RIGHT], None),
    ],
)
def test_columns_are_marked_as_a_teacher_would(
    prompt: str, answer: str, beside: dict[str, str], wanted: list[str], slip: str | None
) -> None:
    found = marked(prompt, answer, **beside)
    assert states(found) == wanted
    assert (found.slip.name if found.slip else None) == slip


def test_credit_is_the_share_of_columns_that_are_right_or_follow() -> None:
    found = marked("63 − 29 = ?", "46")
    assert (found.earned, found.columns, found.credit) == (1, 2, 0.5)
    assert marked("345 + 278 = ?", "623").credit == 1.0
    assert marked("345 + 278 = ?", "6_3").credit is None


def test_a_long_multiplication_adds_up_what_the_child_has() -> None:
    """236 × 47: 1652 + 9440 = 11092; the first row with a slip, its sum right for that."""
    rows = {"p0_3": "1", "p0_2": "6", "p0_1": "6", "p0_0": "2", "p1_3": "9", "p1_2": "4", "p1_1": "4", "p1_0": "0"}
    found = marked("236 × 47 = ?", "11102", **rows)
    assert found.slip is not None and found.slip.name == "p0.1"
    assert states(found) == [RIGHT, FOLLOWS, FOLLOWS, RIGHT, RIGHT]
    assert marked("236 × 47 = ?", "11092").slip is None


@given(SUMS)
def test_a_right_answer_is_right_in_every_column_with_or_without_carries(one: tuple[int, str, int]) -> None:
    prompt = f"{one[0]} {one[1]} {one[2]} = ?"
    told = column_sum(prompt)
    assert told is not None
    found = marked(prompt, str(told.result))
    assert set(states(found)) == {RIGHT} and found.slip is None and found.credit == 1.0


@given(SUMS, st.data())
def test_one_wrong_digit_is_one_slip_at_its_place_and_nothing_before_it_is_wrong(
    one: tuple[int, str, int], data: st.DataObject
) -> None:
    told = column_sum(f"{one[0]} {one[1]} {one[2]} = ?")
    assert told is not None
    right = str(told.result)
    at = data.draw(st.integers(0, len(right) - 1))
    digit = data.draw(st.sampled_from([sign for sign in "0123456789" if sign != right[at]]))
    answer = right[:at] + digit + right[at + 1 :]
    power = len(right) - 1 - at
    found = marked(f"{one[0]} {one[1]} {one[2]} = ?", answer)
    by_power = {mark.power: mark for mark in found.answer}
    assert by_power[power].state in (WRONG, FOLLOWS) and all(
        mark.state == RIGHT for mark in found.answer if mark.power != power
    )
    # Nobody handed anything wrong to it: what follows rightly needs a slip before.
    assert by_power[power].state == WRONG and found.slip is not None and found.slip.power == power
    assert found.earned == found.columns - 1


@given(SUMS, st.data())
def test_who_slips_once_and_goes_on_rightly_has_one_wrong_column(
    one: tuple[int, str, int], data: st.DataObject
) -> None:
    """A child with a wrong carry, or rest, who works on by the method: that column is wrong, none after it."""
    told = column_sum(f"{one[0]} {one[1]} {one[2]} = ?")
    assume(told is not None and not (told.sign == "×" and told.is_long))
    assert told is not None
    method = Method.of(told)
    at = data.draw(st.integers(0, len(method.columns) - 1))
    texts: dict[str, str] = {}
    handed, slipped = 0, None
    for number, power in enumerate(method.columns):
        digit, on = method.work(power, handed)
        if number == at:
            digit = data.draw(st.sampled_from([sign for sign in "0123456789" if sign != digit]))
            on = data.draw(st.sampled_from(sorted(method.implied(power, {handed}, digit))))
            slipped = power
        assume(digit)
        texts[f"a{power}"], handed = digit, on
    found = findings(
        prompt=f"{one[0]} {one[1]} {one[2]} = ?", values=[str(told.result)],
        cells={name: [(text, 1.0)] for name, text in texts.items()},
    )  # fmt: skip
    assert found is not None
    wrong = [mark.power for mark in found.answer if mark.state == WRONG]
    beyond = [power for power in method.columns if power >= len(str(told.result))]
    assert [power for power in wrong if power not in beyond] in ([], [slipped])
    assert found.slip is None or found.slip.power == slipped or found.slip.power in beyond


@given(SUMS, st.floats(0.021, 0.5), st.data())
def test_no_box_is_wrong_while_its_right_digit_is_a_plausible_reading(
    one: tuple[int, str, int], chance: float, data: st.DataObject
) -> None:
    told = column_sum(f"{one[0]} {one[1]} {one[2]} = ?")
    assert told is not None
    right = str(told.result)
    figure = figure_of("columns", f"{one[0]} {one[1]} {one[2]} = ?")
    assert figure is not None
    cells = {
        name: [(data.draw(st.sampled_from("0123456789")), 1 - chance), (text, chance)]
        for name, text in figure.texts_of(right).items()
    }
    found = findings(prompt=f"{one[0]} {one[1]} {one[2]} = ?", values=[right], cells=cells)
    assert found is not None and set(states(found)) <= {RIGHT, UNSURE} and found.slip is None


def test_an_empty_box_inside_is_empty_and_one_in_front_is_nothing() -> None:
    found = marked("345 + 278 = ?", "6_3")
    assert states(found) == [RIGHT, EMPTY, RIGHT] and found.columns == 3
    assert states(marked("345 + 278 = ?", "1623")) == [RIGHT, RIGHT, RIGHT, WRONG]


def test_where_the_teacher_set_another_key_columns_say_nothing() -> None:
    assert findings(prompt="345 + 278 = ?", values=["600"], cells={}) is None
    assert findings(prompt="How many legs?", values=["12"], cells={}) is None
