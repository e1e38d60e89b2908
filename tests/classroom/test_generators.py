"""Questions that are made: right, different, within what was asked, the same for the same seed."""

from __future__ import annotations

import dataclasses
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classroom.skills import arithmetic, subtract
from classroom.skills.families import FAMILIES
from classroom.skills.numbers import LARGEST, Span, TooNarrow, Wishes
from classroom.skills.questions import QuestionDraft

families = st.sampled_from(sorted(FAMILIES))
spans = st.tuples(st.integers(0, 120), st.integers(0, 120)).map(lambda pair: Span(min(pair), max(pair)))
wide_wishes = st.builds(
    Wishes,
    first=spans,
    second=spans,
    count=st.integers(1, 60),
    most=st.none() | st.integers(0, 300),
    missing=st.booleans(),
    seed=st.integers(0, 2**32),
)


def made(family: ModuleType, wishes: Wishes) -> list[QuestionDraft] | int:
    """The questions, or how many would be possible."""
    try:
        return list(family.questions(wishes))
    except TooNarrow as error:
        return error.possible


@given(families, wide_wishes)
@settings(max_examples=400, deadline=None)
def test_made_questions_are_right_and_different(name: str, wishes: Wishes) -> None:
    drafts = made(FAMILIES[name], wishes)
    if isinstance(drafts, int):
        assert drafts < wishes.count
        return
    assert len({draft.prompt for draft in drafts}) == len(drafts) == wishes.count
    for draft in drafts:
        again = arithmetic.parse_line(draft.prompt, kinds=("whole",))
        assert again == draft, "worked out from the prompt alone, whole and not below nought"


@given(families, wide_wishes)
@settings(max_examples=200, deadline=None)
def test_numbers_keep_to_what_was_asked(name: str, wishes: Wishes) -> None:
    drafts = made(FAMILIES[name], dataclasses.replace(wishes, missing=False))
    for draft in drafts if not isinstance(drafts, int) else []:
        one, _, other = draft.prompt.split(" = ")[0].split()
        result = int(draft.values[0])
        first, second, largest = {
            "add": (int(one), int(other), result),
            "subtract": (int(one), int(other), result),
            "multiply": (int(one), int(other), result),
            "divide": (int(other), result, int(one)),
        }[name]
        assert wishes.first.low <= first <= wishes.first.high
        assert wishes.second.low <= second <= wishes.second.high
        assert wishes.most is None or largest <= wishes.most


@given(families, wide_wishes)
@settings(max_examples=60, deadline=None)
def test_the_same_seed_makes_the_same_sheet(name: str, wishes: Wishes) -> None:
    assert made(FAMILIES[name], wishes) == made(FAMILIES[name], wishes)


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_another_seed_makes_another_sheet(name: str) -> None:
    usual = FAMILIES[name].USUAL
    sheets = {tuple(FAMILIES[name].questions(dataclasses.replace(usual, seed=seed))) for seed in range(20)}
    assert len(sheets) == 20


@given(families, spans, spans, st.none() | st.integers(0, 60), st.booleans())
@settings(max_examples=200, deadline=None)
def test_what_is_said_to_be_possible_can_be_made_and_no_more(
    name: str, first: Span, second: Span, most: int | None, missing: bool
) -> None:
    first, second = Span(first.low % 9, first.high % 9), Span(second.low % 9, second.high % 9)
    wishes = Wishes(first=first, second=second, count=10_000, most=most, missing=missing)
    possible = made(FAMILIES[name], wishes)
    assert isinstance(possible, int)
    if possible:
        exactly = made(FAMILIES[name], dataclasses.replace(wishes, count=possible))
        assert not isinstance(exactly, int)
        assert len({draft.prompt for draft in exactly}) == possible
    assert made(FAMILIES[name], dataclasses.replace(wishes, count=possible + 1)) == possible


def test_too_narrow_ranges_are_answered_with_how_many_there_are() -> None:
    with pytest.raises(TooNarrow, match="Only 4 different questions are possible") as error:
        FAMILIES["add"].questions(Wishes(first=Span(1, 2), second=Span(1, 2), count=5))
    assert error.value.possible == 4
    with pytest.raises(TooNarrow, match="No question is possible"):
        FAMILIES["divide"].questions(Wishes(first=Span(0, 0), second=Span(1, 9), count=1))


def test_below_nought_only_when_asked() -> None:
    wishes = Wishes(first=Span(0, 5), second=Span(0, 30), count=20)
    assert all(int(draft.values[0]) >= 0 for draft in subtract.questions(wishes))
    asked = subtract.questions(dataclasses.replace(wishes, below_nought=True))
    below = [draft for draft in asked if draft.values[0].startswith("-")]
    assert below
    assert {draft.kind for draft in below} == {"signed"}


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_the_widest_ranges_are_made_at_once(name: str) -> None:
    """9,999 by 9,999 is a hundred million pairs: they are counted, not listed."""
    wishes = Wishes(first=Span(0, LARGEST), second=Span(0, LARGEST), count=60)
    drafts = FAMILIES[name].questions(wishes)
    assert len({draft.prompt for draft in drafts}) == 60
    assert all(len(draft.values[0]) <= 7 for draft in drafts)


def test_every_possible_pair_comes_up() -> None:
    """Drawn 300 times, each of nine pairs is seen: the corners of the ranges are not forgotten."""
    wishes = Wishes(first=Span(1, 3), second=Span(1, 3), count=1)
    seen = {FAMILIES["add"].questions(dataclasses.replace(wishes, seed=seed))[0].prompt for seed in range(300)}
    assert len(seen) == 9
