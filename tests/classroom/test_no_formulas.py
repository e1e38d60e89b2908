"""Every file of the site that a spreadsheet opens, found by walking all addresses: text stays text in it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from classroom.models import Question, SchoolClass, Student, Worksheet
from tests.classroom.test_authorisation import Scene, addresses, scene
from tests.conftest import PASSWORD, Side

__all__ = ["scene"]  # the fixture
pytestmark = pytest.mark.django_db

FORMULA = '=HYPERLINK("http://evil.example","marks")'
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "|", "%")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?%?$")


def cells(content: bytes, kind: str) -> Iterator[str]:
    """The text of each cell that a spreadsheet would take for a formula, in a CSV, an XLSX or a ZIP of such."""
    if kind == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            for name in bundle.namelist():
                if name.endswith((".csv", ".xlsx")):
                    yield from cells(bundle.read(name), name.rpartition(".")[2])
    elif kind == "xlsx":
        for sheet in openpyxl.load_workbook(io.BytesIO(content)):
            yield from (str(one.value) for row in sheet for one in row if one.data_type == "f")
    elif kind == "csv":
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
            for one in row:
                if one.lstrip().startswith(DANGEROUS) and not NUMBER.match(one):
                    yield one


def kind_of(answer: Any) -> str:
    """csv, xlsx, zip or "" by what the answer says it is."""
    said = answer.headers.get("Content-Type", "")
    return {"text/csv": "csv", "application/zip": "zip"}.get(
        said.split(";")[0], "xlsx" if "spreadsheet" in said else ""
    )


def test_no_file_of_the_site_holds_a_cell_that_a_spreadsheet_would_run(scene: Scene, here: Side) -> None:
    Student.objects.update(display_name=FORMULA[:40])
    SchoolClass.objects.update(name=FORMULA)
    Worksheet.objects.update(title=FORMULA)
    Question.objects.update(prompt="=7+5")
    scene.client("teacher").post(reverse("account_reauthenticate"), {"password": PASSWORD})
    found, wrong = [], []
    for name, pattern in addresses():
        for method in ("GET", "POST"):
            cache.clear()
            with transaction.atomic():
                answer = scene.client("teacher").generic(method, scene.address(name, pattern))
                kind = kind_of(answer)
                content = b"".join(answer) if kind and answer.streaming else answer.content if kind else b""
                transaction.set_rollback(True)
            if kind:
                found.append(name)
                wrong += [f"{name}: {text[:60]}" for text in cells(content, kind)]
    assert not wrong, "\n".join(wrong)
    assert {"assignment-csv", "assignment-xlsx", "gradebook-csv", "gradebook-xlsx", "child-download"} <= set(found)


@pytest.mark.parametrize("text", [FORMULA, "+1+1", "@SUM(A1)", "-2+3"])
def test_one_would_be_seen(text: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerow(["Ada", "-5", text])
    assert list(cells(out.getvalue().encode(), "csv")) == [text]
    book = openpyxl.Workbook()
    book.active.append(["Ada", -5, "=1+1"])
    file = io.BytesIO()
    book.save(file)
    assert list(cells(file.getvalue(), "xlsx")) == ["=1+1"]
