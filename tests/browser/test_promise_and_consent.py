"""What a school promises of marking, what the honesty pages tell, and the consent ledger, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.lesson import Classroom

Axe = Callable[[Page], None]


def test_a_head_sets_the_promise_and_the_page_tells_what_it_takes(classroom: Classroom, axe: Axe) -> None:
    page = classroom.page
    page.goto("/school/marking/")
    expect(page.get_by_role("heading", name="Marking by machine")).to_be_visible()
    promise = page.get_by_label("At most one automatic mark wrong in")
    before = promise.input_value()
    promise.select_option("500")
    page.get_by_label("Of 100 answers, teachers check").fill("5")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("At most one automatic mark wrong in")).to_have_value("500")
    expect(page.locator(".figures")).to_contain_text("1 in 500")
    page.get_by_label("Of 100 answers, teachers check").fill("90")
    page.get_by_role("button", name="Save").click()
    page.goto("/school/marking/")
    expect(page.get_by_label("Of 100 answers, teachers check")).to_have_value("5")  # 90 was not taken
    axe(page)
    page.get_by_label("At most one automatic mark wrong in").select_option(before)
    page.get_by_label("Of 100 answers, teachers check").fill("2")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("At most one automatic mark wrong in")).to_have_value(before)


def test_the_honesty_page_says_so_when_it_knows_nothing_or_little(classroom: Classroom, axe: Axe) -> None:
    page = classroom.page
    page.goto("/honesty/")
    expect(page.get_by_role("heading", name="How well the machine reads")).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile("Nothing was read yet|so far|As published"))
    assert "NaN" not in page.locator("main").inner_text()
    axe(page)
    page.get_by_role("link", name="Page for parents").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    axe(page)


def test_consent_is_off_until_recorded_and_a_withdrawal_adds_a_line(classroom: Classroom, axe: Axe) -> None:
    page = classroom.page
    classroom.make_class("Consenting Comets", ["Ada", "Ben"])
    page.get_by_role("link", name=re.compile("[Cc]onsent")).first.click()
    expect(page.get_by_role("heading", name="Consent for training")).to_be_visible()
    ada = page.locator(".consent-rows li").filter(has_text="Ada")
    ben = page.locator(".consent-rows li").filter(has_text="Ben")
    for child in (ada, ben):
        expect(child).to_contain_text("no answer: not used")
    for answer, state in ((0, "consent given"), (1, "withdrawn")):
        ada.get_by_role("checkbox").check()
        page.locator(".consent-answer input[type=radio]").nth(answer).check()
        page.get_by_role("button", name="Record", exact=True).click()
        expect(ada).to_contain_text(state)
    ada.locator("summary").click()
    expect(ada.locator("ol li")).to_have_count(2)  # what was said before stays to be seen
    expect(ben).to_contain_text("no answer: not used")
    axe(page)
