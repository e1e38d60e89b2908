""" "Is this what you wrote?" in a real Chromium: agreed, a digit written again, typed at last, or left alone."""

from __future__ import annotations

import functools
import json
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import handwriting
from classroom import asking
from recognition.reader import Ink, default_reader
from tests.browser.chromium import DESKTOP, PHONE, TABLET, offline, shot
from tests.browser.drawing import draw, draw_strokes
from tests.browser.lesson import Card, Classroom, Sheet, legible_seed
from tests.running_site import RunningSite

VISIBLE = "section.question:not([hidden]) "
CHECK = VISIBLE + "[data-check]"
# What the child said and the server does not have yet.
WAITING = """() => new Promise(resolve => {
    indexedDB.open("astronumbers").onsuccess = ({ target: { result } }) => {
        const rows = result.transaction("outbox").objectStore("outbox").getAll();
        rows.onsuccess = () => {
            result.close();
            resolve(rows.result.filter(row => row.about).map(row => row.body.said));
        };
    };
})"""


@pytest.fixture
def lots(site: RunningSite) -> Callable[[bool], str]:
    """A script by which a page's next ids are all drawn by lot, or none of them."""
    secret = (site.data_dir / "secret_key.txt").read_text().strip().encode()

    def script(drawn: bool) -> str:
        ids: list[list[int]] = []
        for number in range(1, 5000):
            ink_id = uuid.UUID(bytes=b"%08d" % number + uuid.uuid4().bytes[8:], version=4)
            if (asking.lot(ink_id, secret=secret) % asking.ONE_IN == 0) is drawn:
                ids.append(list(ink_id.bytes))
        return (
            f"const ids = {json.dumps(ids[:60])};"
            "crypto.getRandomValues = bytes => { bytes.set(ids.shift()); return bytes; };"
        )

    return script


@pytest.fixture
def lesson(classroom: Classroom, request: pytest.FixtureRequest) -> list[Card]:
    name = request.node.name[5:35].strip("_")
    cards = classroom.make_class(name, ["Ada"])
    classroom.make_worksheet(f"Sums {name}", ["7 + 5", "9 - 4"])
    classroom.set_worksheet(name, feedback="At once")
    return cards


@pytest.fixture
def asked(classroom: Classroom, lesson: list[Card], lots: Callable[[bool], str]) -> Iterator[tuple[Page, Sheet]]:
    """Ada at the first question; whatever she writes is drawn by lot."""
    page = classroom.child(lesson[0])
    page.add_init_script(lots(True))
    page.get_by_role("button", name=re.compile("^Start: ")).click()
    expect(page.locator(".is-ready")).to_be_attached()
    yield page, Sheet(page, agrees=False)


def signs(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(CHECK).locator(".sign").all_inner_texts()]


def top_of_box(page: Page) -> float:
    """Where the box begins, in CSS pixels; the printed answer above is half a pixel taller than its empty place."""
    box = page.locator(VISIBLE + "canvas").bounding_box()
    assert box
    return box["y"]


def is_asked(page: Page, text: str) -> None:
    """The reading stands there as big printed signs."""
    expect(page.locator(CHECK)).to_be_visible()
    expect(page.locator(f"{CHECK} .sign")).to_have_text(list(text))


@functools.cache
def seventeen_then_two() -> list[Any]:
    """Strokes of a 2 that, in the place of the 7 of our legible 17, make a 12 for the network."""
    reader = default_reader()
    wire = handwriting.write("17", seed=legible_seed("17"))
    seven = reader.read(Ink.from_wire(wire), "whole").symbols[1]
    rest = [stroke for i, stroke in enumerate(wire["strokes"]) if i not in seven.strokes]
    left, top, right, bottom = seven.box
    for seed in range(1, 60):
        two = handwriting.write("2", seed=seed)["strokes"]
        xs, ys = [p[0] for s in two for p in s], [p[1] for s in two for p in s]
        scale = (bottom - top) / (max(ys) - min(ys))
        moved = [[[left + (p[0] - min(xs)) * scale, top + (p[1] - min(ys)) * scale, p[2]] for p in s] for s in two]
        seen = reader.read(Ink.from_wire({**wire, "strokes": [*rest, *moved]}), "whole")
        if seen.text == "12" and seen.confidence > 0.97:
            return moved
    raise AssertionError("no 2 fits behind this 1")


