"""Scores as files: safe to open, safe to name, and kept in the trail."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from classroom import exports, submissions
from classroom.models import AuditEntry, Ink, Mark, Student
from tests.conftest import Side

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]

DANGEROUS = [
    '=HYPERLINK("http://evil.example","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1",
    "＝1+1", "＋1", "－1", "＠A1", "−1+2", "|calc", "%0A",
]  # fmt: skip


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_could_be_a_formula_is_disarmed(text: str) -> None:
    assert exports.disarmed(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Ada", "7", "-5", "+5", "3.5", "O'Neil", "Zoë", "李", "", 7, -5, Decimal("0.5")])
def test_names_and_numbers_stay_as_they_are(value: exports.Value) -> None:
    assert exports.disarmed(value) == str(value)


def test_csv_opens_in_excel_and_holds_every_script(here: Side, as_teacher: SignIn) -> None:
    Student.objects.filter(pk=here.students[0].pk).update(display_name="=1+1")
    Student.objects.filter(pk=here.students[1].pk).update(display_name='Zoë "李", Jr')
    sent = as_teacher(here).post(reverse("assignment-csv", args=[here.assignment.uuid]))
    assert sent.content.startswith(b"\xef\xbb\xbf") and sent.headers["Content-Type"] == "text/csv; charset=utf-8"
    lines = list(csv.reader(io.StringIO(sent.content.decode("utf-8-sig"))))
    assert [line[0] for line in lines] == ["Name", "'=1+1", 'Zoë "李", Jr']
    assert sent.headers["Content-Disposition"].startswith('attachment; filename="ms-hopper-s-class-sums-20')


def test_xlsx_holds_numbers_as_numbers_and_never_a_formula(here: Side, as_teacher: SignIn) -> None:
    Student.objects.filter(pk=here.students[0].pk).update(display_name="=1+1\x0b")
    answer = here.answer(1)
    answer.mark = Mark.objects.create(
        answer=answer, source="teacher", verdict="right", score=Decimal("0.50"), rule_version=1, key_number=1
    )
    answer.save()
    sent = as_teacher(here).post(reverse("assignment-xlsx", args=[here.assignment.uuid]))
    sheet = openpyxl.load_workbook(io.BytesIO(sent.content)).active
    row = list(sheet[2])
    assert (row[0].value, row[0].data_type) == ("=1+1", "s")
    assert (row[1].value, row[1].data_type) == (0.5, "n") and row[2].value is None
    assert sheet.freeze_panes == "B2" and sheet.title == "Sums"


def test_an_answer_nobody_marked_is_empty_not_nought(here: Side) -> None:
    here.attempt()
    table = exports.assignment_table(here.assignment)
    assert table[1] == ["Ada", None, None, None, None, 3, None, 0, "working"]


def test_a_question_left_empty_at_hand_in_is_nought_and_one_that_waits_is_empty(
    here: Side, draw: Callable[..., Ink]
) -> None:
    draw(here.answer(2))
    submissions.hand_in(attempt=here.attempt())
    row = exports.assignment_table(here.assignment)[1]
    assert row == ["Ada", 0, None, 0, 0, 3, 0, 1, "handed in"]


def test_every_file_leaves_a_trace_without_names(here: Side, as_teacher: SignIn) -> None:
    client = as_teacher(here)
    for name, which in (
        ("assignment-csv", here.assignment.uuid), ("assignment-xlsx", here.assignment.uuid),
        ("gradebook-csv", here.school_class.pk), ("gradebook-xlsx", here.school_class.pk),
    ):  # fmt: skip
        assert client.get(reverse(name, args=[which])).status_code == 405
        assert client.post(reverse(name, args=[which])).status_code == 200
    kept = AuditEntry.objects.filter(action="scores_exported")
    assert [entry.facts["form"] for entry in kept.order_by("pk")] == ["csv", "xlsx", "csv", "xlsx"]
    assert all(entry.teacher == here.teacher and "Ada" not in str(entry.facts) for entry in kept)


def test_file_names_are_plain_on_every_system() -> None:
    assert exports.file_name("../../etc", 'a"b\r\nc', "CON", ending="csv").startswith("etc-a-b-c-con-")
    assert exports.file_name("李", ending="xlsx").startswith("scores-")


def test_the_gradebook_file_has_points_percent_and_means(here: Side) -> None:
    answer = here.answer(1)
    answer.mark = Mark.objects.create(
        answer=answer, source="teacher", verdict="right", score=1, rule_version=1, key_number=1
    )
    answer.save()
    head, ada, ben = exports.gradebook_table(here.school_class)
    assert str(head[1]).startswith("Sums (") and str(head[1]).endswith("of 3") and head[3] == "Mean percent"
    assert ada == ["Ada", 1, 100, 100] and ben == ["Ben", None, None, None]
