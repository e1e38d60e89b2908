"""A child goes, also where no network is: the session ends with the next page. And what a page may keep."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from pathlib import Path

from django.test import Client
from django.urls import reverse

from classroom import joining
from classroom.models import Ink
from classroom.views import offline
from tests.conftest import Side

SignIn = Callable[..., Client]
ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "classroom" / "static" / "classroom"
CHILDRENS_PAGE = ROOT / "templates" / "student" / "base.html"


def test_who_left_without_a_network_is_signed_out_by_the_next_page(here: Side, as_student: SignIn) -> None:
    client = as_student(here)
    client.cookies["left"] = str(here.students[0].uuid)
    assert client.get(reverse("todo")).headers["Location"] == reverse("home")
    del client.cookies["left"]
    assert client.get(reverse("todo")).status_code == 302, "the session itself is gone"


def test_the_page_that_is_still_open_may_send_what_it_has(here: Side, as_student: SignIn) -> None:
    client, ada = as_student(here), here.students[0]
    client.cookies["left"] = str(ada.uuid)
    body = {"client_id": str(uuid.uuid4()), "seq": 1, "typed": "12"}
    address = reverse("api-ink", args=[here.answer().uuid])
    reply = client.post(address, body, content_type="application/json", headers={"X-Student": str(ada.uuid)})
    assert reply.status_code == 201 and Ink.objects.count() == 1
    left = client.post(reverse("finished"))
    assert left.headers["Location"] == reverse("choose-name", args=[here.school_class.join_code])
    assert left.cookies["left"]["max-age"] == 0


def test_another_child_s_leaving_ends_nobody_s_session_and_coming_in_ends_the_leaving(
    here: Side, as_student: SignIn
) -> None:
    ada, ben = here.students
    client = as_student(here, ben)
    client.cookies["left"] = str(ada.uuid)
    assert client.get(reverse("todo")).status_code == 200
    fresh = Client()
    fresh.cookies["left"] = str(ada.uuid)
    address = reverse("pictures", args=[here.school_class.join_code, ada.uuid])
    fresh.post(address, {"picked": joining.picture_key(ada), "go": "1"})
    assert fresh.get(reverse("todo")).status_code == 200


def test_a_child_s_page_says_whose_it_is_and_no_other_page_does(
    here: Side, as_student: SignIn, as_teacher: SignIn
) -> None:
    assert as_student(here).get(reverse("todo")).headers["X-Child"] == str(here.students[0].uuid)
    assert "X-Child" not in as_student(here).get(reverse("who-can-see")).headers
    assert "X-Child" not in as_teacher(here).get(reverse("classes")).headers
    assert "X-Child" not in Client().get(reverse("home")).headers


def test_the_helper_keeps_all_that_a_writing_page_is_made_of(client: Client, db: None) -> None:
    answer = client.get(reverse("worker"))
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["Cache-Control"]
    facts = json.loads(re.match(r"const FACTS = (.*);\n", answer.content.decode())[1])  # type: ignore[index]
    kept = {name.removeprefix("/static/classroom/") for name in facts["files"]}
    needed = imported_by(MODULES / "js/pages/work.js") | imported_by(MODULES / "js/tablet/tablet.js")
    assert {path.relative_to(MODULES).as_posix() for path in needed} <= kept
    assert set(re.findall(r"classroom/(css/\w+\.css)", CHILDRENS_PAGE.read_text())) <= kept
    assert client.get(facts["offline"]).status_code == 200
    assert facts["longest"] == joining.SESSION_SECONDS * 1000
    assert len(facts["version"]) == 16 and offline._script("de") == offline._script("de")


def imported_by(entry: Path, seen: set[Path] | None = None) -> set[Path]:
    """A module and all that it imports, at once or at leisure."""
    seen = seen if seen is not None else set()
    if entry not in seen:
        seen.add(entry)
        for name in re.findall(r'(?:^import .*?|\bimport\()"(\.[^"]+)"', entry.read_text(), re.M | re.S):
            imported_by((entry.parent / name).resolve(), seen)
    return seen
