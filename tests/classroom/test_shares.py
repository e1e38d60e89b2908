"""Marks box by box of puzzles and questions with several boxes, beside the mark of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.skills.figures import figure_of
from classroom.skills.figures.marking import EMPTY, FOLLOWS, RIGHT, UNSURE, WRONG, Findings, cells_typed
from classroom.skills.figures.shares import marks_of
from classroom.skills.figures.words import credit_words
from classroom.skills.forms.reading import recognise
from tests.classroom.test_puzzles import EXAMPLES


def marked(prompt: str, answer: str, layout: str = "", values: Sequence[str] = ()) -> Findings | None:
    known = recognise(prompt)
    layout = layout or (known.layout if known else "")
    figure = figure_of(layout, prompt)
    assert figure is not None
    return marks_of(
        figure, prompt=prompt, values=values or (known.values if known else ()), cells=cells_typed(figure, answer)
    )


def states(found: Findings | None) -> list[str]:
    assert found is not None
    return [mark.state for mark in found.answer]


@pytest.mark.parametrize(("prompt", "layout", "answer"), EXAMPLES)
def test_who_is_right_is_right_in_every_box(prompt: str, layout: str, answer: str) -> None:
    found = marked(prompt, answer)
    if "|" not in answer:
        assert found is None, "one box has no share"
        return
    assert found is not None and set(states(found)) == {RIGHT} and found.slip is None and found.credit == 1


@pytest.mark.parametrize(
    ("prompt", "answer", "wanted", "slip"),
    [
        ("Number pyramid: 3 5 2 / ? ? / ?", "9|7|16", [WRONG, RIGHT, FOLLOWS], "b1"),
        ("Number pyramid: 3 5 2 / ? ? / ?", "8|7|16", [RIGHT, RIGHT, WRONG], "b3"),
        ("Number pyramid: 3 5 2 / ? ? / ?", "9|7|15", [WRONG, RIGHT, RIGHT], "b1"),
        ("Number pyramid: ? 5 ? / 8 7 / ?", "4|2|15", [WRONG, RIGHT, RIGHT], "b1"),
        ("Arithmagon: 3 5 4 / ? ? ?", "8|9|8", [RIGHT, RIGHT, WRONG], "b3"),
        ("Arithmagon: ? 5 4 / 8 ? ?", "4|9|8", [WRONG, RIGHT, FOLLOWS], "b1"),
        ("Grid method: 23 × 14", "200|30|90|12|332", [RIGHT, RIGHT, WRONG, RIGHT, FOLLOWS], "b3"),
        ("Grid method: 23 × 14", "200|30|80|12|332", [RIGHT, RIGHT, RIGHT, RIGHT, WRONG], "b5"),
        ("17 ÷ 5 = ? r ?", "3|3", [RIGHT, WRONG], "b2"),
        ("£3.05 = £ ? and ? p", "3|50", [RIGHT, WRONG], "b2"),
        ("11/4 = ? and ? / ?", "2|3|8", [RIGHT, RIGHT, WRONG], "b3"),
        ("Magic square: 2 7 6 / ? 5 ? / ? ? 8", "9|1||3", [RIGHT, RIGHT, EMPTY, RIGHT], None),
    ],
)
def test_boxes_are_marked_as_a_teacher_would(prompt: str, answer: str, wanted: list[str], slip: str | None) -> None:
    found = marked(prompt, answer)
    assert found is not None and states(found) == wanted
    assert (found.slip.name if found.slip else None) == slip


def test_of_several_right_answers_the_nearest_counts() -> None:
    values = ["3|4", "4|3", "2|6"]
    for answer, wanted in (("4|3", [RIGHT, RIGHT]), ("2|7", [RIGHT, WRONG]), ("9|3", [WRONG, RIGHT])):
        assert states(marked("12 = ? × ?", answer, "boxes", values)) == wanted


def test_against_a_teacher_s_own_key_nothing_follows_without_a_slip() -> None:
    """5 + 2 is 7, and the teacher wants 8: what the child wrote is wrong there, and follows from nothing."""
    own = ["8|8|16"]
    assert states(marked("Number pyramid: 3 5 2 / ? ? / ?", "8|7|16", "pyramid", own)) == [RIGHT, WRONG, RIGHT]


def test_fractions_and_single_boxes_have_no_shares() -> None:
    """2/4 for 1/2 is right: its numbers say nothing by themselves."""
    assert marked("1/5 + 3/5 = ?", "2/5", "fraction", ["4/5"]) is None
    assert marked("345 + 278 = ?", "600", "working", ["623"]) is None


@given(st.sampled_from([one for one in EXAMPLES if "|" in one[2]]), st.floats(0.021, 0.5), st.data())
def test_no_box_is_wrong_while_its_right_number_is_a_plausible_reading(
    example: tuple[str, str, str], chance: float, data: st.DataObject
) -> None:
    prompt, layout, answer = example
    figure = figure_of(layout, prompt)
    assert figure is not None
    numbers = st.integers(0, 999).map(str)
    cells: Mapping[str, Sequence[tuple[str, float]]] = {
        name: [(data.draw(numbers), 1 - chance), (text, chance)] for name, text in figure.texts_of(answer).items()
    }
    found = marks_of(figure, prompt=prompt, values=[answer], cells=cells)
    assert found is not None and set(states(found)) <= {RIGHT, UNSURE} and found.slip is None


def test_a_share_is_said_in_boxes() -> None:
    figure = figure_of("grid", "Grid method: 23 × 14")
    found = marked("Grid method: 23 × 14", "200|30|90|12|332")
    assert figure is not None and found is not None
    assert credit_words(figure, found) == "4 of 5 boxes, first slip in: box 3"
