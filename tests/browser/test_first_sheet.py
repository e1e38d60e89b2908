"""The quick way: a new teacher's first sheet."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.barriers import TEACHERS_FINGERS, barriers
from tests.browser.chromium import PHONE, Windows
from tests.browser.first_sheet import NAMES, Hand, set_first_sheet
from tests.browser.lesson import PASSWORD, TEACHER, found_school
from tests.running_site import RunningSite

MOST_TAPS = 12


def test_a_new_teacher_has_a_sheet_of_twenty_set_within_twelve_taps_on_a_phone(
    tmp_path: Path, chromium: Browser
) -> None:
    with RunningSite(tmp_path / "data") as site:
        windows = Windows(chromium, site.home)
        page = windows.open(PHONE, touch=True)
        found_school(page, site.first_teacher, email=TEACHER, password=PASSWORD)
        hand = Hand(page)
        set_first_sheet(hand)
        assert hand.taps <= MOST_TAPS
        # Twenty questions, one row for each child, and the steps lead on to the door.
        assert page.locator(".board thead .question").count() == 20
        assert page.locator(".board tbody tr").count() == len(NAMES)
        page.goto("/classes/")
        assert barriers(page, TEACHERS_FINGERS) == []
        page.get_by_role("link", name="Open 3B").first.click()
        page.get_by_role("button", name="Open joining").click()
        page.get_by_role("heading", name="Joining is open").wait_for()
        page.goto("/classes/")
        assert page.get_by_role("region", name="Four steps to your first lesson").count() == 0
        windows.close()
        assert windows.complaints == []
