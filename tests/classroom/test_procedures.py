"""Wrong procedures answer what the catalogue says, example by example."""

from __future__ import annotations

import doctest

import pytest

from classroom.skills import lookalikes, naming
from classroom.skills.catalogue import CATALOGUE
from classroom.skills.forms.reading import recognise
from classroom.skills.procedures import addition, multiplication, others, parts, spoken, subtraction

# Every worked example of the catalogue that can be asked with today's boxes: procedure, question, right, foretold.
EXAMPLES = [
    ("sub.smaller_from_larger", "63 − 29 = ?", "34", ["46"]),
    ("sub.smaller_from_larger", "802 − 465 = ?", "337", ["463"]),
    ("sub.borrow_no_decrement", "63 − 29 = ?", "34", ["44"]),
    ("sub.borrow_no_decrement", "802 − 465 = ?", "337", ["447"]),
    ("sub.borrow_across_zero", "306 − 138 = ?", "168", ["78"]),
    ("sub.borrow_across_zero", "802 − 465 = ?", "337", ["247"]),
    ("sub.borrow_from_zero", "103 − 45 = ?", "58", ["158"]),
    ("sub.borrow_from_zero", "802 − 465 = ?", "337", ["437"]),
    ("sub.stops_borrow_at_zero", "802 − 465 = ?", "337", ["347"]),
    ("sub.zero_minus_n_is_n", "140 − 21 = ?", "119", ["121"]),
    ("sub.zero_minus_n_is_zero", "140 − 21 = ?", "119", ["120"]),
    ("sub.always_borrow_left", "733 − 216 = ?", "517", ["427"]),
    ("sub.added_instead", "63 − 29 = ?", "34", ["92"]),
    ("sub.count_off_by_one", "9 − 4 = ?", "5", ["6"]),
    # The ambiguous pairs that the catalogue warns of.
    ("sub.smaller_from_larger", "143 − 28 = ?", "115", ["125"]),
    ("sub.borrow_no_decrement", "143 − 28 = ?", "115", ["125"]),
    ("sub.always_borrow_left", "306 − 138 = ?", "168", ["78"]),
    ("sub.smaller_from_larger", "140 − 21 = ?", "119", ["121"]),
    ("add.no_carry", "47 + 38 = ?", "85", ["75"]),
    ("add.write_both", "47 + 38 = ?", "85", ["715"]),
    ("add.carry_swapped", "47 + 38 = ?", "85", ["121"]),
    ("add.left_align", "123 + 45 = ?", "168", ["573"]),
    ("add.teen_reversed", "9 + 7 = ?", "16", ["61"]),
    ("mul.no_carry", "24 × 3 = ?", "72", ["62"]),
    ("mul.carry_before_multiply", "24 × 3 = ?", "72", ["92"]),
    ("mul.table_neighbour", "7 × 8 = ?", "56", ["48", "49", "63", "64"]),
    ("mul.n_times_zero", "6 × 0 = ?", "0", ["6"]),
    ("mul.n_times_one", "6 × 1 = ?", "6", ["1", "7"]),
    ("mul.add_instead", "6 × 4 = ?", "24", ["10"]),
    ("mul.no_placeholder", "23 × 14 = ?", "322", ["115"]),
    ("mul.columnwise", "23 × 14 = ?", "322", ["212"]),
    ("div.zero_lost_in_quotient", "612 ÷ 6 = ?", "102", ["12"]),
    ("div.larger_by_smaller", "3 ÷ 6 = ?", "1/2", ["2"]),
    ("div.remainder_dropped", "17 children sit at tables of 5. How many tables are needed?", "4", ["3"]),
    ("div.remainder_too_big", "What is the remainder of 17 ÷ 5?", "2", ["7"]),
    ("pv.written_as_heard", "Write in digits: three hundred and five", "305", ["3005"]),
    ("pv.digit_not_value", "What is the 4 worth in 342?", "40", ["4"]),
    ("pv.zero_dropped", "6 thousands and 4 tens = ?", "6040", ["64"]),
    ("pv.times_ten_adds_zero", "2.5 × 10 = ?", "25", ["2.50"]),
    ("frac.add_tops_and_bottoms", "1/2 + 1/3 = ?", "5/6", ["2/5"]),
    ("frac.bigger_denominator_bigger", "1/8 ? 1/4", "<", [">"]),
    ("frac.unit_only", "3/4 of 20 = ?", "15", ["5"]),
    ("frac.divide_by_numerator", "3/5 of 15 = ?", "9", ["5"]),
    ("dec.longer_is_larger", "0.35 ? 0.8", "<", [">"]),
    ("dec.shorter_is_larger", "0.4 ? 0.75", "<", [">"]),
    ("dec.two_whole_numbers", "0.7 + 0.5 = ?", "1.2", ["0.12"]),
    ("dec.right_align", "3.4 + 0.25 = ?", "3.65", ["0.59", "5.9"]),
    ("eq.answer_comes_next", "8 + 4 = ? + 5", "7", ["12"]),
    ("eq.add_all", "8 + 4 = ? + 5", "7", ["17"]),
    ("eq.inverse_missed", "? − 3 = 5", "8", ["2"]),
    ("cmp.sign_reversed", "47 ? 74", "<", [">"]),
    ("ord.left_to_right", "2 + 3 × 4 = ?", "14", ["20"]),
    ("money.pence_place", "£3 and 5p = £ ?", "3.05", ["3.5", "3.50"]),
    ("round.truncates", "Round 47 to the nearest 10.", "50", ["40"]),
    ("neg.ignores_sign", "−3 + 5 = ?", "2", ["-8", "8"]),
    ("roman.additive_only", "IX = ?", "9", ["11"]),
    ("time.hundred_minutes", "How many minutes is it from 1:45 to 3:15?", "90", ["130", "170"]),
    ("ord.other_way", "Put in order, smallest first. [order: 3 | 8 | 5]", "3; 5; 8", ["8; 5; 3"]),
    ("line.counts_ones", "Which number does the arrow show? [line 0 100 10 at 30]", "30", ["3"]),
    ("num.odd_is_prime", "Tick all prime numbers. [tick: 2 | 9 | 11 | 15]", "2; 11", ["9; 11; 15"]),
    ("num.last_digit_alone", "Tick all multiples of 3. [tick: 13 | 12 | 23 | 9]", "12; 9", ["13; 23"]),
    ("geo.coordinates_swapped", "Mark the point (3, 4). [place: grid 8]", "(3, 4)", ["(4, 3)"]),
    (
        "geo.inside_for_outside",
        "What sort of angle is it? [angle 250] [acute | right angle | obtuse | reflex]",
        "reflex",
        ["obtuse"],
    ),
    ("frac.part_to_part", "Which fraction is shaded? [fraction 3/8]", "3/8", ["3/5"]),
    ("money.counts_coins", "How many pence are these? [coins 10p 5p 2p]", "17", ["3"]),
    ("time.hands_swapped", "What time is it? [clock 3:30]", "3:30", ["6:15"]),
    ("div.remainder_as_decimal", "Write as a decimal: 17 ÷ 5 = ?", "3.4", ["3.2"]),
]


