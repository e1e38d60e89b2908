"""No column without purpose, reader and time: a new one fails here until somebody says why it is stored."""

from __future__ import annotations

from typing import Any

import pytest

from classroom import data_map
from classroom.management.commands.data_map import DOCUMENT


def test_every_stored_column_has_a_purpose_and_a_window() -> None:
    assert data_map.problems() == [], "say so in classroom/data_map.toml, then: manage.py data_map --write"


def test_the_document_is_made_from_the_map() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == data_map.as_markdown(), "run: manage.py data_map --write"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda facts: facts["classroom.Student"]["columns"].pop("display_name"), "display_name has no purpose"),
        (lambda facts: facts["classroom.Student"]["columns"].update(birthday="x"), "birthday is in the map and not"),
        (lambda facts: facts["classroom.Ink"].update(keep="a while"), "no window 'a while'"),
        (lambda facts: facts["classroom.Ink"]["columns"].update(strokes=" "), "must say something"),
        (lambda facts: facts.pop("classroom.Mark"), "classroom.Mark is stored and not in the map"),
    ],
    ids=["a column left out", "a column too many", "an unknown window", "an empty purpose", "a table left out"],
)
def test_the_check_bites(monkeypatch: pytest.MonkeyPatch, change: Any, says: str) -> None:
    facts = data_map._read()
    change(facts)
    monkeypatch.setattr(data_map, "_read", lambda: facts)
    assert any(says in problem for problem in data_map.problems())


def test_nothing_is_stored_of_a_child_that_would_find_it_outside_of_school() -> None:
    columns = {
        column.name for table in data_map.tables() if table.label == "classroom.Student" for column in table.columns
    }
    assert columns.isdisjoint({"email", "phone", "birthday", "date_of_birth", "address", "photo", "surname"})
