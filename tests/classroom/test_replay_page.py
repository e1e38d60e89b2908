"""The page that tells an answer's writing over again."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from classroom import submissions
from classroom.models import Answer, Question
from recognition.reader import Ink
from tests.classroom.marked import read_all
from tests.classroom.test_figures import answer_of, column_sum
from tests.conftest import ScriptedReader, Side

__all__ = ["column_sum"]  # a fixture
pytestmark = pytest.mark.django_db
ONE, SEVEN, TWO = (
    [[100, 50, 0], [110, 300, 200]],
    [[300, 50, 700], [420, 60, 900]],
    [[300, 80, 9000], [420, 200, 9300]],
)


def write(answer: Answer, *inks: list[Any], typed: str = "") -> None:
    for seq, strokes in enumerate(inks, 1):
        wire = {"version": 1, "width": 1000, "height": 500, "strokes": strokes}
        submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=seq, ink=Ink.from_wire(wire))
        read_all()
    if typed:
        submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=len(inks) + 1, typed=typed)


def films_in(page: str) -> list[dict[str, Any]]:
    found = re.search(r'<script type="application/json">(.*?)</script>', page, re.S)
    assert found
    films: list[dict[str, Any]] = json.loads(found[1])
    return films


def test_the_whole_story_comes_first_then_each_writing_alone(
    here: Side, as_teacher: Callable[[Side], Client], reader: ScriptedReader
) -> None:
    reader.says(("17", 0.9))
    answer = here.answer(1)
    write(answer, [ONE], [ONE, SEVEN], [ONE], [ONE, TWO])
    page = as_teacher(here).get(f"/answers/{answer.uuid}/replay/").text
    whole, seventeen, last = films_in(page)
    assert [stroke["gone"] is None for stroke in whole["strokes"]] == [True, False, True]
    assert [len(one["strokes"]) for one in (seventeen, last)] == [2, 2]
    assert whole["pauses"][0]["real"] == 8800
    assert "writing 1, read as 17" in page and "(counts)" in page
    for words in ("stroke 1", "rubbed out", "stroke 3", "9 s pause before"):
        assert words in page


def test_typing_is_told_too(here: Side, as_teacher: Callable[[Side], Client], reader: ScriptedReader) -> None:
    answer = here.answer(1)
    write(answer, [ONE], typed="12")
    page = as_teacher(here).get(f"/answers/{answer.uuid}/replay/").text
    assert films_in(page)[0]["typed"][0]["text"] == "12"
    assert "typed 12" in page


def test_carries_typed_beside_an_answer_are_told_in_their_boxes_one_after_the_other(
    here: Side, column_sum: Question, as_teacher: Callable[[Side], Client]
) -> None:
    answer = answer_of(here, column_sum)
    for seq, text in enumerate(("__3", "__3¦c1=1", "_23¦c1=1"), 1):
        submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=seq, typed=text)
    page = as_teacher(here).get(f"/answers/{answer.uuid}/replay/").text
    told = films_in(page)[0]
    figure = column_sum.figure
    assert figure is not None and told["height"] == figure.height
    assert [[(one["text"], one["isNew"]) for one in step["pieces"]] for step in told["typed"]] == [
        [("3", True)], [("1", True), ("3", False)], [("1", False), ("2", True), ("3", False)],
    ]  # fmt: skip
    left, top, right, bottom = figure.named["c1"].box
    carry = next(one for one in told["typed"][1]["pieces"] if one["isNew"])
    assert left < carry["x"] < right and top < carry["y"] < bottom
    assert "typed __3, small box at the tens: 1" in page
    assert page.count('class="figure-typed is-new"') == 3
    assert len(films_in(page)) == 2, "each merely adds to the one before"


def test_an_empty_answer_says_so(here: Side, as_teacher: Callable[[Side], Client]) -> None:
    page = as_teacher(here).get(f"/answers/{here.answer(1).uuid}/replay/").text
    assert "Nothing was written yet" in page and "<canvas" not in page
    assert "Print" not in page  # there are no stills


def test_hidden_names_stay_hidden(here: Side, as_teacher: Callable[[Side], Client], reader: ScriptedReader) -> None:
    answer = here.answer(1)
    write(answer, [ONE])
    assert "Ada" not in as_teacher(here).get(f"/answers/{answer.uuid}/replay/?names=hidden").text
