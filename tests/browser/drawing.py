"""Writing on a canvas with pointer events, as mouse, finger or pen, in our synthetic hand."""

from __future__ import annotations

import time
from typing import Any, Literal

from playwright.sync_api import Locator, Page

import handwriting

Pointer = Literal["mouse", "touch", "pen"]
BOX = 1000  # ink units across the box


def draw(page: Page, canvas: Locator, text: str, *, seed: int = 1, pointer: Pointer = "mouse") -> dict[str, Any]:
    """Write `text` on the canvas; returns the ink as it was meant (wire format)."""
    wire = handwriting.write(text, seed=seed)
    draw_strokes(page, canvas, wire["strokes"], pointer=pointer)
    return wire


def draw_strokes(
    page: Page, canvas: Locator, strokes: list[Any], *, pointer: Pointer = "mouse", in_real_time: bool = False
) -> None:
    """Draw strokes given in ink units, point by point: as fast as it goes, or at the times that the ink has."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None, "the canvas cannot be seen"
    unit = box["width"] / BOX
    hands: dict[str, type[_Mouse | _Touch | _Pen]] = {"mouse": _Mouse, "touch": _Touch, "pen": _Pen}
    hand = hands[pointer](page)
    begun = time.monotonic()
    for stroke in strokes:
        places = [(box["x"] + point[0] * unit, box["y"] + point[1] * unit) for point in stroke]
        hand.down(*places[0])
        for place, point in zip(places[1:], stroke[1:], strict=True):
            if in_real_time:
                time.sleep(max(0.0, begun + point[2] / 1000 - time.monotonic()))
            hand.move(*place)
        hand.up(*places[-1])


class _Mouse:
    def __init__(self, page: Page) -> None:
        self.mouse = page.mouse

    def down(self, x: float, y: float) -> None:
        self.mouse.move(x, y)
        self.mouse.down()

    def move(self, x: float, y: float) -> None:
        self.mouse.move(x, y)

    def up(self, x: float, y: float) -> None:
        self.mouse.up()


class _Pen:
    """Chromium's own pen: the browser makes its pointer events with pointerType "pen"."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)

    def _send(self, kind: str, x: float, y: float, buttons: int) -> None:
        event = {"type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1}
        self.session.send("Input.dispatchMouseEvent", {**event, "pointerType": "pen", "force": 0.5})

    def down(self, x: float, y: float) -> None:
        self._send("mousePressed", x, y, 1)

    def move(self, x: float, y: float) -> None:
        self._send("mouseMoved", x, y, 1)

    def up(self, x: float, y: float) -> None:
        self._send("mouseReleased", x, y, 0)


class _Touch:
    """One finger. The window must have been opened with touch=True."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)

    def _send(self, kind: str, points: list[dict[str, float]]) -> None:
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def down(self, x: float, y: float) -> None:
        self._send("touchStart", [{"x": x, "y": y}])

    def move(self, x: float, y: float) -> None:
        self._send("touchMove", [{"x": x, "y": y}])

    def up(self, x: float, y: float) -> None:
        self._send("touchEnd", [])
