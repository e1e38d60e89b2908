"""Fractions and mixed numbers in boxes with a bar: one text, marked as fractions are."""

from __future__ import annotations

import itertools
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom import looking, readings, rules, submissions, worksheets
from classroom.models import Ink, Question, ReadingJob
from classroom.printed.layout import USUAL, Item, pages
from classroom.skills import arithmetic, editing
from classroom.skills.arithmetic import LineError
from classroom.skills.figures import figure_of
from classroom.skills.figures.base import BAR, Figure
from classroom.skills.generators.base import make_sheet
from classroom.skills.generators.shelf import GENERATORS
from classroom.skills.questions import QuestionDraft
from handwriting import write_in
from recognition import reader as recognition
from tests.conftest import Side

PROMPTS = (
    "1/5 + 3/5 = ?",
    "11/12 + 11/12 = ?",
    "? + 1/4 = 3/4",
    "Write 6/8 in its simplest form.",
    "1 3/4 + 1/2 = ?",
)


def figure(layout: str, prompt: str = "1/5 + 3/5 = ?") -> Figure:
    made = figure_of(layout, prompt)
    assert made is not None
    return made


def draft(line: str) -> QuestionDraft:
    read = arithmetic.parse_line(line)
    assert isinstance(read, QuestionDraft), read
    return read


# --- pure ---


@pytest.mark.parametrize("layout", ["fraction", "mixed"])
@pytest.mark.parametrize("prompt", PROMPTS)
def test_boxes_lie_inside_and_apart_and_are_large_enough_for_a_finger(layout: str, prompt: str) -> None:
    made = figure(layout, prompt)
    for place in made.places:
        left, top, right, bottom = place.box
        assert 0 <= left < right <= 1000 and 0 <= top < bottom <= made.height
        assert place.role == BAR or min(place.width, place.height) >= 190  # 64 pixels on a phone
    for one, other in itertools.combinations(made.places, 2):
        assert one.box[2] <= other.box[0] or one.box[3] <= other.box[1] or other.box[3] <= one.box[1]
    for text in made.printed:
        assert 0 < text.x < 1000 and not any(
            place.box[0] < text.x < place.box[2] and place.box[1] < text.y < place.box[3] for place in made.places
        )
    assert made.shows_prompt == ("=" in prompt)


def test_geometry_stays_because_children_wrote_into_it() -> None:
    """Change what these say only under another name of layout: stored ink is read by them."""
    two, three = figure("fraction"), figure("mixed", "Write 11/4 as a mixed number.")
    assert [(one.name, one.box) for one in two.places] == [
        ("top", (555.0, 20.0, 795.0, 210.0)), ("bottom", (555.0, 260.0, 795.0, 450.0)),
        ("bar", (555.0, 211.0, 795.0, 259.0)),
    ]  # fmt: skip
    assert [(one.name, one.box) for one in three.places][:2] == [
        ("whole", (262.0, 115.0, 472.0, 355.0)), ("top", (498.0, 20.0, 738.0, 210.0)),
    ]  # fmt: skip
    assert (two.height, three.height) == (470, 470)


NUMBERS = st.integers(0, 999).map(str)
MIXED = figure("mixed")


@given(st.one_of(st.just(""), NUMBERS), st.one_of(st.just(("", "")), st.tuples(NUMBERS, NUMBERS)))
def test_what_stands_in_boxes_is_one_text_and_comes_back(whole: str, broken: tuple[str, str]) -> None:
    mixed = MIXED
    texts = {"whole": whole, "top": broken[0], "bottom": broken[1]}
    text = mixed.answer_of(texts)
    assert {name: text for name, text in mixed.texts_of(text).items() if text} == {
        name: text for name, text in texts.items() if text
    }
    assert rules.number(rules.tidy(text)) is not None or not text or broken[1].strip("0") == ""
    assert mixed.answers == figure("fraction").answers == 1


def test_half_a_fraction_is_no_answer() -> None:
    assert figure("fraction").answer_of({"top": "3"}) == figure("mixed").answer_of({"whole": "2", "top": "3"}) == ""
    assert figure("fraction").texts_of("1") == {"top": "1", "bottom": "1"}, "a whole number of a key"


