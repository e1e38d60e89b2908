"""A flight of practice in a real Chromium: allowed by the teacher, a second try, a calm landing."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.barriers import CHILDREN_ON_TABLETS, TEACHERS_FINGERS, barriers
from tests.browser.chromium import PHONE, axe_problems, shot
from tests.browser.lesson import Classroom, Sheet

ROCKET = ".track-star.is-lit"


def answer_to(page: Page) -> str:
    """What is right: the flights of this class add, up to ten."""
    one, other = re.findall(r"\d+", page.locator("section.question .prompt-text").inner_text())[:2]
    return str(int(one) + int(other))


def test_a_child_flies_tries_again_and_lands(classroom: Classroom) -> None:
    [card] = classroom.make_class("Practisers", ["Ada"])
    page = classroom.page
    page.get_by_role("link", name="Practice", exact=True).click()
    page.get_by_label("Children may practise on their own").check()
    page.get_by_label("Say at once what is right").check()
    page.get_by_label("These skills").check()
    page.locator("summary", has_text="Skills").click()
    page.get_by_label("Adding to 20", exact=True).check()
    assert barriers(page, TEACHERS_FINGERS) == [] and axe_problems(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    child = classroom.child(card)
    child.get_by_role("button", name="Practise").click()
    expect(child.locator(".is-ready")).to_be_attached()
    assert barriers(child, CHILDREN_ON_TABLETS) == [] and axe_problems(child) == []
    sheet = Sheet(child)
    sheet.write(answer_to(child))
    sheet.sees("Well done")
    child.get_by_role("button", name="Next").click()
    expect(child.locator(ROCKET)).to_have_count(1)

    expect(child.locator(".is-ready")).to_be_attached()
    sheet.type("0")
    child.get_by_role("button", name="Next").click()
    expect(child.get_by_text("Good try! Here is one like it.")).to_be_visible()
    expect(child.locator(ROCKET)).to_have_count(2)
    child.set_viewport_size(PHONE)
    assert barriers(child, CHILDREN_ON_TABLETS) == []
    shot(child, "practice second try")
    child.get_by_role("button", name="Leave this one out").click()
    expect(child.get_by_text("Good try! Here is one like it.")).to_have_count(0)
    expect(child.locator(ROCKET)).to_have_count(2)
    expect(child.locator(".is-ready")).to_be_attached()
    child.get_by_role("button", name="Land now").click()
    expect(child.get_by_role("heading", level=1)).to_have_text("You landed!")
    expect(child.get_by_text("Did you know?")).to_be_visible()
    assert barriers(child, CHILDREN_ON_TABLETS) == [] and axe_problems(child) == []

    page.reload()
    expect(page.get_by_text("Adding to 20: 1 of 2 right")).to_be_visible()