def test_one_tap_agrees_and_only_then_is_a_mark_shown(
    asked: tuple[Page, Sheet], classroom: Classroom, axe: Callable[[Page], None]
) -> None:
    page, sheet = asked
    before = top_of_box(page)
    sheet.write("12")
    is_asked(page, "12")
    assert abs(top_of_box(page) - before) < 1, "the box does not move when the question comes"
    for words in ("Well done", "right", "wrong", "Have another look"):
        expect(page.locator(VISIBLE)).not_to_contain_text(words)
    expect(page.get_by_role("button", name="Question 1, written")).to_be_visible()
    axe(page)
    shot(page, "child-check")
    page.get_by_role("button", name="Yes, that is what I wrote").click()
    expect(page.locator(CHECK)).to_be_hidden()
    expect(sheet.question.locator("[data-bubble]")).to_have_text("12! Well done")
    page.reload()
    expect(sheet.question.locator("[data-bubble]")).to_contain_text("12")
    page.wait_for_timeout(1500)
    expect(page.locator(CHECK)).to_be_hidden()
    classroom.page.reload()
    classroom.cell("Ada", 1).get_by_role("link").click()
    expect(classroom.page.locator("[data-answer]")).to_contain_text("Ada agreed that it says 12")


def test_one_tap_on_a_digit_and_just_that_digit_is_written_again(asked: tuple[Page, Sheet]) -> None:
    page, sheet = asked
    sheet.write("17")
    is_asked(page, "17")
    page.get_by_role("button", name="7, write it again").click()
    expect(page.locator(VISIBLE + "[data-spot]")).to_be_visible()
    shot(page, "child-check-digit")
    draw_strokes(page, page.locator(VISIBLE + "canvas"), seventeen_then_two(), pointer="touch")
    is_asked(page, "12")
    page.get_by_role("button", name="Yes, that is what I wrote").click()
    expect(sheet.question.locator("[data-bubble]")).to_have_text("12! Well done")


def test_a_tap_by_mistake_changes_nothing(asked: tuple[Page, Sheet]) -> None:
    page, sheet = asked
    sheet.write("12")
    is_asked(page, "12")
    seven = page.get_by_role("button", name="2, write it again")
    for take_back in (seven, page.get_by_role("button", name="Undo")):
        seven.click()
        expect(seven).to_have_attribute("aria-pressed", "true")
        take_back.click()
        expect(seven).to_have_attribute("aria-pressed", "false")
        expect(page.locator(VISIBLE + "[data-spot]")).to_be_hidden()
    seven.click()
    page.reload()  # gone in the middle of it: the answer stands as it was
    expect(sheet.question.locator("[data-slot]")).to_have_text("12")
    is_asked(page, "12")


def test_after_two_tries_the_keypad_opens_so_that_no_child_is_stuck(asked: tuple[Page, Sheet]) -> None:
    page, sheet = asked
    sheet.write("17")
    for _ in range(2):
        is_asked(page, "17")
        page.get_by_role("button", name="7, write it again").click()
        wire = handwriting.write("17", seed=legible_seed("17"))
        seven = default_reader().read(Ink.from_wire(wire), "whole").symbols[1]
        draw_strokes(
            page, page.locator(VISIBLE + "canvas"), [wire["strokes"][i] for i in seven.strokes], pointer="touch"
        )
        expect(page.locator(CHECK)).to_be_hidden()
    is_asked(page, "17")
    page.get_by_role("button", name="7, write it again").click()
    expect(sheet.question.get_by_label("Answer to 7 + 5", exact=True)).to_be_visible()
    for sign in "12":
        sheet.question.locator("[data-keypad]").get_by_role("button", name=sign, exact=True).click()
    sheet.sees("12! Well done")


def test_a_child_who_takes_no_notice_loses_nothing(asked: tuple[Page, Sheet]) -> None:
    page, sheet = asked
    sheet.write("12")
    is_asked(page, "12")
    sheet.go(2)
    sheet.write("5")
    sheet.go(1)
    expect(page.locator(CHECK)).to_be_hidden()
    sheet.sees("12! Well done")
    sheet.hand_in()
    expect(page.locator(".score")).to_contain_text("2 of 2")


