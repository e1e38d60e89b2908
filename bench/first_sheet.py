"""From an empty school to a sheet of twenty questions that a class has, and how soon the gallery answers."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.figures import Part, at_most, percentile
from tests.browser.chromium import DESKTOP, FLAGS, executable
from tests.browser.first_sheet import NAMES, Hand, set_first_sheet
from tests.browser.lesson import PASSWORD, TEACHER, found_school
from tests.running_site import RunningSite

# The keystroke-level model (Card, Moran and Newell, "The Keystroke-Level Model for User Performance Time with
# Interactive Systems", CACM 23 (1980), pages 396 to 410): 1.35 s to make up one's mind, 1.1 s to point, 0.2 s to
# press; 0.28 s for each key of an average typist.
PAUSE, KEY = 1_350 + 1_100 + 200, 280  # ms
YEARS = range(1, 7)
TIMES = 10


def measure() -> Part:
    """One new teacher at a person's pace, one as fast as pages come, then the gallery of every year."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(playwright), args=FLAGS)
        paced, taps, _ = _first_sheet(browser, pause=PAUSE, key=KEY)
        bare, _, answers = _first_sheet(browser, pause=0, key=0)
        browser.close()
    slowest = max(answers, key=lambda year: percentile(answers[year], 0.5))
    every = [one for times in answers.values() for one in times]
    return Part(
        "First sheet",
        "python -m bench first_sheet",
        "A teacher who has just made an account in an empty school, in Chromium: a class, "
        f"{len(NAMES)} pasted names, twenty questions of the gallery, set. Typing into a field is the tap that chose "
        f"it. A person's pace is {PAUSE / 1000:.2f} s before each tap and {KEY / 1000:.2f} s for each key (the "
        "keystroke-level model of Card, Moran and Newell, 1980). Then the gallery of each year "
        f"{TIMES} times: from the request to the last byte.",
        [
            at_most("taps to a set sheet", taps, 12, "taps"),
            at_most("a set sheet at a person's pace", paced, 60, "s", digits=1),
            at_most("of it what pages take", bare, 10, "s", digits=1),
            at_most("gallery answers, p95 of all years", percentile(every, 0.95), 200, "ms"),
            at_most(f"the slowest, Year {slowest}, median", percentile(answers[slowest], 0.5), 200, "ms"),
        ],
    )  # fmt: skip


def _first_sheet(browser: Browser, *, pause: float, key: float) -> tuple[float, int, dict[int, list[float]]]:
    """Seconds, taps, and milliseconds of the gallery by year, in a school of its own."""
    with tempfile.TemporaryDirectory() as folder, RunningSite(Path(folder) / "data") as site:
        page = browser.new_context(
            base_url=site.home,
            viewport=DESKTOP,  # type: ignore[arg-type]
            locale="en-GB",
        ).new_page()
        found_school(page, site.first_teacher, email=TEACHER, password=PASSWORD)
        hand = Hand(page, pause=pause, key=key)
        begun = time.monotonic()
        set_first_sheet(hand)
        taken = time.monotonic() - begun
        answers = {year: [_gallery(page, year) for _ in range(TIMES)] for year in YEARS}
        page.context.close()
    return taken, hand.taps, answers


def _gallery(page: Page, year: int) -> float:
    """Milliseconds from the request for the gallery to its last byte."""
    page.goto(f"/gallery/?year={year}")
    timing = page.evaluate("performance.getEntriesByType('navigation')[0].toJSON()")
    return float(timing["responseEnd"] - timing["requestStart"])
