"""What a teacher and children do, page by page, as people do it: by labels, buttons and links."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

import handwriting
from recognition.reader import Ink, default_reader
from tests.browser.chromium import TABLET, Windows
from tests.browser.drawing import Pointer, draw

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
        shown = page.locator(".login-card")
        expect(shown).to_have_count(len(children))  # `all` below does not wait for the page of cards
        cards = {card.name: card for card in map(self._card, shown.all())}
        page.get_by_role("link", name="Back to the class").click()
        return [cards[child] for child in children]

    @staticmethod
    def _card(place: Locator) -> Card:
        name, code, pictures = (
            place.locator(f".card-{part}").inner_text().strip() for part in ("name", "code", "key")
        )
        return Card(name, code, pictures.split(", "))

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

    def make_worksheet(self, title: str, questions: list[str]) -> None:
        """A published worksheet of typed questions."""
        page = self.page
        page.goto("/worksheets/new/")
        page.get_by_label("Title").fill(title)
        page.get_by_label("Questions, one a line").fill("\n".join(questions))
        expect(page.locator("#count")).to_contain_text(f"{len(questions)} question")
        page.get_by_role("button", name="Publish").click()
        expect(page.get_by_text("Published. You can set it")).to_be_visible()

    def set_worksheet(self, class_name: str, *, feedback: str) -> None:
        """Set the worksheet whose page is open to the class; its dashboard is then open."""
        page = self.page
        page.get_by_role("link", name="Set to a class").click()
        page.get_by_label(class_name, exact=True).check()
        page.get_by_label(feedback).check()
        page.get_by_role("button", name="Set it").click()
        expect(page.locator("[data-board]")).to_be_visible()

    def cell(self, child: str, question: int) -> Locator:
        """The dashboard's cell of a child and a question, from 1."""
        row = self.page.locator("[data-board] tbody tr", has=self.page.get_by_role("link", name=child, exact=True))
        return row.locator("td.cell").nth(question - 1)


class Sheet:
    """The writing page of one child, who agrees whenever asked "Is this what you wrote?" (one in twenty is)."""

    def __init__(self, page: Page, *, agrees: bool = True) -> None:
        self.page = page
        if agrees:
            page.add_locator_handler(page.locator("[data-check]:not([hidden]) [data-yes]"), lambda yes: yes.click())

    @property
    def question(self) -> Locator:
        """The question on show."""
        return self.page.locator("section.question:visible")

    def write(self, text: str, *, pointer: Pointer = "touch") -> None:
        """Write on the canvas on show, in a hand that the network can read."""
        self.page.bring_to_front()  # a page in the background is given no time
        draw(self.page, self.question.locator("canvas"), text, seed=legible_seed(text), pointer=pointer)

    def type(self, text: str) -> None:
        """Answer with the keypad instead."""
        self.question.get_by_role("button", name="Keys").click()
        for sign in text:
            self.question.locator("[data-keypad]").get_by_role("button", name=sign, exact=True).click()

    def sees(self, words: str) -> None:
        """Wait until the page says so beside the box."""
        expect(self.question.locator("[data-bubble]")).to_contain_text(words)

    def go(self, question: int) -> None:
        """To a question, from 1."""
        self.page.get_by_role("button", name=re.compile(rf"^Question {question}\b")).click()

    def hand_in(self, *, although_empty: bool = False) -> None:
        """Land."""
        self.page.get_by_role("button", name="Hand in", exact=True).first.click()
        self.page.locator("#hand-in button").click()
        if although_empty:
            self.page.locator("#some-empty").get_by_role("button", name="Hand in").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(re.compile("landed|Out of this world"))


@functools.cache
def legible_seed(text: str) -> int:
    """A seed whose writing the network reads as it was meant, surely: lessons test the school, not the eye."""
    reader = default_reader()
    for seed in range(1, 200):
        seen = reader.read(Ink.from_wire(handwriting.write(text, seed=seed)), "whole")
        if seen.text == text and seen.confidence > 0.97:
            return seed
    raise AssertionError(f"the network reads none of 200 ways to write {text}")
