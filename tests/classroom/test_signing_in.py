"""Signing in and out, lockout, one's own account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account import urls as allauth_urls
from django.test import Client
from django.urls import NoReverseMatch, reverse

from classroom import accounts, joining
from tests.conftest import PASSWORD, Side

pytestmark = pytest.mark.django_db
NEW = {"name": "Ms Lovelace", "school_name": "Hilltop", "email": "ada@hilltop.example", "password1": PASSWORD}
OTHER_PASSWORD = "rockets and rulers 7"


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def signed_in(client: Client) -> bool:
    return bool(client.get(reverse("classes")).status_code == 200)


def test_signing_in_needs_the_right_password_and_does_not_say_which_part_was_wrong(here: Side) -> None:
    client = Client()
    known = sign_in(client, here.teacher.email, "wrong password 1").content.decode()
    unknown = sign_in(client, "nobody@hilltop.example", "wrong password 1").content.decode()
    sentence = str(accounts.SchoolAccounts.error_messages["email_password_mismatch"])
    assert sentence in known
    assert sentence in unknown
    sign_in(client, here.teacher.email.upper())
    assert signed_in(client)
    client.post(reverse("account_logout"))
    assert not signed_in(client)


def test_after_eight_wrong_passwords_the_account_is_locked_here_in_plain_words(here: Side, elsewhere: Side) -> None:
    client = Client()
    for _ in range(8):
        answer = sign_in(client, here.teacher.email, "wrong password 1")
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "Too many tries" in page
    assert "15 minutes" in page
    assert sign_in(client, here.teacher.email).status_code == 429
    assert not signed_in(client)
    colleague = Client()  # another account at the same address is not locked
    sign_in(colleague, elsewhere.teacher.email)
    assert signed_in(colleague)
    sign_in(other := Client(REMOTE_ADDR="10.9.8.7"), here.teacher.email)
    assert signed_in(other)


def test_a_teacher_who_signs_in_on_a_childs_tablet_is_no_child_any_more(
    here: Side, as_student: Callable[..., Client]
) -> None:
    client = as_student(here)
    sign_in(client, here.teacher.email)
    assert signed_in(client)
    assert joining.SESSION_KEY not in client.session


def test_a_changed_password_keeps_this_device_and_ends_the_others(
    here: Side, as_teacher: Callable[..., Client]
) -> None:
    mine, others = as_teacher(here), as_teacher(here)
    wrong = mine.post(
        reverse("account_change_password"),
        {"oldpassword": "nonsense", "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD},
    )
    assert "not your present password" in wrong.content.decode()
    done = mine.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD},
    )
    assert done.url == reverse("profile")
    assert signed_in(mine)
    assert not signed_in(others)


def test_an_account_without_a_password_has_none_to_change(here: Side, as_teacher: Callable[..., Client]) -> None:
    here.teacher.set_unusable_password()
    here.teacher.save()
    for answer in (c := as_teacher(here)).get(url := reverse("account_change_password")), c.post(url):
        assert answer.url == reverse("profile")


def test_a_teacher_changes_the_own_name(here: Side, as_teacher: Callable[..., Client]) -> None:
    client = as_teacher(here)
    client.post(reverse("profile"), {"name": "Dr Hopper"})
    assert "Dr Hopper" in client.get(reverse("classes")).content.decode()


def test_of_allauth_only_what_is_used_can_be_reached(here: Side, as_teacher: Callable[..., Client]) -> None:
    ours = {"account_login", "account_logout", "account_signup", "account_change_password", "account_inactive"}
    ours.add("account_reauthenticate")  # before what cannot be taken back: views/step_up.py
    client = as_teacher(here)
    for pattern in allauth_urls.urlpatterns:
        if pattern.name in ours:
            assert reverse(pattern.name)
            continue
        with pytest.raises(NoReverseMatch):
            reverse(pattern.name)
    for path in ("email/", "password/reset/", "password/set/", "confirm-email/", "social/", ""):
        assert client.get(f"/accounts/{path}").status_code == 404, path


def test_a_teacher_without_a_class_is_shown_four_steps(settings: Any) -> None:
    settings.SIGNUP = "open"
    client = Client()
    client.post(reverse("account_signup"), NEW)
    page = client.get(reverse("classes")).content.decode()
    assert "Welcome, Ms Lovelace" in page
    assert page.count("way-sign") == 4
