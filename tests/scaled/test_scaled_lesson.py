"""The same lesson with Redis, PostgreSQL and worker processes; and what happens when a worker dies in it."""

from __future__ import annotations

import os
import signal

from playwright.sync_api import Page, expect

from tests.browser import whole_lesson
from tests.browser.lesson import Classroom, Sheet
from tests.scaled.conftest import Scaled


def glance(page: Page, name: str) -> None:
    """Looks and barriers were looked at in the browser tests."""


def test_the_same_lesson_with_processes_of_their_own(scaled: Scaled, classroom: Classroom) -> None:
    with scaled.worker():
        whole_lesson.run(classroom, glance, name="Scaled Comets")


def test_an_answer_waits_for_a_worker_and_is_read_by_the_next(scaled: Scaled, classroom: Classroom) -> None:
    [ada] = classroom.make_class("Patient Comets", ["Ada"])
    classroom.make_worksheet("Sums for Patient Comets", ["7 + 5", "9 - 4"])
    classroom.set_worksheet("Patient Comets", feedback="After hand-in")
    page = classroom.child(ada)
    page.get_by_role("button", name="Start: Sums for Patient Comets").click()
    sheet = Sheet(page)
    with scaled.worker("first") as first:
        sheet.write("12")
        sheet.sees("I see 12")
        os.killpg(first.pid, signal.SIGKILL)  # the whole tree, as a power cut would
        first.wait()
        sheet.go(2)
        sheet.write("5")
        sheet.sees("Looking")
        expect(sheet.question.locator("[data-state]")).to_contain_text("Saved")
    with scaled.worker("second"):
        sheet.sees("I see 5")
