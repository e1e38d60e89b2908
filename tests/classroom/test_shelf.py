"""Generators: right, different, sensible, the same for ever."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classroom import brackets, prompts, rules
from classroom.pictures.reading import picture, places
from classroom.pictures.shapes import CannotDraw
from classroom.skills import arithmetic, kinds
from classroom.skills.catalogue import CATALOGUE
from classroom.skills.curriculum import SKILLS
from classroom.skills.draws import Draw
from classroom.skills.figures import figure_of
from classroom.skills.forms.base import Item
from classroom.skills.forms.reading import FORMS, recognise, variant
from classroom.skills.generators.base import Generator, make_sheet
from classroom.skills.generators.parameters import Choice, Flag, Many, Number, WrongWish
from classroom.skills.generators.shelf import GENERATORS, NOT_THERE_YET, generator
from classroom.skills.numbers import TooNarrow
from classroom.skills.questions import MOST_DIGITS
from recognition import grammar

GOLDEN = Path(__file__).parent / "golden_sheets.json"
EVERY_YEAR = [(one.name, year) for one in GENERATORS.values() for year in range(one.years[0], one.years[1] + 1)]
SEEDS = st.integers(0, 2**63)


def sheet(name: str, year: int, seed: int | str, count: int = 10) -> list[Item]:
    return make_sheet(GENERATORS[name], GENERATORS[name].presets.get(year, {}), count=count, seed=seed)


def can_be_answered(item: Item, text: str) -> bool:
    """Whether a text can be written into the question's box, or tapped together from what it offers."""
    parts = brackets.parted(item.prompt)
    if parts.choices:
        cards = text.split(brackets.BETWEEN) if item.kind in ("tick", "order") else [text]
        return set(cards) <= set(parts.choices.options) and len(text) <= brackets.LONGEST_ANSWER
    if item.kind == "place":
        return parts.drawn is not None and text in places(parts.drawn.words)
    boxes = text.split("|")
    figure = figure_of(item.layout, item.prompt)
    assert (figure.answers if figure else 1) == len(boxes)
    return all(grammar.is_whole(one, item.kind) and sum(map(str.isdigit, one)) <= MOST_DIGITS for one in boxes)


def check(item: Item, year: int = 6) -> None:
    """One question: its text alone says all that is known of it, and nothing in it is nonsense."""
    known = recognise(item.prompt)
    assert known is not None and known.laid_out(item.layout) == item
    read = arithmetic.parse_line(arithmetic.source(item.draft))
    assert read == item.draft, "the line that a worksheet keeps gives the same question"
    assert len(item.prompt) <= arithmetic.LONGEST_PROMPT
    assert item.skill in SKILLS
    assert len(item.values) == 1 or item.kind in ("operator", "time") or item.layout == "boxes"
    assert can_be_answered(item, item.values[0])
    assert year >= 4 or not item.values[0].startswith("-") or item.kind == "operator", "nothing below nought"
    assert year >= 3 or item.kind in ("whole", "compare", "fraction", "operator", "time", *brackets.TAPPED)
    key = item.as_json()["key"]
    for one in item.predictions:
        assert one.procedure in CATALOGUE
        for text in one.answers:
            assert can_be_answered(item, text)
            assert not rules.is_right(text, {**key, "rule": "equal"}), "a wrong procedure is never right"
    box = prompts.around_box(item.prompt)
    assert (
        item.layout != "line" or "?" not in box.before + box.after or brackets.parted(item.prompt).words.endswith("?")
    )


@pytest.mark.parametrize(("name", "year"), EVERY_YEAR)
def test_a_year_s_sheet_is_right_different_and_sensible(name: str, year: int) -> None:
    for seed in range(12):
        made = sheet(name, year, seed)
        assert len({item.prompt for item in made}) == len(made) == 10
        for item in made:
            check(item, year)


@given(st.sampled_from(EVERY_YEAR), SEEDS)
@settings(max_examples=300, deadline=None)
def test_any_seed_makes_a_sheet(which: tuple[str, int], seed: int) -> None:
    for item in sheet(*which, seed, count=6):
        check(item, which[1])


