"""Two-step sign-in in a real browser: set up by a tired teacher, used the next morning."""

from __future__ import annotations

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.browser.chromium import DESKTOP, PHONE, Windows, axe_problems, shot

PASSWORD = "comets and crayons 42"


def digits(letters: str, *, ahead: int = 0) -> str:
    """What the phone shows, `ahead` half minutes from now."""
    return str(format_hotp_value(hotp_value(letters.replace(" ", ""), int(time.time()) // 30 + ahead)))


def looked_at(page: Page, name: str) -> list[str]:
    shot(page, name)
    return axe_problems(page)


def test_a_teacher_sets_it_up_and_signs_in_with_it(windows: Windows, teacher_page: Page, site: object) -> None:
    page, problems = teacher_page, []
    page.goto("/school/")
    page.get_by_role("button", name="Invite a colleague").click()
    link = re.search(r"http://\S+/join-school/[\w-]+/", page.content())
    assert link is not None
    own = windows.open(DESKTOP)
    own.goto(link[0])
    own.get_by_label("Your name").fill("Mr Lee")
    own.get_by_label("E-mail").fill("two-steps@school.example")
    own.get_by_label("Password").fill(PASSWORD)
    own.get_by_role("button", name="Join").click()
    own.get_by_role("link", name="Mr Lee").click()
    own.get_by_role("link", name="Two-step sign-in").click()
    problems += looked_at(own, "two-steps-off")
    own.get_by_role("link", name="Set it up").click()
    own.get_by_label("Your password").fill(PASSWORD)
    own.get_by_role("button", name="Go on").click()
    own.get_by_text("Type these letters instead").click()
    letters = own.locator(".set-up-letters").inner_text()
    problems += looked_at(own, "two-steps-set-up")
    expect(own.get_by_role("img", name=re.compile("QR code"))).to_have_js_property("complete", True)
    own.get_by_label(re.compile("six digits")).fill("000000")
    own.get_by_role("button", name="Turn it on").click()
    expect(own.get_by_text("That code does not fit")).to_be_visible()
    own.get_by_label(re.compile("six digits")).fill(digits(letters))
    own.get_by_role("button", name="Turn it on").click()
    expect(own.get_by_role("heading", name="Your paper codes")).to_be_visible()
    expect(own.locator(".paper-codes li")).to_have_count(10)
    problems += looked_at(own, "two-steps-paper")
    paper = own.locator(".paper-codes li").first.inner_text()
    own.get_by_role("link", name="I have them").click()

    phone = windows.open(PHONE)
    phone.goto("/accounts/login/")
    phone.get_by_label("E-mail").fill("two-steps@school.example")
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.get_by_role("heading", name="Now your phone, please")).to_be_visible()
    expect(phone.get_by_label(re.compile("six digits"))).to_be_focused()
    problems += looked_at(phone, "two-steps-code")
    phone.get_by_label(re.compile("six digits")).fill(digits(letters, ahead=1))  # the code of set-up is used up
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", name=re.compile("Welcome|Classes"))).to_be_visible()
    phone.goto("/accounts/two-steps/set-up/")
    problems += looked_at(phone, "two-steps-again")
    phone.get_by_label(re.compile("six digits")).fill(paper)
    phone.get_by_role("button", name="Go on").click()
    expect(phone.get_by_role("heading", name="Another phone")).to_be_visible()
    phone.goto("/accounts/two-steps/")
    expect(phone.get_by_text("9 paper codes")).to_be_visible()
    problems += looked_at(phone, "two-steps-on")
    assert not problems, "\n".join(problems)
    over = phone.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0, f"{over} px too wide for a phone"
