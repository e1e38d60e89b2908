"""Looks: every colour is readable in every look, and a device keeps the one that was chosen."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from classroom.views.look import COOKIE, LOOKS
from tests.classroom.looks import CHILDREN_ONLY, CSS, MADE_OF, colours, ratio

pytestmark = pytest.mark.django_db

TEXT, EDGE, SURE = 4.5, 3.0, 7.0
# A ground, and what is written on it.
TEACHERS_TEXT = {
    "page": "ink ink-soft right wrong look wait primary primary-dark accent",
    "paper": "ink ink-soft right wrong look wait primary primary-dark accent",
    "head": "ink ink-soft",
    "stripe-1": "ink ink-soft",
    "stripe-2": "ink",
    "wait-faint": "ink ink-soft",
    "wait-bg": "ink ink-soft wait primary",
    "right-bg": "ink right",
    "wrong-bg": "ink wrong",
    "look-bg": "ink ink-soft look look-text",
    "right": "on-solid", "right-strong": "on-solid",
    "wrong": "on-solid", "wrong-strong": "on-solid",
    "look": "on-solid", "look-strong": "on-solid",
    "primary": "on-primary", "primary-dark": "on-primary",
    "star": "on-star",
    "night": "on-night star", "night-2": "on-night",
    "pad": "pen pen-live",
    "band": "ink", "heat-1": "ink", "heat-2": "ink", "heat-3": "ink", "heat-4": "ink",
}  # fmt: skip
CHILDRENS_TEXT = {
    "sky-1": "sky-text sky-soft",
    "sky-2": "sky-text sky-soft tool-off",
    "sky-3": "sky-text sky-soft",
    "panel": "sky-text sky-soft",
    "tool": "tool-text", "tool-hover": "tool-text",
    "star": "on-star", "star-hover": "on-star",
    "off": "on-off",
    "card": "ink ink-soft card-primary again look-text",
    "card-hover": "ink card-primary",
    "card-done": "ink ink-soft",
    "kind": "kind-text",
    "again-bg": "again",
    "pale": "on-pale",
    "bubble": "on-bubble card-primary",
    "pad": "pen pen-live",
    "right-bg": "right", "look-bg": "look-text", "wait-bg": "wait",
}  # fmt: skip
# What one sees that is no text: edges of controls, the focus, signs.
TEACHERS_EDGES = {"paper": "line-strong focus alive primary", "page": "line-strong focus"}
CHILDRENS_EDGES = {"sky-1": "focus", "sky-2": "focus tool-line halo", "sky-3": "focus", "card": "card-focus"}


def unreadable(found: dict[str, str], grounds: dict[str, str], least: float) -> list[str]:
    """What has less contrast with its ground than it needs."""
    return [
        f"{name} on {ground}: {ratio(found[name], found[ground]):.2f}"
        for ground, names in grounds.items()
        for name in names.split()
        if ratio(found[name], found[ground]) < least
    ]


@pytest.mark.parametrize("look", MADE_OF)
def test_every_colour_of_teachers_pages_is_readable(look: str) -> None:
    found = colours(MADE_OF[look], children=False)
    assert unreadable(found, TEACHERS_TEXT, SURE if "contrast" in look else TEXT) == []
    assert unreadable(found, TEACHERS_EDGES, EDGE) == []


@pytest.mark.parametrize("look", MADE_OF | CHILDREN_ONLY)
def test_every_colour_of_childrens_pages_is_readable(look: str) -> None:
    found = colours((MADE_OF | CHILDREN_ONLY)[look], children=True)
    assert unreadable(found, CHILDRENS_TEXT, SURE if "contrast" in look else TEXT) == []
    assert unreadable(found, CHILDRENS_EDGES, EDGE) == []


def test_pages_have_no_colours_of_their_own() -> None:
    of_looks = {"tokens", "dark", "contrast", "day"}
    on_paper = {"cards", "record", "api-docs"}  # white whatever the look
    plain = {"#fff", "#000", "#333"}  # what is printed, and grounds of pictures
    found = {
        f"{path.name}: {line.strip()[:90]}"
        for path in CSS.glob("*.css")
        for line in path.read_text().splitlines()
        if path.stem not in of_looks | on_paper
        and set(re.findall(r"#[0-9a-f]{3,8}\b|rgb\(", line, re.IGNORECASE)) - plain
        and not line.startswith(".face-")  # faces of names carry white letters in every look
    }
    assert found == set()


def test_every_name_of_a_colour_is_said_somewhere() -> None:
    known = set().union(*(colours(files, children=True) for files in (MADE_OF | CHILDREN_ONLY).values()))
    set_elsewhere = {"wide", "ratio", "part", "tap", "gap"}
    used = {name for path in CSS.glob("*.css") for name in re.findall(r"var\(--([\w-]+)", path.read_text())}
    assert used - known - set_elsewhere == set()


def test_a_device_without_a_choice_follows_itself(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert 'data-look="system"' in page
    assert re.search(r'dark\S*\.css" media="screen and \(prefers-color-scheme: dark\)"', page)
    assert re.search(r'contrast\S*\.css" media="screen and \(prefers-contrast: more\)"', page)
    assert "day" not in re.findall(r"css/(\w+)", page)


@pytest.mark.parametrize(("chosen", "files"), {"light": {"day"}, "dark": {"dark"}, "contrast": {"contrast"}}.items())
def test_the_first_byte_of_a_page_knows_the_chosen_look(client: Client, chosen: str, files: set[str]) -> None:
    assert client.post("/look/", {"look": chosen, "back": "/try/"}).headers["Location"] == "/try/"
    page = client.get("/").content.decode()
    assert f'data-look="{chosen}"' in page
    assert set(re.findall(r"css/(dark|contrast|day)[.\w]*\.css\" media=\"screen\"", page)) == files


def test_a_device_can_go_back_to_following_itself(client: Client) -> None:
    client.post("/look/", {"look": "dark"})
    assert client.post("/look/", {"look": "system"}).cookies[COOKIE].value == ""
    assert 'data-look="system"' in client.get("/").content.decode()


def test_choosing_a_look_leads_to_no_other_site(client: Client) -> None:
    for elsewhere in (
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "javascript:1",
        "todo/",
        "",
    ):
        assert client.post("/look/", {"look": "dark", "back": elsewhere}).headers["Location"] == "/", elsewhere


def test_a_look_that_nobody_knows_is_not_kept(client: Client) -> None:
    assert COOKIE not in client.post("/look/", {"look": "<b>"}).cookies
    client.cookies[COOKIE] = '"><b>'
    assert 'data-look="system"' in client.get("/").content.decode()


def test_every_look_has_a_button_on_teachers_and_childrens_first_pages(client: Client) -> None:
    for path in ("/", "/accounts/login/"):
        page = client.get(path).content.decode()
        assert [value for value in LOOKS if f'name="look" value="{value}"' in page] == list(LOOKS), path
