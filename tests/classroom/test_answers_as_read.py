"""Answers in several boxes as people read them: "3 r 2" and never "3|2", alike on every page."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from classroom import marks
from classroom.models import Question, SchoolClass
from classroom.prompts import answered
from classroom.skills import arithmetic
from classroom.skills.library.shelf import made, ready
from tests.classroom.test_figures import column_sum
from tests.classroom.test_shares_on_pages import type_in
from tests.conftest import Side

__all__ = ["column_sum"]  # a fixture


@pytest.mark.parametrize(
    ("text", "prompt", "language", "wanted"),
    [
        ("3|2", "17 ÷ 5 = ? r ?", "en-gb", "3 r 2"),
        ("3|2", "17 ÷ 5 = ? r ?", "de", "3 R 2"),
        ("3|", "17 : 5 = ? R ?", "de", "3 R _"),
        ("3|4 or 4|3", "12 = ? × ?", "en-gb", "3 | 4 or 4 | 3"),
        ("1 3/2", "3/4 + 7/4 = ?", "en-gb", "1 3/2"),
        ("3:20", "What time is it?", "en-gb", "3:20"),
    ],
)
def test_boxes_of_an_answer_stand_apart_and_what_is_left_over_behind_its_r(
    text: str, prompt: str, language: str, wanted: str
) -> None:
    assert answered(text, prompt, language) == wanted


@pytest.mark.django_db
def test_an_answer_with_what_is_left_over_is_written_alike_on_every_page(
    here: Side, column_sum: Question, as_teacher: Any
) -> None:
    column_sum.prompt, column_sum.layout = "17 ÷ 5 = ? r ?", "bus_stop"
    column_sum.key = {"version": 1, "values": ["3|2"], "rule": "equal"}
    column_sum.save()
    answer = type_in(here, column_sum, "3|4")
    marks.overrule(answer=answer, teacher=here.teacher, verdict="wrong")
    client = as_teacher(here)
    lesson = here.assignment.uuid
    live = json.loads(client.get(f"/assignments/{lesson}/cells/").content)
    at = column_sum.position - 1
    assert live["rows"][0]["texts"][at] == "3 r 4"
    board = client.get(f"/assignments/{lesson}/").content.decode()
    assert '<span class="read">3 r 4</span>' in board
    wall = reverse("assignment-question", args=[lesson, column_sum.pk])
    pages = {
        url: client.get(url).content.decode()
        for url in (
            f"/answers/{answer.uuid}/", wall, reverse("wall", args=[lesson]) + "?show=all",
            reverse("replay", args=[answer.uuid]), reverse("sheet", args=[answer.attempt.uuid]),
            reverse("worksheet", args=[column_sum.worksheet_id]),
        )
    }  # fmt: skip
    for url, page in pages.items():
        assert "3 r 4" in page or "3 r 2" in page, url
        assert "3|4" not in page.replace(f'data-group="{column_sum.pk}-read-3|4"', ""), url  # no one reads that
        assert "3 | 4" not in page and "3|2" not in page, url


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "joint"), [("en-gb", " r "), ("de", " R ")])
def test_a_childs_page_knows_how_its_boxes_are_read(
    here: Side, column_sum: Question, as_student: Any, language: str, joint: str
) -> None:
    column_sum.prompt, column_sum.layout = "17 ÷ 5 = ? r ?", "bus_stop"
    column_sum.save()
    SchoolClass.objects.update(language=language)
    here.attempt()
    page = as_student(here).get(reverse("work", args=[here.assignment.uuid])).content.decode()
    found = re.search(r'<script id="known" type="application/json">(.*?)</script>', page)
    assert found is not None
    joints = [one["joint"] for one in json.loads(found[1])]
    assert joints[column_sum.position - 1] == joint and set(joints) == {joint, " | "}


@pytest.mark.parametrize(
    ("language", "wanted"), [("en-gb", "The bus stop is for"), ("de", "Die englische Schreibweise")]
)
def test_advice_on_a_layout_is_told_in_the_language_of_who_types_it(language: str, wanted: str) -> None:
    with translation.override(language):
        refused = arithmetic.parse_line("3 + 4 (bus stop)")
    assert isinstance(refused, arithmetic.LineError) and refused.message.startswith(wanted)


def test_the_library_has_sheets_for_every_new_kind_of_boxes() -> None:
    found = {(sheet.year, item.layout) for sheet in ready().values() for item in made(sheet.code)}
    assert {
        (1, "hands"),
        (2, "hands"),
        (3, "hands"),
        (4, "mixed"),
        (5, "mixed"),
        (5, "bus_stop"),
        (6, "bus_stop"),
    } <= found
    assert {(3, "fraction"), (2, "time"), (4, "columns")} <= found
    assert any(
        item.prompt.endswith("? r ?") and item.layout == "bus_stop" for item in made("y5-remainders-at-the-bus-stop")
    )
