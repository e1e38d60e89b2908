"""Worksheets as files: what was written comes back, and a wrong file is refused in words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.exports import as_csv
from classroom.skills import arithmetic, files
from classroom.skills.expressions import NotUnderstood
from classroom.skills.library.shelf import made, ready
from classroom.skills.questions import QuestionDraft

TEXT = """7 + 5
? + 4 = 9
How many legs have 3 cats? = 12
7 + 6 → 13 or 14
Half of 1? = 1/2 (simplest form)
−3 + 5 = ?"""


def drafts(text: str) -> list[QuestionDraft]:
    return [line.result for line in arithmetic.read_text(text) if isinstance(line.result, QuestionDraft)]


def meaning(found: list[QuestionDraft]) -> list[tuple[str, tuple[str, ...], str]]:
    return [(one.prompt, one.values, one.kind) for one in found]


def test_a_json_file_brings_back_the_same_worksheet() -> None:
    title, text = files.read_file(files.as_json("Été & co.", drafts(TEXT)))
    assert title == "Été & co."
    assert drafts(text) == drafts(TEXT)
    assert len(drafts(text)) == 6


def test_a_table_brings_back_the_same_questions_through_a_spreadsheet() -> None:
    table = as_csv(files.as_table(drafts(TEXT)))
    title, text = files.read_file(table, name="week 12.csv")
    assert title == "week 12"
    assert meaning(drafts(text)) == meaning(drafts(TEXT))


@pytest.mark.parametrize("code", ["y1-number-bonds-to-20", "y4-compare-decimals", "y6-arithmetic-all-sorts"])
def test_ready_made_sheets_go_through_both_forms(code: str) -> None:
    kept = [item.draft for item in made(code)]
    for data in (files.as_json(ready()[code].title, kept), as_csv(files.as_table(kept))):
        assert meaning(drafts(files.read_file(data)[1])) == meaning(kept)


def test_a_table_of_a_country_with_decimal_commas_and_without_a_heading_is_read() -> None:
    _, text = files.read_file("7 + 5;\nHow many legs have 3 cats?;12\n".encode("cp1252"))
    assert [one.values for one in drafts(text)] == [("12",), ("12",)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\0\0", "holds no worksheet"),
        (b"{", "holds no worksheet"),
        (b"[" * 100_000, "holds no worksheet"),
        (b'{"format": "something else"}', "holds no worksheet"),
        (json.dumps({"format": files.FORMAT, "version": 2}).encode(), "later version"),
        (json.dumps({"format": files.FORMAT, "version": 1, "questions": [7]}).encode(), "holds no worksheet"),
        (b"question,answer\n", "no question"),
        (b"", "no question"),
        (b"1 + 1\n" * 40_000, "too long"),
    ],
    ids=["a picture", "half a file", "deep", "other JSON", "later", "odd questions", "a heading", "empty", "long"],
)
def test_a_wrong_file_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(NotUnderstood, match=said):
        files.read_file(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        title, text = files.read_file(data)
    except NotUnderstood:
        return
    assert len(title) <= files.LONGEST_TITLE
    arithmetic.read_text(text)
