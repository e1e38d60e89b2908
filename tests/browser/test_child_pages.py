"""The pages of children without barriers, at the sizes of their devices, also when things go wrong."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.chromium import PHONE, TABLET, Windows, shot
from tests.browser.drawing import draw
from tests.browser.lesson import Classroom, Sheet

Axe = Callable[[Page], None]


def fits(page: Page) -> bool:
    """Whether nothing of the page needs scrolling sideways, down to 320 px."""
    before = page.viewport_size
    answers = []
    for width in (320, 390, 512, 800, 1024):
        page.set_viewport_size({"width": width, "height": 640})
        answers.append(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
    page.set_viewport_size(before)  # type: ignore[arg-type]
    return all(answers)


def small_targets(page: Page) -> list[str]:
    """Buttons and links on show that are smaller than 44 px either way; links inside sentences are not asked."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("button, a, input:not([type=file])")]
            .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.closest("p:not(.foot), .skip"))
            .map(one => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
            .filter(([, { width, height }]) => width && (width < 44 || height < 44))
            .map(([html, { width, height }]) => `${Math.round(width)}x${Math.round(height)} ${html}`)"""
    )
    return found


def test_the_way_in_is_kind_when_things_go_wrong(classroom: Classroom, windows: Windows, axe: Axe) -> None:
    names = ["Ada", "Ben", "Élodie", "Ольга", "美咲", "Maximiliana-Josephine Featherstone", *map(_name, range(54))]
    [ada, *_] = classroom.make_class("Sixty", names)
    page = windows.open(TABLET, touch=True)
    page.goto("/")
    for letter in "ZZZZZZ":
        page.get_by_role("button", name=letter, exact=True).click()
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot find that class")
    axe(page)
    shot(page, "child-wrong-code")

    page.goto(f"/c/{ada.code}/")
    expect(page.locator(".name")).to_have_count(60)
    axe(page)
    assert fits(page) and small_targets(page) == []
    shot(page, "child-names")

    page.get_by_role("link", name="Ada", exact=True).click()
    for attempt in range(6):
        for picture in reversed(ada.pictures):
            page.get_by_role("button", name=picture, exact=True).click()
        if attempt == 0:
            page.get_by_role("button", name="Undo").click()
            expect(page.locator("#picked li")).to_have_count(2)
            expect(page.get_by_role("button", name="Go")).to_be_disabled()
            page.get_by_role("button", name=ada.pictures[0], exact=True).click()
            axe(page)
            assert fits(page) and small_targets(page) == []
        page.get_by_role("button", name="Go").click()
        if attempt < 5:
            expect(page.get_by_role("alert")).to_contain_text("Not quite")
    expect(page.get_by_role("heading", name="Let's ask your teacher")).to_be_visible()
    axe(page)
    shot(page, "child-pause")


def _name(number: int) -> str:
    return f"Child {number:02}"


def test_the_whole_sheet_has_no_barriers_and_fits_everywhere(classroom: Classroom, axe: Axe) -> None:
    [ada] = classroom.make_class("Whole", ["Ada"])
    classroom.make_worksheet("Whole sheet", ["7 + 5", "9 - 4", "? + 4 = 9", "6 x 7", "56 ÷ 8"])
    teacher = classroom.page
    teacher.get_by_role("link", name="Set to a class").click()
    teacher.get_by_label("Whole", exact=True).check()
    teacher.get_by_label("The whole sheet").check()
    teacher.get_by_role("button", name="Set it").click()
    expect(teacher.locator("[data-board]")).to_be_visible()

    page = classroom.child(ada)
    assert fits(page) and small_targets(page) == []
    page.get_by_role("button", name=re.compile("^Start: ")).click()
    expect(page.locator(".is-ready")).to_be_attached()
    draw(page, page.locator("canvas").nth(3), "42", seed=2, pointer="touch")
    fourth = page.locator("section.question").nth(3)
    expect(fourth.locator("[data-state]")).to_contain_text(re.compile("Saved|Read"))
    page.locator("section.question").nth(1).get_by_role("button", name="Keys").click()
    axe(page)
    assert fits(page) and small_targets(page) == []
    shot(page, "child-sheet")
    page.get_by_role("button", name="Question 5, empty").click()
    expect(page.locator("section.question").nth(4)).to_be_in_viewport()
    page.get_by_role("button", name="Hand in", exact=True).first.click()
    page.locator("#hand-in button").click()
    expect(page.locator("#some-empty")).to_contain_text("4 are empty. Hand in?")
    axe(page)
    page.get_by_role("button", name="Go back and look").click()
    expect(page.locator("#some-empty")).to_be_hidden()


def test_the_writing_page_fits_a_phone_and_forced_colours(classroom: Classroom, axe: Axe) -> None:
    [ada] = classroom.make_class("Phone", ["Ada"])
    classroom.make_worksheet("On a phone", ["7 + 5", "9 - 4"])
    classroom.set_worksheet("Phone", feedback="After hand-in")
    page = classroom.child(ada, size=PHONE)
    page.get_by_role("button", name=re.compile("^Start: ")).click()
    expect(page.locator(".is-ready")).to_be_attached()
    sheet = Sheet(page)
    assert fits(page) and small_targets(page) == []
    page.emulate_media(forced_colors="active")
    sheet.write("12")
    sheet.sees("I see 12")
    axe(page)
    page.screenshot(path="screenshots/child-forced-colours.png")
    page.emulate_media(forced_colors="none")
    sheet.go(2)
    page.get_by_role("button", name="Keys").click()
    axe(page)
    assert fits(page) and small_targets(page) == []
    sheet.question.locator("[data-keypad]").get_by_role("button", name="5", exact=True).click()
    # And away, before it is sent.
    page.get_by_role("link", name="My list").click()
    expect(page.get_by_text("2 of 2 written")).to_be_visible()


def test_a_picture_can_be_tried_and_a_wrong_file_is_refused_in_words(windows: Windows, axe: Axe) -> None:
    page = windows.open(TABLET)
    page.goto("/try/")
    draw(page, page.locator("#pad"), "7", seed=3)
    expect(page.locator("#bars tbody tr").first).to_be_visible()
    axe(page)
    picture = page.locator("#pad").evaluate(
        """async canvas => {
            const white = Object.assign(document.createElement("canvas"), { width: 300, height: 150 });
            const context = white.getContext("2d");
            context.fillStyle = "white";
            context.fillRect(0, 0, 300, 150);
            context.drawImage(canvas, 0, 0, 300, 150);
            const blob = await new Promise(resolve => white.toBlob(resolve, "image/png"));
            return [...new Uint8Array(await blob.arrayBuffer())];
        }"""
    )
    page.get_by_role("button", name="Rub out").click()
    expect(page.locator("#bars")).to_be_hidden()
    chooser = page.get_by_label("Use a picture")
    chooser.set_input_files({"name": "seven.png", "mimeType": "image/png", "buffer": bytes(picture)})
    expect(page.locator("#try-said")).to_contain_text(re.compile("I see|I cannot read"))
    chooser.set_input_files({"name": "notes.txt", "mimeType": "text/plain", "buffer": b"7"})
    expect(page.locator("#try-said")).to_contain_text("PNG or JPEG")
    chooser.set_input_files({"name": "broken.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(page.locator("#try-said")).not_to_contain_text("PNG or JPEG picture.")
    expect(page.locator("#try-said")).to_contain_text("picture")
    assert fits(page) and small_targets(page) == []
