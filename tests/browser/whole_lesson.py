"""The lesson that the product is for, told once and run in both forms of the site."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.chromium import DESKTOP
from tests.browser.lesson import Classroom, Sheet

QUESTIONS = ["7 + 5", "9 - 4", "? + 4 = 9"]
SEEN_AS_RIGHT, SEEN_AS_WRONG, BY_TEACHER = "right", "wrong", "right-t"


def run(classroom: Classroom, look_at: Callable[[Page, str], None], *, name: str) -> None:
    """Ms Hopper sets three sums to Ada and Ben, and watches; `look_at` is called on every page as it stands.

    Ada writes two answers with a finger, reloads in the middle, types the third and has all right. Ben writes with
    the mouse, one answer wrong and one left out, and Ms Hopper gives him the wrong one.
    """
    teacher = classroom.page
    ada_card, ben_card = classroom.make_class(name, ["Ada", "Ben"])
    look_at(teacher, "class")
    classroom.make_worksheet(f"Sums for {name}", QUESTIONS)
    look_at(teacher, "worksheet")
    classroom.set_worksheet(name, feedback="After hand-in")

    ada, ben = classroom.child(ada_card), classroom.child(ben_card, size=DESKTOP, touch=False)
    for page in (ada, ben):
        page.get_by_role("button", name=f"Start: Sums for {name}").click()
    _ada_writes(ada, look_at)
    _ben_writes(ben, look_at)

    # The dashboard was open all the time and has moved by itself.
    for child, question, state in [
        ("Ada", 1, SEEN_AS_RIGHT), ("Ada", 2, SEEN_AS_RIGHT), ("Ada", 3, SEEN_AS_RIGHT),
        ("Ben", 1, SEEN_AS_RIGHT), ("Ben", 2, SEEN_AS_WRONG),
    ]:  # fmt: skip
        expect(classroom.cell(child, question)).to_have_class(_is(state))
    expect(classroom.cell("Ben", 3)).not_to_have_class(_is(SEEN_AS_RIGHT))
    look_at(teacher, "dashboard")

    _teacher_has_the_last_word(classroom, look_at)
    ben.reload()
    expect(ben.locator(".score")).to_contain_text("2 of 3")


def _is(state: str) -> str:
    return f"cell {state}"


def _ada_writes(page: Page, look_at: Callable[[Page, str], None]) -> None:
    sheet = Sheet(page)
    sheet.write("12")
    sheet.sees("I see 12")
    look_at(page, "writing")
    sheet.go(2)
    sheet.write("5")
    sheet.sees("I see 5")
    page.reload()
    sheet.go(1)
    sheet.sees("I see 12")
    assert _ink_pixels(page) > 200, "the ink is gone after a reload"
    sheet.go(3)
    sheet.type("5")
    sheet.sees("You typed 5")
    look_at(page, "keypad")
    sheet.hand_in()
    expect(page.locator(".score")).to_contain_text("3 of 3")
    look_at(page, "landed")


def _ben_writes(page: Page, look_at: Callable[[Page, str], None]) -> None:
    sheet = Sheet(page)
    sheet.write("12", pointer="mouse")
    sheet.sees("I see 12")
    sheet.go(2)
    sheet.write("6", pointer="mouse")
    sheet.sees("I see 6")
    expect(page.get_by_text("Have another look")).to_have_count(0)  # not before hand-in: the policy says so
    sheet.hand_in(although_empty=True)
    expect(page.locator(".score")).to_contain_text("1 of 3")
    look_at(page, "landed-with-mistakes")


def _teacher_has_the_last_word(classroom: Classroom, look_at: Callable[[Page, str], None]) -> None:
    page = classroom.page
    board = page.url
    classroom.cell("Ben", 2).get_by_role("link").click()
    answer = page.locator("article.answer")
    expect(answer).to_contain_text("Read as 6")
    look_at(page, "answer")
    answer.get_by_role("button", name="Right").click()
    expect(page.locator("article.answer")).to_have_attribute("data-source", "teacher")
    page.goto(board)
    expect(classroom.cell("Ben", 2)).to_have_class(_is(BY_TEACHER))


def _ink_pixels(page: Page) -> int:
    """How many pixels of the canvas on show are not empty."""
    return int(
        page.locator("section.question:visible canvas").evaluate(
            """canvas => {
                const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                let inked = 0;
                for (let i = 3; i < data.length; i += 4) inked += data[i] > 100 ? 1 : 0;
                return inked;
            }"""
        )
    )
