"""A teacher watches a class at work: the dashboard moves by itself, and all of it goes by keys alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bench import rooms
from load.sites import left_unread_in
from tests.browser.chromium import PHONE, teachers_pages
from tests.running_site import RunningSite
from tests.scaled.servers import wait_until

Open = Callable[..., Page]
# What sticks out at the right, unless the page does not scroll sideways for it.
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const all = [...document.querySelectorAll("body *")];
    const wide = all.filter(one => one.getBoundingClientRect().right > width + 1);
    return wide.slice(0, 20).map(one => `${one.tagName} ${one.className} ${one.getBoundingClientRect().right}`);
}"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A site with a class of 14 children at 9 questions, in every state there is."""
    data = tmp_path_factory.mktemp("watching") / "data"
    made = rooms.make(data, "full", 14, 9)
    with RunningSite(data) as running:
        # Two inks of it wait to be read: what comes of them moves the numbers on the board.
        wait_until(lambda: not left_unread_in(data / "astronumbers.sqlite3"), what="all is read")
        yield {**made, "home": running.home}


@pytest.fixture
def open_page(room: dict[str, Any], chromium: Browser) -> Iterator[Open]:
    """Opens a window of the teacher's; fails the test when a page complained."""
    with teachers_pages(chromium, room, lesson="BOARD") as go:
        yield go


def live(page: Page) -> None:
    expect(page.locator("[data-status=live]")).to_be_visible()


def test_axe_finds_nothing_on_any_page(open_page: Open, axe: Callable[[Page], None]) -> None:
    page = open_page("BOARD/")
    live(page)
    axe(page)
    question, child = (page.locator(css).first.get_attribute("href") for css in ("th.question a", "tbody th a"))
    page.locator("td.look a").first.click()
    expect(page.locator("dialog[open] article")).to_be_visible()
    page.get_by_text(re.compile("^History:")).click()
    axe(page)
    answer = f"/answers/{page.locator('dialog article').get_attribute('data-answer')}/"
    for path in (
        "BOARD/?names=hidden&sort=state", "BOARD/review/", "BOARD/change/", question, child, answer,
        "/lessons/", "/review/", "/worksheets/1/set/", "/classes/1/gradebook/",
    ):  # fmt: skip
        assert path is not None
        page = open_page(path)
        axe(page)
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        page.wait_for_timeout(300)
        axe(page)
        assert page.evaluate(TOO_WIDE) == [], f"{path} is wider than a phone"
        page.close()


def test_the_dashboard_moves_by_itself_and_leaves_focus_and_scroll_alone(open_page: Open) -> None:
    board, other = open_page("BOARD/", {"width": 800, "height": 700}), open_page("/lessons/")
    live(board)
    link = board.locator("td.look a").first
    href = link.get_attribute("href")
    frame = board.locator("[data-frame]")
    frame.evaluate("frame => frame.scrollTo(60, 30)")
    link.evaluate("link => link.focus({ preventScroll: true })")
    before = int(board.locator("dd[data-live=look]").inner_text())

    other.goto(str(href))
    other.keyboard.press("w")
    expect(other.locator("article")).to_have_attribute("data-source", "teacher")
    cell = board.locator(f"td:has(a[href='{href}'])")
    expect(cell).to_have_class(re.compile("wrong-t"))
    expect(cell).to_contain_text("wrong, teacher's mark")
    expect(board.locator("dd[data-live=look]")).to_have_text(str(before - 1))
    assert frame.evaluate("frame => [frame.scrollLeft, frame.scrollTop]") == [60, 30]
    assert board.evaluate("document.activeElement.getAttribute('href')") == href

    other.keyboard.press("u")
    expect(cell).to_have_class(re.compile("look"))


def test_on_a_phone_right_and_wrong_stay_clear_of_what_takes_back(open_page: Open) -> None:
    page = open_page("BOARD/")
    href = page.locator("td.right a").first.get_attribute("href")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(str(href))
    page.keyboard.press("w")
    bar = page.locator("[data-undo-bar]")
    expect(page.locator("article")).to_have_attribute("data-source", "teacher")
    expect(bar).to_be_visible()
    for name in ("right", "wrong"):
        button, foot = page.locator(f".mark-form .mark-{name}").bounding_box(), bar.bounding_box()
        assert button and foot and button["y"] + button["height"] <= foot["y"], name
    page.keyboard.press("u")
    expect(page.locator("article")).not_to_have_attribute("data-source", "teacher")


def test_what_changes_while_it_is_paused_waits(open_page: Open) -> None:
    board, other = open_page("BOARD/"), open_page("/lessons/")
    live(board)
    board.get_by_role("button", name="Pause").click()
    expect(board.locator("[data-status=paused]")).to_be_visible()
    href = board.locator("td.right a").first.get_attribute("href")
    other.goto(str(href))
    other.keyboard.press("w")
    expect(other.locator("article")).to_have_attribute("data-source", "teacher")
    board.wait_for_timeout(1500)
    cell = board.locator(f"td:has(a[href='{href}'])")
    expect(cell).to_have_class("cell right")
    board.get_by_role("button", name="Go on").click()
    expect(cell).to_have_class(re.compile("wrong-t"))
    other.keyboard.press("u")


