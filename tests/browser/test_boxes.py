"""Boxes with a bar, carries and steps in a real browser: written, typed, kept, and seen by the teacher."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from classroom.looking import regions_of
from classroom.skills.figures import figure_of
from handwriting import write_in
from recognition.reader import Ink, default_reader
from tests.browser.chromium import PHONE, TABLET_UPRIGHT, shot
from tests.browser.drawing import draw_strokes
from tests.browser.lesson import Classroom, Sheet
from tests.recognition.test_hands import drawn


def legible(layout: str, prompt: str, texts: dict[str, str]) -> list[object]:
    """Strokes that the network reads as they were meant, surely."""
    figure = figure_of(layout, prompt)
    assert figure is not None
    for seed in range(1, 100):
        pairs = [(text, figure.named[name].box) for name, text in texts.items()]
        wire = write_in(pairs, seed=seed, style=seed, height=int(figure.height))
        seen = default_reader().read_regions(Ink.from_wire(wire), regions_of(layout, prompt))
        if seen.text == figure.answer_of(texts) and seen.confidence > 0.97:
            return wire["strokes"]
    raise AssertionError("the network reads none of 100 ways to write it")


def at_work(classroom: Classroom, name: str, lines: list[str], size: dict[str, int]) -> tuple[Page, Sheet]:
    """Ada's writing page with these questions."""
    card = classroom.make_class(name, ["Ada"])[0]
    classroom.make_worksheet(name, lines)
    classroom.set_worksheet(name, feedback="At once")
    page = classroom.child(card, size=size)
    page.get_by_role("button", name=re.compile("^(Start|Go on): ")).click()
    expect(page.locator(".is-ready")).to_be_attached()
    return page, Sheet(page)


def test_a_mixed_number_is_written_over_its_bar_and_typed(classroom: Classroom, axe: Callable[[Page], None]) -> None:
    lines = ["3/4 + 3/4 (mixed number boxes)", "Write 6/8 in its simplest form. (fraction boxes)"]
    page, sheet = at_work(classroom, "Mixed numbers", lines, TABLET_UPRIGHT)
    shot(page, "boxes-mixed")
    strokes = legible("mixed", "3/4 + 3/4 = ?", {"whole": "1", "top": "2", "bottom": "4"})
    draw_strokes(page, sheet.question.locator("canvas"), strokes, pointer="touch")
    sheet.sees("1 2/4! Well done")
    shot(page, "boxes-mixed-right")
    sheet.question.get_by_role("button", name="Keys").click()
    expect(sheet.question.get_by_label("wholes, before the fraction")).to_be_focused()
    page.keyboard.type("1")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("1")
    sheet.sees("You typed 1 1/_")
    page.keyboard.press("Tab")
    expect(sheet.question.get_by_label("bottom number of the fraction")).to_be_focused()
    sheet.question.locator("[data-keypad]").get_by_role("button", name="2", exact=True).click()
    sheet.sees("1 1/2! Well done")
    axe(page)
    shot(page, "boxes-mixed-typed")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    sheet.go(2)
    expect(sheet.question.get_by_role("heading")).to_contain_text("Write 6/8")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shot(page, "boxes-phone")
    box = page.locator("section.question:visible [data-place=top]").bounding_box()
    assert box and box["width"] >= 64 and box["height"] >= 60


def test_hands_are_drawn_on_a_clock_and_the_time_is_typed(classroom: Classroom, axe: Callable[[Page], None]) -> None:
    page, sheet = at_work(classroom, "Clock hands", ["Show half past 9 on the clock"], TABLET_UPRIGHT)
    strokes = [[[round(x, 1), round(y, 1), 0] for x, y in path] for path in drawn(9, 30)]
    draw_strokes(page, sheet.question.locator("canvas"), strokes, pointer="touch")
    sheet.sees("9:30! Well done")
    shot(page, "boxes-clock")
    sheet.question.get_by_role("button", name="Keys").click()
    expect(sheet.question.get_by_label("clock", exact=True)).to_be_focused()
    page.keyboard.type("9:30")
    sheet.sees("9:30! Well done")
    axe(page)
    shot(page, "boxes-clock-typed")


def test_carries_rows_and_steps_are_typed_kept_and_shown_to_the_teacher(
    classroom: Classroom, axe: Callable[[Page], None]
) -> None:
    lines = ["345 + 278 (in columns)", "1008 / 36 (bus stop)", "17 ÷ 5 = ? r ? (bus stop)"]
    page, sheet = at_work(classroom, "Typed carries", lines, TABLET_UPRIGHT)
    sheet.question.get_by_role("button", name="Keys").click()
    page.keyboard.type("3")
    sheet.question.get_by_label("small box at the tens").focus()
    page.keyboard.type("1")  # and on to the first empty box of the answer
    expect(sheet.question.get_by_label("tens of the answer")).to_be_focused()
    page.keyboard.type("26")
    sheet.sees("623! Well done")
    expect(sheet.question.locator("[data-bubble]")).not_to_contain_text("c1")
    shot(page, "boxes-carries")
    sheet.go(2)
    step = sheet.question.get_by_label("row 1, tens")
    step.focus()
    page.keyboard.type("7")
    page.wait_for_timeout(900)
    page.reload()  # before there is any answer
    expect(page.locator(".is-ready")).to_be_attached()
    expect(step).to_have_value("7")
    expect(sheet.question.locator("[data-bubble]")).to_be_hidden()
    axe(page)
    shot(page, "boxes-steps")
    sheet.go(3)
    sheet.question.get_by_label("remainder").focus()
    page.keyboard.type("2")
    sheet.sees("You typed _ r 2")
    sheet.question.get_by_label("ones of the answer").focus()
    page.keyboard.type("3")
    sheet.sees("3 r 2! Well done")
    shot(page, "boxes-rest")
    sheet.go(1)
    expect(sheet.question.get_by_label("small box at the tens")).to_have_value("1")
    teacher = classroom.page
    expect(classroom.cell("Ada", 3)).to_contain_text("3 r 2")
    teacher.goto(teacher.url)
    classroom.cell("Ada", 1).get_by_role("link").click()
    panel = teacher.locator("article.answer")
    expect(panel.locator(".figure-typed")).to_have_count(4)  # three digits and a carry
    shot(teacher, "boxes-teacher")


def test_on_a_phone_figure_keys_and_the_way_on_stand_on_one_screen(classroom: Classroom) -> None:
    lines = [
        "Show half past 9 on the clock", "345 + 278 (in columns)", "What time is it? [clock 3:15] (time boxes)",
        "3/4 + 3/4 (mixed number boxes)", "17 ÷ 5 = ? r ? (bus stop)", "17 ÷ 5 = ? r ?", "2345 × 6 (in columns)",
        "1008 / 36 (bus stop)",
    ]  # fmt: skip
    page, sheet = at_work(classroom, "On a phone", lines, PHONE)
    sheet.question.get_by_role("button", name="Keys").click()
    for number in range(1, len(lines) + 1):
        sheet.go(number)
        keys = sheet.question.get_by_role("button", name="Keys")
        if keys.is_visible():
            keys.click()
        expect(sheet.question.locator("[data-keypad]")).to_be_visible()
        page.evaluate("scrollTo(0, 0)")
        end = page.locator("#next").evaluate("one => one.getBoundingClientRect().bottom + scrollY")
        key = sheet.question.locator(".key").first.bounding_box()
        assert key and key["height"] >= 64 and key["width"] >= 48
        assert end <= PHONE["height"], lines[number - 1]
