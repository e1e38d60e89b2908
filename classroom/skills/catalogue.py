"""The wrong procedures that are known by name, and how a teacher is told of them. Pure data.

Names follow BUGGY and VanLehn where they could be confirmed (docs/wrong-procedures.md says which are ours).
"""

from __future__ import annotations

from dataclasses import dataclass

from classroom.later import gettext_lazy as _


@dataclass(frozen=True)
class Procedure:
    """A known wrong procedure: `looks_like` ends the sentence "It looks as if the child ..."; `try_next` advises."""

    code: str
    looks_like: str
    example: str
    try_next: str
    # A slip of memory rather than a rule: it explains single answers and is never named as a pattern.
    is_slip: bool = False


_SUB_NEXT = _("Lay it with tens and ones: what can be taken away, and when must a ten be changed into ten ones?")
_DEC_NEXT = _("Write both with the same number of places, or shade them on hundred-squares, and compare.")

_ALL = (
    Procedure(
        "sub.smaller_from_larger", _("takes the smaller digit from the larger in each column"), "63 − 29 = 46",
        _SUB_NEXT
    ),
    Procedure(
        "sub.borrow_no_decrement", _("adds ten to a column without taking it from the next"), "63 − 29 = 44",
        _SUB_NEXT
    ),
    Procedure(
        "sub.borrow_across_zero", _("skips a nought and takes from the digit behind it"), "306 − 138 = 78",
        _("Change one hundred into ten tens first, then one ten into ten ones, " "with counters."),
    ),
    Procedure(
        "sub.borrow_from_zero", _("turns a nought into 9 without taking from the next digit"), "103 − 45 = 158",
        _("Ask where the nine tens came from: change the hundred first, with " "counters."),
    ),
    Procedure(
        "sub.stops_borrow_at_zero", _("adds ten beside a nought and takes nothing for it"), "802 − 465 = 347",
        _("Change one hundred into ten tens first, then one ten into ten ones, " "with counters."),
    ),
    Procedure(
        "sub.zero_minus_n_is_n", _("writes N for 0 − N"), "140 − 21 = 121",
        _("Ask: you have none; can you give me one?")
    ),
    Procedure("sub.zero_minus_n_is_zero", _("writes 0 for 0 − N"), "140 − 21 = 120", _SUB_NEXT),
    Procedure("sub.always_borrow_left", _("always takes from the digit on the far left"), "733 − 216 = 427",
    _SUB_NEXT),
    Procedure("sub.added_instead", _("adds instead of taking away"), "63 − 29 = 92",
        _("Let the child say the sign aloud.")),
    Procedure(
        "sub.count_off_by_one", _("counts the number it starts from"), "9 − 4 = 6",
        _("Count back on a track, starting with the step and not with the square " "one stands on."),
    ),
    Procedure(
        "add.no_carry", _("drops the ten that should be carried"), "47 + 38 = 75",
        _("Lay both numbers with tens and ones, and change ten ones into a ten."),
    ),
    Procedure(
        "add.write_both", _("writes both digits of a column's sum"), "47 + 38 = 715",
        _("Ask how much about it must be: 50 and 40. Then lay it with tens and " "ones."),
    ),
    Procedure(
        "add.carry_swapped", _("writes the ten and carries the ones"), "47 + 38 = 121",
        _("Say the sum of a column as tens and ones before writing."),
    ),
    Procedure(
        "add.left_align", _("lines the numbers up on the left"), "123 + 45 = 573",
        _("Write both numbers into a place-value table, the ones first."),
    ),
    Procedure(
        "add.teen_reversed", _("writes sixteen as 61"), "9 + 7 = 61",
        _("Build teens with a ten-frame: ten, and six more.")
    ),
    Procedure("mul.no_carry", _("drops what should be carried"), "24 × 3 = 62",
    _("Work it out as 20 × 3 and 4 × 3.")),
    Procedure(
        "mul.carry_before_multiply", _("adds what was carried before multiplying"), "24 × 3 = 92",
        _("Work it out as 20 × 3 and 4 × 3, and compare."),
    ),
    Procedure(
        "mul.table_neighbour", _("takes the fact beside it in the table"), "7 × 8 = 54",
        _("A fact not yet known by heart: a few minutes of this table."), is_slip=True,
    ),
    Procedure("mul.n_times_zero", _("takes N × 0 for N"), "6 × 0 = 6",
    _("Tell it as a story: six plates with no cakes.")),
    Procedure("mul.n_times_one", _("takes N × 1 for 1 or N + 1"), "6 × 1 = 7",
        _("Tell it as a story: six plates, one cake each.")),
    Procedure("mul.add_instead", _("adds instead of multiplying"), "6 × 4 = 10",
    _("Lay it as rows: four rows of six.")),
    Procedure(
        "mul.no_placeholder", _("does not move the second row to the left"), "23 × 14 = 115",
        _("Work it out in a grid: 20 and 3 by 10 and 4."),
    ),
    Procedure(
        "mul.columnwise", _("multiplies digit by digit"), "23 × 14 = 212",
        _("Work it out in a grid: 20 and 3 by 10 and 4.")
    ),
    Procedure(
        "div.zero_lost_in_quotient", _("leaves out a nought in the answer"), "612 ÷ 6 = 12",
        _("Ask about how much it must be: 600 ÷ 6."),
    ),
    Procedure("div.remainder_dropped", _("leaves the rest away"), "17 ÷ 5 = 3",
        _("Share 17 counters among 5: what is left?")),
    Procedure(
        "div.remainder_too_big", _("stops one step early and leaves too large a rest"), "17 ÷ 5 = 2 r 7",
        _("Ask whether everybody could have one more."),
    ),
    Procedure(
        "div.remainder_as_decimal", _("writes the rest behind the point as it is"), "17 ÷ 5 = 3.2",
        _("Change the rest into tenths before sharing it."),
    ),
    Procedure("div.larger_by_smaller", _("divides the larger by the smaller"), "3 ÷ 6 = 2",
    _("Share 3 cakes among 6.")),
    Procedure(
        "pv.written_as_heard", _("writes the parts one after the other as they are said"),
        _("three hundred and five: 3005"),
        _("Lay the number with place-value cards, one over the other."),
    ),
    Procedure(
        "pv.digit_not_value", _("says the digit and not what it is worth"), _("the 4 in 342: 4"),
        _("Lay the number with place-value cards and take it apart."),
    ),
    Procedure(
        "pv.zero_dropped", _("leaves out the places that hold nothing"), _("6 thousands and 4 tens: 64"),
        _("Write it into a place-value table: every column needs its digit."),
    ),
    Procedure(
        "pv.times_ten_adds_zero", _("multiplies a decimal by ten by writing a nought behind it"), "2.5 × 10 = 2.50",
        _("Move the digits in a place-value table instead."),
    ),
    Procedure(
        "frac.add_tops_and_bottoms", _("adds tops and bottoms each by themselves"), "1/2 + 1/3 = 2/5",
        _("Draw it on a strip: can two numbers together be less than one of them?"),
    ),
    Procedure(
        "frac.bigger_denominator_bigger", _("calls the fraction with the larger bottom the larger"), "1/8 > 1/4",
        _("Cut two equal strips into four and into eight, and compare one part of " "each."),
    ),
    Procedure("frac.unit_only", _("finds one part and stops there"), "3/4 of 20 = 5",
        _("Draw a bar of four parts; shade three.")),
    Procedure("frac.divide_by_numerator", _("divides by the top"), "3/5 of 15 = 5",
        _("Draw a bar of five parts; shade three.")),
    Procedure("dec.longer_is_larger", _("calls the longer decimal the larger"), "0.35 > 0.8", _DEC_NEXT),
    Procedure("dec.shorter_is_larger", _("calls the shorter decimal the larger"), "0.4 > 0.75", _DEC_NEXT),
    Procedure(
        "dec.two_whole_numbers", _("adds the parts behind the points as whole numbers"), "0.7 + 0.5 = 0.12",
        _("Say both as tenths: seven tenths and five tenths."),
    ),
    Procedure(
        "dec.right_align", _("lines decimals up on the right"), "3.4 + 0.25 = 0.59",
        _("Write both into a place-value table.")
    ),
    Procedure(
        "eq.answer_comes_next", _("takes = for “and the answer is”"), "8 + 4 = 12 + 5",
        _("Lay both sides on a balance: is it level?"),
    ),
    Procedure("eq.add_all", _("adds all numbers there are"), "8 + 4 = 17 + 5",
        _("Lay both sides on a balance: is it level?")),
    Procedure(
        "eq.inverse_missed", _("does what the sign says with the two numbers there are"), "? − 3 = 5: 2",
        _("Put the answer into the box and read the whole sentence aloud: is it " "true?"),
    ),
    Procedure(
        "cmp.sign_reversed", _("means the right thing and mirrors the sign"), "47 > 74",
        _("It may be notation alone: let the child say which is more."),
    ),
    Procedure(
        "ord.left_to_right", _("works from left to right"), "2 + 3 × 4 = 20",
        _("Put the multiplication in brackets first.")
    ),
    Procedure(
        "time.hands_swapped", _("takes the long hand for the hours"), _("3:30 read as 6:15"),
        _("Talk about the short hand alone.")
    ),
    Procedure(
        "time.hundred_minutes", _("takes an hour for a hundred minutes"), "3:15 − 1:45 = 1:70",
        _("Step along a time line: to the full hour first."),
    ),
    Procedure(
        "money.pence_place", _("writes pence behind the point as they are said"), _("£3 and 5p: £3.5"),
        _("Read it back: is £3.50 three pounds and five pence?"),
    ),
    Procedure("round.truncates", _("always rounds down"), _("47 to the nearest 10: 40"),
        _("Mark it on a line between 40 and 50.")),
    Procedure(
        "neg.ignores_sign", _("leaves the minus away, or puts it back at the end"), "−3 + 5 = 8",
        _("Step along a number line through nought."),
    ),
    Procedure(
        "roman.additive_only", _("adds every sign, also one before a larger"), "9: VIIII",
        _("Compare IX and XI on a clock.")
    ),
    Procedure(
        "ord.other_way", _("puts numbers in order the other way round"), "3, 8, 5, smallest first: 8; 5; 3",
        _("It may be the words alone: let the child say which is smallest."),
    ),
    Procedure(
        "line.counts_ones", _("counts every mark as one"), "the third mark of 0, 10, 20 …: 3",
        _("Count along the line aloud in its own steps."),
    ),
    Procedure(
        "num.odd_is_prime", _("takes every odd number for a prime"), "2, 9, 11, 15: ticks 9, 11 and 15",
        _("Lay 9 counters as a rectangle: what does that say?"),
    ),
    Procedure(
        "num.last_digit_alone", _("looks for multiples by the last digit alone"), "13 as a multiple of 3",
        _("Count on in the table: is the number on the way?"),
    ),
    Procedure(
        "geo.coordinates_swapped", _("goes up before going across"), "(3, 4) marked at (4, 3)",
        _("Along the corridor, then up the stairs."),
    ),
    Procedure(
        "geo.inside_for_outside", _("names the angle on the other side of the lines"), "250° called obtuse",
        _("Trace the arc with a finger: which turn is meant?"),
    ),
    Procedure(
        "frac.part_to_part", _("compares the shaded parts with the others"), "3 of 8 shaded: 3/5",
        _("Count all the parts first: into how many is the whole cut?"),
    ),
    Procedure(
        "money.counts_coins", _("counts the coins, not what they are worth"), "10p, 5p, 2p: 3",
        _("Swap each coin for pennies and count again."),
    ),
)  # fmt: skip

CATALOGUE: dict[str, Procedure] = {one.code: one for one in _ALL}
