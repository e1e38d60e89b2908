"""A column sum in a real browser: written into its boxes, rubbed out box by box, and typed instead."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from classroom.skills.figures import figure_of
from handwriting import write_in
from recognition.reader import Ink, Region, default_reader
from tests.browser.chromium import PHONE, TABLET_UPRIGHT, shot
from tests.browser.drawing import draw_strokes
from tests.browser.lesson import Card, Classroom, Sheet

FIGURE = figure_of("columns", "345 + 278 = ?")


def legible(texts: dict[str, str]) -> list[object]:
    """Strokes that the network reads as they were meant, surely."""
    assert FIGURE is not None
    regions = [Region(one.name, one.box, one.kind, one.part, one.may_be_empty) for one in FIGURE.places]
    for seed in range(1, 100):
        pairs = [(text, FIGURE.named[name].box) for name, text in texts.items()]
        wire = write_in(pairs, seed=seed, style=seed, height=int(FIGURE.height))
        seen = default_reader().read_regions(Ink.from_wire(wire), regions)
        if seen.text == FIGURE.answer_of(texts) and seen.confidence > 0.97:
            return wire["strokes"]
    raise AssertionError("the network reads none of 100 ways to write it")


@pytest.fixture
def cards(classroom: Classroom, request: pytest.FixtureRequest) -> list[Card]:
    name = request.node.name[5:30]
    made = classroom.make_class(name, ["Ada"])
    classroom.make_worksheet(f"Sums {name}", ["345 + 278 (in columns)", "7 + 5"])
    classroom.set_worksheet(name, feedback="At once")
    return made


def test_a_column_sum_is_written_rubbed_out_and_typed(
    classroom: Classroom, cards: list[Card], axe: Callable[[Page], None]
) -> None:
    page = classroom.child(cards[0], size=TABLET_UPRIGHT)
    page.get_by_role("button", name=re.compile("^(Start|Go on): ")).click()
    sheet = Sheet(page)
    expect(page.locator(".is-ready")).to_be_attached()
    question = page.locator("section.question:visible")
    shot(page, "figure-empty")
    canvas = question.locator("canvas")
    draw_strokes(page, canvas, legible({"a0": "3", "a1": "2", "a2": "6", "c1": "1"}), pointer="touch")
    sheet.sees("623")
    expect(question.locator("[data-bubble]")).to_contain_text("Well done")
    shot(page, "figure-right")
    # A tap on a box that is written in leaves no ink, and rubbing out takes that box alone.
    assert FIGURE is not None
    left, top, right, bottom = FIGURE.named["a2"].box
    middle = [[(left + right) / 2, (top + bottom) / 2, 0]]
    draw_strokes(page, canvas, [middle], pointer="touch")
    expect(question.locator("[data-do=clear]")).to_have_text("Rub out this box")
    expect(question.locator(".is-chosen")).to_have_attribute("data-place", "a2")
    question.locator("[data-do=clear]").click()
    expect(question.locator("[data-do=clear]")).to_have_text("Rub out")
    sheet.sees("23")
    page.wait_for_timeout(4500)
    expect(question.locator("[data-bubble]")).to_have_text("I see 23")  # and no word of a wrong answer
    # With keys: a field for each box, named; what is typed leads from the ones to the left.
    question.get_by_role("button", name="Keys").click()
    ones = question.get_by_label("ones of the answer")
    expect(ones).to_be_focused()
    page.keyboard.type("32")
    question.locator("[data-keypad]").get_by_role("button", name="6", exact=True).click()
    sheet.sees("623")
    expect(question.get_by_label("hundreds of the answer")).to_have_value("6")
    page.keyboard.press("ArrowRight")
    expect(question.get_by_label("hundreds of the answer")).to_be_focused()
    axe(page)
    shot(page, "figure-typed")
    page.reload()
    expect(page.locator(".is-ready")).to_be_attached()
    expect(question.get_by_label("tens of the answer")).to_have_value("2")


def test_a_column_sum_fits_a_small_phone(classroom: Classroom, cards: list[Card]) -> None:
    page = classroom.child(cards[0], size={"width": 320, "height": 640})
    page.get_by_role("button", name=re.compile("^(Start|Go on): ")).click()
    expect(page.locator(".is-ready")).to_be_attached()
    for size in ({"width": 320, "height": 640}, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
        shot(page, f"figure-{size['width']}")
        cell = page.locator("[data-place=a0]").bounding_box()
        assert cell and cell["width"] >= 44 and cell["height"] >= 44


def test_a_teacher_sees_where_the_first_slip_is(
    classroom: Classroom, cards: list[Card], axe: Callable[[Page], None]
) -> None:
    page = classroom.child(cards[0], size=TABLET_UPRIGHT)
    page.get_by_role("button", name=re.compile("^(Start|Go on): ")).click()
    sheet = Sheet(page)
    expect(page.locator(".is-ready")).to_be_attached()
    strokes = legible({"a0": "3", "a1": "1", "a2": "5"})
    draw_strokes(page, page.locator("section.question:visible canvas"), strokes, pointer="touch")
    sheet.sees("513")
    teacher = classroom.page
    expect(classroom.cell("Ada", 1)).to_contain_text("513")
    teacher.goto(teacher.url)  # leave nothing that still moves
    classroom.cell("Ada", 1).get_by_role("link").click()
    panel = teacher.locator("article.answer")
    expect(panel.locator(".credit")).to_contain_text("first slip in the tens")
    expect(panel.locator(".is-slip")).to_have_attribute("data-place", "a1")
    panel.get_by_text("Box by box").click()
    axe(teacher)
    shot(teacher, "figure-teacher")
    panel.locator("[data-replay]").click()
    expect(teacher.locator(".player-figure .figure")).to_be_visible()
    teacher.wait_for_timeout(2500)
    shot(teacher, "figure-replay")
