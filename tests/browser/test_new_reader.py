"""A new reader is here: a teacher has a lesson read again, accepts what would change, and goes back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.barriers import sideways
from tests.browser.chromium import Windows, axe_problems, shot
from tests.browser.test_every_page import come_in
from tests.running_site import RunningSite

pytestmark = pytest.mark.browser
LESSON, ROOM = "Numbers of week 1", "Comets"
SLOW = 240_000  # ms; a hundred answers are read again behind a class that writes all the time


@pytest.fixture
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """The school of `make demo`, with a term that an earlier reader read."""
    with RunningSite(tmp_path_factory.mktemp("demo") / "data", command="demo") as running:
        yield running


@pytest.fixture
def page(demonstration: RunningSite, chromium: Browser) -> Iterator[Page]:
    """A window on it; what it complains of is wrong."""
    opened = Windows(chromium, demonstration.home)
    yield opened.open()
    opened.close()
    assert opened.complaints == []


def test_a_lesson_is_read_again_accepted_and_rolled_back(demonstration: RunningSite, page: Page) -> None:
    come_in(page, demonstration, who=0)
    problems: list[str] = []

    def look(name: str) -> None:
        problems.extend(axe_problems(page) + sideways(page))
        shot(page, name)

    for _ in range(60):
        page.goto("/lessons/")
        if page.get_by_role("link", name=f"{LESSON} {ROOM}", exact=True).count():
            break
        page.wait_for_timeout(1000)
    page.get_by_role("link", name=f"{LESSON} {ROOM}", exact=True).first.click()
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Read again with a new reader").click()
    look("new-reader")
    page.get_by_role("button", name=f"Read “{LESSON}” again").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("heading", name="All read")).to_be_visible(timeout=SLOW)
    heading = page.get_by_role("heading", name=re.compile("would change: here they are"))
    found = int(heading.inner_text().split()[0])
    assert found > 1
    look("reader-changes")
    first = page.get_by_role("listitem").filter(has=page.get_by_role("checkbox")).first
    first.get_by_role("checkbox").check()
    page.get_by_role("button", name="Accept ticked").click()
    expect(page.get_by_text("1 mark accepted.")).to_be_visible()
    page.get_by_role("button", name=f"Accept all {found - 1}").click()
    page.get_by_role("button", name=f"Roll back {found} accepted marks").click()
    expect(page.get_by_text(f"{found} marks rolled back.")).to_be_visible()
    look("reader-rolled-back")
    assert problems == []
