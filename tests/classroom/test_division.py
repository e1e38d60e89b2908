"""Written division: the bus stop with boxes for steps and a remainder, and the line with its answer beside it."""

from __future__ import annotations

import itertools
import uuid
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

import handwriting
from classroom import languages, looking, submissions
from classroom.models import Ink, Question
from classroom.skills import arithmetic
from classroom.skills.arithmetic import LineError
from classroom.skills.figures import figure_of
from classroom.skills.figures.base import ANSWER, WORKING, Figure
from classroom.skills.figures.marking import EMPTY, FOLLOWS, RIGHT, UNSURE, WRONG, Findings, cells_typed
from classroom.skills.figures.shares import marks_of
from classroom.skills.figures.sums import division
from classroom.skills.figures.words import credit_words
from classroom.skills.forms.languages import in_language
from classroom.skills.forms.reading import recognise
from classroom.skills.questions import QuestionDraft
from recognition import reader as recognition
from recognition.reader import load_reader
from tests.conftest import Side

EXACT = st.tuples(st.integers(1, 999), st.integers(2, 99)).map(lambda one: f"{one[0] * one[1]} ÷ {one[1]} = ?")
WITH_REST = st.tuples(st.integers(2, 99), st.integers(0, 900)).map(
    lambda one: f"{one[0] + one[1]} ÷ {one[0]} = ? r ?"
)


def figure(prompt: str) -> Figure:
    made = figure_of("bus_stop", prompt)
    assert made is not None
    return made


@given(st.one_of(EXACT, WITH_REST))
def test_boxes_lie_inside_and_apart_and_hold_the_right_answer(prompt: str) -> None:
    one, made = division(prompt), figure(prompt)
    assert one is not None
    for place in made.places:
        left, top, right, bottom = place.box
        assert 0 <= left < right <= 1000 and 0 <= top < bottom <= made.height
    for this, other in itertools.combinations([place.box for place in made.places], 2):
        assert this[2] <= other[0] or other[2] <= this[0] or this[3] <= other[1] or other[3] <= this[1]
    assert made.answer_of(made.texts_of(one.answer)) == one.answer
    assert [made.named[name].role for name in made.order] == [ANSWER] * len(made.order)
    found = marked(prompt, one.answer)
    assert {mark.state for mark in found.answer} == {RIGHT} and found.slip is None


def marked(prompt: str, answer: str) -> Findings:
    one, made = division(prompt), figure(prompt)
    assert one is not None
    found = marks_of(made, prompt=prompt, values=[one.answer], cells=cells_typed(made, answer))
    assert found is not None
    return found


def test_how_many_steps_there_are_does_not_tell_how_long_the_answer_is() -> None:
    """1008 ÷ 36 has two digits, 7200 ÷ 36 three."""
    few, many = figure("1008 ÷ 36 = ?"), figure("7200 ÷ 36 = ?")
    assert [one.box for one in few.places] == [one.box for one in many.places]
    assert sum(one.role == WORKING for one in few.places) == 6 * 4


def test_geometry_stays_because_children_wrote_into_it() -> None:
    """Change what these say only under another name of layout: stored ink is read by them."""
    long, short = figure("1008 ÷ 36 = ?"), figure("17 ÷ 5 = ? r ?")
    assert (long.height, long.named["a0"].box, long.named["s1.0"].box) == (
        1403, (766.0, 20.0, 926.9, 207.0), (766.0, 561.0, 926.9, 711.0),
    )  # fmt: skip
    assert (short.height, short.named["a0"].box, short.named["rest"].box) == (
        491, (393.8, 20.0, 577.8, 233.0), (717.5, 20.0, 964.5, 233.0),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("prompt", "answer", "states", "slip"),
    [
        ("17 ÷ 5 = ? r ?", "3|2", [RIGHT, RIGHT], None),
        ("17 ÷ 5 = ? r ?", "3|4", [RIGHT, WRONG], "rest"),
        ("17 ÷ 5 = ? r ?", "2|7", [WRONG, FOLLOWS], "a0"),  # stopped early, and right about what is left
        ("17 ÷ 5 = ? r ?", "3|", [RIGHT, EMPTY], None),
        ("100 ÷ 7 = ? r ?", "14|02", [RIGHT, RIGHT, RIGHT], None),
        ("952 ÷ 7 = ?", "146", [RIGHT, WRONG, RIGHT], "a1"),
    ],
)
def test_a_remainder_is_marked_by_the_child_s_own_digits(
    prompt: str, answer: str, states: list[str], slip: str | None
) -> None:
    found = marked(prompt, answer)
    assert [mark.state for mark in found.answer] == states
    assert (found.slip.name if found.slip else None) == slip


def test_a_slip_in_the_remainder_is_said_in_words() -> None:
    assert credit_words(figure("17 ÷ 5 = ? r ?"), marked("17 ÷ 5 = ? r ?", "3|4")) == (
        "1 of 2 boxes, first slip in: remainder"
    )


def test_no_remainder_is_wrong_while_the_right_one_is_a_plausible_reading() -> None:
    made = figure("17 ÷ 5 = ? r ?")
    cells = {"a0": [("3", 1.0)], "rest": [("7", 0.95), ("2", 0.04)]}
    found = marks_of(made, prompt="17 ÷ 5 = ? r ?", values=["3|2"], cells=cells)
    assert found is not None and [mark.state for mark in found.answer] == [RIGHT, UNSURE]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("952 / 7 (bus stop)", ("136",)), ("1008 ÷ 36 (BUS STOP)", ("28",)), ("17 ÷ 5 = ? r ? (bus stop)", ("3|2",)),
        ("17 ÷ 5 = ? r ? → 3 | 2 (bus stop)", ("3|2",)),
    ],
)  # fmt: skip
def test_the_bus_stop_is_typed_behind_a_division(line: str, values: tuple[str, ...]) -> None:
    draft = arithmetic.parse_line(line)
    assert isinstance(draft, QuestionDraft), draft
    assert (draft.values, draft.layout) == (values, "bus_stop")
    assert arithmetic.parse_line(arithmetic.source(draft)) == draft