@pytest.mark.parametrize(
    ("values", "rule", "right", "wrong"),
    [
        (["3/4"], "equal", ["3/4", "6/8", "0 3/4"], ["4/3", "1 3/4", "3", "34"]),
        (["3/4"], "simplest", ["3/4"], ["6/8", "0 3/4"]),
        (["7/4"], "equal", ["7/4", "1 3/4", "1 6/8", "0 14/8"], ["1 1/4", "13/4", "1"]),
        (["7/4"], "simplest", ["7/4", "1 3/4"], ["1 6/8", "14/8"]),
        (["2 3/4"], "form", ["2 3/4", "2 6/8"], ["11/4", "1 7/4", "23/4", "2"]),
        (["1"], "equal", ["4/4", "1", "0 2/2"], ["1 1/4", "1/4"]),
        (["2 3/4", "5"], "exact", ["2 3/4", "5"], ["2 6/8", "11/4"]),
    ],
)
def test_boxes_are_marked_as_fractions_are(values: list[str], rule: str, right: list[str], wrong: list[str]) -> None:
    key = {"version": 1, "values": values, "rule": rule}
    assert all(rules.is_right(text, key) for text in right)
    assert not any(rules.is_right(text, key) for text in wrong)


@pytest.mark.parametrize(
    ("line", "prompt", "values", "layout", "rule"),
    [
        ("1/5 + 3/5 (fraction boxes)", "1/5 + 3/5 = ?", ("4/5",), "fraction", ""),
        ("3/4 + 3/4 (mixed number boxes)", "3/4 + 3/4 = ?", ("3/2",), "mixed", ""),
        ("Write 6/8 in its simplest form (Fraction Boxes)", PROMPTS[3], ("3/4",), "fraction", ""),
        ("What is a half? = 1/2 (fraction boxes)", "What is a half?", ("1/2",), "fraction", ""),
        ("Write 11/4 as a mixed number", "Write 11/4 as a mixed number.", ("2 3/4",), "mixed", ""),
        ("Which? → 1 3/4 or 2 1/4 (mixed number boxes)", "Which?", ("1 3/4", "2 1/4"), "mixed", ""),
        ("Half? = 2/4 (fraction boxes) (same form)", "Half?", ("2/4",), "fraction", "form"),
    ],
)
def test_boxes_are_typed_behind_a_question(
    line: str, prompt: str, values: tuple[str, ...], layout: str, rule: str
) -> None:
    read = draft(line)
    assert (read.prompt, read.values, read.kind, read.layout, read.rule) == (prompt, values, "fraction", layout, rule)
    assert draft(arithmetic.source(read)) == read


@pytest.mark.parametrize(
    "line", ["7 + 5 (fraction boxes)", "1/4 - 3/4 (fraction boxes)", "0.5 + 0.25 (mixed number boxes)"]
)
def test_what_no_boxes_can_hold_is_refused_with_advice(line: str) -> None:
    read = arithmetic.parse_line(line)
    assert isinstance(read, LineError) and ("bar" in read.message or "mixed" in read.message)


def test_a_key_is_changed_to_a_mixed_number_beside_its_line() -> None:
    line = "Write 11/4 as a mixed number. (mixed number boxes)"
    change = editing.KeyChange(1, "Write 11/4 as a mixed number.", "2 3/4", "3 1/4")
    text, wrong = editing.with_keys(line, [change])
    assert not wrong and draft(text).values == ("3 1/4",)


def test_buttons_put_fractions_on_a_line_and_leave_mixed_numbers_their_boxes() -> None:
    text = "1/5 + 3/5 = ? (fraction boxes)\nWrite 11/4 as a mixed number. (mixed number boxes)"
    assert editing.all_laid_out(text, "line").splitlines() == ["1/5 + 3/5 = ?", text.splitlines()[1]]
    assert editing.all_laid_out("7 + 5\n1/5 + 3/5 = ?", "fraction").splitlines()[1] == text.splitlines()[0]


def test_younger_children_get_boxes_and_older_ones_a_line() -> None:
    layouts = {}
    for name in ("fraction_add_sub", "fraction_shaded", "improper_mixed"):
        one = GENERATORS[name]
        for year in range(one.years[0], one.years[1] + 1):
            made = make_sheet(one, one.presets.get(year, {}), count=5, seed=1)
            layouts[name, year] = {item.layout for item in made}
    assert layouts["fraction_add_sub", 3] == layouts["fraction_shaded", 2] == {"fraction"}
    assert layouts["fraction_add_sub", 4] == layouts["improper_mixed", 5] == {"mixed"}
    assert layouts["fraction_add_sub", 5] == layouts["fraction_add_sub", 6] == {"line"}


