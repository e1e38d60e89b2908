"""A child's tablet without a network: pages that open all the same, a file for the teacher, a kind way out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from chaos.proxy import Proxy
from tests.browser.chromium import FLAGS, SCREENSHOTS, TABLET, axe_problems, executable, offline, shot
from tests.browser.lesson import Card, Classroom, Sheet
from tests.browser.test_child_writing import UNSENT
from tests.running_site import RunningSite

READY = "[data-tablet=ready]"


@pytest.fixture
def away(site: RunningSite) -> Iterator[Proxy]:
    """Between the tablet and the site: with `away.refuse` the site is away, for pages and helper alike."""
    gate = Proxy([int(site.home.rsplit(":", 1)[1])])
    yield gate
    gate.close()


def leave_alone(gate: Proxy) -> None:
    """The network goes away in the middle of everything."""
    gate.refuse = True
    gate.cut()


def a_tablet(driver: Playwright, folder: Path, home: str) -> BrowserContext:
    """A browser that remembers over closing, as a tablet's does."""
    tablet = driver.chromium.launch_persistent_context(
        folder / "tablet", executable_path=executable(driver), args=FLAGS, base_url=home,
        viewport=TABLET, has_touch=True, locale="en-GB", reduced_motion="reduce",
    )  # fmt: skip
    tablet.set_default_timeout(30_000)
    return tablet


def writing(page: Page) -> Sheet:
    """The child goes to the writing page, and the page has fetched all that it fetches at leisure."""
    page.get_by_role("button", name=re.compile("^(Start|Go on): ")).click()
    expect(page.locator("#work.is-ready")).to_be_attached()
    expect(page.locator(READY)).to_be_attached()
    return Sheet(page)


def state(sheet: Sheet, words: str) -> None:
    """Wait until the sign beside the box says so."""
    expect(sheet.question.locator("[data-state]")).to_contain_text(re.compile(words))


def come_in(page: Page, card: Card) -> None:
    """By name and pictures, from the names of the class."""
    page.goto(f"/c/{card.code}/")
    page.get_by_role("link", name=card.name).click()
    for picture in card.pictures:
        page.get_by_role("button", name=picture, exact=True).click()
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_role("heading", name=f"Hello, {card.name}!")).to_be_visible()


def test_the_page_opens_and_goes_on_while_the_network_is_away(
    away: Proxy, classroom: Classroom, tmp_path: Path, driver: Playwright
) -> None:
    """Where connections are safe (the machine itself is) a helper keeps the child's page, and forgets it in time."""
    home = f"http://127.0.0.1:{away.port}"
    ada, ben = classroom.make_class("Offline class", ["Ada", "Ben"])
    classroom.make_worksheet("Sums offline", ["7 + 5", "9 - 4", "? + 4 = 9"])
    classroom.set_worksheet("Offline class", feedback="At once")

    # A tablet whose browser remembers over closing.
    tablet = a_tablet(driver, tmp_path, home)
    page = tablet.new_page()
    come_in(page, ada)
    sheet = writing(page)
    sheet.write("12")
    sheet.sees("12! Well done")
    work = page.url.split("#")[0]
    page.wait_for_function(KEPT_WITH_INK)  # and the list of what is to do beside it

    leave_alone(away)
    sheet.go(2)
    sheet.write("5")
    state(sheet, "On this tablet")
    page.reload()
    expect(page.locator("#work.is-ready")).to_be_attached()
    sheet.go(1)
    sheet.sees("12! Well done")
    sheet.go(2)
    state(sheet, "On this tablet")
    sheet.go(3)
    sheet.type("5")
    state(sheet, "On this tablet")
    shot(page, "child-offline")
    page.goto("/todo/")
    expect(page.get_by_role("heading", name="Hello, Ada!")).to_be_visible()
    page.goto("/c/AAAA22/")
    expect(page.get_by_role("heading", name="No network just now")).to_be_visible()
    tablet.close()  # in the middle, as a flat battery would

    tablet = a_tablet(driver, tmp_path, home)
    page = tablet.new_page()
    page.goto(work + "#2")
    sheet = Sheet(page)
    state(sheet, "On this tablet")
    assert page.evaluate(UNSENT) > 1
    away.heal()
    state(sheet, "Saved|Read")
    page.wait_for_function(f"({UNSENT})().then(left => left === 0)")

    # Ada writes once more without a network, and goes. Then nobody finds anything of hers.
    expect(page.locator(READY)).to_be_attached()
    leave_alone(away)
    sheet.go(1)
    sheet.question.get_by_role("button", name="Rub out").click()
    state(sheet, "On this tablet")
    page.get_by_role("button", name="I'm finished").click()
    page.locator("#leave").get_by_role("button", name="I'm finished").click()
    expect(page.get_by_role("heading", name="Bye for now!")).to_be_visible(timeout=40_000)
    assert page.locator("canvas").count() == 0
    assert "Ada" not in page.content()
    assert axe_problems(page) == []
    page.screenshot(path=SCREENSHOTS / "child-goodbye.png")
    assert page.evaluate(UNSENT) > 0, "what is unsent is kept for her"
    for address in (work, "/todo/", "/"):
        page.goto(address)
        expect(page.get_by_role("heading", name="No network just now")).to_be_visible()
        assert "Ada" not in page.content()
    away.heal()
    page.goto("/")
    expect(page.get_by_label("Your class code")).to_be_visible()  # her session ended with the next page

    # Ben comes: nothing of hers is shown or sent; the tablet tells the teacher that it keeps some.
    come_in(page, ben)
    expect(page.locator(READY)).to_be_attached()
    classroom.page.reload()
    row = classroom.page.locator("[data-board] tbody tr", has=classroom.page.get_by_text("Ada", exact=True))
    expect(row.locator("[data-kept]")).to_contain_text("on the tablet")
    assert page.evaluate(UNSENT) > 0, "and it is not sent as Ben's"
    tablet.close()


