"""Figures: what they are made of, how teachers ask for them, and the path of an answer through them."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from classroom import readings, rules, submissions, worksheets
from classroom.models import Answer, Ink, Question, ReadingJob, Worksheet
from classroom.skills import arithmetic, files
from classroom.skills.arithmetic import LineError
from classroom.skills.figures import LAYOUTS, figure_of
from classroom.skills.figures.base import ANSWER, WIDTH
from classroom.skills.questions import QuestionDraft
from handwriting import write_in
from recognition import reader as recognition
from tests.conftest import ScriptedReader, Side

SUMS = st.one_of(
    st.tuples(st.integers(1, 999_999), st.just("+"), st.integers(1, 999_999)),
    st.tuples(st.integers(1, 999_999), st.just("−"), st.integers(1, 999_999)).map(
        lambda one: (max(one[0], one[2]), "−", min(one[0], one[2]))
    ),
    st.tuples(st.integers(1, 9_999), st.just("×"), st.integers(1, 99)),
    st.tuples(st.integers(1, 999), st.integers(1, 99)).map(lambda one: (one[0] * one[1], "÷", one[1])),
)


# --- pure ---


@given(SUMS)
def test_every_grid_is_inside_its_box_and_no_two_boxes_lie_over_one_another(one: tuple[int, str, int]) -> None:
    figure = figure_of("columns", f"{one[0]} {one[1]} {one[2]} = ?")
    assert figure is not None
    boxes = [place.box for place in figure.places]
    for left, top, right, bottom in boxes:
        assert 0 <= left < right <= WIDTH and 0 <= top < bottom <= figure.height
    for at, one_box in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = (
                one_box[2] <= other[0] or other[2] <= one_box[0] or one_box[3] <= other[1] or other[3] <= one_box[1]
            )
            assert apart, (one_box, other)
    assert set(figure.order) <= set(figure.named)
    assert {place.name for place in figure.places if place.role == ANSWER} <= set(figure.order)


@given(SUMS)
def test_a_grid_holds_the_right_answer_and_gives_it_back(one: tuple[int, str, int]) -> None:
    a, sign, b = one
    right = {"+": a + b, "−": a - b, "×": a * b, "÷": a // b}[sign]
    figure = figure_of("columns", f"{a} {sign} {b} = ?")
    assert figure is not None
    assert figure.answer_of(figure.texts_of(str(right))) == str(right)
    assert all(len(text) == 1 for text in figure.texts_of(str(right)).values())


def test_how_many_boxes_there_are_does_not_tell_how_long_the_answer_is() -> None:
    for prompts in (("345 + 278 = ?", "945 + 278 = ?"), ("98 − 12 = ?", "98 − 91 = ?"), ("12 × 3 = ?", "62 × 3 = ?")):
        assert len({len(figure_of("columns", prompt).parts[0]) for prompt in prompts}) == 1  # type: ignore[union-attr]


@given(SUMS)
def test_no_answer_is_shorter_than_a_figure_says(one: tuple[int, str, int]) -> None:
    a, sign, b = one
    right = {"+": a + b, "−": a - b, "×": a * b, "÷": a // b}[sign]
    figure = figure_of("columns", f"{a} {sign} {b} = ?")
    assert figure is not None and 1 <= figure.least <= len(str(right))


def test_a_layout_stays_as_it_is_because_children_wrote_into_it() -> None:
    """Change what these say only under another name of layout: stored ink is read by them."""
    add, take = figure_of("columns", "345 + 278 = ?"), figure_of("columns", "63 − 29 = ?")
    assert add is not None and take is not None
    assert (add.height, add.named["a0"].box, add.named["c1"].box) == (
        625, (693.0, 392.0, 877.0, 605.0), (518.0, 10, 672.0, 106.0),
    )  # fmt: skip
    assert (take.height, take.named["a0"].box) == (625, (598.0, 392.0, 782.0, 605.0))


def test_sums_without_a_written_method_have_no_grid() -> None:
    for prompt in ("3 − 5 = ?", "7 ÷ 2 = ?", "4 + ? = 9", "What is 4 + 4?", "5 ÷ 0 = ?", "1234567 + 1 = ?"):
        assert figure_of("columns", prompt) is None, prompt
    assert figure_of("line", "345 + 278 = ?") is None and figure_of("no such", "345 + 278 = ?") is None


def test_boxes_of_one_question_are_typed_and_told_apart() -> None:
    figure = figure_of("boxes", "375 = ? + ? + ?")
    assert figure is not None and figure.order == ("b1", "b2", "b3")
    assert figure.texts_of("300|70|5") == {"b1": "300", "b2": "70", "b3": "5"}
    assert figure.answer_of({"b1": "300", "b2": "70", "b3": "5"}) == "300|70|5"
    assert figure_of("boxes", "7 + 5 = ?") is None


# --- as teachers type them ---


def draft(line: str) -> QuestionDraft:
    read = arithmetic.parse_line(line)
    assert isinstance(read, QuestionDraft), read
    return read


@pytest.mark.parametrize(
    ("line", "prompt", "values", "layout"),
    [
        ("345 + 278 (in columns)", "345 + 278 = ?", ("623",), "columns"),
        ("345+278= (IN COLUMNS)", "345 + 278 = ?", ("623",), "columns"),
        ("4 x 236 (in columns)", "4 × 236 = ?", ("944",), "columns"),
        ("96 / 4 (in columns) (exactly)", "96 ÷ 4 = ?", ("24",), "columns"),
        ("345 + 278 → 600 (in columns)", "345 + 278 = ?", ("600",), "columns"),
        ("375 = ? + ? + ? → 300 | 70 | 5 (boxes)", "375 = ? + ? + ?", ("300|70|5",), "boxes"),
        ("17 ÷ 5 = ? r ? → 3|2 (boxes)", "17 ÷ 5 = ? r ?", ("3|2",), "rest"),
        ("12 = ? × ? → 3|4 or 4|3 (boxes)", "12 = ? × ?", ("3|4", "4|3"), "boxes"),
    ],
)
def test_a_layout_is_typed_behind_a_question(line: str, prompt: str, values: tuple[str, ...], layout: str) -> None:
    read = draft(line)
    assert (read.prompt, read.values, read.layout) == (prompt, values, layout)
    assert draft(arithmetic.source(read)) == read


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("How many legs have 3 cats? = 12 (in columns)", "Columns are for a written sum"),
        ("7 ÷ 2 = 3.5 (in columns)", "Columns are for a written sum"),
        ("375 = ? + ? + ? (boxes)", "Write a ? for each box"),
        ("375 = ? + ? + ? → 300 | 70 (boxes)", "There are 3 boxes"),
        ("7 + 5 (boxes)", "Write a ? for each box"),
    ],
)
def test_where_a_layout_makes_no_sense_the_teacher_is_told(line: str, words: str) -> None:
    error = arithmetic.parse_line(line)
    assert isinstance(error, LineError) and words in error.message


def test_several_boxes_are_right_box_by_box() -> None:
    key = {"version": 1, "values": ["3|4", "4|3"], "rule": "equal"}
    assert [rules.is_right(text, key) for text in ("3|4", "4|03", "3|3", "3", "3|4|5", "12")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip
    exact = {**key, "rule": "exact"}
    assert not rules.is_right("4|03", exact)


# --- through the doors ---


@pytest.fixture
def column_sum(here: Side) -> Question:
    """The first question of the class's worksheet, in columns."""
    question = here.assignment.worksheet.questions.order_by("position").first()
    assert question is not None
    question.prompt, question.layout = "345 + 278 = ?", "columns"
    question.key = {"version": 1, "values": ["623"], "rule": "equal"}
    question.save()
    return question