def test_on_paper_a_question_in_words_stands_over_its_boxes() -> None:
    prompt = PROMPTS[3]
    item = Item(1, prompt, "", "fraction", "3/4", figure=figure("fraction", prompt))
    block = pages([item], USUAL)[0][0]
    words = [piece for piece in block.pieces if piece.text]
    boxes = [piece for piece in block.pieces if not piece.text]
    assert " ".join(piece.text for piece in words) == prompt and len(boxes) == 1
    assert all(piece.y + piece.height <= boxes[0].y for piece in words)
    assert boxes[0].y + boxes[0].height <= block.height


# --- through the doors ---


@pytest.fixture
def mixed(here: Side) -> Question:
    """The first question of the class's worksheet, as a mixed number."""
    question = here.assignment.worksheet.questions.order_by("position").first()
    assert question is not None
    question.prompt, question.layout, question.kind = "3/4 + 3/4 = ?", "mixed", "fraction"
    question.key = {"version": 1, "values": ["3/2"], "rule": "equal"}
    question.save()
    return question


def in_boxes(question: Question, texts: dict[str, str], seed: int = 4) -> dict[str, Any]:
    made = question.figure
    assert made is not None
    pairs = [(text, made.named[name].box) for name, text in texts.items()]
    return write_in(pairs, seed=seed, style=seed, height=int(made.height))


@pytest.mark.django_db
def test_a_mixed_number_is_read_in_its_boxes_with_or_without_a_bar_drawn_again(here: Side, mixed: Question) -> None:
    attempt = submissions.start_attempt(assignment=here.assignment, student=here.students[0])
    answer = attempt.answers.get(question=mixed)
    wire = in_boxes(mixed, {"whole": "1", "top": "2", "bottom": "4"})
    band = figure("mixed", mixed.prompt).named["bar"].box
    bar = [[band[0] - 10 + k * 13, (band[1] + band[3]) / 2 + k % 3 * 6, 9000 + k * 20] for k in range(20)]
    wire["strokes"].append(bar)
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, ink=recognition.Ink.from_wire(wire))
    readings.read_and_mark([ReadingJob.objects.get().pk])
    answer.refresh_from_db()
    reading = answer.ink.readings.get()  # type: ignore[union-attr]
    assert (reading.text, answer.mark.verdict) == ("1 2/4", "right")  # type: ignore[union-attr]
    assert {cell["name"]: cell["text"] for cell in reading.result["cells"]} == {
        "whole": "1",
        "top": "2",
        "bottom": "4",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("texts", "read"),
    [
        ({"top": "3", "bottom": "2"}, "3/2"),
        ({"whole": "1"}, "1"),
        ({"whole": "1", "top": "2"}, ""),
        ({"bottom": "4"}, ""),
    ],
)
def test_empty_boxes_are_an_answer_only_together(
    here: Side, mixed: Question, texts: dict[str, str], read: str
) -> None:
    ink = Ink(answer=here.answer(1), strokes=in_boxes(mixed, texts))
    ink.answer.question = mixed
    seen = looking.look(recognition.default_reader(), ink)
    assert seen.text == read and (seen.status == "read") == bool(read)
    assert read or "gap" in seen.flags


@pytest.mark.django_db
def test_a_typed_fraction_is_marked_and_half_of_one_is_wrong_for_nobody(here: Side, mixed: Question) -> None:
    attempt = submissions.start_attempt(assignment=here.assignment, student=here.students[0])
    answer = attempt.answers.get(question=mixed)
    told = (("1 2/_", "unsure"), ("_/2", "unsure"), ("1 2/4", "right"), ("3/2", "right"), ("1 3/4", "wrong"))
    for seq, (typed, verdict) in enumerate(told, 1):
        submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=seq, typed=typed)
        answer.refresh_from_db()
        assert answer.mark.verdict == verdict, typed  # type: ignore[union-attr]


@pytest.mark.django_db
def test_teachers_see_the_question_and_its_boxes_everywhere(here: Side, mixed: Question, as_teacher: Any) -> None:
    client = as_teacher(here)
    lines = ["Write 11/4 as a mixed number.", "1/5 + 3/5 (fraction boxes)"]
    made = worksheets.create_worksheet(author=here.teacher, title="Boxes", drafts=[draft(line) for line in lines])
    for address in (f"/worksheets/{made.pk}/edit/", f"/worksheets/{made.pk}/preview/"):
        page = client.get(address).content.decode()
        assert "Write 11/4 as a mixed number." in page and 'data-place="whole"' in page, address
        assert 'data-place="bar"' not in page, "nobody needs to see where a bar may be drawn again"
    answer = here.answer(1)
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, typed="1 2/4")
    page = client.get(f"/answers/{answer.uuid}/").content.decode()
    assert 'data-place="whole"' in page and page.count('class="figure-typed"') == 3
