"""What child and teacher are told of answers that are on the tablet alone, though other requests get through."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chromium import shot
from tests.browser.lesson import Card, Classroom
from tests.browser.test_child_writing import lesson, writing

__all__ = ["lesson"]  # a fixture


def test_saves_that_fail_alone_are_told_to_the_child_and_the_teacher_until_they_work(
    classroom: Classroom, lesson: list[Card]
) -> None:
    page, sheet = writing(classroom, lesson[0])
    row = classroom.page.locator("[data-board] tbody tr", has=classroom.page.get_by_text("Ada", exact=True))
    sign = sheet.question.locator("[data-state]")
    page.route("**/ink/", lambda route: route.fulfill(status=429, body="<h1>The proxy lets nothing in</h1>"))
    sheet.write("12")
    sheet.sees("Kept on this tablet")
    expect(sign).to_have_text("On this tablet")
    shot(page, "child-kept-here")
    sheet.go(2)
    sheet.type("5")
    sheet.sees("You typed 5")
    expect(sign).to_have_text("On this tablet")
    expect(row.locator("[data-kept]")).to_contain_text("2 on the tablet")  # the open board hears of it
    shot(classroom.page, "teacher-kept-on-a-tablet")

    page.route("**/api/v1/attempts/**", lambda route: route.abort())  # saved, and not yet heard what is read
    page.unroute("**/ink/")
    page.evaluate("dispatchEvent(new Event('online'))")
    sheet.go(1)
    sheet.sees("Looking")
    expect(sign).to_have_text("Saved")
    expect(page.locator("#trouble")).to_be_hidden()
    expect(row.locator("[data-kept]")).to_be_hidden()
    page.unroute("**/api/v1/attempts/**")
    sheet.sees("12! Well done")
    expect(sign).to_have_text("Read")
