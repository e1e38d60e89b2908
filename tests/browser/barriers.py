"""Barriers that axe does not measure: size of targets, large text, spaced text, a focus that can be seen."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.chromium import PHONE, axe_problems

# WCAG 2.2 asks for 24 px (2.5.8); children's fingers get more.
TEACHERS_FINGERS, CHILDREN_ON_TABLETS = 24, 64
PATIENCE = 30  # looks at what seems wrong, a tenth of a second apart
TABS = 20  # presses on each page; a page repeats its kinds of control soon

_SMALL = """least => {
    const controls = "button, a[href], summary, select, textarea, input:not([type=hidden])";
    const boxes = [...document.querySelectorAll(controls)]
        .filter(one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        .filter(one => !one.closest("[aria-hidden=true], .visually-hidden"))
        .map(one => {
            // A tick box is as large as the label that works it.
            const ticked = ["checkbox", "radio", "file"].includes(one.type);
            const label = ticked ? one.closest("label") ?? one.labels?.[0] : null;
            const rects = [one, ...(label ? [label] : [])].map(it => it.getBoundingClientRect());
            const most = side => Math.max(...rects.map(r => r[side]));
            return { one, rects, width: most("width"), height: most("height") };
        })
        .filter(({ width, height }) => width > 1 && height > 1);
    // Exceptions of 2.5.8: what stands in a sentence, and what has so much room around it that nobody hits another.
    const inText = one => one.matches("a") && getComputedStyle(one).display === "inline";
    const middle = ({ rects: [r] }) => [r.x + r.width / 2, r.y + r.height / 2];
    const lonely = box => boxes.every(other => {
        if (other === box) return true;
        const [x, y] = middle(box), r = other.rects[0], half = least / 2;
        const dx = Math.max(r.left - x, 0, x - r.right), dy = Math.max(r.top - y, 0, y - r.bottom);
        return Math.hypot(dx, dy) >= half;
    });
    return boxes
        .filter(box => (box.width < least - .5 || box.height < least - .5) && !inText(box.one))
        .filter(box => least > 24 ? !box.one.closest("p:not(.foot, .hand-line), .skip, .quiet-links") : !lonely(box))
        .map(({ one, width, height }) => `${Math.round(width)}x${Math.round(height)} ${one.outerHTML.slice(0, 110)}`);
}"""

_SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const over = document.documentElement.scrollWidth - innerWidth;
    document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1);
    return over;
}"""

_LARGE = """() => {
    const before = document.documentElement.style.fontSize;
    document.documentElement.style.fontSize = "200%";
    const over = document.documentElement.scrollWidth - innerWidth;
    document.documentElement.style.fontSize = before;
    return over;
}"""

# Of what has the focus: is it drawn so that one sees it, and is a part of it on top?
_FOCUS = """() => {
    const one = document.activeElement;
    if (!one || one === document.body || one.tagName === "MAIN") return null;
    const r = one.getBoundingClientRect();
    // The outline may be drawn round what stands for it: a picture beside a tick box, the card round it.
    const near = [one, ...(one.matches("input") ? [...one.parentElement.children, one.parentElement] : [])];
    const seen = near.some(it => {
        const { outlineStyle, outlineWidth } = getComputedStyle(it);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    });
    const parts = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]];
    const spots = parts.map(([a, b]) => [r.x + r.width * a, r.y + r.height * b]);
    const open = r.width < 2 || spots.some(([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top && (top === one || one.contains(top) || top.contains(one) || one.labels?.[0]?.contains(top));
    });
    const html = one.outerHTML.slice(0, 110);
    return { html, key: one.tagName + one.className, wrong: !seen ? "no outline" : !open ? "covered" : "" };
}"""


# How far the page goes past its window, and what sticks out; "" where nothing does.
_OVER = """() => {
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over <= 0) return "";
    const all = [...document.querySelectorAll("body *")];
    const wide = all.filter(one => one.getBoundingClientRect().right > innerWidth + 1);
    return `${over} px ` + wide.slice(-3).map(one => one.outerHTML.slice(0, 80)).join(" ");
}"""

_MOVES = """() => document.getAnimations()
    .filter(one => one.playState === "running" && one.effect?.getComputedTiming().activeDuration > 100)
    .map(one => one.animationName ?? one.transitionProperty ?? "script")"""


# What people set on their devices besides the light page that axe sees first, and the contrast that they then get.
LOOKS = (
    ("dark", {"color_scheme": "dark", "contrast": "no-preference"}, "color-contrast"),
    ("high contrast", {"color_scheme": "light", "contrast": "more"}, "color-contrast-enhanced"),
    ("dark, high contrast", {"color_scheme": "dark", "contrast": "more"}, "color-contrast-enhanced"),
)
# Colours change by a transition, however short; in what is off the screen and not rendered it would not even begin.
_AT_ONCE = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, *::before, *::after { transition: none !important; }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
# axe is in the page already; of all its rules colours alone can differ between looks.
_PALE = """rule => axe.run(document, { runOnly: [rule], resultTypes: ["violations"] })
    .then(({ violations }) => violations.flatMap(({ nodes }) => nodes.map(({ html, any: [why] }) =>
        `${why?.data?.contrastRatio}: ${html.slice(0, 160)}`)))"""


def barriers(page: Page, least: int) -> list[str]:
    """Everything that keeps people out of the page as it stands: axe's finds and what axe does not measure."""
    return [
        *axe_problems(page),
        *pale_text(page),
        *sideways(page),
        *small_targets(page, least),
        *text_that_grows(page),
        *moving(page),
        *hidden_focus(page),
    ]


def pale_text(page: Page) -> list[str]:
    """Text that is hard to tell from its ground in the looks that devices ask for, once `axe_problems` ran."""
    found = []
    page.evaluate(_AT_ONCE)
    for look, media, rule in LOOKS:
        page.emulate_media(**media)  # type: ignore[arg-type]
        pale = page.evaluate(_PALE, rule)
        for _ in range(PATIENCE):
            if not pale:
                break
            page.wait_for_timeout(200)  # the page takes its new colours a frame or two later, part by part
            pale = page.evaluate(_PALE, rule)
        found += [f"{page.url}: {look}: contrast {one}" for one in pale]
    page.emulate_media(color_scheme="light", contrast="no-preference")
    page.evaluate("document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1)")
    return found


def sideways(page: Page) -> list[str]:
    """A page that has to be pushed sideways on a phone, or at 320 px (1.4.10)."""
    before = page.viewport_size
    found = []
    for size in (PHONE, {"width": 320, "height": 640}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        over = page.evaluate(_OVER)
        for _ in range(PATIENCE):
            if not over:
                break
            page.wait_for_timeout(100)  # a page that is laid out anew may be a frame late
            over = page.evaluate(_OVER)
        found += [f"{page.url}: too wide at {size['width']} px: {over}"] if over else []
    page.set_viewport_size(before)  # type: ignore[arg-type]
    return found


def moving(page: Page) -> list[str]:
    """What moves although the device asks for less movement (2.3.3); windows in tests do."""
    return [f"{page.url}: {one} moves" for one in page.evaluate(_MOVES)]


def small_targets(page: Page, least: int) -> list[str]:
    """Controls on show that are smaller than `least` CSS pixels either way."""
    return [f"{page.url}: small: {one}" for one in page.evaluate(_SMALL, least)]


def text_that_grows(page: Page) -> list[str]:
    """Pages that must be pushed sideways when text is twice as large (1.4.4), or spaced as 1.4.12 asks."""
    large, spaced = page.evaluate(_LARGE), page.evaluate(_SPACED)
    found = [f"{page.url}: {large} px too wide with text at 200 %"] if large > 0 else []
    return found + ([f"{page.url}: {spaced} px too wide with spaced text"] if spaced > 0 else [])


def hidden_focus(page: Page) -> list[str]:
    """What gets the focus by the Tab key and does not show it, or lies under something else (2.4.7, 2.4.11)."""
    page.evaluate("document.activeElement?.blur?.(); scrollTo(0, 0)")
    found: dict[str, str] = {}
    for _ in range(TABS):
        page.keyboard.press("Tab")
        seen = page.evaluate(_FOCUS)
        for _ in range(PATIENCE):
            if not (seen and seen["wrong"]):
                break
            page.wait_for_timeout(100)  # where it goes may be a frame away, and frames are late on a busy machine
            seen = page.evaluate(_FOCUS)
        if seen and seen["wrong"]:
            found.setdefault(seen["key"], f"{page.url}: focus {seen['wrong']}: {seen['html']}")
    return list(found.values())
