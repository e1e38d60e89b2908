"""Which Chromium, and windows in it that notice what goes wrong in them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize

SCREENSHOTS = Path(__file__).resolve().parent.parent.parent / "screenshots"
PHONE = {"width": 390, "height": 844}
TABLET = {"width": 1024, "height": 600}
TABLET_UPRIGHT = {"width": 800, "height": 1280}
DESKTOP = {"width": 1366, "height": 768}
SIZES = {"phone": PHONE, "tablet": TABLET, "desktop": DESKTOP}

FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
# WCAG 2.2 level AA and what axe knows to be good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def executable(playwright: Playwright) -> str | None:
    """The system's Chromium, else Playwright's own, else None."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


class Windows:
    """Opens windows on the site, and keeps what pages complained about or asked of other machines."""

    def __init__(self, browser: Browser, home: str, *, helpers: bool = False) -> None:
        # Without helpers (service workers) a page lives as on a school's plain HTTP; test_tablet.py has them.
        self.workers: Literal["allow", "block"] = "allow" if helpers else "block"
        self.browser = browser
        self.home = home
        self.complaints: list[str] = []
        self._contexts: list[BrowserContext] = []

    def open(self, size: dict[str, int] = DESKTOP, *, touch: bool = False, **more: Any) -> Page:
        """A page in a browser of its own: nothing is shared with other windows unless `storage_state` says so."""
        context = self.browser.new_context(
            base_url=self.home,
            viewport=ViewportSize(width=size["width"], height=size["height"]),
            has_touch=touch,
            locale="en-GB",
            reduced_motion="reduce",
            service_workers=self.workers,
            **more,
        )
        context.set_default_timeout(30_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("request", lambda request: self._asked(request.url))
        page.on("response", lambda answer: self._answered(answer.status, answer.url))
        return page

    def close(self) -> None:
        """Close all windows."""
        for context in self._contexts:
            context.close()

    def _heard(self, message: Any) -> None:
        # Of a status of 400 and more the browser complains too; `_answered` judges those.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def _asked(self, url: str) -> None:
        if url.startswith("http") and urlsplit(url).netloc != urlsplit(self.home).netloc:
            self.complaints.append(f"asked another machine: {url}")

    def _answered(self, status: int, url: str) -> None:
        if status >= 500 or (status == 404 and "/static/" in url):
            self.complaints.append(f"{url}: status {status}")


@contextmanager
def offline(page: Page) -> Iterator[None]:
    """The page's device without a network."""
    page.context.set_offline(True)
    try:
        yield
    finally:
        page.context.set_offline(False)


def axe_problems(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands; one line for each place."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{page.url}: {problem['id']}: {problem['help']}: {node['html'][:160]}"
        for problem in found.response["violations"]
        for node in problem["nodes"]
    ]


def shot(page: Page, name: str) -> None:
    """Keep pictures of the page at three sizes, for people to look at."""
    SCREENSHOTS.mkdir(exist_ok=True)
    before = page.viewport_size
    for size_name, size in SIZES.items():
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.wait_for_timeout(80)
        page.screenshot(path=SCREENSHOTS / f"{name}-{size_name}.png", full_page=True)
    if before:
        page.set_viewport_size(before)
        page.wait_for_timeout(80)


@contextmanager
def teachers_pages(chromium: Browser, room: dict[str, Any], *, lesson: str) -> Iterator[Callable[..., Page]]:
    """A function that opens windows of the teacher of a room of `bench.rooms`, signed in; pages may not complain.

    `lesson` is the word that stands for the lesson's address in the paths it is given.
    """
    windows = Windows(chromium, room["home"])
    key = re.search(r"session=(\w+)", room["teacher"])

    def go(path: str, size: dict[str, int] = DESKTOP, **more: Any) -> Page:
        page = windows.open(size, **more)
        assert key is not None
        page.context.add_cookies([{"name": "session", "value": key[1], "url": room["home"]}])
        page.goto(path.replace(lesson, f"/assignments/{room['assignment']}"))
        return page

    yield go
    windows.close()
    assert windows.complaints == []
