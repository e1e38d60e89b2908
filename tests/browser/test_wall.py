"""The answer wall in a real browser: by keys alone, by mouse, live, and with names hidden."""

from __future__ import annotations

import http.client
import json
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

import handwriting
from bench import rooms
from tests.browser.chromium import DESKTOP, PHONE, teachers_pages
from tests.browser.lesson import legible_seed
from tests.browser.test_watching import TOO_WIDE
from tests.running_site import RunningSite

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A site with a class of 14 children at 6 questions, in every state there is."""
    data = tmp_path_factory.mktemp("wall") / "data"
    made = rooms.make(data, "full", 14, 6)
    with RunningSite(data) as running:
        yield {**made, "home": running.home}


@pytest.fixture
def open_page(room: dict[str, Any], chromium: Browser) -> Iterator[Open]:
    """Opens a window of the teacher's; fails the test when a page complained."""
    with teachers_pages(chromium, room, lesson="LESSON") as go:
        yield go


def question(page: Page, number: int) -> None:
    """Go from the lesson to the wall of a question."""
    page.goto(str(page.locator("th.question a").nth(number - 1).get_attribute("href")))
    expect(page.locator(".group.is-current")).to_have_count(1)
    expect(page.locator("[data-status=live]")).to_be_visible()


def largest(page: Page) -> Locator:
    return page.locator("[data-group]").first


def undecided(group: Locator) -> Locator:
    return group.locator("[data-thumb]:not(.is-decided)")


