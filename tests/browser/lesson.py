"""What a teacher and children do, page by page, as people do it: by labels, buttons and links."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.chromium import TABLET, Windows

TEACHER = "hopper@hilltop.example"
PASSWORD = "comets and crayons 42"


@dataclass(frozen=True)
class Card:
    """A child's log-in card."""

    name: str
    code: str
    pictures: list[str]


def found_school(page: Page, link: str, *, email: str, password: str) -> None:
    """Make the first teacher by the one-time link."""
    page.goto(link)
    page.get_by_label("Your name, as children say it").fill("Ms Hopper")
    page.get_by_label("Your school").fill("Hilltop")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Make the account").click()
    expect(page).to_have_url(re.compile(r"/classes/$"))


class Classroom:
    """One teacher's window, and windows for children as they come in."""

    def __init__(self, page: Page, windows: Windows) -> None:
        self.page = page
        self.windows = windows

    def make_class(self, name: str, children: list[str]) -> list[Card]:
        """A class with children; joining is open. Their log-in cards, in the order of the names given."""
        page = self.page
        page.goto("/classes/new/")
        page.get_by_label("Name", exact=False).first.fill(name)
        page.get_by_role("button", name="Make the class").click()
        page.get_by_label("Names, one a line").fill("\n".join(children))
        page.get_by_role("button", name="Look at the names").click()
        page.get_by_role("button", name="Add the ticked names").click()
        page.get_by_role("button", name="Open joining").click()
        expect(page.get_by_role("heading", name="Joining is open")).to_be_visible()
        page.get_by_role("link", name="Log-in cards").click()
        cards = {card.name: card for card in map(self._card, page.locator(".login-card").all())}
        page.get_by_role("link", name="Back to the class").click()
        return [cards[child] for child in children]

    @staticmethod
    def _card(place: object) -> Card:
        words = {part: place.locator(f".card-{part}").inner_text() for part in ("name", "code")}  # type: ignore[attr-defined]
        pictures = place.locator(".card-key").get_attribute("aria-label")  # type: ignore[attr-defined]
        return Card(words["name"], words["code"], pictures.removeprefix("Pictures: ").split(", "))

    def child(self, card: Card, *, size: dict[str, int] = TABLET, touch: bool = True) -> Page:
        """A tablet on which the child has come in by class code, name and pictures."""
        page = self.windows.open(size, touch=touch)
        page.goto("/")
        page.get_by_label("Your class code").fill(card.code)
        page.get_by_role("button", name="Go").click()
        page.get_by_role("link", name=card.name).click()
        for picture in card.pictures:
            page.get_by_role("button", name=picture, exact=True).click()
        page.get_by_role("button", name="Go").click()
        expect(page.get_by_role("heading", name=f"Hello, {card.name}!")).to_be_visible()
        return page
