"""Pyramids, arithmagons, squares, grids: boxes that stand apart, whose prompts say their keys."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

import handwriting
from classroom import looking, submissions
from classroom.models import Ink, Question
from classroom.skills import arithmetic, editing
from classroom.skills.figures import figure_of
from classroom.skills.forms.reading import recognise
from classroom.skills.questions import QuestionDraft
from recognition import reader as recognition
from recognition.reader import load_reader
from tests.conftest import Side

EXAMPLES = [
    ("Number pyramid: 3 5 2 / ? ? / ?", "pyramid", "8|7|15"),
    ("Number pyramid: 3 5 2 4 / ? ? ? / ? ? / ?", "pyramid", "8|7|6|15|13|28"),
    ("Number pyramid: ? 5 ? / 8 7 / ?", "pyramid", "3|2|15"),
    ("Arithmagon: 3 5 4 / ? ? ?", "arithmagon", "8|9|7"),
    ("Arithmagon: ? ? ? / 8 9 7", "arithmagon", "3|5|4"),
    ("Magic square: 2 7 6 / ? 5 ? / ? ? 8", "square", "9|1|4|3"),
    ("Part and whole: 12 / 5 ?", "parts", "7"),
    ("Part and whole: ? / 5 7 1", "parts", "13"),
    ("Grid method: 23 × 14", "grid", "200|30|80|12|322"),
    ("Grid method: 204 × 3", "grid", "600|12|612"),
    ("17 ÷ 5 = ? r ?", "rest", "3|2"),
    ("11/4 = ? and ? / ?", "boxes", "2|3|4"),
    ("£3.05 = £ ? and ? p", "boxes", "3|5"),
    ("130 minutes = ? hours and ? minutes", "boxes", "2|10"),
]


@pytest.mark.parametrize(("prompt", "layout", "answer"), EXAMPLES)
def test_a_prompt_says_its_figure_and_its_key(prompt: str, layout: str, answer: str) -> None:
    item = recognise(prompt)
    assert item is not None and (item.layout, item.values[0]) == (layout, answer)
    for line in (prompt, arithmetic.source(item.draft)):
        draft = arithmetic.parse_line(line)
        assert draft == item.draft, "with the layout's words behind it, and without them"
    figure = figure_of(layout, prompt)
    assert figure is not None
    assert len(figure.parts) == answer.count("|") + 1
    assert figure.answer_of(figure.texts_of(answer)) == answer


@pytest.mark.parametrize(("prompt", "layout", "answer"), EXAMPLES)
def test_boxes_lie_inside_and_apart_and_are_large_enough_for_a_finger(prompt: str, layout: str, answer: str) -> None:
    figure = figure_of(layout, prompt)
    assert figure is not None
    for place in figure.places:
        left, top, right, bottom = place.box
        assert 0 <= left < right <= 1000 and 0 <= top < bottom <= figure.height
        assert min(place.width, place.height) >= 150
    for one, other in itertools.combinations(figure.places, 2):
        apart = one.box[2] <= other.box[0] or other.box[2] <= one.box[0]
        assert apart or one.box[3] <= other.box[1] or other.box[3] <= one.box[1]


@pytest.mark.parametrize(
    "prompt",
    [
        "Number pyramid: 3 5 2 / ? ? / 15 1", "Number pyramid: 3 5 2 / 8 7 / 15", "Number pyramid: 3 ? ? / ? ? / ?",
        "Number pyramid: 3 5 2 / 9 ? / ?", "Arithmagon: ? ? ? / 8 9 8", "Arithmagon: 3 ? ? / ? ? 9",
        "Magic square: 2 7 6 / 9 5 ? / 4 3 9", "Magic square: ? 7 ? / ? 5 1 / 4 ? ?", "Part and whole: 5 / 9 ?",
        "Grid method: 20 × 14", "15 ÷ 5 = ? r ?", "8/4 = ? and ? / ?", "£0.05 = £ ? and ? p",
    ],
)  # fmt: skip
def test_what_does_not_come_out_is_no_question(prompt: str) -> None:
    assert recognise(prompt) is None


def test_a_pyramid_with_boxes_that_do_not_follow_can_still_be_asked_with_an_answer() -> None:
    read = arithmetic.parse_line("Number pyramid: 3 ? 2 / ? ? / 13 → 4 | 7 | 6 (pyramid)")
    assert isinstance(read, QuestionDraft) and read.values == ("4|7|6",)
    refused = arithmetic.parse_line("Number pyramid: 3 ? 2 / ? ? / ? (pyramid)")
    assert isinstance(refused, arithmetic.LineError)


def test_geometry_stays_because_children_wrote_into_it() -> None:
    """Change what these say only under another name of layout: stored ink is read by them."""
    wanted = {
        "Number pyramid: 3 5 2 / ? ? / ?": (580.0, (214.0, 204.0, 496.0, 376.0)),
        "Arithmagon: 3 5 4 / ? ? ?": (800.0, (235.0, 315.0, 425.0, 485.0)),
        "Magic square: 2 7 6 / ? 5 ? / ? ? 8": (610, (128.0, 213.0, 372.0, 397.0)),
        "Part and whole: 12 / 5 ?": (540.0, (600.0, 330.0, 880.0, 520.0)),
        "Grid method: 23 × 14": (714, (288.0, 153.0, 582.0, 317.0)),
    }
    for prompt, told in wanted.items():
        item = recognise(prompt)
        assert item is not None
        figure = figure_of(item.layout, prompt)
        assert figure is not None and (figure.height, figure.places[0].box) == told, prompt

    for layout, height, second in (
        ("boxes", 524, (350.0, 274.0, 650.0, 504.0)),
        ("rest", 270, (732.6, 20.0, 962.6, 250.0)),
    ):
        figure = figure_of(layout, "17 ÷ 5 = ? r ?")
        assert figure is not None and (figure.height, figure.places[1].box) == (height, second), layout


@pytest.mark.parametrize("prompt", ["17 ÷ 5 = ? r ?", "143 ÷ 12 = ? r ?"])
def test_a_quotient_and_what_is_left_over_stand_side_by_side(prompt: str) -> None:
    for line in (prompt, f"{prompt} (boxes)", f"{prompt} → 3 | 2 (boxes)"):
        draft = arithmetic.parse_line(line)
        assert not isinstance(draft, arithmetic.LineError) and draft.layout == "rest"
        figure = figure_of(draft.layout, prompt)
        assert figure is not None
        quotient, rest = figure.places
        assert quotient.box[1] == rest.box[1] and quotient.box[2] < rest.box[0] < rest.box[2] < 1000
        assert arithmetic.parse_line(arithmetic.source(draft)) == draft


@pytest.mark.django_db
def test_room_for_working_is_kept_and_never_read(here: Side, as_student: Callable[..., Client]) -> None:
    """A decimal above, digits below: the reader is told a box for a decimal, and a room of no kind."""
    Question.objects.filter(pk=here.answer(1).question_id).update(
        prompt="0.5 + 0.75 = ?",
        kind="decimal",
        layout="working",
        key={"version": 1, "values": ["1.25"], "rule": "equal"},
    )
    answer = here.answer(1)
    page = as_student(here).get(reverse("work", args=[here.assignment.uuid])).content.decode()
    assert '"kind": "decimal"' in page and '"role": "working"' in page
    above, below = handwriting.write("1.25", seed=2)["strokes"], handwriting.write("7", seed=4)["strokes"]
    low = [[[x, y + 500, t] for x, y, t in stroke] for stroke in below]
    figure = answer.question.figure
    assert figure is not None
    limits = looking.limits_of(answer.question)
    wire = {"version": 1, "width": 1000, "height": figure.height, "strokes": [*above, *low]}
    ink = submissions.record_ink(
        answer=answer, client_id=uuid.uuid4(), seq=1, ink=recognition.Ink.from_wire(wire, limits)
    )
    assert len(ink.strokes["strokes"]) == len(above) + len(low), "all of it is kept"
    seen = looking.look(load_reader(), ink)
    assert seen.text == "1.25"
    assert looking.look(load_reader(), Ink(answer=answer, strokes={**wire, "strokes": low})).text == ""


def test_room_for_working_is_typed_behind_any_written_question() -> None:
    for line in ("345 + 278", "0.5 + 0.75", "How many legs have 3 cats? = 12", "7 ? 5 = 12"):
        draft = arithmetic.parse_line(f"{line} (with working)")
        assert isinstance(draft, QuestionDraft) and draft.layout == "working"
        assert arithmetic.parse_line(arithmetic.source(draft)) == draft
    refused = arithmetic.parse_line("Which? [3 | 8] = 8 (with working)")
    assert isinstance(refused, arithmetic.LineError)
    text = editing.all_laid_out("345 + 278\nWhich? [3 | 8] = 8", "working")
    assert text.splitlines() == ["345 + 278 = ? (with working)", "Which? [3 | 8] = 8"]
    assert editing.all_laid_out(text, "line").splitlines()[0] == "345 + 278 = ?"


def test_who_stops_a_division_early_is_foretold() -> None:
    item = recognise("17 ÷ 5 = ? r ?")
    assert item is not None
    assert {one.procedure: one.answers for one in item.predictions} == {
        "div.remainder_too_big": ("2|7",),
        "div.remainder_dropped": ("3|0",),
    }
    assert recognise("£3.05 = £ ? and ? p").predictions[0].answers == ("3|50",)  # type: ignore[union-attr]