def test_a_question_goes_by_keys_alone_with_an_odd_one_pulled_out_and_back_again(open_page: Open) -> None:
    page = open_page("LESSON/")
    question(page, 1)
    group = largest(page)
    many = undecided(group).count()
    assert many > 2
    page.keyboard.press("ArrowRight")
    odd = page.evaluate("document.activeElement.closest('[data-thumb]').dataset.thumb")
    page.keyboard.press("x")
    expect(group.locator(f"[data-pulled] [data-thumb='{odd}']")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('[data-thumb]').dataset.thumb") != odd

    page.keyboard.press("r")  # the group, and the hand is at what was pulled out
    expect(page.locator("[data-undo-words]")).to_contain_text(f"{many - 1} answers to question 1")
    page.keyboard.press("w")
    expect(page.locator("[data-undo-words]")).to_contain_text("1 answer to question 1")
    expect(page.locator(f"[data-thumb='{odd}']")).to_have_class(re.compile("verdict-wrong.*is-decided"))
    expect(undecided(group)).to_have_count(0)
    expect(group).not_to_have_class(re.compile("is-current"))

    page.reload()
    expect(page.locator(f"[data-thumb='{odd}']")).to_have_class(re.compile("verdict-wrong.*is-decided"))
    page.keyboard.press("Control+z")
    expect(page.locator("[data-undo-said]")).to_contain_text("Taken back: 1 answer to question 1")
    expect(page.locator(f"[data-thumb='{odd}']")).not_to_have_class(re.compile("is-decided"))
    page.keyboard.press("u")
    expect(page.locator("[data-undo-said]")).to_contain_text(f"Taken back: {many - 1} answers to question 1")
    expect(undecided(largest(page))).to_have_count(many)


def test_one_key_agrees_with_all_that_was_on_the_screen_and_not_with_what_was_pulled_out(open_page: Open) -> None:
    page = open_page("LESSON/")
    question(page, 2)
    unreadable = page.locator(".group-unreadable [data-thumb][data-look]").count()
    first = largest(page).locator("[data-thumb]:not(.is-decided)").first
    odd = first.get_attribute("data-thumb")
    first.locator("input").focus()
    page.keyboard.press("x")
    for _ in range(6):  # on, until nothing is left that was not on the screen
        page.keyboard.press("Space")
        page.wait_for_timeout(250)
    seen = int(page.locator("[data-seen-count]").inner_text())
    assert seen == page.locator("[data-thumb]").count()
    page.keyboard.press("a")
    expect(page.locator("[data-undo-words]")).to_contain_text("as the machine had marked them")
    expect(page.locator(f"[data-pulled] [data-thumb='{odd}']")).to_have_count(1)  # and the hand is at it
    assert page.evaluate("document.activeElement.closest('[data-thumb]').dataset.thumb") == odd
    expect(page.locator(".group-read form:not([data-pulled]) [data-thumb]:not(.is-decided)")).to_have_count(0)
    assert page.locator(".group-unreadable [data-thumb][data-look]").count() == unreadable
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(page.locator("[data-undo-said]")).to_contain_text("Taken back")
    expect(page.locator("[data-thumb]:not(.is-decided):not([data-look])").first).to_be_visible()


def test_what_was_not_on_the_screen_is_not_agreed_to(open_page: Open) -> None:
    page = open_page("LESSON/wall/?show=all", {"width": 700, "height": 420})
    expect(page.locator("[data-agree]")).to_be_visible()
    shown = int(page.locator("[data-seen-count]").inner_text())
    everything = page.locator("[data-thumb]").count()
    decided = page.locator("[data-thumb].is-decided").count()
    assert 0 < shown < everything
    page.keyboard.press("a")
    expect(page.locator("[data-undo-words]")).to_contain_text("as the machine had marked")
    assert page.locator("[data-thumb].is-decided").count() <= decided + shown
    page.keyboard.press("u")
    expect(page.locator("[data-undo-said]")).to_contain_text("Taken back")


def test_the_mouse_pulls_out_by_a_click_and_by_dragging(open_page: Open) -> None:
    page = open_page("LESSON/")
    question(page, 3)
    group = largest(page)
    tray = group.locator("[data-pulled] [data-thumb]")
    first, second = (group.locator("[data-thumb]").nth(at).get_attribute("data-thumb") for at in (0, 1))
    page.locator(f"[data-thumb='{first}'] label").click()
    expect(tray).to_have_count(1)
    page.locator(f"[data-thumb='{second}']").drag_to(group.locator("[data-pulled]"))
    expect(tray).to_have_count(2)
    page.locator(f"[data-thumb='{first}'] label").click()
    expect(tray).to_have_count(1)
    expect(group.locator(f"[data-pulled] [data-thumb='{second}']")).to_be_visible()


def test_what_comes_new_appears_and_the_teacher_stays_where_she_is(open_page: Open, room: dict[str, Any]) -> None:
    page = open_page("LESSON/wall/?show=all")
    expect(page.locator("[data-status=live]")).to_be_visible()
    there = {page.locator("[data-thumb]").nth(at).get_attribute("data-thumb") for at in range(
        page.locator("[data-thumb]").count())}  # fmt: skip
    new = next(one for one in room["answers"] if one["uuid"] not in there)
    group = page.locator("[data-group]").last
    group.locator("input[name=answer]").first.focus()
    pulled = group.locator("[data-thumb]").first.get_attribute("data-thumb")
    page.keyboard.press("x")
    where, scroll = "document.querySelector('.group.is-current').getBoundingClientRect().top", "scrollY"
    before, scrolled = page.evaluate(where), page.evaluate(scroll)
    assert scrolled > 0

    send_ink(room, new)
    thumb = page.locator(f"[data-thumb='{new['uuid']}']")
    expect(thumb).to_have_count(1)
    expect(thumb.locator("svg")).to_have_count(1)
    expect(page.locator(f"[data-pulled] [data-thumb='{pulled}']")).to_have_count(1)
    assert abs(page.evaluate(where) - before) < 2
    expect(thumb).to_have_attribute("data-verdict", re.compile("right|wrong|unsure"))


def test_what_comes_while_drawings_are_fetched_is_drawn_too(open_page: Open, room: dict[str, Any]) -> None:
    page = open_page("LESSON/wall/?show=all")
    expect(page.locator("[data-status=live]")).to_be_visible()
    there = page.locator("[data-thumb]").evaluate_all("thumbs => thumbs.map(one => one.dataset.thumb)")
    first, second = [one for one in room["answers"] if one["uuid"] not in there][-2:]
    came: list[str] = []

    def between(route: Route) -> None:
        if first["uuid"] in route.request.url and not came:
            came.append(second["uuid"])
            send_ink(room, second)
        route.continue_()

    page.route(re.compile("part=wall&ink="), between)
    send_ink(room, first)
    for one in (first, second):  # without a drawing nothing shows where the focus is, too
        expect(page.locator(f"[data-thumb='{one['uuid']}'] svg")).to_have_count(1)
    assert came


def send_ink(room: dict[str, Any], answer: dict[str, Any]) -> None:
    """The child at work writes the right answer, on a device of its own."""
    door = http.client.HTTPConnection(room["home"].removeprefix("http://"), timeout=60)
    wire = handwriting.write(answer["key"], seed=legible_seed(answer["key"]))
    body = {"client_id": str(uuid.uuid4()), "seq": 99, "ink": wire}
    headers = {"Cookie": answer["cookie"], "X-CSRFToken": rooms.CSRF, "Content-Type": "application/json"}
    door.request("POST", f"/api/v1/answers/{answer['uuid']}/ink/", json.dumps(body), headers)
    assert door.getresponse().status in (200, 201)


def test_an_answer_opens_over_the_wall_and_tells_its_history(open_page: Open) -> None:
    page = open_page("LESSON/")
    question(page, 4)
    page.keyboard.press("ArrowRight")
    here = page.evaluate("document.activeElement.closest('[data-thumb]').dataset.thumb")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] h2")).to_be_focused()
    page.keyboard.press("w")
    expect(page.locator("dialog article")).to_have_attribute("data-source", "teacher")
    page.get_by_text(re.compile("^History:")).click()
    newest = page.locator(".history tbody tr").first
    expect(newest).to_contain_text("Ms Hill")
    expect(newest).to_contain_text("marked wrong (counts now)")
    page.keyboard.press("Control+z")
    expect(page.locator("dialog article")).not_to_have_attribute("data-verdict", "wrong")
    page.get_by_text(re.compile("^History:")).click()
    expect(page.locator(".history tbody tr").first).to_contain_text("undid: an answer to question 4 marked wrong")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('[data-thumb]').dataset.thumb") == here


