"""The ready-made worksheets: enough for every half term, whole, and the same for everybody."""

from __future__ import annotations

import re

import pytest

from classroom.models.work import MAX_QUESTIONS
from classroom.skills.forms.reading import recognise
from classroom.skills.generators.shelf import GENERATORS
from classroom.skills.library.shelf import HALVES, ReadySheet, made, minutes, ready, search

EVERY = list(ready().values())


def test_every_half_term_of_every_year_has_three_or_more() -> None:
    for year in range(1, 7):
        halves = [one.half for one in EVERY if one.year == year]
        assert all(3 <= halves.count(half) <= 6 for half in range(1, len(HALVES) + 1))
        assert halves == sorted(halves)


def test_codes_and_titles_are_single_and_codes_fit_into_an_address() -> None:
    assert len({one.code for one in EVERY}) == len({(one.year, one.title) for one in EVERY}) == len(EVERY)
    assert all(re.fullmatch(rf"y{one.year}-[a-z0-9-]+", one.code) for one in EVERY)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.code)
def test_a_sheet_is_whole(one: ReadySheet) -> None:
    items = made(one.code)
    assert len(items) == sum(part.count for part in one.parts) <= MAX_QUESTIONS
    assert len({item.prompt for item in items}) == len(items)
    assert 2 <= minutes(one.code) <= 15
    for item in items:
        read = recognise(item.prompt)
        assert read is not None
        assert read.values == item.values, "the key can be worked out from the prompt again"
    for part in one.parts:
        first, last = GENERATORS[part.make].years
        assert first <= one.year <= last
        GENERATORS[part.make].settings(part.wishes)


def test_another_seed_gives_other_numbers_of_the_same_kinds() -> None:
    one = ready()["y3-column-addition-three-digits"]
    usual, other = one.items(), one.items("neighbours")
    assert usual == one.items()
    assert [item.prompt for item in usual] != [item.prompt for item in other]
    assert {item.skill for item in usual} == {item.skill for item in other}


def test_every_generator_but_a_few_is_in_the_library() -> None:
    used = {part.make for one in EVERY for part in one.parts}
    assert set(GENERATORS) - used <= {"sequence_next"}


@pytest.mark.parametrize(
    ("year", "words", "found"),
    [
        (4, "roman", ["y4-roman-numerals-to-100"]),
        (None, "LONG division", ["y6-long-division", "y6-long-division-three-digits"]),
        (1, "fractions", []),
    ],
    ids=["in a year", "in all years", "not taught yet"],
)
def test_a_sheet_is_found_by_words(year: int | None, words: str, found: list[str]) -> None:
    assert [one.code for one in search(year=year, words=words)] == found
