"""A worksheet is written in a browser: everything moves while the teacher types, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_a_worksheet_is_typed_made_and_published(teacher_page: Page, axe: Callable[[Page], None]) -> None:
    page = teacher_page
    page.goto("/worksheets/new/")
    text = page.locator("#text")
    text.press_sequentially("7 + 5\n7 / 2\nHow many legs have 3 cats? = 12")
    expect(page.locator("#key-1")).to_have_value("12")
    expect(page.locator(".draft-message")).to_contain_text("Try 6 ÷ 2 or 8 ÷ 2")
    expect(page.locator("#count")).to_contain_text("2 questions, 1 line to look at")
    axe(page)

    page.locator("#remove-2").click()
    expect(text).to_have_value("7 + 5\nHow many legs have 3 cats? = 12")
    page.locator("#down-1").click()
    expect(text).to_have_value("How many legs have 3 cats? = 12\n7 + 5")
    page.locator("#key-1").fill("12 or 13")
    page.locator("#key-1").press("Tab")
    expect(text).to_have_value("How many legs have 3 cats? = 12 or 13\n7 + 5")

    page.locator("#family-multiply").click()
    expect(page.get_by_label("Tables, from")).to_have_value("2")
    page.get_by_label("Hide one of the numbers").check()
    page.locator("#make").click()
    expect(page.locator("#count")).to_contain_text("22 questions")
    first = text.input_value()
    page.locator("#again").click()
    expect(text).not_to_have_value(first)
    expect(page.locator("#count")).to_contain_text("22 questions")
    assert text.input_value().startswith("How many legs have 3 cats? = 12 or 13\n7 + 5\n")
    axe(page)

    page.get_by_role("button", name="Publish").click()
    expect(page).to_have_url(re.compile(r"/worksheets/\d+/$"))
    expect(page.locator(".key-list li")).to_have_count(22)
    expect(page.locator(".key-list li").first).to_contain_text("12 or 13")
    page.get_by_role("link", name="See it as children do").click()
    expect(page.locator(".question")).to_have_count(22)
    axe(page)


def test_leaving_unsaved_work_asks_first(teacher_page: Page) -> None:
    page = teacher_page
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/worksheets/new/")
    page.locator("#text").press_sequentially("7 + 5")
    page.get_by_role("link", name="Classes").click()
    expect(page).to_have_url(re.compile("/classes/$"))
    assert asked == ["beforeunload"]


def test_joining_opens_in_place_and_keeps_the_keyboard_where_it_was(teacher_page: Page) -> None:
    page = teacher_page
    page.goto("/classes/new/")
    page.get_by_label("Name of the class").fill("Keyboard")
    page.get_by_role("button", name="Make the class").click()
    toggle = page.get_by_role("button", name="Open joining")
    toggle.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Close joining")).to_be_focused()
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="Show on the wall").click()
    expect(page.locator(".wall-code")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
