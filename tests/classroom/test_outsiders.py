"""What somebody without an account learns or gains at the door: nothing, at the same price, from anywhere."""

from __future__ import annotations

import logging
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse

from classroom import accounts, joining
from classroom.models import User
from classroom.views import joining as joining_views
from tests.classroom.test_joining import come_in, without_tokens, wrong_key
from tests.conftest import PASSWORD, Side

pytestmark = pytest.mark.django_db
AWAY = [
    "https://evil.example/", "//evil.example", "///evil.example", "http:evil.example", "/\\evil.example",
    "\\\\evil.example", "javascript:alert(1)", "https:///evil.example", "/\t/evil.example", " https://evil.example",
    "https://testserver@evil.example/", "http://testserver.evil.example/",
]  # fmt: skip


def sign_in(client: Client, email: str, password: str, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password, **more})


def test_an_unknown_address_and_a_wrong_password_get_the_same_page_at_the_same_price(here: Side) -> None:
    """The price is one slow hash in either case: a stopwatch tells nothing."""
    pages, prices = [], []
    for email in (here.teacher.email, "nobody@hilltop.example"):
        with mock.patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode) as e:
            page = sign_in(Client(), email, "a wrong password 1")
        pages.append([line for line in without_tokens(page.text) if email not in line])
        prices.append(e.call_count)
    assert pages[0] == pages[1]
    assert prices[0] == prices[1] >= 1


def test_a_closed_account_and_an_unknown_one_are_locked_alike(here: Side) -> None:
    statuses = []
    for email in (here.teacher.email, "nobody@hilltop.example"):
        client = Client(REMOTE_ADDR="10.1.1.1")
        statuses.append([sign_in(client, email, "a wrong password 1").status_code for _ in range(10)])
    assert statuses[0] == statuses[1]
    assert statuses[0][-1] == 429


def test_an_invitation_that_never_was_and_one_that_is_spent_look_alike(here: Side) -> None:
    spent = accounts.invite_colleague(head=here.teacher)
    accounts.withdraw_invitation(head=here.teacher, invitation=spent)
    one, other = (Client().get(reverse("join-school", args=[token])) for token in (spent.token, "x" * 43))
    assert one.status_code == other.status_code == 410
    assert without_tokens(one.text) == without_tokens(other.text)


@pytest.mark.parametrize("away", AWAY)
def test_nobody_is_sent_away_from_the_site_after_signing_in(here: Side, away: str) -> None:
    client = Client()
    answer = client.post(f"{reverse('account_login')}?next={away}", {
        "login": here.teacher.email, "password": PASSWORD, "next": away,
    })  # fmt: skip
    assert answer.status_code == 302
    assert answer.url == reverse("classes")
    again = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": away})
    assert again.status_code == 302 and again.url == reverse("classes")
    out = client.post(reverse("account_logout"), {"next": away})
    assert out.status_code == 302 and out.url == reverse("home")


def test_a_page_of_ours_is_where_one_gets_to(here: Side) -> None:
    answer = sign_in(Client(), here.teacher.email, PASSWORD, next=reverse("worksheets"))
    assert answer.url == reverse("worksheets")


def test_what_a_browser_says_of_its_address_is_not_believed(here: Side) -> None:
    """Without a proxy of ours in front, X-Forwarded-For buys no fresh tries, for passwords or for codes."""
    for number in range(12):
        spoofed = Client(headers={"X-Forwarded-For": f"203.0.113.{number}", "X-Real-IP": f"203.0.113.{number}"})
        answer = sign_in(spoofed, here.teacher.email, "a wrong password 1")
    assert answer.status_code == 429
    request = mock.Mock(META={"REMOTE_ADDR": "10.0.0.9"}, headers={"X-Forwarded-For": "203.0.113.1"})
    assert joining_views._address(request) == "10.0.0.9"


def test_behind_our_proxy_the_address_is_the_one_that_the_proxy_saw(settings: Any) -> None:
    settings.AXES_IPWARE_PROXY_COUNT = 1
    request = mock.Mock(META={"REMOTE_ADDR": "10.0.0.1"}, headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.7"})
    assert joining_views._address(request) == "203.0.113.7", "what stands before it was said by the browser"


def test_sixty_teachers_sign_in_from_one_address_within_a_minute(here: Side) -> None:
    for number in range(60):
        email = f"teacher{number}@hilltop.example"
        User.objects.create_user(email, PASSWORD, name=f"Teacher {number}", school=here.school)
        assert sign_in(Client(REMOTE_ADDR="10.0.0.1"), email, PASSWORD).url == reverse("classes")


def test_a_stolen_database_without_the_pepper_opens_no_childs_door(here: Side, settings: Any) -> None:
    ada = here.students[0]
    key = joining.picture_key(ada)
    settings.PEPPER = "what a thief would guess"
    assert joining.picture_key(ada) != key


def test_no_secret_is_in_the_logs(here: Side, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ada = here.students[0]
    client = Client()
    come_in(client, here, ada, wrong_key(ada))
    come_in(client, here, ada)
    sign_in(Client(), here.teacher.email, "a wrong password 1")
    sign_in(client, here.teacher.email, PASSWORD)
    link = accounts.new_password_path(head=here.teacher, colleague=here.teacher)
    client.get(link)
    client.post(link, {"new_password1": "seven quiet comets", "new_password2": "other"})
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    secrets = [
        PASSWORD, "a wrong password 1", "seven quiet comets", client.cookies["session"].value,
        " ".join(joining.picture_key(ada)), str(list(joining.picture_key(ada))), "Ada",
    ]  # fmt: skip
    assert [secret for secret in secrets if secret in logged] == []


def test_signing_out_needs_a_post(here: Side) -> None:
    client = Client()
    sign_in(client, here.teacher.email, PASSWORD)
    client.get(reverse("account_logout"))
    assert client.get(reverse("classes")).status_code == 200