def test_by_keys_alone_and_said_aloud(asked: tuple[Page, Sheet]) -> None:
    page, sheet = asked
    sheet.write("12")
    is_asked(page, "12")
    expect(page.locator("#voice")).to_have_text(re.compile("is this what you wrote. 1 2"))
    assert page.evaluate("document.activeElement === document.body"), "the focus is not taken away"
    names = []
    for _ in range(30):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        if names[-1] == "Yes, that is what I wrote":
            break
    assert names[-3:] == ["1, write it again", "2, write it again", "Yes, that is what I wrote"]
    page.keyboard.press("Enter")
    expect(page.locator(CHECK)).to_be_hidden()
    assert page.evaluate("document.activeElement !== document.body"), "the focus has somewhere to be"


def test_without_a_network_the_childs_word_is_kept_and_goes_out_later(asked: tuple[Page, Sheet]) -> None:
    page, sheet = asked
    sheet.write("12")
    is_asked(page, "12")
    with offline(page):
        page.get_by_role("button", name="Yes, that is what I wrote").click()
        page.wait_for_function(f"({WAITING})().then(said => said.length === 1 && said[0] === 'agreed')")
    page.wait_for_function(f"({WAITING})().then(said => said.length === 0)")


def test_who_is_not_drawn_and_writes_clearly_is_not_asked(
    classroom: Classroom, lesson: list[Card], lots: Callable[[bool], str]
) -> None:
    page = classroom.child(lesson[0])
    page.add_init_script(lots(False))
    page.get_by_role("button", name=re.compile("^Start: ")).click()
    expect(page.locator(".is-ready")).to_be_attached()
    draw(page, page.locator(VISIBLE + "canvas"), "12", seed=legible_seed("12"), pointer="touch")
    expect(page.locator(VISIBLE + "[data-bubble]")).to_have_text("12! Well done")
    expect(page.locator(CHECK)).to_be_hidden()


def test_its_targets_are_big_and_the_box_stays_where_it_is_on_every_screen(asked: tuple[Page, Sheet]) -> None:
    page, sheet = asked
    for size in (PHONE, TABLET, DESKTOP):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.wait_for_timeout(200)
        before = top_of_box(page)
        sheet.write("1204")
        is_asked(page, "1204")
        assert abs(top_of_box(page) - before) < 1, size
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), size
        for target in page.locator(f"{CHECK} button:visible").all():
            box = target.bounding_box()
            assert box and box["width"] >= 64 and box["height"] >= 64, size
        boxes = [one.bounding_box() for one in page.locator(f"{CHECK} .sign").all()]
        assert len({round(box["y"]) for box in boxes if box}) == 1, "one line, as it is written"
        page.get_by_role("button", name="Rub out").click()
        expect(page.locator(CHECK)).to_be_hidden()


def test_on_a_whole_sheet_the_next_box_stays_under_the_pen(classroom: Classroom, lots: Callable[[bool], str]) -> None:
    [ada] = classroom.make_class("Whole and asked", ["Ada"])
    classroom.make_worksheet("All at once", ["7 + 5", "9 - 4", "6 x 7"])
    teacher = classroom.page
    teacher.get_by_role("link", name="Set to a class").click()
    teacher.get_by_label("Whole and asked", exact=True).check()
    teacher.get_by_label("The whole sheet").check()
    teacher.get_by_role("button", name="Set it").click()
    expect(teacher.locator("[data-board]")).to_be_visible()
    page = classroom.child(ada, size=PHONE)
    page.add_init_script(lots(True))
    page.get_by_role("button", name=re.compile("^Start: ")).click()
    expect(page.locator(".is-ready")).to_be_attached()

    def tops() -> list[float]:
        boxes = [canvas.bounding_box() for canvas in page.locator("section.question canvas").all()]
        return [box["y"] + page.evaluate("scrollY") for box in boxes if box]

    before = tops()
    draw(page, page.locator("section.question canvas").first, "12", seed=legible_seed("12"), pointer="touch")
    check = page.locator("section.question").first.locator("[data-check]")
    expect(check).to_be_visible()
    assert all(abs(now - then) < 1 for now, then in zip(tops(), before, strict=True))
    shot(page, "child-check-sheet")
    draw(page, page.locator("section.question canvas").nth(1), "5", seed=legible_seed("5"), pointer="touch")
    expect(check).to_be_hidden()
    expect(page.locator("section.question").nth(1).locator("[data-check]")).to_be_visible()
    assert all(abs(now - then) < 1 for now, then in zip(tops(), before, strict=True))
    expect(page.locator("[data-check]:visible")).to_have_count(1)