@pytest.mark.parametrize("line", ["345 + 278 (bus stop)", "123456 ÷ 16 (bus stop)", "7 ÷ 2 = 3.5 (bus stop)"])
def test_where_the_bus_stop_makes_no_sense_the_teacher_is_told(line: str) -> None:
    read = arithmetic.parse_line(line)
    assert isinstance(read, LineError) and "bus stop" in read.message


@pytest.mark.django_db
def test_steps_are_kept_and_never_read(here: Side) -> None:
    Question.objects.filter(pk=here.answer(1).question_id).update(
        prompt="1008 ÷ 36 = ?", layout="bus_stop", key={"version": 1, "values": ["28"], "rule": "equal"}
    )
    answer = here.answer(1)
    made = figure("1008 ÷ 36 = ?")
    texts = {"a1": "2", "a0": "8", "s0.2": "7", "s0.1": "9", "s3.0": "5"}  # 79 for 72: nobody marks it
    pairs = [(text, made.named[name].box) for name, text in texts.items()]
    wire = handwriting.write_in(pairs, seed=3, style=3, height=int(made.height))
    drawn = recognition.Ink.from_wire(wire, looking.limits_of(answer.question))
    ink = submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, ink=drawn)
    assert len(ink.strokes["strokes"]) == len(wire["strokes"]), "all of it is kept"
    seen = looking.look(load_reader(), ink)
    assert seen.text == "28" and {cell.name for cell in seen.cells} == {"a3", "a2", "a1", "a0"}
    alone = Ink(answer=answer, strokes={**wire, "strokes": wire["strokes"][2:]})
    assert looking.look(load_reader(), alone).text != "28"


@given(st.one_of(EXACT, WITH_REST))
def test_in_one_line_boxes_lie_inside_and_apart_and_hold_the_right_answer(prompt: str) -> None:
    one, made = division(prompt), figure_of("beside", prompt)
    assert one is not None and made is not None
    for place in made.places:
        left, top, right, bottom = place.box
        assert 0 <= left < right <= 1000 and 0 <= top < bottom <= made.height
        assert right - left >= 120, "two digits of a child's hand"
    for this, other in itertools.combinations([place.box for place in made.places], 2):
        assert this[2] <= other[0] or other[2] <= this[0] or this[3] <= other[1] or other[3] <= this[1]
    assert made.answer_of(made.texts_of(one.answer)) == one.answer
    printed = "".join(word.text for word in made.printed)
    assert printed == prompt.replace(" ", "").replace("?", ""), "the sum stands in it, and not its answer"


def test_divisions_made_in_german_stand_in_one_line_and_other_sums_in_columns() -> None:
    items = [
        recognise(prompt).laid_out(layout)  # type: ignore[union-attr]
        for prompt, layout in (
            ("952 ÷ 7 = ?", "columns"), ("1008 ÷ 36 = ?", "bus_stop"), ("17 ÷ 5 = ? r ?", "bus_stop"),
            ("345 + 278 = ?", "columns"), ("84 ÷ 4 = ?", "line"),
        )
    ]  # fmt: skip
    said = in_language(items, "de")
    assert [one.layout for one in said] == ["beside", "beside", "beside", "columns", "line"]
    assert said[2].prompt == "17 ÷ 5 = ? R ?" and said[2].values == ("3|2",)
    assert [one.layout for one in in_language(items, "en-gb")] == [one.layout for one in items]
    for one in said:
        assert arithmetic.parse_line(arithmetic.source(one.draft)) == one.draft, "and it is typed so"


@pytest.mark.django_db
def test_an_answer_beside_its_division_is_typed_and_marked_box_by_box(here: Side) -> None:
    Question.objects.filter(pk=here.answer(1).question_id).update(
        prompt="17 ÷ 5 = ? R ?", layout="beside", key={"version": 1, "values": ["3|2"], "rule": "equal"}
    )
    answer = here.answer(1)
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, typed="3|2")
    answer.refresh_from_db()
    assert answer.mark is not None and answer.mark.verdict == "right"
    made = figure_of("beside", "17 ÷ 5 = ? R ?")
    assert made is not None
    found = marks_of(made, prompt="17 ÷ 5 = ? R ?", values=["3|2"], cells=cells_typed(made, "3|4"))
    assert found is not None and [mark.state for mark in found.answer] == [RIGHT, WRONG]


@pytest.mark.django_db
def test_in_german_the_button_for_columns_sets_divisions_in_one_line(here: Side, as_teacher: Any) -> None:
    client = as_teacher(here)
    for language, ending in (("en-gb", "(in columns)"), ("de", "(written division)")):
        languages.choose(user=here.teacher, language=language)
        page = client.post(
            reverse("worksheet-new"), {"title": "Geteilt", "text": "84 : 4\n345 + 278", "do": "columns"}
        ).content.decode()
        assert f"84 ÷ 4 = ? {ending}" in page and "345 + 278 = ? (in columns)" in page


@pytest.mark.parametrize(
    ("line", "layout"), [("17 : 5 = ? R ? (written division)", "beside"), ("17:5 = ? R ?", "rest")]
)
def test_what_is_left_over_is_typed_as_german_schools_write_it(line: str, layout: str) -> None:
    draft = arithmetic.parse_line(line)
    assert isinstance(draft, QuestionDraft), draft
    assert (draft.prompt, draft.values, draft.layout) == ("17 ÷ 5 = ? R ?", ("3|2",), layout)