def test_a_child_who_begins_appears_with_links(open_page: Open, room: dict[str, Any]) -> None:
    board = open_page("BOARD/")
    live(board)
    shape = board.locator("[data-board]").get_attribute("data-shape")
    board.evaluate("document.querySelector('[data-board]').dataset.shape = 'older'")
    board.evaluate("document.querySelector('[data-board]').dataset.version = '0'")
    board.get_by_role("button", name="Pause").click()
    board.get_by_role("button", name="Go on").click()
    expect(board.locator(f"[data-board][data-shape='{shape}']")).to_be_visible()
    expect(board.locator("[data-board] td a[tabindex='0']")).to_have_count(1)


def test_arrows_move_through_the_table_and_the_dialog_leads_back(open_page: Open) -> None:
    page = open_page("BOARD/")
    live(page)
    assert page.locator("[data-board] a[tabindex='0']").count() == 1
    page.locator("[data-board] a[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    href = page.evaluate("document.activeElement.getAttribute('href')")
    assert page.evaluate(
        "[document.activeElement.closest('tr').rowIndex, document.activeElement.closest('td').cellIndex]"
    ) == [2, 3]
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] h2")).to_be_focused()
    expect(page.locator("dialog h2")).to_contain_text(re.compile("question 2", re.IGNORECASE))
    page.keyboard.press("ArrowRight")
    expect(page.locator("dialog h2")).to_contain_text(re.compile("question 3", re.IGNORECASE))
    page.keyboard.press("ArrowLeft")
    expect(page.locator("dialog h2")).to_contain_text(re.compile("question 2", re.IGNORECASE))
    page.keyboard.press("r")
    expect(page.locator("dialog article")).to_have_attribute("data-source", "teacher")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('href')") == href


def test_keys_can_be_turned_off(open_page: Open) -> None:
    page = open_page("BOARD/")
    live(page)
    page.locator("td.right a").first.click()
    page.get_by_label("Keys").uncheck()
    page.locator("dialog h2").focus()
    page.keyboard.press("w")
    page.wait_for_timeout(400)
    expect(page.locator("dialog article")).to_have_attribute("data-source", "machine")


def test_the_review_list_goes_by_keys_alone(open_page: Open) -> None:
    page = open_page("BOARD/review/")
    remaining = page.locator("[data-remaining]")
    count = int(remaining.inner_text())
    first = page.locator("article.answer").get_attribute("data-answer")
    page.keyboard.press("r")
    expect(remaining).to_have_text(str(count - 1))
    expect(page.locator("article.answer")).not_to_have_attribute("data-answer", str(first))
    page.keyboard.press("u")
    expect(remaining).to_have_text(str(count))
    expect(page.locator("article.answer")).to_have_attribute("data-answer", str(first))
    page.keyboard.press("s")
    expect(remaining).to_have_text(str(count))
    expect(page.locator("article.answer")).not_to_have_attribute("data-answer", str(first))
    for left in range(count - 1, -1, -1):
        page.keyboard.press("w")
        expect(remaining).to_have_text(str(left))
        if left:
            shown = page.locator("[data-item] a[aria-current=true]").locator("..").get_attribute("data-item")
            expect(page.locator("article.answer")).to_have_attribute("data-answer", str(shown))
    expect(page.get_by_role("heading", name="All looked at")).to_be_visible()
    page.wait_for_timeout(500)
    page.reload()
    expect(page.get_by_role("heading", name="All looked at")).to_be_visible()


def test_all_of_it_works_without_a_script(open_page: Open) -> None:
    page = open_page("BOARD/", java_script_enabled=False)
    page.locator("td.right a").first.click()
    page.get_by_role("button", name="Wrong").click()
    expect(page.locator(".verdict")).to_contain_text("Ms Hill’s mark")
    page.get_by_role("button", name="Take back").click()
    expect(page.locator(".verdict")).to_contain_text("by machine")


def test_scores_are_downloaded(open_page: Open, tmp_path: Path) -> None:
    page = open_page("BOARD/")
    page.get_by_text("Scores", exact=True).click()
    for name, ending in (("Download for Excel (XLSX)", ".xlsx"), ("Download as CSV", ".csv")):
        with page.expect_download() as coming:
            page.get_by_role("button", name=name).click()
        assert coming.value.suggested_filename.endswith(ending)
        assert (coming.value.path() or tmp_path).stat().st_size > 200


def test_a_stream_ends_for_who_signs_out(open_page: Open) -> None:
    """Stands last: the session of all the tests above ends with it."""
    board, other = open_page("BOARD/"), open_page("/lessons/")
    live(board)
    other.get_by_role("button", name="Sign out").click()
    expect(other).to_have_url(re.compile(r"/$"))
    expect(board.locator("[data-status=over]")).to_be_visible()
    expect(board.locator("[data-status-text]")).to_contain_text("signed out")
