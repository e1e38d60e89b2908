"""How children come in: codes, pictures, pauses; and that they leave nothing behind."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.utils import timezone

from classroom import joining
from classroom.models import Enrolment, SchoolClass, Student
from tests.conftest import Side

PICTURES = Path(settings.ROOT) / "classroom" / "static" / "classroom" / "img" / "pictures.svg"


def come_in(client: Client, side: Side, student: Student, pictures: tuple[str, ...] | None = None) -> int:
    """Tap these pictures (the right ones unless given); returns the status of the answer."""
    key = pictures or joining.picture_key(student)
    address = f"/c/{side.school_class.join_code}/{student.uuid}/"
    return client.post(address, {"picked": list(key), "go": "1"}).status_code


def wrong_key(student: Student) -> tuple[str, ...]:
    return tuple(reversed(joining.picture_key(student)))


def test_every_picture_of_a_key_is_drawn() -> None:
    art = PICTURES.read_text()
    assert [name for name in joining.PICTURES if f'<symbol id="{name}"' not in art] == []


def test_a_key_is_three_different_pictures_and_stays_until_its_number_grows(here: Side) -> None:
    ada = here.students[0]
    key = joining.picture_key(ada)
    assert len(set(key)) == 3
    assert joining.picture_key(Student.objects.get(pk=ada.pk)) == key
    ada.key_number += 1
    assert joining.picture_key(ada) != key


def test_a_child_types_the_code_as_children_do_and_finds_the_own_name(here: Side) -> None:
    client = Client()
    code = here.school_class.join_code
    answer = client.post("/", {"code": f" {code[:3].lower()} {code[3:].lower()}"}, follow=True)
    assert answer.redirect_chain == [(f"/c/{code}/", 302)]
    assert "Ada" in answer.text and "Ben" in answer.text
    assert "Zoe" not in answer.text


def test_a_closed_class_and_an_unknown_code_look_the_same(here: Side) -> None:
    SchoolClass.objects.update(joining_open=False)
    closed = Client().get(f"/c/{here.school_class.join_code}/")
    unknown = Client().get("/c/ZZZZZZ/")
    assert closed.status_code == unknown.status_code == 404
    assert without_tokens(closed.text) == without_tokens(unknown.text)
    assert "Ada" not in closed.text


def without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_sixty_names_in_any_script_are_all_there_in_two_queries(
    here: Side, django_assert_max_num_queries: Callable[..., object]
) -> None:
    names = ["Élodie", "Ольга", "美咲", "عمر", '"><img src=x>', *(f"Child {i:02}" for i in range(53))]
    children = Student.objects.bulk_create([Student(school=here.school, display_name=name) for name in names])
    Enrolment.objects.bulk_create([Enrolment(student=one, school_class=here.school_class) for one in children])
    with django_assert_max_num_queries(2):
        page = Client().get(f"/c/{here.school_class.join_code}/").text
    assert page.count('class="name"') == 60
    assert "&lt;img src=x&gt;" in page and "<img src=x>" not in page
    assert page.index("Élodie") > page.index("Child 52"), "É stands with E, after C"


def test_a_child_who_left_the_class_is_not_there_and_cannot_come_in(here: Side) -> None:
    ben = here.students[1]
    Enrolment.objects.filter(student=ben).update(until=timezone.now())
    client = Client()
    assert "Ben" not in client.get(f"/c/{here.school_class.join_code}/").text
    assert come_in(client, here, ben) == 404
    assert joining.SESSION_KEY not in client.session


def test_a_child_of_another_class_cannot_come_in_here(here: Side, elsewhere: Side) -> None:
    assert come_in(Client(), here, elsewhere.students[0]) == 404


def test_three_right_pictures_let_a_child_in_with_a_new_session(here: Side) -> None:
    client = Client()
    client.get("/")
    session = client.session
    session["planted"] = "by somebody before"
    session.save()
    client.cookies["session"] = before = session.session_key
    assert come_in(client, here, here.students[0]) == 302
    assert client.cookies["session"].value != before
    assert "planted" not in client.session
    assert not Session.objects.filter(session_key=before).exists()
    assert "Hello, Ada!" in client.get("/todo/").text


def test_the_pictures_work_tap_by_tap_without_script(here: Side) -> None:
    client, ada = Client(), here.students[0]
    address = f"/c/{here.school_class.join_code}/{ada.uuid}/"
    first, second, third = joining.picture_key(ada)
    page = client.post(address, {"add": first}).text
    assert f'name="picked" value="{first}"' in page
    page = client.post(address, {"picked": [first, third], "undo": "1"}).text
    assert f'name="picked" value="{third}"' not in page
    client.post(address, {"picked": [first, second], "add": third})
    assert joining.SESSION_KEY not in client.session, "three taps alone do not let in: the child may still undo"
    assert client.post(address, {"picked": [first, second, third], "go": "1"}).status_code == 302


def test_wrong_pictures_ask_kindly_again_and_after_five_times_call_the_teacher(here: Side) -> None:
    client, ada = Client(), here.students[0]
    assert [come_in(client, here, ada, wrong_key(ada)) for _ in range(6)] == [422] * 5 + [429]
    assert come_in(client, here, ada) == 429, "a pause is a pause, also for the right key"
    assert joining.needs_help(ada)
    assert joining.SESSION_KEY not in client.session


def test_a_pause_on_one_device_does_not_lock_the_child_out_on_another(here: Side) -> None:
    prankster, ada = Client(), here.students[0]
    for _ in range(6):
        come_in(prankster, here, ada, wrong_key(ada))
    assert come_in(Client(), here, ada) == 302
    assert come_in(prankster, here, here.students[1]) == 302, "and the device is not paused for others"


def test_throwing_the_device_cookie_away_buys_few_tries(here: Side) -> None:
    ada = here.students[0]
    statuses = [come_in(Client(), here, ada, wrong_key(ada)) for _ in range(60)]
    assert statuses.count(422) == joining.TRIES_AN_HOUR
    assert set(statuses[joining.TRIES_AN_HOUR :]) == {429}


@pytest.mark.parametrize("forged", ["", "x" * 32, "ABCDEF" * 6, "../../etc"])
def test_a_forged_device_name_is_replaced(db: None, forged: str) -> None:
    client = Client()
    client.cookies["device"] = forged
    assert joining.device_name(client.get("/").cookies["device"].value)


def test_the_device_cookie_stays_and_names_nobody(here: Side) -> None:
    client = Client()
    first = client.get("/").cookies["device"]
    assert first["httponly"] and first["samesite"] == "Lax"
    come_in(client, here, here.students[0])
    assert "device" not in client.get(f"/c/{here.school_class.join_code}/").cookies
    assert client.cookies["device"].value == first.value


def test_behind_https_the_devices_name_is_bound_to_the_host_and_a_device_known_before_stays_the_same(
    here: Side,
) -> None:
    client, ada = Client(), here.students[0]
    old = client.get("/").cookies["device"].value
    for _ in range(joining.TRIES_BEFORE_PAUSE):
        come_in(client, here, ada, wrong_key(ada))
    with override_settings(HTTPS=True, DEVICE_COOKIE_NAME="__Host-device"):
        told = client.get("/").cookies
        bound = told["__Host-device"]
        assert (bound.value, bound["secure"], bound["path"], bound["domain"]) == (old, True, "/", "")
        assert bound["httponly"] and bound["samesite"] == "Lax"
        assert told["device"]["max-age"] == 0, "one name is enough"
        assert not {"device", "__Host-device"} & set(client.get("/").cookies)
        client.cookies["device"] = "b" * 32  # a neighbour's site under the same domain can set this one
        assert come_in(client, here, ada) == 429, "who pauses pauses on"
        forged = Client()
        forged.cookies["device"] = "../../etc"
        assert joining.device_name(forged.get("/").cookies["__Host-device"].value)


def test_finished_ends_the_session_and_leads_to_the_names(here: Side, as_student: Callable[..., Client]) -> None:
    client = as_student(here)
    key = client.cookies["session"].value
    answer = client.post("/finished/")
    assert answer.url == f"/c/{here.school_class.join_code}/"
    assert not Session.objects.filter(session_key=key).exists()
    assert client.get("/todo/").url == "/"
    assert client.get("/finished/").status_code == 405, "no link and no prefetch ends a session"


def test_finished_leads_to_the_first_page_when_the_class_is_closed(
    here: Side, as_student: Callable[..., Client]
) -> None:
    SchoolClass.objects.update(joining_open=False)
    assert as_student(here).post("/finished/").url == "/"


def test_finished_by_nobody_ends_nobodys_session(here: Side, as_teacher: Callable[[Side], Client]) -> None:
    client = as_teacher(here)
    assert client.post("/finished/").url == "/"
    assert client.get("/classes/").status_code == 200


def test_a_new_key_ends_old_sessions(here: Side, as_student: Callable[..., Client]) -> None:
    client = as_student(here)
    Student.objects.filter(pk=here.students[0].pk).update(key_number=2)
    assert client.get("/todo/").url == "/"


def test_a_child_who_does_not_exist_is_not_found(here: Side) -> None:
    assert Client().get(f"/c/{here.school_class.join_code}/{uuid.uuid4()}/").status_code == 404
