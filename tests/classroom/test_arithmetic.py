"""Lines that teachers type: read, worked out exactly, written back; whatever is typed, nothing breaks."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from classroom import rules
from classroom.skills import arithmetic, editing, expressions
from classroom.skills.arithmetic import EVERY_KIND, LineError, parse_line, source
from classroom.skills.questions import QuestionDraft, kind_of, written

WHOLE = ("whole",)


def read(line: str, kinds: tuple[str, ...] = WHOLE) -> QuestionDraft:
    """The question on a line that must be readable."""
    draft = parse_line(line, kinds=kinds)
    assert isinstance(draft, QuestionDraft), draft
    return draft


def wrong(line: str, kinds: tuple[str, ...] = WHOLE) -> str:
    """What is said about a line that must not be readable."""
    error = parse_line(line, number=7, kinds=kinds)
    assert isinstance(error, LineError), error
    assert error.line == 7
    return error.message


@pytest.mark.parametrize(
    ("line", "prompt", "key"),
    [
        ("7 + 5", "7 + 5 = ?", "12"),
        ("12 x 3 =", "12 × 3 = ?", "36"),
        ("12X3", "12 × 3 = ?", "36"),
        ("? + 4 = 9", "? + 4 = 9", "5"),
        ("9 = ? + 4", "9 = ? + 4", "5"),
        ("56 ÷ 8", "56 ÷ 8 = ?", "7"),
        ("56 / 8", "56 ÷ 8 = ?", "7"),
        ("56:8", "56 ÷ 8 = ?", "7"),
        ("7 x ? = 42", "7 × ? = 42", "6"),
        ("10 − ? = 3", "10 − ? = 3", "7"),
        ("10 – 3", "10 − 3 = ?", "7"),
        ("? ÷ 4 = 2", "? ÷ 4 = 2", "8"),
        ("8 ÷ ? = 2", "8 ÷ ? = 2", "4"),
        ("(3+4)*2", "(3 + 4) × 2 = ?", "14"),
        ("3+4*2", "3 + 4 × 2 = ?", "11"),
        ("100 - 20 - 3", "100 − 20 − 3 = ?", "77"),
        ("24 ÷ 4 ÷ 2", "24 ÷ 4 ÷ 2 = ?", "3"),
        ("(? + 4) × 2 = 14", "( ? + 4) × 2 = 14", "3"),
        ("7 + 5 = 12", "7 + 5 = ?", "12"),
        ("12 = 7 + 5", "? = 7 + 5", "12"),
        ("= 7 + 5", "? = 7 + 5", "12"),
        ("7 + 5 = ____", "7 + 5 = ?", "12"),
        ("7 + □ = 12", "7 + ? = 12", "5"),
        ("1,000 + 1", "1,000 + 1 = ?", "1001"),
        ("7 ÷ 2 × 2", "7 ÷ 2 × 2 = ?", "7"),
        ("-3 + 5", "−3 + 5 = ?", "2"),
        ("\uff17\uff0b\uff15", "7 + 5 = ?", "12"),  # full-width, as typed on an East Asian keyboard
        ("\u202e7 + 5", "7 + 5 = ?", "12"),
        ("How many legs have 3 cats? = 12", "How many legs have 3 cats?", "12"),
        ("3 cats have ? legs = 12", "3 cats have ? legs", "12"),
        ("Combien de pattes ? = 4", "Combien de pattes?", "4"),
        ("Сколько ног у кота? = 4", "Сколько ног у кота?", "4"),
    ],
)
def test_a_line_becomes_a_question_with_its_key(line: str, prompt: str, key: str) -> None:
    draft = read(line)
    assert (draft.prompt, draft.values, draft.kind) == (prompt, (key,), "whole")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("7 ÷ 2", "7 ÷ 2 does not come out whole: it is 3 remainder 1. Try 6 ÷ 2 or 8 ÷ 2."),
        ("1 ÷ 2", "it is 0 remainder 1. Try 2 ÷ 2."),
        ("1 ÷ 3 + 1", "does not come out whole: it is 4/3"),
        ("7 + 5 = 13", "7 + 5 is 12, not 13"),
        ("x + 4 = 9", "Write ? for the number to find"),
        ("3(4 + 5)", "Write × where"),
        ("5 ÷ 0", "divided by 0"),
        ("5 ÷ (3 - 3)", "divided by 0"),
        ("0 × ? = 0", "Every number would be right"),
        ("7 ÷ ? = 0", "No number is right"),
        ("0 ÷ ? = 0", "right here"),
        ("3 - 5", "below nought"),
        ("0.5 + 0.25", "decimals cannot be read yet"),
        ("? + ? = 9", "one ? only"),
        ("1 = 1 = 1", "one = only"),
        ("3 + 4 = 2 + 5", "Put a ?"),
        ("? + 4", "Say what it equals"),
        ("7 +", "missing at the end"),
        ("2 3 + 1", "sign is missing between 2 and 3"),
        ("(2 + 3", "not closed"),
        ("2 + 3)", "closes that was not opened"),
        ("12", "Write a sum"),
        ("cats", "behind ="),
        ("How many? = many", "not a number that children can write"),
        ("How many? =", "Write the right answer behind ="),
        ("= = 4", "one = only"),
        ("3² + 1", "behind ="),
        ("99999999 + 1", "more than 7 digits"),
        ("1" * 60 + " + 1", "too long a number"),
        ("1+" * 80 + "1", "too long"),
        ("(" * 20 + "1+1" + ")" * 20, "too many brackets"),
        ("x" * 300, "at most 200 signs"),
        ("2 + " + "-" * 30 + "2", "too many signs"),
    ],
)
def test_a_line_that_cannot_be_is_answered_with_what_to_do(line: str, says: str) -> None:
    assert says in wrong(line)


def test_other_kinds_are_taken_where_they_can_be_read() -> None:
    kinds = arithmetic.EVERY_KIND
    assert read("3 - 5", kinds) == QuestionDraft("3 − 5 = ?", ("-2",), "signed")
    assert read("0.5 + 0.25", kinds) == QuestionDraft("0.5 + 0.25 = ?", ("0.75",), "decimal")
    assert read("0.5 ÷ 2", kinds) == QuestionDraft("0.5 ÷ 2 = ?", ("0.25",), "decimal")
    assert read("? × 3 = 1", kinds) == QuestionDraft("? × 3 = 1", ("1/3",), "fraction")
    assert read("Half of a third? = 1/6", kinds).values == ("1/6",)


def test_a_key_typed_as_a_fraction_stays_one_so_that_children_can_write_it() -> None:
    for line, key, kind in (
        ("Half of 1? = 1/2", "1/2", "fraction"),
        ("Half of 1? = 1/2 (any form)", "1/2", "fraction"),
        ("Half of 1? = 0.5", "0.5", "decimal"),
        ("How many threes in 12? = 12/3", "4", "whole"),
    ):
        draft = read(line, kinds=EVERY_KIND)
        assert (draft.values, draft.kind) == ((key,), kind)
    unread = read("Half of 1? = 1/2", kinds=("whole", "decimal"))  # a reader that knows no fractions
    assert (unread.values, unread.kind) == (("0.5",), "decimal")


def test_a_division_that_leaves_a_rest_must_be_meant() -> None:
    kinds = arithmetic.EVERY_KIND
    assert "Try 6 ÷ 2 or 8 ÷ 2. If 3.5 is meant, type = 3.5 behind it." in wrong("7 ÷ 2", kinds)
    meant = read("7 ÷ 2 = 3.5", kinds)
    assert meant == QuestionDraft("7 ÷ 2 = ?", ("3.5",), "decimal", worked_out=False)
    assert read(source(meant), kinds) == meant
    assert "cannot be read yet" in wrong("7 ÷ 2 = 3.5", WHOLE)


def test_a_given_key_overrides_and_may_hold_several_values() -> None:
    draft = read("7 + 5 → 12 or 13")
    assert draft == QuestionDraft("7 + 5 = ?", ("12", "13"), "whole", worked_out=False)
    assert source(draft) == "7 + 5 = ? → 12 or 13"
    assert read(source(draft)) == draft


def test_the_question_mark_always_stands_alone_so_that_the_box_is_found() -> None:
    for line in ["(?+4)×2=14", "2×(4+?)=14", "5-?=3", "?=4+4"]:
        assert "?" in read(line).prompt.split()


numbers = st.integers(0, 999)


@given(st.text(max_size=260))
@example("?" * 100)
@example("٣ + ٤")
@example("½ = 1/2")
@example("→")
@example("=>=>=>1")
@example("a = 1/0")
@example("a = -,5")
@example("\ud800 + 1")
@settings(max_examples=400, deadline=None)
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    for line in arithmetic.read_text(text):
        assert isinstance(line.result, QuestionDraft | LineError)
        if isinstance(line.result, LineError):
            assert line.result.message
            assert 1 <= line.result.line <= len(text.splitlines())


@given(st.text(alphabet="0123456789+-×÷xX*/:()?=., _→>or", max_size=60))
@settings(max_examples=600, deadline=None)
def test_what_is_read_is_right_by_the_marking_rule_and_is_written_back_unchanged(text: str) -> None:
    draft = parse_line(text)
    if isinstance(draft, LineError):
        return
    assert 0 < len(draft.prompt) <= arithmetic.LONGEST_PROMPT + 4
    key = {"version": 1, "values": list(draft.values), "rule": "equal"}
    assert all(rules.is_right(value, key) for value in draft.values)
    assert parse_line(source(draft)) == draft
    assert parse_line(source(draft), kinds=(draft.kind,)) == draft


@given(numbers, numbers, st.sampled_from("+-×÷"), st.sampled_from(["a", "b", "c"]))
def test_a_hidden_number_is_found_again(one: int, other: int, sign: str, hidden: str) -> None:
    if sign == "÷":
        other += 1
    result = {"+": one + other, "-": one - other, "×": one * other, "÷": Fraction(one, max(other, 1))}[sign]
    parts = [str(one), sign, str(other), "=", written(Fraction(result))]
    if "/" in parts[4] or "-" in parts[4]:
        return
    parts[{"a": 0, "b": 2, "c": 4}[hidden]] = "?"
    draft = parse_line(" ".join(parts))
    if isinstance(draft, LineError):
        assert 0 in (one, other) or "digits" in draft.message  # 0 × ? = 0 and the like
        return
    expected = {"a": Fraction(one), "b": Fraction(other), "c": Fraction(result)}[hidden]
    assert Fraction(draft.values[0]) == expected


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=999))
def test_a_number_as_written_has_its_value_and_its_kind(amount: Fraction) -> None:
    text = written(amount)
    assert Fraction(text) == amount
    assert kind_of(amount) == (
        "fraction" if "/" in text else "decimal" if "." in text else "signed" if "-" in text else "whole"
    )


def test_a_key_typed_beside_a_line_is_written_into_it() -> None:
    text = "7 + 5\n\nHow many? = 3"
    changed, problems = editing.with_keys(
        text,
        [editing.KeyChange(1, "7 + 5 = ?", "12", "12 or 13"), editing.KeyChange(3, "How many?", "3", "4")],
        kinds=WHOLE,
    )
    assert changed.splitlines() == ["7 + 5 = ? → 12 or 13", "", "How many? = 4"]
    assert not problems


def test_a_key_typed_beside_a_line_that_has_changed_since_is_let_go() -> None:
    change = editing.KeyChange(1, "7 + 5 = ?", "12", "99")
    assert editing.with_keys("8 + 5", [change], kinds=WHOLE) == ("8 + 5", [])
    assert editing.with_keys("", [change], kinds=WHOLE) == ("", [])


def test_a_key_that_is_no_number_is_refused_and_the_text_stays() -> None:
    text, problems = editing.with_keys("7 + 5", [editing.KeyChange(1, "7 + 5 = ?", "12", "twelve")], kinds=WHOLE)
    assert text == "7 + 5"
    assert [one.line for one in problems] == [1]


def test_setting_the_worked_out_key_again_leaves_a_plain_line() -> None:
    change = editing.KeyChange(1, "7 + 5 = ?", "13", "12")
    assert editing.with_keys("7 + 5 → 13", [change], kinds=WHOLE)[0] == "7 + 5 = ?"


def test_lines_move_over_empty_ones_and_stay_within_the_text() -> None:
    assert editing.moved("a\n\nb", 3, -1) == "b\n\na"
    assert editing.moved("a\nb", 1, -1) == "a\nb"
    assert editing.moved("a\nb", 2, 1) == "a\nb"
    assert editing.moved("a\nb", 9, 1) == "a\nb"
    assert editing.without("a\nb\nc", 2) == "a\nc"


def test_other_numbers_replace_those_made_last_and_spare_what_was_typed() -> None:
    first = editing.with_made("9 + 9", made=[QuestionDraft("1 + 1 = ?", ("2",))])
    assert first == "9 + 9\n1 + 1 = ?"
    other = [QuestionDraft("2 + 2 = ?", ("4",))]
    assert editing.with_made(first, made=other, before="1 + 1 = ?") == "9 + 9\n2 + 2 = ?"
    assert editing.with_made("9 + 9\n1 + 3", made=other, before="1 + 1 = ?") == "9 + 9\n1 + 3\n2 + 2 = ?"


def test_expressions_are_shown_with_a_real_minus() -> None:
    assert expressions.shown(expressions.tokens("3--2")) == "3 − −2"