def wishes_of(one: Generator) -> st.SearchStrategy[dict[str, object]]:
    """Any parameters that the generator allows."""
    sorts: dict[str, st.SearchStrategy[object]] = {}
    for wish in one.parameters:
        if isinstance(wish, Choice):
            sorts[wish.name] = st.sampled_from(wish.options)
        elif isinstance(wish, Number):
            sorts[wish.name] = st.integers(wish.low, wish.high)
        elif isinstance(wish, Many):
            sorts[wish.name] = st.lists(st.integers(wish.low, wish.high), min_size=1, max_size=4)
        else:
            assert isinstance(wish, Flag)
            sorts[wish.name] = st.booleans()
    return st.fixed_dictionaries({}, optional=sorts)


@given(st.data(), st.sampled_from(sorted(GENERATORS)), SEEDS)
@settings(max_examples=300, deadline=None)
def test_any_parameters_make_a_sheet_or_say_that_they_are_too_narrow(
    data: st.DataObject, name: str, seed: int
) -> None:
    wishes = data.draw(wishes_of(GENERATORS[name]))
    try:
        made = make_sheet(GENERATORS[name], wishes, count=4, seed=seed)
    except TooNarrow as error:
        assert error.possible < 4
        return
    assert len({item.prompt for item in made}) == 4
    for item in made:
        check(item)


def golden() -> dict[str, list[str]]:
    """What every generator makes of its usual parameters and of each year's, with key and procedures."""
    found = {}
    for name, year in EVERY_YEAR:
        found[f"{name} v{GENERATORS[name].version} year {year}"] = [
            f"{item.prompt} | {item.values[0]} | {' '.join(one.procedure for one in item.predictions)}"
            for item in sheet(name, year, "golden", count=6)
        ]
    return found


def test_the_same_seed_gives_the_same_sheet_for_ever() -> None:
    """A sheet printed last year must come out the same: a generator that draws otherwise gets a new version.

    After a new version: python -m tests.classroom.test_shelf writes the file anew; only its lines may change.
    """
    kept = json.loads(GOLDEN.read_text())
    assert golden() == kept


def test_the_stream_of_draws_is_fixed() -> None:
    draw = Draw("astro")
    assert [draw.below(1000) for _ in range(8)] == [610, 809, 357, 471, 101, 451, 507, 935]


def test_a_longer_sheet_begins_with_the_shorter() -> None:
    for name, year in EVERY_YEAR[::7]:
        assert sheet(name, year, 5, count=9)[:4] == sheet(name, year, 5, count=4)


def test_another_seed_makes_another_sheet() -> None:
    for name, year in EVERY_YEAR:
        assert len({tuple(item.prompt for item in sheet(name, year, seed, count=6)) for seed in range(5)}) == 5, name


@given(st.sampled_from(EVERY_YEAR), SEEDS)
@settings(max_examples=120, deadline=None)
def test_other_numbers_are_as_hard(which: tuple[str, int], seed: int) -> None:
    item = sheet(*which, seed, count=1)[0]
    other = variant(item.prompt, Draw(f"other {seed}"))
    if other is None:
        return
    assert other.prompt != item.prompt
    assert (other.form, other.skill, other.kind, other.tags) == (item.form, item.skill, item.kind, item.tags)
    check(other)


@pytest.mark.parametrize(("name", "year"), EVERY_YEAR)
def test_most_questions_have_others_with_other_numbers(name: str, year: int) -> None:
    made = sheet(name, year, 1)
    others = [variant(item.prompt, Draw(f"{name} {at}")) for at, item in enumerate(made)]
    assert sum(one is not None for one in others) >= 6


def test_a_question_in_own_words_has_no_form() -> None:
    assert recognise("How many legs have 3 cats?") is None
    assert variant("How many legs have 3 cats?", Draw("x")) is None


def test_boxes_hold_what_the_reader_reads() -> None:
    for kind, pattern in kinds._WHOLE.items():
        assert pattern.pattern == grammar._WHOLE[kind]


