"""Replay and notes in a real Chromium: a child's writing told over again, and words that come back to the child."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import PHONE, Windows, shot
from tests.browser.drawing import draw_strokes
from tests.browser.lesson import Classroom, Sheet

VISIBLE = "section.question:not([hidden]) canvas"
ONE = [[[300 + n, 100 + 14 * n, 10 * n] for n in range(20)]]
SEVEN = [
    [[450 + 8 * n, 100, 10 * n] for n in range(14)] + [[562 - 6 * n, 100 + 20 * n, 140 + 10 * n] for n in range(14)]
]
TWO = [[[450 + 10 * n, 380, 10 * n] for n in range(14)]]


@pytest.fixture
def story(classroom: Classroom) -> tuple[Page, str]:
    """Ada wrote two strokes, took one back, rested, wrote another, handed in; her page, and her answer's address."""
    [ada] = classroom.make_class("Films", ["Ada"])
    classroom.make_worksheet("Sums to watch", ["7 + 5"])
    classroom.set_worksheet("Films", feedback="When I return it")
    page = classroom.child(ada)
    page.get_by_role("button", name=re.compile("^Start: ")).click()
    expect(page.locator(".is-ready")).to_be_attached()
    sheet = Sheet(page)
    saved = page.locator("section.question:not([hidden]) [data-state]")
    for strokes in (ONE, SEVEN):
        draw_strokes(page, page.locator(VISIBLE), strokes, pointer="touch")
        expect(saved).to_have_text(re.compile("Saved|Read"))
    sheet.question.get_by_role("button", name="Undo").click()
    expect(saved).to_have_text(re.compile("Saved|Read"))
    page.wait_for_timeout(1800)
    draw_strokes(page, page.locator(VISIBLE), TWO, pointer="touch")
    expect(saved).to_have_text(re.compile("Saved|Read"))
    sheet.hand_in()
    classroom.page.bring_to_front()
    expect(classroom.cell("Ada", 1)).not_to_have_class(re.compile("empty"))
    return page, classroom.cell("Ada", 1).get_by_role("link").get_attribute("href") or ""


def pixels(page: Page) -> int:
    """How much of the player's screen is inked."""
    return int(
        page.locator("[data-player] canvas").evaluate(
            """canvas => {
                const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                return data.reduce((sum, value, i) => sum + (i % 4 === 3 && value > 100), 0);
            }"""
        )
    )


def test_an_answer_is_told_over_again_and_words_come_back(
    story: tuple[Page, str], classroom: Classroom, windows: Windows, axe: Callable[[Page], None]
) -> None:
    child, answer = story
    page = classroom.page
    page.goto(answer)

    # In place, on the answer's own page, by keys.
    page.get_by_role("link", name="Replay how it was written").click()
    player = page.locator("[data-stage] [data-player]")
    where, slider = player.locator("[data-where]"), player.get_by_label("Time in the replay")
    expect(where).to_contain_text("stroke 3 of 3, 1 rubbed out", timeout=30_000)  # it plays to its end, step by step
    expect(player.get_by_role("button", name="Play", exact=True)).to_be_focused()
    whole = pixels(page)
    page.keyboard.press("Home")
    expect(where).to_have_text("stroke 1 of 3")
    assert pixels(page) < whole / 2
    seen = []
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        seen.append(where.inner_text().split(", pause")[0])
    assert seen == ["stroke 1 of 3", "stroke 2 of 3", "stroke 2 of 3, 1 rubbed out", "stroke 3 of 3, 1 rubbed out"]
    expect(slider).to_have_attribute("aria-valuetext", seen[-1])
    page.keyboard.press("ArrowLeft")
    expect(where).to_have_text(re.compile(r"^stroke 2 of 3, 1 rubbed out, pause of \d+ seconds?$"))
    assert page.url.endswith(answer), "the arrows did not lead to another answer"
    player.get_by_role("button", name="4×").click()
    expect(player.get_by_role("button", name="4×")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")
    expect(player.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(player.get_by_role("button", name="Play", exact=True)).to_be_visible()
    player.get_by_label("Show").select_option(index=1)
    expect(where).to_have_text("stroke 2 of 2")
    axe(page)
    shot(page, "replay-answer")

    # A page of its own, with stills for paper.
    page.goto(f"{answer}replay/")
    expect(page.locator(".stills li")).to_have_count(4)
    expect(page.locator(".stills")).to_contain_text(re.compile(r"rubbed out.*stroke 3.*\d s pause before", re.S))
    axe(page)
    shot(page, "replay-page")
    page.emulate_media(media="print")
    expect(page.locator("[data-player]")).to_be_hidden()
    expect(page.locator(".stills")).to_be_visible()
    page.emulate_media(media="screen")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # Notes: kept by themselves, seen by the child when the work is returned.
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(answer)
    page.get_by_text("Note to Ada").click()
    note = page.locator("[data-note]")
    note.get_by_label("You worked hard").check()
    note.get_by_label("A few words").fill("You looked again. That is what mathematicians do!")
    expect(note.locator("[data-kept]")).to_have_text("Kept")
    expect(note.get_by_role("button", name="Keep the note")).to_be_visible()
    axe(page)
    shot(page, "note-answer")
    page.reload()
    expect(note.get_by_label("You worked hard")).to_be_checked()
    expect(note.get_by_label("A few words")).to_have_value(re.compile("mathematicians"))
    child.reload()
    expect(child.locator("body")).not_to_contain_text("mathematicians")

    page.goto(answer)
    page.goto(sheet_of(classroom))
    page.locator(".sheet-note").get_by_label("Great work").check()
    expect(page.locator(".sheet-note [data-kept]")).to_have_text("Kept")
    axe(page)
    shot(page, "note-sheet")
    page.get_by_role("button", name="Return to the child").click()
    expect(page.get_by_text("Returned to Ada")).to_be_visible()
    child.reload()
    expect(child.locator(".letter-from")).to_contain_text("Great work")
    expect(child.locator(".result-note")).to_contain_text("mathematicians")
    axe(child)
    shot(child, "child-note")
    child.goto("/todo/")
    expect(child.get_by_text("Your teacher wrote to you")).to_be_visible()
    axe(child)


def sheet_of(classroom: Classroom) -> str:
    """Where Ada's whole sheet is, by way of the dashboard."""
    page = classroom.page
    page.get_by_role("link", name=re.compile("Sums to watch")).first.click()
    return page.locator("[data-board]").get_by_role("link", name="Ada", exact=True).get_attribute("href") or ""
