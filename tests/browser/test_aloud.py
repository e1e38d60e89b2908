"""Reading aloud: every page of a child has a loudspeaker where the device has a voice, and none where it has not."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.barriers import CHILDREN_ON_TABLETS, small_targets
from tests.browser.lesson import Classroom

# Chromium without a screen has no voice: one that keeps what it is asked to say.
VOICE = """(() => {
  const words = [];
  class Utterance extends EventTarget { constructor(text) { super(); this.text = text; } }
  const synthesis = {
    getVoices: () => [
      { lang: "en-GB", localService: false, name: "elsewhere" }, { lang: "%s", localService: true, name: "own" },
    ],
    speak: one => { synthesis.now = one; words.push([one.text, one.voice.name]); },
    cancel: () => synthesis.now?.onend(),
    addEventListener: () => {},
  };
  Object.defineProperty(globalThis, "speechSynthesis", { value: synthesis });
  globalThis.SpeechSynthesisUtterance = Utterance;
  globalThis.saidAloud = words;
})()"""


def said_on(page: Page) -> str:
    """Tap the page's loudspeaker; what was said, by a voice of the device's own."""
    speaker = page.get_by_role("button", name="Read it aloud").first
    expect(speaker).to_be_visible()
    speaker.click()
    expect(speaker).to_have_attribute("aria-pressed", "true")
    [[text, voice]] = page.evaluate("saidAloud.splice(0)")
    assert voice == "own"
    speaker.click()  # enough
    expect(speaker).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("saidAloud.length") == 0
    return str(text)


def test_a_child_that_cannot_read_hears_each_page(classroom: Classroom) -> None:
    [card] = classroom.make_class("Listeners", ["Ada"])
    classroom.make_worksheet("Sums", ["7 + 5", "? + 4 = 9"])
    classroom.set_worksheet("Listeners", feedback="After hand-in")
    page = classroom.windows.open(touch=True)
    page.add_init_script(VOICE % "en-US")
    page.goto("/")
    assert said_on(page) == "Tap the letters of your class code. Then tap Go."
    page.get_by_label("Your class code").fill(card.code)
    page.get_by_role("button", name="Go").click()
    assert said_on(page) == "Find your name and tap it."
    page.get_by_role("link", name="Ada").click()
    assert said_on(page).startswith("Tap your three pictures")
    assert small_targets(page, CHILDREN_ON_TABLETS) == []
    for picture in card.pictures:
        page.get_by_role("button", name=picture, exact=True).click()
    page.get_by_role("button", name="Go").click()
    page.get_by_role("heading", name="Hello, Ada!").wait_for()
    assert said_on(page) == "Hello, Ada! Sums."
    page.get_by_role("button", name=re.compile("^Start: ")).click()
    page.locator("#work.is-ready").wait_for()
    assert said_on(page) == "7 plus 5 is what?"
    assert small_targets(page, CHILDREN_ON_TABLETS) == []
    page.get_by_role("button", name="Question 2").click()
    page.locator("section.question:visible .say").click()
    assert page.evaluate("saidAloud.splice(0)") == [["what plus 4 is 9?", "own"]]


def test_without_a_voice_of_the_page_s_language_there_is_no_loudspeaker(classroom: Classroom) -> None:
    page = classroom.windows.open(touch=True)
    page.add_init_script(VOICE % "fr-FR")
    page.goto("/")
    page.locator("#letters:visible").wait_for()
    assert page.get_by_role("button", name="Read it aloud").count() == 0
