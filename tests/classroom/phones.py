"""Teachers who sign in with two steps: a phone with a clock of its own, and the pages by which it is set up."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from classroom.models import User
from tests.conftest import PASSWORD, Side

NOW = 1_790_000_000


class Phone:
    """An authenticator app, with a clock that the test moves."""

    def __init__(self) -> None:
        self.time = NOW
        self.secret = ""

    def digits(self) -> str:
        return str(format_hotp_value(hotp_value(self.secret, self.time // 30)))

    def wait(self, seconds: int = 30) -> str:
        self.time += seconds
        return self.digits()


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> Phone:
    """A phone whose clock the site goes by, too."""
    made = Phone()
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", SimpleNamespace(time=lambda: made.time))
    return made


def sign_in(client: Client, teacher: User, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": teacher.email, "password": password})


def is_in(client: Client) -> bool:
    return bool(client.get(reverse("classes")).status_code == 200)


def confirm(client: Client, **answer: str) -> Any:
    name = "mfa_reauthenticate" if "code" in answer else "account_reauthenticate"
    return client.post(reverse(name), answer)


def set_up(client: Client, phone: Phone) -> list[str]:
    """By the pages: password once more, scan, type; returns the paper codes."""
    confirm(client, password=PASSWORD)
    page = client.get(reverse("mfa_activate_totp")).text
    letters = re.search(r"set-up-letters\">([A-Z2-7 ]+)<", page)
    assert letters
    phone.secret = letters[1].replace(" ", "")
    answer = client.post(reverse("mfa_activate_totp"), {"code": phone.digits()})
    assert answer.url == reverse("mfa_paper_codes"), answer.text
    return re.findall(r"<li class=\"code\">(\d{4} \d{4})</li>", client.get(reverse("mfa_paper_codes")).text)


@pytest.fixture
def hopper(here: Side, phone: Phone) -> tuple[User, list[str]]:
    """Ms Hopper with two steps, and her paper codes."""
    client = Client()
    sign_in(client, here.teacher)
    return here.teacher, set_up(client, phone)


def colleague_of(side: Side) -> User:
    return User.objects.create_user("lee@hilltop.example", PASSWORD, name="Mr Lee", school=side.school)
