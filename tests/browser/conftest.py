"""A running site, a real Chromium, a teacher and children in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, StorageState, expect, sync_playwright

from tests.browser.chromium import FLAGS, Windows, axe_problems, executable
from tests.browser.lesson import PASSWORD, TEACHER, Classroom, found_school
from tests.running_site import RunningSite

# Patience costs nothing where a page is quick; a busy machine with few processors needs it.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """The site as `make run` starts it, for all browser tests; stopping it must end with code 0.

    It logs every request, so that what it said can be searched for names (tests/running_site.py).
    """
    with RunningSite(tmp_path_factory.mktemp("site") / "data", LOG_LEVEL="INFO", LOG_FORMAT="json") as running:
        yield running


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """What drives browsers, or a loud skip where there is none."""
    with sync_playwright() as playwright:
        if executable(playwright) is None:
            pytest.skip("Chromium is not here: on Debian apt-get install chromium, else playwright install chromium")
        yield playwright


@pytest.fixture(scope="session")
def chromium(driver: Playwright) -> Iterator[Browser]:
    """A Chromium."""
    browser = driver.chromium.launch(executable_path=executable(driver), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def windows(site: RunningSite, chromium: Browser) -> Iterator[Windows]:
    """Opens windows; fails the test when a page raised an error, broke the CSP or asked another machine."""
    opened = Windows(chromium, site.home)
    yield opened
    opened.close()
    assert opened.complaints == []


@pytest.fixture(scope="session")
def teacher_state(site: RunningSite, chromium: Browser) -> StorageState:
    """Ms Hopper's cookies, after she made her account by the link that the first start printed."""
    window = Windows(chromium, site.home)
    page = window.open()
    found_school(page, site.first_teacher, email=TEACHER, password=PASSWORD)
    state = page.context.storage_state()
    window.close()
    return state


@pytest.fixture
def teacher_page(windows: Windows, teacher_state: StorageState) -> Page:
    """A window in which Ms Hopper is signed in."""
    return windows.open(storage_state=teacher_state)


@pytest.fixture
def classroom(teacher_page: Page, windows: Windows) -> Classroom:
    """What a teacher and children do in pages, by name."""
    return Classroom(teacher_page, windows)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails on anything that axe finds wrong with a page."""

    def nothing_wrong(page: Page) -> None:
        problems = axe_problems(page)
        assert not problems, "\n".join(problems)

    return nothing_wrong
