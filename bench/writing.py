"""What a child's hand feels: ink under the pen on a slow tablet, and how soon the reading is shown."""

from __future__ import annotations

import re
import sqlite3
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Page, sync_playwright

import handwriting
from bench import rooms
from bench.figures import Figure, Part, at_most, percentile
from tests.browser.chromium import FLAGS, TABLET, executable
from tests.browser.drawing import draw_strokes
from tests.browser.lesson import legible_seed
from tests.running_site import RunningSite
from tests.scaled.servers import wait_until

SLOWED = 6
ANSWERS = 12
MS = 1000

# From each pointer move to the end of the frame that shows it, and every task over 50 ms.
OBSERVE = """() => {
  window.seen = { frames: [], long: [], up: 0, shown: 0 };
  new PerformanceObserver(list => {
    for (const task of list.getEntries()) window.seen.long.push(task.duration);
  }).observe({ type: "longtask" });
  addEventListener("pointermove", event => {
    if (!event.buttons) return;
    const at = event.timeStamp;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.seen.frames.push(performance.now() - at);
      channel.port2.postMessage(0);
    });
  }, { capture: true });
  const up = () => Object.assign(window.seen, { up: performance.now(), shown: 0 });
  addEventListener("pointerup", up, { capture: true });
  new MutationObserver(() => {
    const bubble = document.querySelector("section.question:not([hidden]) [data-bubble]");
    if (!window.seen.shown && bubble && bubble.textContent.startsWith("I see")) window.seen.shown = performance.now();
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}"""

BARE_PAGE = '<section class="question"><canvas width="1000" height="400"></canvas></section>'
BARE_CANVAS = """() => {
  const canvas = document.querySelector("canvas"), context = canvas.getContext("2d");
  canvas.style.touchAction = "none";
  let last = null;
  canvas.addEventListener("pointermove", event => {
    context.beginPath();
    if (last) context.moveTo(...last);
    context.lineTo(...(last = [event.offsetX, event.offsetY]));
    context.stroke();
  });
}"""


