"""The answer wall: how it scrolls on a slow laptop, and how long a teacher takes for 600 answers by keys."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from bench import rooms
from bench.figures import Figure, Part, at_most, percentile
from tests.browser.chromium import DESKTOP, FLAGS, executable
from tests.running_site import RunningSite

CHILDREN, QUESTIONS = 30, 20
SLOWED = 4
SCROLL = 12_000  # px, at a fast flick's speed
PX_A_SECOND = 2_400
LIMIT = 300  # seconds for the whole class

# Seconds. Keystroke-level model (Card, Moran, Newell, CACM 23(7), 1980): a key by an average, not a skilled, typist;
# mental preparation for one decision. Model human processor (the same, 1983): one movement of the eye (230 ms), one
# perception (100 ms) and one recognition (70 ms) for each piece of writing looked at.
KEY, PREPARE, LOOK, POINT = 0.28, 1.35, 0.40, 1.1
SETTLED = 250  # ms without scrolling until the page counts what is on the screen as seen, and some more

OBSERVE = """() => {
  window.seen = { frames: [], long: [] };
  new PerformanceObserver(list => {
    for (const task of list.getEntries()) window.seen.long.push(task.duration);
  }).observe({ type: "longtask" });
  let last = 0;
  const frame = at => { if (last) window.seen.frames.push(at - last); last = at; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
}"""
YARDSTICK = "<style>p { margin: 0; height: 110px; border-bottom: 1px solid }</style>" + "<p>line</p>" * 200


def measure() -> Part:
    """A class writes in our synthetic hands, the network reads it; then the wall is scrolled and worked through."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder) / "data"
        room = rooms.make(data, "written", CHILDREN, QUESTIONS)
        again = Path(shutil.copytree(data, Path(folder) / "again"))
        browser = playwright.chromium.launch(executable_path=executable(playwright), args=FLAGS)
        everything = f"/assignments/{room['assignment']}/wall/?show=all"
        with RunningSite(data) as site:
            page = _signed_in(browser, site.home, room["teacher"])
            page.goto(everything)
            thumbs = page.locator("[data-thumb]").count()
            frames, long = _scroll(page)
            bare = browser.new_context(viewport=DESKTOP).new_page()  # type: ignore[arg-type]
            bare.set_content(YARDSTICK)
            yardstick, bare_long = _scroll(bare)
            bare.context.close()
            doubts = _teach(page, everything.removesuffix("?show=all"), room["truth"], agree=False)
        with RunningSite(again) as site:
            page = _signed_in(browser, site.home, room["teacher"])
            all_of_it = _teach(page, everything, room["truth"], agree=True)
        browser.close()
    smooth = sum(one <= 17.5 for one in frames) / len(frames)
    return Part(
        "The answer wall",
        "python -m bench wall",
        f"{CHILDREN} simulated children write {QUESTIONS} questions in our synthetic hands; the shipped "
        f"network reads and marks. The wall of all answers is scrolled {SCROLL:,} px at {PX_A_SECOND:,} px a "
        f"second in Chromium with the processor slowed {SLOWED} times; a page of 200 empty lines is the "
        "yardstick, for this Chromium paints without a graphics processor. Then a scripted teacher works "
        "through it by keys alone, knowing what each child meant: the time is the page's own waiting as "
        "measured (from each key to the frame that shows the next decision) plus a person's by the "
        f"keystroke-level model of Card, Moran and Newell (1980, 1983): {KEY} s a key, {PREPARE} s for each "
        f"decision, {LOOK} s for each piece of writing looked at, {POINT} s to point. First only what the machine "
        "left. Then, in a class that nobody has looked at yet, every answer: screen by screen, what reads not as it "
        "lies is pulled out where it is seen (a decision each), one key agrees with all else, and what was pulled "
        "out, what could not be read and what was drawn for a check is decided one by one. A model of a person, not "
        "a person.",
        [
            Figure("answers on the wall", str(thumbs), "≥ 300", thumbs >= 300),
            Figure("slowed, scrolling: frames in time (17.5 ms)", f"{smooth:.1%}"),
            at_most("slowed, scrolling: time of a frame, p95", percentile(frames, 0.95), 17.5, "ms", digits=1),
            Figure("slowed, scrolling: slowest frame", f"{max(frames):.1f} ms"),
            Figure("slowed, scrolling: tasks over 50 ms", str(len(long)), "0", not long),
            Figure("the same on the yardstick, p95 of a frame", f"{percentile(yardstick, 0.95):.1f} ms"),
            Figure("the same on the yardstick, tasks over 50 ms", str(len(bare_long))),
            Figure("the wall's p95 by the yardstick's",
                   f"{percentile(frames, 0.95) / percentile(yardstick, 0.95):.1f}"),
            Figure("left by the machine, with what was drawn for checks",
                   f"{doubts.looked} of {thumbs} answers, {doubts.checks} of them checks, "
                   f"{doubts.decisions} decisions"),
            Figure("key to next decision shown, median", f"{percentile(doubts.waits, 0.5) * 1000:.0f} ms"),
            Figure("key to next decision shown, p95", f"{percentile(doubts.waits, 0.95) * 1000:.0f} ms"),
            Figure("what the machine left: keys pressed", str(doubts.keys)),
            at_most("what the machine left: a teacher's time", doubts.seconds, LIMIT, "s"),
            Figure("of which the page's own", f"{sum(doubts.waits):.1f} s"),
            Figure("every answer looked at: what was done",
                   f"{all_of_it.looked} looked at on {all_of_it.screens + 1} screens, {all_of_it.odd} pulled out, "
                   f"{all_of_it.checks} checks, {all_of_it.decisions} decisions, {all_of_it.keys} keys"),
            at_most("every answer looked at: a teacher's time", all_of_it.seconds, LIMIT, "s"),
            Figure("of which looking", f"{all_of_it.looked * LOOK:.0f} s"),
            Figure("of which the page's own", f"{sum(all_of_it.waits):.1f} s"),
        ],
    )  # fmt: skip


@dataclass
class Taught:
    """What the scripted teacher did; `waits` are the page's own seconds after each key that decides."""

    keys: int = 0
    looked: int = 0
    decisions: int = 0
    screens: int = 0
    odd: int = 0
    checks: int = 0
    seconds_more: float = 0.0
    waits: list[float] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """The whole of it, a person's time with the page's."""
        return self.keys * KEY + self.looked * LOOK + self.decisions * PREPARE + sum(self.waits) + self.seconds_more


def _teach(page: Page, path: str, truth: dict[str, str], *, agree: bool) -> Taught:
    """Work through a wall: with `agree`, screen by screen, one key for what reads as it lies, then the rest."""
    begun = time.perf_counter()
    page.goto(path)
    page.locator(".has-script").wait_for()
    done = Taught(waits=[time.perf_counter() - begun])
    if agree:
        _look_through(page, truth, done)
    while True:
        group = page.locator(".group.is-current")
        if not group.count() or not group.locator("[data-thumb]:is([data-look], :not(.is-decided))").count():
            break
        if group.evaluate("one => one.classList.contains('group-check')"):
            _check(page, truth, done, looked=agree)
            continue
        thumbs = group.locator("[data-pulled] [data-thumb]")
        if not thumbs.count():
            thumbs = group.locator("[data-thumb][data-look]")
        uuids = _uuids(thumbs)
        if not uuids:
            break
        done.looked += 0 if agree else len(uuids)
        meant = [truth[uuid] for uuid in uuids]
        common = max(set(meant), key=meant.count)
        odd = [uuid for uuid, verdict in zip(uuids, meant, strict=True) if verdict != common]
        for uuid in odd:
            _go_to(page, uuid, done)
            _press(page, "x", done)
        _press(page, common[0], done, decides=True)
        if odd:
            _press(page, "w" if common == "right" else "r", done, decides=True)
    return done


def _look_through(page: Page, truth: dict[str, str], done: Taught) -> None:
    """The whole wall, a screen at a time: what does not read as it lies is pulled out, in the end all else agreed."""
    everything = _uuids(page.locator("[data-thumb]"))
    done.looked += len(everything)
    while True:
        page.wait_for_timeout(SETTLED)  # the eye takes longer: half a minute for a screen
        if page.evaluate("Number(document.querySelector('[data-seen-count]').textContent)") >= len(everything):
            break
        _press(page, " ", done)
        done.screens += 1
    for uuid, says in _as_it_lies(page):
        if truth[uuid] != says:
            _go_to(page, uuid, done)
            _press(page, "x", done)
            done.seconds_more += PREPARE  # to notice one is a decision too
            done.odd += 1
    _press(page, "a", done, decides=True)


def _as_it_lies(page: Page) -> list[tuple[str, str]]:
    """Each answer to which the teacher would agree, with what she would say of it."""
    found: list[list[str]] = page.evaluate("""() => [...document.querySelectorAll('.group-read [data-thumb]')]
        .filter(one => !one.classList.contains('is-decided'))
        .map(one => [one.dataset.thumb, one.dataset.look === undefined ? one.dataset.verdict
            : one.closest('[data-group]').dataset.reads])""")
    return [(uuid, says) for uuid, says in found]


def _check(page: Page, truth: dict[str, str], done: Taught, *, looked: bool) -> None:
    """The answer drawn by lot at which the hand is: right or wrong, by itself."""
    uuid = page.evaluate("document.activeElement.closest('[data-thumb]').dataset.thumb")
    done.looked += 0 if looked else 1
    done.checks += 1
    _press(page, truth[uuid][0], done, decides=True)


def _go_to(page: Page, uuid: str, done: Taught) -> None:
    """By the key to the next doubtful one, as often as it takes, when it is doubtful; else a click, as long as a key
    and the time to point (1.1 s, Card, Moran and Newell, 1980)."""
    thumb = page.locator(f"[data-thumb='{uuid}']")
    at = "document.activeElement.closest('[data-thumb]')?.dataset.thumb ?? ''"
    if thumb.get_attribute("data-look") is None:
        thumb.locator("input").focus()
        done.seconds_more += POINT
        return
    while page.evaluate(at) != uuid:
        _press(page, "d", done)


def _uuids(thumbs: Locator) -> list[str]:
    return list(thumbs.evaluate_all("all => all.map(one => one.dataset.thumb)"))


def _press(page: Page, key: str, done: Taught, *, decides: bool = False) -> None:
    """One key; after one that decides, the page's own time until the frame after its handling."""
    done.keys += 1
    begun = time.perf_counter()
    page.keyboard.press(key)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    if decides:
        done.decisions += 1
        done.waits.append(time.perf_counter() - begun)


def _scroll(page: Page) -> tuple[list[float], list[float]]:
    """Milliseconds between frames, and long tasks, while the page is scrolled with the processor slowed."""
    page.wait_for_timeout(1500)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.evaluate(OBSERVE)
    for distance in (-SCROLL, SCROLL):
        session.send(
            "Input.synthesizeScrollGesture",
            {"x": 600, "y": 400, "yDistance": distance, "speed": PX_A_SECOND, "gestureSourceType": "mouse"},
        )
    seen: dict[str, Any] = page.evaluate("window.seen")
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return [float(one) for one in seen["frames"]], [float(one) for one in seen["long"]]


def _signed_in(browser: Browser, home: str, cookie: str) -> Page:
    context = browser.new_context(base_url=home, viewport=DESKTOP)  # type: ignore[arg-type]
    key = re.search(r"session=(\w+)", cookie)
    assert key is not None
    context.add_cookies([{"name": "session", "value": key[1], "url": home}])
    context.set_default_timeout(120_000)
    return context.new_page()
