"""What counts as right is the teacher's choice for each question, and a child who types is taken at its word."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.lesson import Classroom, Sheet

KEYS = {"/": "over"}


def test_each_question_says_how_strictly_it_is_compared(classroom: Classroom, axe: Callable[[Page], None]) -> None:
    teacher = classroom.page
    [ada] = classroom.make_class("Strict Stars", ["Ada"])
    classroom.make_worksheet(
        "How strictly",
        ["7 + 5", "7 + 5 (exactly)", "Half of 1? = 1/2", "Half of 1? = 1/2 (simplest form)"],
    )
    classroom.set_worksheet("Strict Stars", feedback="At once")

    page = classroom.child(ada)
    page.get_by_role("button", name=re.compile("^Start: ")).click()
    sheet = Sheet(page)
    for question, typed, said in (
        (1, "012", "012! Well done"),
        (2, "012", "012? Have another look"),
        (3, "2/4", "2/4! Well done"),
        (4, "2/4", "2/4? Have another look"),
    ):
        sheet.go(question)
        if question == 1:
            sheet.question.get_by_role("button", name="Keys").click()  # the choice goes along to the others
        for sign in typed:
            key = sheet.question.locator("[data-keypad]").get_by_role("button", name=KEYS.get(sign, sign), exact=True)
            key.click()
        sheet.sees(said)

    expect(classroom.cell("Ada", 4)).to_contain_text("✗")
    for question in (1, 3):
        expect(classroom.cell("Ada", question)).to_contain_text("✓")
    assert teacher.locator(".verdict-unsure").count() == 0  # nothing that was typed waits for a look

    # How digits written backwards count is said for the class.
    teacher.goto("/classes/")
    teacher.get_by_role("link", name=re.compile("Strict Stars")).first.click()
    teacher.get_by_role("link", name="Digits written backwards").click()
    expect(teacher.locator("main")).to_contain_text("In this class they count as the digit.")
    teacher.get_by_role("link", name="Change").click()
    teacher.get_by_label("Digits written backwards").select_option("no")
    teacher.get_by_role("button", name="Save").click()
    teacher.get_by_role("link", name="Digits written backwards").click()
    expect(teacher.locator("main")).to_contain_text("In this class such answers are left to you.")
    axe(teacher)
