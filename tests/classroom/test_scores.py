"""What answers add up to: the same on the board, in files, as JSON and by hand."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom import exports, marks, review, submissions
from classroom.models import Answer, Assignment, Attempt, Enrolment, Ink, Question, ReadingJob
from classroom.readings import read_and_mark
from classroom.scores import doubts
from classroom.scores.board import board
from classroom.scores.gradebook import gradebook
from classroom.scores.totals import Total, mean, percent
from tests.classroom.rooms import make_room
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db
Draw = Callable[..., Ink]


def read_all() -> None:
    read_and_mark(list(ReadingJob.objects.filter(state="queued").values_list("pk", flat=True)))


def row_of(assignment: Assignment, name: str = "Ada") -> Any:
    return next(row for row in board(assignment).rows if row.student.display_name == name)


def codes(assignment: Assignment, name: str = "Ada") -> list[str]:
    return [cell.state.code for cell in row_of(assignment, name).cells]


def test_a_child_who_has_not_begun_has_no_score_and_is_not_in_the_mean(here: Side) -> None:
    seen = board(here.assignment)
    assert [row.state for row in seen.rows] == ["not_started", "not_started"]
    assert codes(here.assignment) == ["none", "none", "none"]
    assert seen.mean is None and seen.hardest is None and seen.rows[0].total.percent is None


def test_a_cell_follows_an_answer_from_pen_to_mark(here: Side, reader: ScriptedReader, draw: Draw) -> None:
    answer = here.answer(1)
    assert codes(here.assignment) == ["unanswered", "unanswered", "unanswered"]
    draw(answer)
    assert codes(here.assignment) == ["reading", "unanswered", "unanswered"]
    reader.says(("12", 0.99))
    read_all()
    assert codes(here.assignment) == ["right", "unanswered", "unanswered"]
    assert row_of(here.assignment).cells[0].text == "12"
    marks.overrule(answer=answer, teacher=here.teacher, verdict="wrong")
    assert codes(here.assignment) == ["wrong-t", "unanswered", "unanswered"]
    marks.withdraw(answer=answer, teacher=here.teacher)
    assert codes(here.assignment)[0] == "right"


def test_a_doubt_is_not_yet_marked_and_never_nought(here: Side, reader: ScriptedReader, draw: Draw) -> None:
    draw(here.answer(1))
    reader.says(("12", 0.99))
    read_all()
    draw(here.answer(2))
    reader.says(("8", 0.6), ("5", 0.3))
    read_all()
    submissions.hand_in(attempt=here.attempt())
    row = row_of(here.assignment)
    assert row.total.points == 1 and row.total.waiting == 1 and row.to_look_at == 1
    # Two boxes are decided: one right, one left empty at hand-in. The doubtful one is out of the sum.
    assert row.total.decided == 2 and row.total.percent == 50


def test_an_empty_box_counts_as_nought_only_after_hand_in(here: Side, reader: ScriptedReader, draw: Draw) -> None:
    draw(here.answer(1))
    reader.says(("12", 0.99))
    read_all()
    assert row_of(here.assignment).total.percent == 100
    submissions.hand_in(attempt=here.attempt())
    assert row_of(here.assignment).total.percent == 33


def test_wiped_writing_is_no_answer(here: Side, reader: ScriptedReader, draw: Draw) -> None:
    draw(here.answer(1))
    reader.says(("12", 0.99))
    read_all()
    submissions.record_ink(answer=here.answer(1), client_id=uuid.uuid4(), seq=2, typed="")
    assert codes(here.assignment)[0] == "unanswered"
    assert row_of(here.assignment).total.waiting == 0


def test_reading_that_failed_asks_for_a_look(here: Side, draw: Draw) -> None:
    draw(here.answer(1))
    ReadingJob.objects.update(state="needs_teacher")
    row = row_of(here.assignment)
    assert row.cells[0].state.code == "look" and row.to_look_at == 1 and row.total.waiting == 1


def test_writing_after_a_teachers_mark_asks_for_a_look_and_the_mark_counts_on(here: Side, draw: Draw) -> None:
    draw(here.answer(1))
    marks.overrule(answer=here.answer(1), teacher=here.teacher, verdict="right")
    draw(here.answer(1), seq=2)
    row = row_of(here.assignment)
    assert row.cells[0].state.code == "again" and row.total.points == 1
    marks.overrule(answer=here.answer(1), teacher=here.teacher, verdict="right")
    assert codes(here.assignment)[0] == "right-t"


def test_a_teachers_mark_on_an_empty_box_and_then_writing_asks_for_a_look(here: Side, draw: Draw) -> None:
    marks.overrule(answer=here.answer(1), teacher=here.teacher, verdict="wrong")
    assert row_of(here.assignment).to_look_at == 0
    draw(here.answer(1))
    assert codes(here.assignment)[0] == "again"
    assert review.count(Answer.objects.all()) == 1


def test_a_child_who_left_keeps_its_work_on_the_board_and_leaves_the_gradebook(here: Side, draw: Draw) -> None:
    draw(here.answer(1))
    Enrolment.objects.filter(student=here.students[0]).update(until=timezone.now())
    assert [(row.student.display_name, row.has_left) for row in board(here.assignment).rows] == [
        ("Ada", True),
        ("Ben", False),
    ]
    assert [row.student.display_name for row in gradebook(here.school_class).rows] == ["Ben"]


def test_the_hardest_question_has_the_smallest_share_and_enough_answers() -> None:
    assignment = make_room(children=12, questions=6)
    seen = board(assignment)
    shares = [column.total.share for column in seen.columns]
    assert seen.hardest is not None
    assert seen.hardest.total.share == min(share for share in shares if share is not None)
    assert board(make_room(children=2, questions=6)).hardest is None


def test_what_waits_is_the_same_in_sql_and_in_python(here: Side, draw: Draw) -> None:
    """The list of the review and the cells of the board come from two ways to say one thing."""
    assignment = make_room(children=25, questions=12, teacher=here.teacher)
    answers = list(Answer.objects.filter(attempt__assignment=assignment).order_by("pk"))
    for number, answer in enumerate(answers):
        if number % 7 == 0:
            marks.overrule(answer=answer, teacher=here.teacher, verdict="wrong")
        if number % 14 == 0:
            draw(answer, seq=5)
        if number % 11 == 0:
            marks.withdraw(answer=answer, teacher=here.teacher)
    assignment.closes_at = timezone.now()
    assignment.save()
    for answer in answers[::9]:
        draw(answer, seq=9)
    for answer in answers[::18]:
        marks.overrule(answer=answer, teacher=here.teacher, verdict="right")
    mine = Answer.objects.filter(attempt__assignment=assignment)
    waiting = set(doubts.to_look_at(mine).values_list("uuid", flat=True))
    cells = [cell for row in board(assignment).rows for cell in row.cells]
    assert {cell.answer for cell in cells if cell.needs_look} == waiting
    assert {cell.state.code for cell in cells} >= {
        "look",
        "again",
        "late",
        "right",
        "wrong-t",
        "unanswered",
        "reading",
    }
    assert sum(len(pile.items) for pile in review.items(mine)) == len(waiting) == review.count(mine)


def test_board_files_json_gradebook_and_a_sum_by_hand_agree() -> None:
    assignment = make_room(children=14, questions=9, started=0.8)
    seen = board(assignment)
    by_hand = {}
    for attempt in Attempt.objects.filter(assignment=assignment):
        points, waiting = Decimal(0), 0
        for answer in attempt.answers.select_related("ink", "mark"):
            if answer.mark is not None and answer.mark.score is not None:
                points += answer.mark.score
            elif answer.ink is not None and not answer.ink.is_blank:
                waiting += 1
        by_hand[attempt.student.display_name] = (points, waiting)
    assert {r.student.display_name: (r.total.points, r.total.waiting) for r in seen.rows if r.attempt} == by_hand

    table = exports.assignment_table(assignment)
    sheet = list(csv.DictReader(io.StringIO(exports.as_csv(table).decode("utf-8-sig"))))
    for row, line in zip(seen.rows, sheet, strict=True):
        assert line["Name"] == row.student.display_name
        assert line["Total"] == (str(row.total.points.normalize().to_integral()) if row.total.decided else "")
        assert line["Percent"] == ("" if row.total.percent is None else str(row.total.percent))
        assert line["Not yet marked"] == str(row.total.waiting)

    book = openpyxl.load_workbook(io.BytesIO(exports.as_xlsx(table, title="x"))).active
    totals = [cell.value for cell in book["L"][1:]]
    assert book["L1"].value == "Out of" and set(totals) == {9}
    assert [cell.value for cell in book["K"][1:]] == [
        int(row.total.points) if row.total.decided else None for row in seen.rows
    ]

    client = Client()
    client.force_login(assignment.set_by, backend="allauth.account.auth_backends.AuthenticationBackend")
    facts = client.get(reverse("assignment-cells", args=[assignment.uuid])).json()
    assert [one["score"] for one in facts["rows"]] == [
        str(int(row.total.points)) if row.total.decided else "–" for row in seen.rows
    ]
    assert facts["summary"]["mean"] == f"{seen.percent} %"

    grades = gradebook(assignment.school_class)
    assert [row.totals[0] for row in grades.rows] == [row.total if row.attempt else None for row in seen.rows]
    assert grades.percents == [seen.percent]


def test_the_gradebook_costs_four_queries_whatever_its_size(django_assert_num_queries: Any) -> None:
    for assignment in (make_room(children=2, questions=2), make_room(children=20, questions=10)):
        with django_assert_num_queries(4):
            book = gradebook(assignment.school_class)
            assert book.percents


def test_a_question_of_another_worksheet_is_not_in_the_sum(here: Side, elsewhere: Side) -> None:
    assert [one.question.pk for one in board(here.assignment).columns] == [one.pk for one in here.questions]
    assert Question.objects.count() == 6


def test_totals_round_half_up_and_know_nothing_from_nought() -> None:
    assert percent(Decimal("0.005")) == 1 and percent(None) is None
    assert mean([None, Decimal(1), Decimal(0)]) == Decimal("0.5") and mean([None]) is None
    nothing = Total(questions=3, points=Decimal(0), scored=0, waiting=0, closed=False)
    assert nothing.share is None and nothing.percent is None
    assert Total(questions=3, points=Decimal(0), scored=0, waiting=0, closed=True).percent == 0


def test_late_writing_waits_until_a_teacher_decides(here: Side, draw: Draw) -> None:
    answer = here.answer(1)
    draw(answer)
    here.assignment.closes_at = timezone.now() + timedelta(microseconds=1)
    here.assignment.opens_at = timezone.now() - timedelta(hours=1)
    here.assignment.save()
    late = draw(here.answer(1), seq=2)
    assert late.is_late and codes(here.assignment)[0] == "late"
    marks.overrule(answer=answer, teacher=here.teacher, verdict="right")
    assert codes(here.assignment)[0] == "right-t"