def answer_of(here: Side, question: Question) -> Answer:
    attempt = submissions.start_attempt(assignment=here.assignment, student=here.students[0])
    return attempt.answers.get(question=question)


def written(question: Question, texts: dict[str, str], seed: int = 3) -> dict[str, Any]:
    figure = question.figure
    assert figure is not None
    pairs = [(text, figure.named[name].box) for name, text in texts.items()]
    return write_in(pairs, seed=seed, style=seed, height=int(figure.height))


def send(client: Client, answer: Answer, body: dict[str, Any]) -> Any:
    sent = {"client_id": str(uuid.uuid4()), "seq": 1, **body}
    return client.post(f"/api/v1/answers/{answer.uuid}/ink/", json.dumps(sent), content_type="application/json")


@pytest.mark.django_db
def test_a_column_sum_is_read_in_its_boxes_and_marked_by_its_number(here: Side, column_sum: Question) -> None:
    answer = answer_of(here, column_sum)
    wire = written(column_sum, {"a0": "3", "c1": "1", "a1": "2", "c2": "1", "a2": "6"})
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, ink=recognition.Ink.from_wire(wire))
    readings.read_and_mark([ReadingJob.objects.get().pk])
    answer.refresh_from_db()
    reading = answer.ink.readings.get()  # type: ignore[union-attr]
    assert (reading.text, answer.mark.verdict) == ("623", "right")  # type: ignore[union-attr]
    told = {cell["name"]: cell["text"] for cell in reading.result["cells"]}
    assert told == {"c3": "", "c2": "1", "c1": "1", "a3": "", "a2": "6", "a1": "2", "a0": "3"}