def measure() -> Part:
    """A child at tablet size in Chromium, first as it is, then with the processor slowed."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        data = Path(folder) / "data"
        room = rooms.make(data, "empty", 1, ANSWERS + 4)
        browser = playwright.chromium.launch(executable_path=executable(playwright), args=FLAGS)
        with RunningSite(data) as site:
            context = browser.new_context(base_url=site.home, viewport=TABLET, has_touch=True)  # type: ignore[arg-type]
            name, _, value = room["answers"][0]["cookie"].partition(";")[0].partition("=")
            context.add_cookies([{"name": name, "value": value, "url": site.home}])
            page = context.new_page()
            scripts: set[str] = set()
            page.goto("/todo/")
            page.on("request", lambda request: scripts.add(request.url) if request.url.endswith(".js") else None)
            page.get_by_role("button", name=re.compile("Start|Go on")).click()
            page.locator("#work.is-ready").wait_for()
            at_once = set(scripts)
            page.locator("[data-tablet=ready]").wait_for()
            at_leisure = scripts - at_once
            weight, later = (
                sum(len(page.request.get(script).body()) for script in some) for some in (at_once, at_leisure)
            )
            page.evaluate(OBSERVE)
            written = [_answer(page, number) for number in range(1, ANSWERS + 1)]
            page.locator(f'[data-goto="{ANSWERS + 1}"]').click()
            time.sleep(1)
            swift, _ = _write(page, slowed=1, seed=2)
            frames, long = _write(page, slowed=SLOWED, seed=3)
            context.close()
            bare = browser.new_context(viewport=TABLET, has_touch=True).new_page()  # type: ignore[arg-type]
            bare.set_content(BARE_PAGE)
            bare.evaluate(BARE_CANVAS)
            bare.evaluate(OBSERVE)
            yardstick, bare_long = _write(bare, slowed=SLOWED, seed=3)
        browser.close()
        stored = _stored(data / "astronumbers.sqlite3", [one.up for one in written])
    shown = [one.shown for one in written]
    return Part(
        "Writing",
        "python -m bench writing",
        f"Chromium at {TABLET['width']} by {TABLET['height']}, ink by pointer events, {ANSWERS} answers: from the "
        "last pen-up to the mark in the database, and to the words “I see …” beside the box. Then with the processor "
        f"slowed {SLOWED} times, at a child's own speed: from a pointer event to the end of the frame that paints it "
        "(a frame is 16.7 ms), and tasks over 50 ms. This Chromium paints without a graphics processor, which takes "
        "most of that time: the page with a bare canvas is the yardstick.",
        [
            at_most("scripts of the writing page, uncompressed", weight / 1000, 60, "KB", digits=1),
            at_most("scripts it fetches once a child can write, uncompressed", later / 1000, 24, "KB", digits=1),
            Figure("pen-up to mark stored, median", f"{percentile(stored, 0.5):.0f} ms"),
            at_most("pen-up to mark stored, p95", percentile(stored, 0.95), 300, "ms"),
            Figure("pen-up to reading shown, median", f"{percentile(shown, 0.5):.0f} ms"),
            at_most("pen-up to reading shown, p95", percentile(shown, 0.95), 500, "ms"),
            Figure("pen to ink, median", f"{percentile(swift, 0.5):.1f} ms"),
            Figure("slowed: pen to ink, median", f"{percentile(frames, 0.5):.1f} ms"),
            Figure("slowed: pen to ink, p95", f"{percentile(frames, 0.95):.1f} ms"),
            Figure("slowed: the same on a page with a bare canvas, median", f"{percentile(yardstick, 0.5):.1f} ms"),
            Figure("slowed: the same on a page with a bare canvas, p95", f"{percentile(yardstick, 0.95):.1f} ms"),
            Figure("slowed: tasks over 50 ms while writing", str(len(long)), "0", not long),
            Figure("slowed: the same on a page with a bare canvas", str(len(bare_long))),
        ],
    )


class Written(NamedTuple):
    """When the pen went up (epoch seconds), and after how many milliseconds the reading was shown."""

    up: float
    shown: float


def _answer(page: Page, number: int) -> Written:
    """Write one answer and wait for its reading."""
    page.get_by_role("button", name=f"Question {number},").or_(
        page.get_by_role("button", name=f"Question {number}", exact=True)
    ).first.click()
    text = str(10 + number)
    wire = handwriting.write(text, seed=legible_seed(text))
    draw_strokes(page, page.locator("section.question:visible canvas"), wire["strokes"], pointer="mouse")
    # Asked again and again from here: a page with our CSP evaluates no words of others.
    wait_until(lambda: page.evaluate("window.seen.shown"), what=f"the reading of {text} shown")
    seen: dict[str, Any] = page.evaluate("window.seen")
    origin = float(page.evaluate("performance.timeOrigin"))
    return Written((origin + seen["up"]) / MS, float(seen["shown"] - seen["up"]))


def _stored(database: Path, ups: list[float]) -> list[float]:
    """Milliseconds from each pen-up to the first mark of the answer's current ink, in the order of writing."""
    rows = sqlite3.connect(f"file:{database}?mode=ro", uri=True).execute(
        "SELECT MIN(mark.created_at) FROM classroom_answer answer "
        "JOIN classroom_mark mark ON mark.ink_id = answer.ink_id "
        "JOIN classroom_question question ON question.id = answer.question_id "
        "GROUP BY answer.id ORDER BY question.position"
    )
    times = [datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp() for (at,) in rows]
    return [(at - up) * MS for at, up in zip(times, ups, strict=False)]


def _write(page: Page, *, slowed: int, seed: int) -> tuple[list[float], list[float]]:
    """Milliseconds from pointer to frame, and long tasks, with the processor slowed so many times."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    page.evaluate("Object.assign(window.seen, { frames: [], long: [] })")
    wire = handwriting.write("2048", seed=seed)
    canvas = page.locator("section.question:visible canvas")
    draw_strokes(page, canvas, wire["strokes"], pointer="touch", in_real_time=True)
    time.sleep(1)
    seen: dict[str, Any] = page.evaluate("window.seen")
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return [float(one) for one in seen["frames"]], [float(one) for one in seen["long"]]
