"""From an empty school to a sheet of twenty questions that a class has: what a new teacher taps, and how often."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

CLASS = "3B"
NAMES = ["Ada", "Ben", "Chloé", "Dev", "Emeka", "Fatima", "Grace", "Hugo", "Ines", "Jonah", "Kofi", "Lena"]


@dataclass
class Hand:
    """Taps and types as a person does, and counts; typing into one field counts as the tap that chose it.

    `pause` is what a person thinks and moves before each tap, `key` what one key takes, both in milliseconds; names
    are pasted.
    """

    page: Page
    pause: float = 0
    key: float = 0
    taps: int = 0

    def tap(self, place: Locator) -> None:
        """One tap."""
        expect(place).to_be_visible()
        self.page.wait_for_timeout(self.pause)
        place.click()
        self.taps += 1

    def type(self, label: str, text: str) -> None:
        """Type into a field."""
        field = self.page.get_by_label(label)
        self.tap(field)
        field.press_sequentially(text, delay=self.key)

    def paste(self, label: str, text: str) -> None:
        """Paste into a field."""
        field = self.page.get_by_label(label)
        self.tap(field)
        field.fill(text)


def set_first_sheet(hand: Hand) -> None:
    """The way that the pages themselves show, from the welcome to the dashboard of the lesson."""
    page = hand.page
    steps = page.get_by_role("region", name="Four steps to your first lesson")
    hand.tap(steps.get_by_role("link", name="Make a class"))
    hand.type("Name of the class", CLASS)
    hand.paste("Names of the children, one a line", "\n".join(NAMES))
    hand.tap(page.get_by_role("button", name="Make the class"))
    hand.tap(page.get_by_role("button", name="Add the ticked names"))
    hand.tap(steps.get_by_role("link", name="Choose questions"))
    hand.tap(page.get_by_role("link", name="Times tables", exact=True))
    hand.tap(page.get_by_role("button", name=f"Set to {CLASS} now"))
    expect(page).to_have_url(re.compile(r"/assignments/[0-9a-f-]{36}/$"))
    expect(page.get_by_text(re.compile(r"is set to 3B")).first).to_be_visible()
