"""Looks: every colour is readable in every look, and a device keeps the one that was chosen."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from classroom.palette import CHILDREN_ONLY, CSS, MADE_OF, colours, pairs, ratio
from classroom.views.look import COOKIE, LOOKS

pytestmark = pytest.mark.django_db


def unreadable(look: str, *, children: bool) -> list[str]:
    """What has less contrast with its ground than it needs."""
    return [
        f"{one.name} on {one.ground}: {one.ratio:.2f}"
        for one in pairs(look, children=children)
        if one.ratio < one.least
    ]


@pytest.mark.parametrize("look", MADE_OF)
def test_every_colour_of_teachers_pages_is_readable(look: str) -> None:
    assert unreadable(look, children=False) == []


@pytest.mark.parametrize("look", MADE_OF | CHILDREN_ONLY)
def test_every_colour_of_childrens_pages_is_readable(look: str) -> None:
    assert unreadable(look, children=True) == []


def test_contrast_is_worked_out_as_the_guidelines_do() -> None:
    # WCAG 2.2's ends, and a grey whose ratio with white is well known.
    assert ratio("#000000", "#ffffff") == ratio("#ffffff", "#000000") == 21
    assert ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert ratio("#3d3bb3", "#3d3bb3") == 1


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
    set_elsewhere = {"wide", "ratio", "part", "tap", "gap", "undo-bar", "keys", "others"}
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