@pytest.mark.parametrize(("code", "prompt", "right", "foretold"), EXAMPLES)
def test_a_worked_example_comes_out(code: str, prompt: str, right: str, foretold: list[str]) -> None:
    item = recognise(prompt)
    assert item is not None
    assert item.values[0] == right
    assert sorted({one.procedure: one.answers for one in item.predictions}[code]) == foretold


def test_examples_that_no_box_can_hold_yet_come_out_as_functions() -> None:
    assert others.hundred_minutes((3, 15), (1, 45)) == (1, 70)
    assert others.hands_swapped(3, 30) == (6, 15)
    assert others.additive_only(9) == "VIIII"
    assert multiplication.remainder_dropped(17, 5) == 3
    assert multiplication.remainder_too_big(17, 5) == (2, 7)
    assert str(multiplication.remainder_as_decimal(17, 5)) == "16/5"


def test_every_procedure_of_the_catalogue_is_shown_by_an_example() -> None:
    assert set(CATALOGUE) == {code for code, *_ in EXAMPLES}


def test_a_procedure_that_happens_to_be_right_foretells_nothing() -> None:
    item = recognise("68 − 25 = ?")
    assert item is not None
    assert {one.procedure for one in item.predictions} == {"sub.added_instead"}


def test_nothing_is_foretold_that_the_box_could_not_hold() -> None:
    """Doing digit by digit gives nine digits here; the reader reads seven."""
    item = recognise("9999 × 9999 = ?")
    assert item is None, "nor is the answer itself"
    seven = recognise("98765 + 98765 = ?")
    assert seven is not None
    assert all(len(text) <= 7 for one in seven.predictions for text in one.answers)
    assert "add.write_both" not in {one.procedure for one in seven.predictions}


@pytest.mark.parametrize(
    "module", [naming, lookalikes, spoken, subtraction, addition, parts], ids=lambda one: one.__name__
)
def test_examples_in_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