@pytest.mark.django_db
def test_the_reader_is_told_boxes_and_nothing_of_the_answer(
    here: Side, column_sum: Question, reader: ScriptedReader
) -> None:
    answer = answer_of(here, column_sum)
    wire = written(column_sum, {"a0": "3"})
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, ink=recognition.Ink.from_wire(wire))
    readings.read_and_mark([ReadingJob.objects.get().pk])
    assert [region.name for region in reader.regions] == ["c1", "c2", "c3", "a3", "a2", "a1", "a0"]


@pytest.mark.django_db
def test_a_typed_column_sum_with_an_empty_box_inside_is_wrong_for_nobody(here: Side, column_sum: Question) -> None:
    answer = answer_of(here, column_sum)
    for seq, (typed, verdict) in enumerate((("6_3", "unsure"), ("623", "right"), ("613", "wrong")), 1):
        submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=seq, typed=typed)
        answer.refresh_from_db()
        assert answer.mark.verdict == verdict  # type: ignore[union-attr]


@pytest.mark.django_db
def test_only_figures_with_much_to_write_may_hold_more_than_usual(
    here: Side, column_sum: Question, as_student: Any
) -> None:
    client = as_student(here)
    answer = answer_of(here, column_sum)
    strokes = [[[k * 4, 700, k * 9], [k * 4 + 3, 720, k * 9 + 5]] for k in range(100)]
    ink = {"version": 1, "width": 1000, "height": 1311, "strokes": strokes}
    assert send(client, answer, {"ink": ink}).status_code == 400
    long = [[[k % 1000, 700, k] for k in range(5000)]]
    large = {"version": 1, "width": 1000, "height": 1311, "strokes": long}
    assert send(client, answer, {"ink": large, "seq": 2}).status_code in (400, 413)
    assert not Ink.objects.exists()
    Question.objects.filter(pk=column_sum.pk).update(prompt="1008 ÷ 36 = ?")
    assert send(client, answer, {"ink": ink}).status_code == 201
    assert send(client, answer, {"ink": large, "seq": 2}).status_code == 201
    huge = {"version": 1, "width": 1000, "height": 1311, "strokes": [[[k % 999, 700.5, k] for k in range(6001)]]}
    assert send(client, answer, {"ink": huge, "seq": 3}).status_code == 400
    padded = {"ink": large, "seq": 4, "typed": " " * 200_000}
    assert send(client, answer, padded).status_code == 413


@pytest.mark.django_db
def test_a_worksheet_keeps_its_layouts_through_copies_and_other_numbers(here: Side) -> None:
    lines = ["345 + 278 (in columns)", "7 + 5", "375 = ? + ? + ? → 300 | 70 | 5 (boxes)"]
    made = worksheets.create_worksheet(author=here.teacher, title="Columns", drafts=[draft(line) for line in lines])
    assert [one.layout for one in made.questions.all()] == ["columns", "line", "boxes"]
    assert worksheets.as_text(made).splitlines()[0] == "345 + 278 = ? (in columns)"
    copy = worksheets.duplicate(worksheet=made, author=here.teacher)
    other, same = worksheets.with_other_numbers(worksheet=made, author=here.teacher, seed="1")
    for one in (copy, other):
        assert [each.layout for each in one.questions.all()] == ["columns", "line", "boxes"]
    assert same == 1  # the one in a teacher's own words
    first = Worksheet.objects.get(pk=other.pk).questions.first()
    assert first is not None and re.fullmatch(r"\d{3} \+ \d{3} = \?", first.prompt) and first.figure is not None


def test_every_layout_says_how_it_is_typed_and_what_it_is_for() -> None:
    assert all(one.ending and one.advice for one in LAYOUTS.values())


def test_layouts_outlive_a_file_of_either_sort() -> None:
    lines = ["345 + 278 (in columns)", "345 + 278 → 600 (in columns)", "12 = ? × ? → 3 | 4 or 4 | 3 (boxes)", "7 + 5"]
    drafts = [draft(line) for line in lines]
    table = "\n".join(",".join(f'"{cell}"' for cell in row) for row in files.as_table(drafts))
    for content in (files.as_json("Sheet", drafts), table.encode()):
        _, text = files.read_file(content, name="sheet")
        assert [line.result for line in arithmetic.read_text(text)] == drafts
