"""Worksheets as files to keep and to pass on: JSON with a version, and a table for spreadsheets. Pure.

A file says each question as the line that a teacher would type (`arithmetic.source`), so that reading one is typing
it: what cannot be understood is said line by line on the page where worksheets are written; nothing is kept unseen.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from django.utils.translation import gettext

from classroom.later import gettext_lazy
from classroom.skills import arithmetic, laid_out, strictness
from classroom.skills.expressions import NotUnderstood
from classroom.skills.questions import QuestionDraft

FORMAT, VERSION = "astro-numbers-worksheet", 1
LONGEST_FILE = 200_000  # bytes; 60 long questions are 30,000
LONGEST_TITLE = 120
HEADING = (gettext_lazy("question"), gettext_lazy("answer"), gettext_lazy("compared"))
# First cells of a heading, in every language that a table may come from.
_HEADINGS = {"question", "prompt", "aufgabe"}
_MOST_LINES = 500
_NO_WORKSHEET = gettext_lazy(
    "This file holds no worksheet. Choose one that was saved from Astro Numbers, or a CSV table."
)


def as_json(title: str, drafts: Sequence[QuestionDraft]) -> bytes:
    """A worksheet as a file for another school, or for later."""
    questions = [
        {"line": arithmetic.source(one), "prompt": one.prompt, "answers": list(one.values), "kind": one.kind}
        for one in drafts
    ]
    whole = {"format": FORMAT, "version": VERSION, "title": str(title), "questions": questions}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def as_table(drafts: Sequence[QuestionDraft]) -> list[list[str]]:
    """A worksheet as a table, a heading first; the third column says how strictly answers are compared."""
    rows = [
        [f"{one.prompt}{laid_out.ending(one.layout)}", " or ".join(one.values), strictness.ENDINGS.get(one.rule, "")]
        for one in drafts
    ]
    return [[str(one) for one in HEADING], *rows]


def read_file(data: bytes, *, name: str = "") -> tuple[str, str]:
    """Title and text, as a teacher would have typed them, of a file of either sort.

    Args:
        data: at most LONGEST_FILE bytes.
        name: the file's name; a table without a title of its own is called by it.

    Raises:
        NotUnderstood: with a sentence for the teacher.
    """
    if len(data) > LONGEST_FILE:
        raise NotUnderstood(gettext("This file is too long for a worksheet."))
    text = _decoded(data)
    if text.lstrip()[:1] in {"{", "["}:
        return _read_json(text)
    title = name.rpartition(".")[0] or name
    return title[:LONGEST_TITLE], _read_table(text)


def _decoded(data: bytes) -> str:
    if b"\0" in data:
        raise NotUnderstood(_NO_WORKSHEET)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")  # what older spreadsheets write


def _read_json(text: str) -> tuple[str, str]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        raise NotUnderstood(_NO_WORKSHEET) from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise NotUnderstood(_NO_WORKSHEET)
    if whole.get("version") != VERSION:
        raise NotUnderstood(
            gettext("This file was made by a later version of Astro Numbers. Bring this one up to date first.")
        )
    questions = whole.get("questions")
    if not isinstance(questions, list):
        raise NotUnderstood(_NO_WORKSHEET)
    lines = [one.get("line") if isinstance(one, dict) else None for one in questions[:_MOST_LINES]]
    if not all(isinstance(line, str) for line in lines):
        raise NotUnderstood(_NO_WORKSHEET)
    return str(whole.get("title") or "")[:LONGEST_TITLE], "\n".join(" ".join(line.split()) for line in lines if line)


def _read_table(text: str) -> str:
    first = text.partition("\n")[0]
    # Spreadsheets of countries with a decimal comma put semicolons between their columns.
    between = max(",;\t", key=first.count)
    try:
        rows = [[_armed(cell) for cell in row] for row in csv.reader(io.StringIO(text), delimiter=between)]
    except csv.Error:
        raise NotUnderstood(_NO_WORKSHEET) from None
    rows = [row for row in rows if any(row)]
    if rows and rows[0][0].casefold() in _HEADINGS:
        rows = rows[1:]
    if not rows:
        raise NotUnderstood(gettext("There is no question in this file."))
    return "\n".join(_line(row) for row in rows[:_MOST_LINES])


def _armed(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from calculating, on one line."""
    plain = " ".join(cell.split())
    return plain[1:] if plain.startswith("'") else plain


def _line(row: Sequence[str]) -> str:
    prompt, answer, compared = (*row[:3], "", "")[:3]
    ending = f" ({compared})" if compared in strictness.ENDINGS.values() else ""
    alone = arithmetic.parse_line(prompt)
    # A key that follows from the sum is worked out again: 9/10 as it was meant, and not 0.9.
    if not answer or (isinstance(alone, QuestionDraft) and " or ".join(alone.values) == answer):
        return f"{prompt}{ending}"
    plain, _, layout = laid_out.split(prompt)
    return f"{plain} → {answer}{laid_out.ending(layout)}{ending}"