def test_hidden_names_are_nowhere_also_not_in_what_opens(open_page: Open) -> None:
    page = open_page("LESSON/")
    question(page, 4)
    name = page.locator(".thumb-name").first.inner_text()
    page.keyboard.press("h")
    expect(page.get_by_text("Names are hidden")).to_be_visible()
    assert name not in page.locator("main").inner_text()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open] h2")).to_have_text(re.compile("^Question 4"))
    assert name not in page.locator("main").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    expect(page.locator(".thumb-name").first).to_be_visible()


def test_the_keys_are_shown_and_axe_finds_nothing(open_page: Open, axe: Callable[[Page], None]) -> None:
    page = open_page("LESSON/wall/")
    expect(page.locator("[data-status=live]")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys of the answer wall")).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    for path in ("LESSON/wall/", "LESSON/wall/?show=all", "LESSON/decisions/"):
        page.goto(path.replace("LESSON", page.url.split("/wall/")[0].removesuffix("/decisions/")))
        axe(page)
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        page.wait_for_timeout(300)
        axe(page)
        assert page.evaluate(TOO_WIDE) == [], f"{path} is wider than a phone"
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def test_the_review_list_goes_back_step_by_step(open_page: Open) -> None:
    page = open_page("LESSON/review/")
    remaining = page.locator("[data-remaining]")
    count = int(remaining.inner_text())
    first = page.locator("article.answer").get_attribute("data-answer")
    for left in (count - 1, count - 2):
        page.keyboard.press("r")
        expect(remaining).to_have_text(str(left))
        shown = page.locator("[data-item] a[aria-current=true]").locator("..").get_attribute("data-item")
        expect(page.locator("article.answer")).to_have_attribute("data-answer", str(shown))
    page.keyboard.press("Control+z")
    expect(page.locator("[data-undo-said]")).to_contain_text("Taken back")
    expect(remaining).to_have_text(str(count - 1))
    page.keyboard.press("u")
    expect(remaining).to_have_text(str(count))
    expect(page.locator("article.answer")).to_have_attribute("data-answer", str(first))
