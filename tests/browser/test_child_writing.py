"""What a child's writing lives through: pens and palms, turns and zooms, reloads, lost networks, other children."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESKTOP, PHONE, TABLET, TABLET_UPRIGHT, offline, shot
from tests.browser.drawing import draw_strokes
from tests.browser.lesson import Card, Classroom, Sheet

INK = ".is-ready section.question:visible canvas"
VISIBLE = ".is-ready section.question:not([hidden]) canvas"
UNSENT = """() => new Promise(resolve => {
    indexedDB.open("astronumbers").onsuccess = ({ target: { result } }) => {
        const rows = result.transaction("outbox").objectStore("outbox").getAll();
        rows.onsuccess = () => { result.close(); resolve(rows.result.length); };
    };
})"""


@pytest.fixture
def lesson(classroom: Classroom, request: pytest.FixtureRequest) -> list[Card]:
    """A class of Ada and Ben with three sums to do, marks at once; named after the test."""
    name = request.node.name[5:35].strip("_")
    cards = classroom.make_class(name, ["Ada", "Ben"])
    classroom.make_worksheet(f"Sums {name}", ["7 + 5", "9 - 4", "? + 4 = 9"])
    classroom.set_worksheet(name, feedback="At once")
    return cards


def writing(classroom: Classroom, card: Card, **more: Any) -> tuple[Page, Sheet]:
    """The child at the first question."""
    page = classroom.child(card, **more)
    page.get_by_role("button", name=re.compile("^(Start|Go on): ")).click()
    expect(page.locator(".is-ready")).to_be_attached()
    return page, Sheet(page)


def inked(page: Page, left: float, top: float, right: float, bottom: float) -> int:
    """How many pixels of a part of the box (0..1) carry ink."""
    page.wait_for_function("selector => document.querySelector(selector)?.width > 0", arg=VISIBLE)
    return int(
        page.locator(INK).evaluate(
            """(canvas, [left, top, right, bottom]) => {
                const { width, height } = canvas;
                const part = [left * width, top * height, (right - left) * width, (bottom - top) * height];
                const { data } = canvas.getContext("2d").getImageData(...part.map(Math.round));
                return data.reduce((sum, value, i) => sum + (i % 4 === 3 && value > 100), 0);
            }""",
            [left, top, right, bottom],
        )
    )


def has_ink_where_it_was_drawn(page: Page) -> bool:
    """For LINE: ink along the diagonal, none in the other corners."""
    return (
        all(inked(page, at - 0.03, at - 0.05, at + 0.03, at + 0.05) > 5 for at in (0.25, 0.5, 0.75))
        and inked(page, 0.7, 0.05, 0.95, 0.3) == 0
        and inked(page, 0.05, 0.7, 0.3, 0.95) == 0
    )


LINE = [[[200 + 30 * i, 100 + 15 * i, 10 * i] for i in range(21)]]  # along the diagonal of 1000 x 500


def test_ink_stays_in_its_place_when_the_tablet_turns_and_the_page_zooms(
    classroom: Classroom, lesson: list[Card]
) -> None:
    page, _ = writing(classroom, lesson[0])
    draw_strokes(page, page.locator(INK), LINE, pointer="touch")
    for size in (TABLET_UPRIGHT, PHONE, {"width": 320, "height": 640}, DESKTOP, TABLET):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.wait_for_timeout(120)
        assert has_ink_where_it_was_drawn(page), size
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{size} scrolls sideways"
    session = page.context.new_cdp_session(page)
    for ratio in (2, 1.25, 1):  # zoom: fewer and bigger CSS pixels on the same screen
        zoomed = {"width": round(1366 / ratio), "height": round(768 / ratio)}
        session.send("Emulation.setDeviceMetricsOverride", {**zoomed, "deviceScaleFactor": ratio, "mobile": False})
        page.wait_for_timeout(150)
        sharp = page.locator(INK).evaluate("canvas => canvas.width / canvas.clientWidth")
        assert abs(sharp - ratio) < 0.01, "as many pixels as the screen has"
        assert has_ink_where_it_was_drawn(page), ratio


def test_a_palm_and_a_second_finger_do_not_write(classroom: Classroom, lesson: list[Card]) -> None:
    page, _ = writing(classroom, lesson[0])
    box = page.locator(INK).bounding_box()
    assert box
    x, y, w, h = box["x"], box["y"], box["width"], box["height"]
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": x + a * w, "y": y + b * h, "id": i} for i, (a, b) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    touch("touchStart", (0.2, 0.3))
    touch("touchStart", (0.3, 0.3), (0.8, 0.8))
    touch("touchMove", (0.4, 0.3), (0.9, 0.8))
    touch("touchEnd")
    assert inked(page, 0.18, 0.2, 0.42, 0.4) > 50
    assert inked(page, 0.7, 0.7, 1, 0.95) == 0, "the second finger wrote"

    draw_strokes(page, page.locator(INK), [[[500, 400, 0], [600, 400, 9]]], pointer="pen")
    touch("touchStart", (0.8, 0.8))
    touch("touchMove", (0.9, 0.8))
    touch("touchEnd")
    assert inked(page, 0.48, 0.75, 0.62, 0.85) > 50
    assert inked(page, 0.7, 0.7, 1, 0.95) == 0, "the palm beside the pen wrote"


def test_a_cancelled_touch_leaves_nothing(classroom: Classroom, lesson: list[Card]) -> None:
    page, _ = writing(classroom, lesson[0])
    box = page.locator(INK).bounding_box()
    assert box
    session = page.context.new_cdp_session(page)
    for kind, points in [
        ("touchStart", [{"x": box["x"] + 50, "y": box["y"] + 50}]),
        ("touchMove", [{"x": box["x"] + 150, "y": box["y"] + 50}]),
        ("touchCancel", []),
    ]:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert inked(page, 0, 0, 1, 1) == 0
    expect(page.locator("section.question:visible [data-do=undo]")).to_be_disabled()


def test_undo_and_rub_out_can_be_taken_back(classroom: Classroom, lesson: list[Card]) -> None:
    page, sheet = writing(classroom, lesson[0], size=DESKTOP, touch=False)
    question = sheet.question
    draw_strokes(page, page.locator(INK), [[[100, 100, 0], [300, 100, 9]], [[700, 400, 0], [900, 400, 9]]])
    question.get_by_role("button", name="Undo").click()
    assert inked(page, 0.1, 0.1, 0.3, 0.3) > 50 and inked(page, 0.7, 0.7, 0.9, 0.9) == 0
    question.get_by_role("button", name="Rub out").click()
    assert inked(page, 0, 0, 1, 1) == 0
    question.get_by_role("button", name="Undo").click()
    assert inked(page, 0.1, 0.1, 0.3, 0.3) > 50
    page.reload()
    assert inked(page, 0.1, 0.1, 0.3, 0.3) > 50
    question.get_by_role("button", name="Undo").click()
    assert inked(page, 0, 0, 1, 1) == 0


def test_without_a_network_all_is_kept_over_a_reload_and_sent_later(classroom: Classroom, lesson: list[Card]) -> None:
    page, sheet = writing(classroom, lesson[0])
    with offline(page):
        sheet.write("12")
        expect(sheet.question.locator("[data-state]")).to_contain_text("On this tablet")
        expect(page.locator("#trouble")).to_contain_text("No network")
        sheet.go(2)
        sheet.type("5")
        expect(sheet.question.locator("[data-state]")).to_contain_text("On this tablet")
        assert page.evaluate(UNSENT) > 0
    page.reload()
    sheet.go(1)
    sheet.sees("12")
    sheet.go(2)
    expect(sheet.question.get_by_label("Answer to 9 − 4", exact=True)).to_have_value("5")
    expect(sheet.question.locator("[data-state]")).to_contain_text("Saved")
    page.wait_for_function(f"({UNSENT})().then(left => left === 0)")
    other = classroom.child(lesson[0])
    other.get_by_role("button", name=re.compile("^Go on: ")).click()
    Sheet(other).go(1)
    Sheet(other).sees("12")


def test_the_next_child_sees_nothing_of_the_one_before(classroom: Classroom, lesson: list[Card]) -> None:
    ada, ben = lesson
    page, sheet = writing(classroom, ada)
    sheet.write("12")
    sheet.sees("12")
    old = page.url
    page.get_by_role("button", name="I'm finished").click()
    expect(page.get_by_role("heading", name="Tap your name")).to_be_visible()
    assert page.evaluate(UNSENT) == 0
    page.go_back()
    assert page.locator("canvas").count() == 0
    page.goto(old)
    expect(page.get_by_label("Your class code")).to_be_visible()
    page.goto(f"/c/{ben.code}/")
    page.get_by_role("link", name="Ben").click()
    for picture in ben.pictures:
        page.get_by_role("button", name=picture, exact=True).click()
    page.get_by_role("button", name="Go").click()
    page.get_by_role("button", name=re.compile("^Start: ")).click()
    assert inked(page, 0, 0, 1, 1) == 0
    expect(page.get_by_text("Ada")).to_have_count(0)


def test_finished_without_a_network_says_what_is_kept(classroom: Classroom, lesson: list[Card]) -> None:
    page, sheet = writing(classroom, lesson[0])
    with offline(page):
        sheet.write("12")
        page.get_by_role("button", name="I'm finished").click()
        expect(page.locator("#leave")).to_be_visible()
        page.locator("#leave").get_by_role("button", name="Stay here").click()
        expect(page.locator("#leave")).to_be_hidden()
    sheet.sees("12")


def test_a_whole_worksheet_with_the_keyboard_alone(classroom: Classroom, lesson: list[Card]) -> None:
    page, sheet = writing(classroom, lesson[0], size=DESKTOP, touch=False)
    tab_to(page, "Keys")
    page.keyboard.press("Enter")
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Answer to 9 − 4", exact=True)).to_be_focused()
    page.keyboard.type("5x")
    page.keyboard.press("Enter")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(page.get_by_text("All done!").first).to_be_visible()
    tab_to(page, "Hand in")
    page.keyboard.press("Enter")
    expect(page.locator(".score")).to_contain_text("3 of 3")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the button of that name has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText?.trim()") == name:
            return
    raise AssertionError(f"Tab never reaches {name}")


def test_marks_at_once_are_kind_and_come_after_a_pause(
    classroom: Classroom, lesson: list[Card], axe: Callable[[Page], None]
) -> None:
    page, sheet = writing(classroom, lesson[0])
    sheet.write("12")
    sheet.sees("12! Well done")
    axe(page)
    shot(page, "child-right")
    sheet.go(2)
    sheet.write("6")
    sheet.sees("6? Have another look")
    axe(page)
    expect(page.get_by_role("button", name="Question 1, right")).to_be_visible()
    expect(page.get_by_role("button", name="Question 2, have another look")).to_be_visible()


def test_the_choice_of_keys_and_of_the_left_hand_stays_with_the_child(
    classroom: Classroom, lesson: list[Card]
) -> None:
    page, sheet = writing(classroom, lesson[0], size=DESKTOP)
    sheet.question.get_by_role("button", name="Keys").click()
    page.get_by_role("button", name="I write with my left hand").click()
    page.reload()
    expect(sheet.question.get_by_label("Answer to 7 + 5", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="I write with my left hand")).to_have_attribute("aria-pressed", "true")
    sheet.question.get_by_role("button", name="Write", exact=True).click()
    expect(page.locator(INK)).to_be_visible()


def test_what_one_sees_counts_when_changing_between_pen_and_keys(classroom: Classroom, lesson: list[Card]) -> None:
    page, sheet = writing(classroom, lesson[0])
    sheet.write("12")
    sheet.sees("12")
    sheet.type("7")
    sheet.sees("7? Have another look")
    sheet.question.get_by_role("button", name="Write", exact=True).click()
    sheet.sees("12! Well done")
    expect(sheet.question.locator("[data-slot]")).to_have_text("12")


def test_handing_in_without_a_network_loses_nothing(classroom: Classroom, lesson: list[Card]) -> None:
    page, sheet = writing(classroom, lesson[0])
    sheet.write("12")
    with offline(page):
        sheet.go(2)
        sheet.type("5")
        page.get_by_role("button", name="Hand in", exact=True).first.click()
        page.locator("#hand-in button").click()
        page.locator("#some-empty").get_by_role("button", name="Hand in").click()
        expect(page.locator("#not-sent")).to_be_visible(timeout=20_000)
        page.locator("#not-sent").get_by_role("button", name="OK").click()
    sheet.hand_in(although_empty=True)
    expect(page.locator(".score")).to_contain_text("2 of 3")


def test_of_two_pages_the_one_written_last_counts(classroom: Classroom, lesson: list[Card]) -> None:
    page, sheet = writing(classroom, lesson[0])
    other = page.context.new_page()
    other.goto(page.url)
    second = Sheet(other)
    for text in ("17", "19", "12"):  # the first page is several numbers ahead
        sheet.write(text)
        sheet.sees(text)
        sheet.question.get_by_role("button", name="Rub out").click()
    second.write("6")
    second.sees("6")
    expect(second.question.locator("[data-slot]")).to_have_text("6")
    page.reload()
    sheet.sees("6")
