"""A time of day in two boxes with a colon: one text, marked as times are."""

from __future__ import annotations

import pytest

from classroom import looking, rules
from classroom.models import Ink
from classroom.skills import arithmetic, editing
from classroom.skills.arithmetic import LineError
from classroom.skills.figures import figure_of
from classroom.skills.questions import QuestionDraft
from handwriting import write_in
from recognition import reader as recognition
from tests.conftest import Side

PROMPT = "What time is it? [clock 9:05]"


def test_geometry_stays_because_children_wrote_into_it() -> None:
    """Change what these say only under another name of layout: stored ink is read by them."""
    figure = figure_of("time", PROMPT)
    assert figure is not None and (figure.height, figure.answers) == (280, 1)
    assert [(one.name, one.box) for one in figure.places] == [
        ("hours", (165.0, 20.0, 465.0, 260.0)), ("minutes", (535.0, 20.0, 835.0, 260.0)),
        ("colon", (466.0, 20.0, 534.0, 260.0)),
    ]  # fmt: skip


def test_a_time_in_boxes_is_one_text_and_half_of_one_is_none() -> None:
    figure = figure_of("time", PROMPT)
    assert figure is not None
    for text in ("9:05", "12:30", "9:5"):
        assert figure.answer_of(figure.texts_of(text)) == text
    assert figure.answer_of({"hours": "9"}) == figure.answer_of({"minutes": "5"}) == ""
    assert figure.texts_of("9:_") == {"hours": "9", "minutes": "_"}


@pytest.mark.parametrize(
    ("text", "right"),
    [("9:05", True), ("9:5", True), ("09:05", True), ("9:50", False), ("5:09", False), ("9", False)],
)
def test_minutes_may_lack_their_nought(text: str, right: bool) -> None:
    assert rules.is_right(text, {"version": 1, "values": ["9:05"], "rule": "equal"}) is right


def test_time_boxes_are_typed_behind_a_question_about_time() -> None:
    draft = arithmetic.parse_line(f"{PROMPT} (time boxes)")
    assert isinstance(draft, QuestionDraft) and (draft.values[0], draft.layout) == ("9:05", "time")
    assert arithmetic.parse_line(arithmetic.source(draft)) == draft
    assert editing.all_laid_out(f"{PROMPT} (time boxes)", "line") == PROMPT
    refused = arithmetic.parse_line("7 + 5 (time boxes)")
    assert isinstance(refused, LineError) and "hours" in refused.message


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("texts", "read"), [({"hours": "9", "minutes": "05"}, "9:05"), ({"hours": "9"}, ""), ({"minutes": "30"}, "")]
)
def test_a_time_is_read_in_its_boxes_with_a_colon_drawn_again(here: Side, texts: dict[str, str], read: str) -> None:
    answer = here.answer(1)
    answer.question.prompt, answer.question.layout, answer.question.kind = PROMPT, "time", "time"
    figure = answer.question.figure
    assert figure is not None
    wire = write_in([(text, figure.named[name].box) for name, text in texts.items()], seed=5, height=280)
    wire["strokes"] += [[[500, 100, 9000], [504, 106, 9020]], [[500, 170, 9400], [503, 176, 9420]]]
    seen = looking.look(recognition.default_reader(), Ink(answer=answer, strokes=wire))
    assert seen.text == read and (read or "gap" in seen.flags)
