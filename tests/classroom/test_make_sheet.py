"""`manage.py make_sheet`: the same for ever, as lines, as a table, as JSON; and refusals in words."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from classroom.models.work import MAX_QUESTIONS
from classroom.skills.generators.shelf import GENERATORS, NOT_THERE_YET


def make_sheet(*args: str) -> str:
    out = io.StringIO()
    call_command("make_sheet", *args, stdout=out)
    return out.getvalue()


def test_make_sheet_prints_the_same_for_ever() -> None:
    first = make_sheet("sub_column", "--param", "digits=3", "--count", "3", "--seed", "7", "--json")
    assert first == make_sheet("sub_column", "--param", "digits=3", "--count", "3", "--seed", "7", "--json")
    facts = json.loads(first)
    assert (facts["generator"], facts["parameters"]["digits"], facts["seed"]) == ("sub_column", "3", "7")
    assert len(facts["questions"]) == 3
    assert set(facts["questions"][0]) == {"prompt", "boxes", "key", "skill", "difficulty", "predictions", "layout"}


def test_make_sheet_lists_every_generator_and_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(NOT_THERE_YET, "mirror_lines", "shapes that are drawn")
    listed = make_sheet("--list")
    assert all(name in listed for name in GENERATORS)
    assert "mirror_lines: shapes" in listed
    facts = json.loads(make_sheet("--list", "--json"))
    assert {one["name"] for one in facts["generators"]} == set(GENERATORS)


def test_make_sheet_prints_the_table_of_predictions() -> None:
    chosen = ("--procedure", "add.no_carry", "--procedure", "add.write_both")
    table = make_sheet("add_column", "--diagnostic", "--count", "3", *chosen).splitlines()
    assert table[0].split() == ["question", "key", "add.no_carry", "add.write_both"]
    assert len(table) == 4
    facts = json.loads(make_sheet("add_column", "--diagnostic", "--count", "3", "--json"))
    assert "add.no_carry" in facts["diagnostic"]["procedures"]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([], "Say which generator"),
        (["tables"], "There is no generator “tables”"),
        (["bonds", "--count", "0"], f"1 to {MAX_QUESTIONS} questions"),
        (["bonds", "--param", "total"], "has no ="),
        (["bonds", "--param", "total=7"], "is not one of 5, 10, 20, 100"),
        (["bonds", "--param", "total=5", "--count", "20"], "Only 8 different questions are possible"),
        (["bonds", "--diagnostic", "--procedure", "sub.magic"], "There is no procedure “sub.magic”"),
    ],
)
def test_make_sheet_says_what_is_wrong_in_words(args: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        make_sheet(*args)
