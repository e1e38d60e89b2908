"""Insight in a real browser: reached from where a teacher is, by keys, without barriers, with names hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bench import rooms
from tests.browser.chromium import PHONE, teachers_pages
from tests.browser.test_watching import TOO_WIDE
from tests.running_site import RunningSite

Open = Callable[..., Page]
PATHS = ("LESSON/insight/", "/classes/1/insight/")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A site with a class of 9 children, one lesson under way and three that are over."""
    data = tmp_path_factory.mktemp("insight") / "data"
    made = rooms.make(data, "term", 9, 5, worksheets=4)
    with RunningSite(data) as running:
        yield {**made, "home": running.home}


@pytest.fixture
def open_page(room: dict[str, Any], chromium: Browser) -> Iterator[Open]:
    """Opens a window of the teacher's; fails the test when a page complained."""
    with teachers_pages(chromium, room, lesson="LESSON") as go:
        yield go


def test_from_the_lesson_to_the_class_to_a_child_by_keys_alone(open_page: Open) -> None:
    page = open_page("LESSON/")
    page.locator("summary", has_text="More").press("Enter")
    page.get_by_role("link", name="Insight").press("Enter")
    expect(page.get_by_role("heading", name="Insight")).to_be_visible()
    hardest = page.locator(".asked-item").first.get_by_role("link").first
    number = str(hardest.get_attribute("href"))
    page.get_by_role("link", name="over time").press("Enter")
    expect(page.locator(".chart canvas")).to_have_count(1)
    page.get_by_label("Lessons of").select_option("half")
    expect(page).to_have_url(re.compile("period=half"))
    expect(page.locator("#works tbody tr")).to_have_count(4)
    page.locator(".child-grid a").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ada over time")
    expect(page.locator(".chart canvas")).to_have_count(1)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Report for parents").press("Enter")
    assert coming.value.suggested_filename.startswith("ada-report")
    page.goto(number)
    expect(page.locator("[data-group]").first).to_be_visible()


def test_axe_finds_nothing_and_no_page_is_wider_than_a_phone(open_page: Open, axe: Callable[[Page], None]) -> None:
    page = open_page(PATHS[1])
    child = str(page.locator(".child-grid a").first.get_attribute("href"))
    page.close()
    for path in (*PATHS, child):
        page = open_page(path)
        axe(page)
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        page.wait_for_timeout(300)
        axe(page)
        assert page.evaluate(TOO_WIDE) == [], f"{path} is wider than a phone"
        page.close()


def test_hidden_names_stay_hidden_from_page_to_page(open_page: Open) -> None:
    page = open_page("/classes/1/insight/?names=hidden")
    expect(page.locator(".child-grid a").first).to_have_text("Child 1")
    page.locator(".child-grid a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Child 1 over time")
    expect(page.locator("body")).not_to_contain_text("Ada")
    page.goto("/classes/1/gradebook/?names=shown")
    expect(page.locator("tbody th").first).to_contain_text("Ada")
