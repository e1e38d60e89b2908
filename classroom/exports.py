"""Scores as files: CSV and XLSX of one assignment, and the gradebook of a class."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext

from classroom import audit
from classroom.later import gettext_lazy
from classroom.models import Assignment, SchoolClass, User
from classroom.scores.board import NOT_STARTED, Row, board
from classroom.scores.cells import Cell
from classroom.scores.gradebook import gradebook

Value = str | int | Decimal | None
Table = list[list[Value]]

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATE_WORDS = {
    NOT_STARTED: gettext_lazy("not started"),
    "in_progress": gettext_lazy("working"),
    "handed_in": gettext_lazy("handed in"),
    "returned": gettext_lazy("returned"),
}
# What a spreadsheet takes for the beginning of a formula, also in full width, also behind spaces.
_FORMULA = re.compile(r"^[\s\x00-\x1f]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\u2212|%]|^[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
# XML, and so XLSX, cannot hold these at all.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def assignment_table(assignment: Assignment) -> Table:
    """Children by questions with total, percent and state; a heading first. Six queries.

    A cell is empty while nobody decided on it; a question left empty is 0 once the child has handed in, as it counts.
    Where questions have boxes, the last columns say how many of a wrong answer's are right, and the points with them.
    """
    seen = board(assignment)
    in_boxes = seen.in_boxes
    boxes = [
        gettext("Q%(position)s, right boxes") % {"position": seen.columns[at].question.position} for at in in_boxes
    ]
    numbers = [
        gettext("Q%(position)s: %(prompt)s")
        % {"position": column.question.position, "prompt": column.question.prompt}
        for column in seen.columns
    ]
    table: Table = [
        [
            gettext("Name"),
            *numbers,
            gettext("Total"),
            gettext("Out of"),
            gettext("Percent"),
            gettext("Not yet marked"),
            gettext("State"),
            *boxes,
            *([gettext("Points with right boxes")] if boxes else []),
        ]
    ]
    for row in seen.rows:
        table.append(
            [
                row.student.display_name,
                *(_counted(row, cell) for cell in row.cells),
                _number(row.total.points) if row.total.decided else None,
                row.total.questions,
                row.total.percent,
                row.total.waiting,
                STATE_WORDS[row.state] + (gettext(", left the class") if row.has_left else ""),
                *(share.words if (share := row.cells[at].share) else None for at in in_boxes),
                *([Decimal(row.with_shares) if row.with_shares else None] if boxes else []),
            ]
        )
    return table


def gradebook_table(school_class: SchoolClass) -> Table:
    """Children by assignments with points, then percent, and the mean of the percentages.

    Where wrong answers have right boxes, the last columns give the points of those lessons with them.
    """
    book = gradebook(school_class)
    heads = [f"{one.worksheet.title} ({timezone.localtime(one.opens_at):%Y-%m-%d})" for one in book.assignments]
    table: Table = [
        [gettext("Name"), *(gettext("%(head)s, of %(of)s") % {"head": head, "of": of} for head, of in zip(heads,
        book.questions, strict=True)),
         *(gettext("%(head)s, percent") % {"head": head} for head in heads), gettext("Mean percent")]
    ]  # fmt: skip
    in_boxes = [at for at in range(len(heads)) if any(row.shares[at] for row in book.rows)]
    table[0] += [gettext("%(head)s, points with right boxes") % {"head": heads[at]} for at in in_boxes]
    for row in book.rows:
        boxes = [Decimal(said) if (said := row.with_shares[at]) else None for at in in_boxes]
        points = [_number(total.points) if total and total.decided else None for total in row.totals]
        percents = [total.percent if total else None for total in row.totals]
        table.append([row.student.display_name, *points, *percents, row.percent, *boxes])
    return table


def _said(value: Value) -> Value:
    """Words that wait for a language are said in the one of now."""
    return str(value) if isinstance(value, Promise) else value


def as_csv(table: Sequence[Sequence[Value]]) -> bytes:
    """UTF-8 with the mark that Excel needs; what a spreadsheet could take for a formula is disarmed."""
    out = io.StringIO()
    csv.writer(out).writerows([[disarmed(_said(value)) for value in row] for row in table])
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(table: Table, *, title: str) -> bytes:
    """One sheet, numbers as numbers, text never a formula; the first row and column stay in sight."""
    # Half a second at the start of the process that only this needs.
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(
        re.sub(r"[\[\]:*?/\\']", " ", _CONTROL.sub("", title))[:31].strip() or gettext("Scores")
    )
    sheet.freeze_panes = "B2"
    sheet.column_dimensions["A"].width = 24
    for number in range(2, len(table[0]) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 14
    for index, row in enumerate(table):
        cells = []
        for value in map(_said, row):
            cell = WriteOnlyCell(sheet, value=_CONTROL.sub("", value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # a name that begins with "=" stays a name
            if index == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def disarmed(value: Value) -> str:
    """A value for CSV; text that begins like a formula gets an apostrophe before it, numbers stay numbers.

    >>> disarmed("=1+1"), disarmed("-5"), disarmed("-5+2"), disarmed(None)
    ("'=1+1", '-5', "'-5+2", '')
    """
    if value is None:
        return ""
    text = str(value)
    if not isinstance(value, str) or _NUMBER.fullmatch(text):
        return text
    return f"'{text}" if _FORMULA.match(text) else text


def file_name(*parts: str, ending: str, at: datetime | None = None) -> str:
    """A name that every system takes: plain letters, digits and hyphens, with the day.

    >>> file_name("Class 2/B", "Sums: été", ending="csv", at=datetime(2026, 5, 4))
    'class-2-b-sums-ete-2026-05-04.csv'
    """
    day = f"{at or timezone.localtime():%Y-%m-%d}"
    plain = unicodedata.normalize("NFKD", "-".join(parts)).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "scores"
    return f"{words}-{day}.{ending}"


def record(*, teacher: User, what: str, pk: int, form: str, rows: int) -> None:
    """Keep in the trail that scores left the house."""
    audit.record(
        action="scores_exported", school=teacher.school, teacher=teacher, what=what, pk=pk, form=form, rows=rows
    )


def size(table: Sequence[Sequence[Value]]) -> int:
    """How many children a table has."""
    return len(table) - 1


def _counted(row: Row, cell: Cell) -> int | Decimal | None:
    left_empty = cell.score is None and row.total.closed and not cell.is_waiting
    return 0 if left_empty else _number(cell.score)


def _number(score: Decimal | None) -> int | Decimal | None:
    if score is None:
        return None
    return int(score) if score == int(score) else score.normalize()