KEPT_WITH_INK = """async () => {
    for (const name of await caches.keys()) {
        const kept = await (await caches.open(name)).match(location.pathname);
        if (kept && /"strokes":\\{/.test(await kept.text())) return true;
    }
    return false;
}"""


def test_work_is_carried_off_as_a_file_and_taken_in(classroom: Classroom, tmp_path: Path) -> None:
    """Plain HTTP, as on a school's own network: no helper, and all the same nothing is lost."""
    ada, ben = classroom.make_class("Carried", ["Ada", "Ben"])
    classroom.make_worksheet("Carried sums", ["7 + 5", "9 - 4"])
    classroom.set_worksheet("Carried", feedback="At once")
    lesson = classroom.page.url
    page = classroom.child(ada)
    sheet = writing(page)
    with offline(page):
        sheet.write("12")
        sheet.go(2)
        sheet.type("5")
        state(sheet, "On this tablet")
        page.get_by_role("link", name="My list").click()
        expect(page.locator("#trouble")).to_contain_text("Stay on this page")
        page.get_by_role("button", name="For my teacher").click()
        expect(page.locator("#carry")).to_contain_text("2 answers are only on this tablet")
        assert axe_problems(page) == []
        shot(page, "child-carry")
        with page.expect_download() as saved:
            page.get_by_role("button", name="Save the work as a file").click()
        file = tmp_path / saved.value.suggested_filename
        saved.value.save_as(file)
        assert file.name.startswith("astro-work-") and "Ada" not in file.read_text()
        assert page.evaluate(UNSENT) > 0, "they stay on the tablet too"

        desk = classroom.page
        desk.goto("/lessons/")
        desk.get_by_role("link", name="Work from a tablet").click()
        changed = tmp_path / "astro-work-changed.json"
        changed.write_text(file.read_text().replace('\\"5\\"', '\\"6\\"'))
        desk.get_by_label("Files from tablets").set_input_files([changed, file])
        desk.get_by_role("button", name="Take them in").click()
        expect(desk.locator(".outcome-done")).to_contain_text("2 answers taken in")
        expect(desk.locator(".outcome-refused")).to_contain_text("changed or damaged")
        assert axe_problems(desk) == []
        shot(desk, "teacher-taken-in")
        desk.goto(lesson)
        expect(classroom.cell("Ada", 1)).to_contain_text("12")
        expect(classroom.cell("Ada", 2)).to_contain_text("5")
    page.wait_for_function(f"({UNSENT})().then(left => left === 0)")
    sheet.go(1)
    sheet.sees("12")
    expect(classroom.cell("Ada", 1)).to_contain_text("12")