def test_templates_are_all_different() -> None:
    assert len({(one.template, one.solve) for one in FORMS}) == len(FORMS)


@pytest.mark.parametrize(
    ("name", "wishes", "says"),
    [
        ("bonds", {"total": "7"}, "“7” is not one of 5, 10, 20, 100"),
        ("add_column", {"digits": "9"}, "not a whole number from 2 to 6"),
        ("times_table", {"tables": "0, 99"}, "not a whole number from 1 to 12"),
        ("times_table", {"tables": " , "}, "say at least one number"),
        ("order_of_operations", {"brackets": "perhaps"}, "neither yes nor no"),
        ("bonds", {"colour": "red"}, "knows no “colour”. It has: total, with_nought"),
    ],
)
def test_a_wrong_wish_is_answered_in_words(name: str, wishes: dict[str, str], says: str) -> None:
    with pytest.raises(WrongWish, match=says):
        make_sheet(GENERATORS[name], wishes, count=1, seed=1)


def test_an_unknown_generator_is_answered_with_those_near() -> None:
    with pytest.raises(WrongWish, match="Did you mean add_within, add_column"):
        generator("add_anything")
    assert generator("Clock_hands ").name == "clock_hands"


def test_what_is_missing_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """None is faked."""
    monkeypatch.setitem(NOT_THERE_YET, "mirror_lines", "shapes that are drawn")
    with pytest.raises(WrongWish, match="not there yet: it needs shapes"):
        generator("mirror_lines")
    monkeypatch.undo()
    assert not set(NOT_THERE_YET) & set(GENERATORS)
    guide = (Path(__file__).parents[2] / "docs" / "generators.md").read_text()
    assert all(f"`{name}`" in guide for name in NOT_THERE_YET)
    assert [line for line in map(line_of_the_guide, GENERATORS.values()) if line not in guide] == []


def line_of_the_guide(one: Generator) -> str:
    """What docs/generators.md says of a generator: its parameters, the usual choice first."""
    told = []
    for wish in one.parameters:
        allowed = wish.allowed
        if isinstance(wish, Choice):
            usual_first = sorted(wish.options, key=lambda option: option != wish.usual)
            allowed = ", ".join(map(wish.show, usual_first))
        title = str(wish.title)
        told.append(f"`{wish.name}` {title[0].lower()}{title[1:]}: {allowed}")
    return f"| `{one.name}` {one.title} | {one.years[0]}–{one.years[1]} | {'; '.join(told) or 'none'} |"


def test_a_shape_without_a_corner_is_told_by_its_sides_and_worked_out() -> None:
    asked = recognise("How many cm² is the area of the shape? [compound 8 by 6 less 3 by 2 cm]")
    assert asked is not None and asked.values == ("42",)
    asked = recognise("Wie viele cm ist der Umfang der Figur? [compound 8 by 6 less 3 by 2 cm]")
    assert asked is not None and asked.values == ("28",)
    told = picture("compound 8 by 6 less 3 by 2 cm").spoken
    assert told == "A shape like an L. Bottom: 8 cm, left: 6 cm, top: 5 cm, right: 4 cm."
    assert picture("compound 8 by 6 less 3 by 1 squares").spoken == (
        "A shape on squares: 1 row of 5 squares, under them 5 rows of 8 squares."
    )
    for sides in ("8 by 6 less 8 by 2", "8 by 6 less 3 by 6", "8 by 6 less 0 by 2", "8 by 15 less 1 by 1"):
        nonsense = f"{sides} squares"
        assert recognise(f"How many squares does the shape cover? [compound {nonsense}]") is None
        with pytest.raises(CannotDraw, match="without a corner"):
            picture(f"compound {nonsense}")


def test_only_so_many_bonds_to_five_are_possible() -> None:
    with pytest.raises(TooNarrow) as error:
        make_sheet(GENERATORS["bonds"], {"total": 5}, count=20, seed=1)
    assert error.value.possible == 8


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(golden(), ensure_ascii=False, indent=1) + "\n")
