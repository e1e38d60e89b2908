"""Names and pasted lists of names, in any script."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom import names


def read(text: str, **how: bool | None) -> list[str]:
    return [found.name for found in names.read_list(text, **how).names]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ada\nBen\n\n  \nChloé\n", ["Ada", "Ben", "Chloé"]),
        ("Ada, Ben; Chloé\tDmitri", ["Ada", "Ben", "Chloé", "Dmitri"]),
        ("Ada,\nBen,\n", ["Ada", "Ben"]),
        ("1. Ada\n2) Ben\n- Chloé\n• Dmitri", ["Ada", "Ben", "Chloé", "Dmitri"]),
        ("1\tAda\n2\tBen", ["Ada", "Ben"]),
        ("Ada\tLovelace\nBen\tNg", ["Ada Lovelace", "Ben Ng"]),
        ("Name\nAda\nBen", ["Ada", "Ben"]),
        ("Surname, First name\nLovelace, Ada\nNg, Ben", ["Ada Lovelace", "Ben Ng"]),
        ("فاطمة\n明\nЕва\nनूर", ["فاطمة", "明", "Ева", "नूर"]),
        ("  Ada   Maria  ", ["Ada Maria"]),
        ("", []),
        ("\r\n\r\n", []),
        ("12\n13", []),
    ],
)
def test_a_list_becomes_names(text: str, wanted: list[str]) -> None:
    assert read(text) == wanted


def test_surname_comma_given_is_found_out_and_can_be_said() -> None:
    text = "Lovelace, Ada\nNg, Ben"
    assert names.read_list(text).turned
    assert read(text) == ["Ada Lovelace", "Ben Ng"]
    assert read(text, surname_first=False) == ["Lovelace", "Ada", "Ng", "Ben"]
    assert read("Lovelace, Ada") == ["Lovelace", "Ada"]
    assert read("Lovelace, Ada", surname_first=True) == ["Ada Lovelace"]


def test_what_is_left_out_is_said() -> None:
    found = names.read_list("Ada\n" + "x" * 41 + "\n!!!")
    assert [one.name for one in found.names] == ["Ada"]
    assert any("at most 40" in sentence for sentence in found.left_out)
    assert any("letter" in sentence for sentence in found.left_out)


def test_signs_that_cannot_be_seen_or_turn_the_writing_are_gone() -> None:
    assert names.tidy("A\u202eda\u200b\x00\x1b[31m") == "Ada[31m"
    assert names.tidy("e\u0301") == "é"
    assert names.tidy("a" + "\u0301" * 50).count("\u0301") <= 3
    assert names.tidy("علی\u200cرضا") == "علی\u200cرضا"  # a joiner is part of the name


def test_equal_names_are_told_apart() -> None:
    assert names.distinct("Ada", ["ADA", "Ada 2"]) == "Ada 3"
    long = "A" * 40
    assert names.distinct(long, [long]) == "A" * 38 + " 2"


def test_names_are_sorted_as_people_do() -> None:
    assert sorted(["Zoë", "Child 10", "Éva", "child 2", "Eve"], key=names.order) == [
        "child 2", "Child 10", "Éva", "Eve", "Zoë",
    ]  # fmt: skip


@given(st.text(max_size=400))
def test_whatever_is_pasted_gives_names_that_can_be_kept(text: str) -> None:
    for how in (None, True, False):
        for found in names.read_list(text, surname_first=how).names:
            assert not names.fault(found.name)
            assert found.name == names.tidy(found.name) == unicodedata.normalize("NFC", found.name)
            names.order(found.name)


@given(st.lists(st.text(max_size=6), max_size=30))
def test_numbered_names_are_never_taken(taken: list[str]) -> None:
    for name in taken:
        if name:
            assert names.same(names.distinct(name, taken)) not in {names.same(one) for one in taken}


def test_columns_of_a_spreadsheet_are_one_child_a_line() -> None:
    found = names.read_list("Name\tSurname\tClass\nAnaïs\tSmith\t3B\nBen\tOkafor\t3B\n")
    assert [one.name for one in found.names] == ["Anaïs Smith", "Ben Okafor"]
    assert any("first two columns" in said for said in found.left_out)


def test_a_tab_in_one_line_of_a_list_does_not_make_two_children() -> None:
    found = names.read_list("Ada\nAnaïs\tSmith\nBen")
    assert [one.name for one in found.names] == ["Ada", "Anaïs Smith", "Ben"]


def test_a_row_of_a_spreadsheet_is_a_row_of_children() -> None:
    assert [one.name for one in names.read_list("Ada\tBen\tChloe").names] == ["Ada", "Ben", "Chloe"]
