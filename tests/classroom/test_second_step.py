"""Two-step sign-in: setting it up, the second step, paper codes, another phone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom import second_step
from classroom.models import AuditEntry, School, User
from tests.classroom.phones import Phone, confirm, hopper, is_in, phone, set_up, sign_in
from tests.conftest import PASSWORD, Side

__all__ = ["hopper", "phone"]  # the fixtures
pytestmark = pytest.mark.django_db


def test_setting_it_up_asks_for_the_password_shows_a_picture_made_here_and_ten_codes(
    here: Side, phone: Phone
) -> None:
    client = Client()
    sign_in(client, here.teacher)
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))
    codes = set_up(client, phone)
    assert len(set(codes)) == 10
    assert "data:image/svg+xml" in client.get(reverse("mfa_activate_totp")).text
    assert AuditEntry.objects.filter(action="second_step_set_up", teacher=here.teacher).count() == 1
    overview = client.get(reverse("mfa_index")).text
    assert "10 paper codes" in overview and ">on<" in overview


def test_a_wrong_code_turns_nothing_on_and_the_scanned_picture_stays_good(here: Side, phone: Phone) -> None:
    client = Client()
    sign_in(client, here.teacher)
    confirm(client, password=PASSWORD)
    first = client.get(reverse("mfa_activate_totp")).text
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert str(second_step.WrongCode.message) in wrong.text
    assert not Authenticator.objects.exists()
    letters = re.compile(r"set-up-letters\">([A-Z2-7 ]+)<")
    assert letters.search(first)[1] == letters.search(wrong.text)[1]  # type: ignore[index]


def test_the_password_alone_lets_nobody_in_any_more(hopper: tuple[User, list[str]], phone: Phone) -> None:
    client = Client()
    assert sign_in(client, hopper[0]).url == reverse("mfa_authenticate")
    assert not is_in(client)
    assert "Ms Hopper" in client.get(reverse("mfa_authenticate")).text
    before = client.cookies["session"].value
    answer = client.post(reverse("mfa_authenticate"), {"code": phone.wait()})
    assert answer.url == reverse("classes") and is_in(client)
    assert client.cookies["session"].value != before, "nobody keeps a session from before signing in"


def test_a_code_fits_half_a_minute_either_way_and_only_once(hopper: tuple[User, list[str]], phone: Phone) -> None:
    code = phone.wait()
    phone.time += 30
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, hopper[0])
        answer = client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_in(first) and not is_in(second)
    assert "each works once" in answer.text
    sign_in(late := Client(), hopper[0])
    late.post(reverse("mfa_authenticate"), {"code": phone.digits()})
    old = phone.digits()
    phone.time += 90
    sign_in(later := Client(), hopper[0])
    later.post(reverse("mfa_authenticate"), {"code": old})
    assert is_in(late) and not is_in(later)


def test_a_paper_code_lets_in_once(hopper: tuple[User, list[str]]) -> None:
    teacher, codes = hopper
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, teacher)
        client.post(reverse("mfa_authenticate"), {"code": codes[3]})
    assert is_in(first) and not is_in(second)
    assert second_step.state(teacher).codes_left == 9


def test_guessing_ends_after_eight_codes_for_a_quarter_of_an_hour_and_leaves_a_trace(
    hopper: tuple[User, list[str]], phone: Phone
) -> None:
    teacher, _ = hopper
    right = phone.wait()
    for number in range(14):
        client = Client(REMOTE_ADDR=f"10.0.0.{number}")
        sign_in(client, teacher)
        answer = client.post(reverse("mfa_authenticate"), {"code": f"{(int(right) + 7 * number + 1) % 10**6:06}"})
    assert str(second_step.TooManyCodes.message) in answer.text
    client.post(reverse("mfa_authenticate"), {"code": right})
    assert not is_in(client)
    assert AuditEntry.objects.filter(action="second_step_refused", teacher=teacher).count() == 1


def test_what_cannot_be_taken_back_asks_for_a_code_where_there_is_one(
    hopper: tuple[User, list[str]], here: Side, phone: Phone
) -> None:
    client = Client()
    sign_in(client, hopper[0])
    client.post(reverse("mfa_authenticate"), {"code": phone.wait()})
    address = reverse("child-download", args=[here.students[0].uuid])
    held_up = client.post(address)
    assert held_up.url == f"{reverse('mfa_reauthenticate')}?{urlencode({'next': address})}"
    password = client.get(f"{reverse('account_reauthenticate')}?next={address}")
    assert password.url.startswith(reverse("mfa_reauthenticate")), "the password is no way round the code"
    assert "not fit" in client.post(held_up.url, {"code": "123", "next": address}).text
    done = client.post(held_up.url, {"code": phone.wait(), "next": address})
    assert done.headers["Content-Type"] == "application/zip"
    assert AuditEntry.objects.filter(action="student_exported").count() == 1


def test_another_phone_ends_the_old_one_and_its_paper(hopper: tuple[User, list[str]], phone: Phone) -> None:
    teacher, old_codes = hopper
    old = Phone()
    old.secret, old.time = phone.secret, phone.time
    client = Client()
    sign_in(client, teacher)
    client.post(reverse("mfa_authenticate"), {"code": phone.wait()})
    confirm(client, code=phone.wait())
    new_codes = set_up(client, phone)
    assert not set(old_codes) & set(new_codes)
    old.time = phone.time
    for code in (old.digits(), old_codes[0]):
        sign_in(other := Client(), teacher)
        other.post(reverse("mfa_authenticate"), {"code": code})
        assert not is_in(other)


def test_new_paper_codes_end_the_old_ones(hopper: tuple[User, list[str]], phone: Phone) -> None:
    teacher, old_codes = hopper
    client = Client()
    sign_in(client, teacher)
    client.post(reverse("mfa_authenticate"), {"code": phone.wait()})
    confirm(client, code=phone.wait())
    client.post(reverse("mfa_paper_codes"))
    assert not set(old_codes) & set(second_step.paper_codes(teacher))
    assert len(second_step.paper_codes(teacher)) == 10


def test_it_can_be_turned_off_unless_the_school_asks_for_it(hopper: tuple[User, list[str]], phone: Phone) -> None:
    teacher, _ = hopper
    client = Client()
    sign_in(client, teacher)
    client.post(reverse("mfa_authenticate"), {"code": phone.wait()})
    confirm(client, code=phone.wait())
    School.objects.update(second_step_from=timezone.now() + timedelta(days=7))
    assert "stays on" in client.post(reverse("mfa_deactivate_totp"), follow=True).text or second_step.has_one(teacher)
    assert second_step.has_one(teacher)
    School.objects.update(second_step_from=None)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert sign_in(Client(), teacher).url == reverse("classes")


def test_secrets_lie_sealed_and_another_pepper_opens_nothing(
    hopper: tuple[User, list[str]], phone: Phone, settings: Any
) -> None:
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert phone.secret not in stored and "seed" in stored
    settings.PEPPER = "quite another pepper"
    with pytest.raises(second_step.WrongCode):
        second_step.accept_code(teacher=hopper[0], code=phone.wait())
    with pytest.raises(second_step.WrongCode):
        second_step.accept_code(teacher=hopper[0], code=hopper[1][0])
