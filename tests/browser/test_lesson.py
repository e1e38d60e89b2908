"""The whole lesson in one process, with axe and pictures on every page it touches."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser import whole_lesson
from tests.browser.chromium import shot
from tests.browser.lesson import Classroom


def test_a_lesson_from_an_empty_class_to_the_last_word(classroom: Classroom, axe: Callable[[Page], None]) -> None:
    def look_at(page: Page, name: str) -> None:
        axe(page)
        shot(page, f"lesson-{name}")

    whole_lesson.run(classroom, look_at, name="Meteorites")
