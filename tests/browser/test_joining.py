"""The way in: a teacher founds a school and makes a class; a child comes in with code, name and pictures."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.chromium import TABLET, Windows, shot
from tests.browser.drawing import Pointer, draw
from tests.browser.lesson import Classroom


def test_a_child_comes_in_with_the_card(classroom: Classroom, axe: Callable[[Page], None]) -> None:
    [ada, ben] = classroom.make_class("Comets", ["Ada", "Ben"])
    assert ada.code == ben.code
    assert ada.pictures != ben.pictures
    page = classroom.child(ada)
    axe(page)
    shot(page, "child-todo")


@pytest.mark.parametrize("address", ["/", "/try/", "/who-can-see/", "/accounts/login/"])
def test_a_page_for_anybody_has_no_barriers(windows: Windows, axe: Callable[[Page], None], address: str) -> None:
    page = windows.open(TABLET)
    page.goto(address)
    axe(page)
    shot(page, "public" + address.replace("/", "-").rstrip("-"))


@pytest.mark.parametrize("pointer", ["mouse", "touch", "pen"])
def test_anybody_may_try_with_any_pointer(windows: Windows, pointer: Pointer) -> None:
    page = windows.open(TABLET, touch=True)
    page.goto("/try/")
    with page.expect_response("**/api/v1/readings/") as answered:
        draw(page, page.locator("canvas").first, "7", seed=3, pointer=pointer)
    assert answered.value.status == 200
    sent = answered.value.request.post_data_json
    assert sum(len(stroke) for stroke in sent["ink"]["strokes"]) > 5
