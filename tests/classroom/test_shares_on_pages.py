"""The share of a wrong answer in boxes, on the board, the child's page and in files: the same, and no score."""

from __future__ import annotations

import json
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from classroom import exports, marks, submissions
from classroom.models import Assignment, Question
from classroom.scores.board import board
from classroom.scores.gradebook import gradebook
from tests.classroom.test_figures import answer_of, column_sum
from tests.conftest import Side

__all__ = ["column_sum"]  # a fixture


def type_in(here: Side, question: Question, text: str) -> Any:
    answer = answer_of(here, question)
    seq = 1 + answer.inks.count()
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=seq, typed=text)
    answer.refresh_from_db()
    return answer


def seen(here: Side) -> Any:
    return board(Assignment.objects.select_related("worksheet", "school_class").get(pk=here.assignment.pk))


@pytest.mark.django_db
def test_a_share_stands_beside_a_wrong_answer_everywhere_and_changes_no_score(
    here: Side, column_sum: Question, as_teacher: Any
) -> None:
    answer = type_in(here, column_sum, "513")  # 345 + 278: no carry
    row = seen(here).rows[0]
    at = [column.question.pk for column in seen(here).columns].index(column_sum.pk)
    assert row.cells[at].share.words == "2 of 3" and row.cells[at].score == 0
    assert (row.total.points, row.with_shares) == (0, "0.7")
    client = as_teacher(here)
    page = client.get(f"/assignments/{here.assignment.uuid}/").content.decode()
    assert '<span class="boxes">2 of 3</span>' in page and "0.7 with right boxes" in page
    cells = json.loads(client.get(f"/assignments/{here.assignment.uuid}/cells/").content)
    assert cells["rows"][0]["shares"][at] == "2 of 3" and cells["rows"][0]["boxes"] == "0.7 with right boxes"
    assert cells["rows"][0]["score"] == "0"
    assert "2 of 3 right" in client.get(reverse("sheet", args=[answer.attempt.uuid])).content.decode()
    assert "2 of 3 columns" in client.get(f"/answers/{answer.uuid}/").content.decode()
    table = exports.assignment_table(here.assignment)
    line = dict(zip(table[0], table[1], strict=True))
    assert line[f"Q{column_sum.position}, right boxes"] == "2 of 3"
    assert line["Points with right boxes"] == Decimal("0.7")
    assert line["Total"] == 0
    wall = client.get(reverse("assignment-question", args=[here.assignment.uuid, column_sum.pk])).content.decode()
    assert "✗ wrong · 2 of 3" in wall
    book = client.get(reverse("gradebook", args=[here.school_class.pk])).content.decode()
    assert '<span class="row-boxes">0.7 with right boxes</span>' in book
    head, ada, ben = exports.gradebook_table(here.school_class)
    assert head[-1].endswith("points with right boxes")  # type: ignore[union-attr]
    assert (ada[1], ada[-1], ben[-1]) == (0, Decimal("0.7"), None)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["623", "0623", "6_3", ""])
def test_what_is_right_unsure_or_empty_has_no_share(here: Side, column_sum: Question, text: str) -> None:
    type_in(here, column_sum, text)
    row = seen(here).rows[0]
    assert all(cell.share is None for cell in row.cells) and row.with_shares == ""


@pytest.mark.django_db
def test_whom_a_teacher_calls_right_is_shown_as_right(here: Side, column_sum: Question, as_teacher: Any) -> None:
    answer = type_in(here, column_sum, "513")
    marks.overrule(answer=answer, teacher=here.teacher, verdict="right")
    row = seen(here).rows[0]
    assert row.with_shares == "" and row.total.points == 1
    client = as_teacher(here)
    wall = client.get(reverse("assignment-question", args=[here.assignment.uuid, column_sum.pk])).content.decode()
    assert "✓ right · teacher" in wall and "of 3" not in wall
    assert "with right boxes" not in client.get(reverse("gradebook", args=[here.school_class.pk])).content.decode()
    assert not any("boxes" in str(head) for head in exports.gradebook_table(here.school_class)[0])
    assert "2 of 3 right" not in as_teacher(here).get(reverse("sheet", args=[answer.attempt.uuid])).content.decode()


@pytest.mark.django_db
def test_a_worksheet_without_boxes_costs_and_shows_nothing_more(here: Side, django_assert_num_queries: Any) -> None:
    work = Assignment.objects.select_related("worksheet", "school_class").get(pk=here.assignment.pk)
    with django_assert_num_queries(8):
        seen_now = board(work)
    assert seen_now.in_boxes == []
    assert not any("boxes" in str(head) for head in exports.assignment_table(work)[0])


@pytest.mark.django_db
def test_however_many_are_wrong_two_queries_more_tell_the_shares(
    here: Side, column_sum: Question, django_assert_num_queries: Any
) -> None:
    type_in(here, column_sum, "513")
    work = Assignment.objects.select_related("worksheet", "school_class").get(pk=here.assignment.pk)
    with django_assert_num_queries(10):
        board(work)
    with django_assert_num_queries(6):
        gradebook(here.school_class)
