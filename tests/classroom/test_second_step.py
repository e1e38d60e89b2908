"""Two-step sign-in: setting it up, the second step, paper codes, what a school asks, a lost phone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom import second_step
from classroom.models import AuditEntry, School, Student, User
from tests.conftest import PASSWORD, Side

pytestmark = pytest.mark.django_db
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
    assert second_step.WrongCode.message in wrong.text
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
    assert second_step.TooManyCodes.message in answer.text
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


# --- what a school asks ---


def colleague_of(side: Side) -> User:
    return User.objects.create_user("lee@hilltop.example", PASSWORD, name="Mr Lee", school=side.school)


def test_a_head_asks_everybody_after_doing_it_first_and_colleagues_have_time(
    here: Side, phone: Phone, as_teacher: Callable[[Side], Client]
) -> None:
    head, colleague = as_teacher(here), colleague_of(here)
    confirm(head, password=PASSWORD)
    assert "for yourself first" in head.post(reverse("school-two-steps"), {"days": 14}, follow=True).text
    set_up(head, phone)
    head.post(reverse("school-two-steps"), {"days": 14})
    here.school.refresh_from_db()
    assert here.school.second_step_from is not None
    assert timedelta(days=13) < here.school.second_step_from - timezone.now() < timedelta(days=15)
    client = Client()
    assert sign_in(client, colleague).url == reverse("classes")
    assert "asks every teacher for two-step sign-in" in client.get(reverse("classes")).text
    assert AuditEntry.objects.filter(action="second_step_asked", teacher=here.teacher).count() == 1
    assert "1 of 2 teachers" in head.get(reverse("school")).text


def test_when_the_time_is_over_nothing_opens_until_it_is_set_up(here: Side, phone: Phone) -> None:
    colleague = colleague_of(here)
    School.objects.filter(pk=here.school.pk).update(second_step_from=timezone.now() - timedelta(minutes=1))
    client = Client()
    sign_in(client, colleague)
    for name in ("classes", "worksheets", "lessons", "school", "profile", "class-new", "gallery", "review-all"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.url) == (302, reverse("mfa_index")), name
    client.post(reverse("class-new"), {"name": "Mine", "year": ""})
    assert not colleague.teachings.exists()
    assert "Set it up now" in client.get(reverse("mfa_index")).text
    set_up(client, phone)
    assert is_in(client)


def test_another_school_and_children_are_not_asked(
    here: Side, elsewhere: Side, as_student: Callable[..., Client]
) -> None:
    School.objects.filter(pk=here.school.pk).update(second_step_from=timezone.now() - timedelta(minutes=1))
    client = Client()
    sign_in(client, elsewhere.teacher)
    assert is_in(client)
    assert as_student(here).get(reverse("todo")).status_code == 200


def test_only_a_head_asks_or_resets_and_only_the_own_school(here: Side, elsewhere: Side) -> None:
    colleague = colleague_of(here)
    client = Client()
    sign_in(client, colleague)
    confirm(client, password=PASSWORD)
    for data in ({"days": 0}, {"nobody": "1"}):
        assert "Only a head" in client.post(reverse("school-two-steps"), data, follow=True).text
    reset = reverse("school-two-steps-reset", args=[here.teacher.pk])
    assert "Only a head" in client.post(reset, follow=True).text
    assert client.post(reverse("school-two-steps-reset", args=[elsewhere.teacher.pk])).status_code == 404
    here.school.refresh_from_db()
    assert here.school.second_step_from is None


def test_a_head_lets_a_colleague_in_who_lost_the_phone_and_the_trail_says_so(
    hopper: tuple[User, list[str]], here: Side
) -> None:
    head = colleague_of(here)
    User.objects.filter(pk=head.pk).update(is_head=True)
    client = Client()
    sign_in(client, head)
    address = reverse("school-two-steps-reset", args=[hopper[0].pk])
    assert client.post(address).url.startswith(reverse("account_reauthenticate")), "not without the password"
    confirm(client, password=PASSWORD)
    client.post(address)
    assert not Authenticator.objects.filter(user=hopper[0]).exists()
    entry = AuditEntry.objects.get(action="second_step_reset")
    assert (entry.teacher, entry.facts["colleague"]) == (head, hopper[0].pk)
    assert sign_in(Client(), hopper[0]).url == reverse("classes")


def test_whoever_runs_the_machine_can_do_it_too(hopper: tuple[User, list[str]]) -> None:
    out = io.StringIO()
    call_command("reset_second_step", "HOPPER@hilltop.example", stdout=out)
    assert "password alone" in out.getvalue()
    assert not Authenticator.objects.exists()
    assert AuditEntry.objects.get(action="second_step_reset").facts["colleague"] == hopper[0].pk
    with pytest.raises(CommandError, match="No teacher"):
        call_command("reset_second_step", "nobody@hilltop.example")


def test_a_colleague_who_is_invited_meanwhile_is_asked_at_once(here: Side) -> None:
    from classroom import accounts

    School.objects.update(second_step_from=timezone.now() - timedelta(days=1))
    invitation = accounts.invite_colleague(head=here.teacher)
    client = Client()
    new = {"name": "Ms New", "email": "new@hilltop.example", "password1": PASSWORD}
    client.post(reverse("join-school", args=[invitation.token]), new)
    assert User.objects.filter(email="new@hilltop.example").exists()
    assert client.get(reverse("classes")).url == reverse("mfa_index")


# --- who is in a class, and its lists: within half an hour of signing in ---


def test_rosters_and_score_files_are_shut_half_an_hour_after_signing_in(
    here: Side, as_teacher: Callable[[Side], Client]
) -> None:
    client, ada = as_teacher(here), here.students[0]
    session = client.session
    session[second_step.SIGNED_IN_KEY] -= 31 * 60
    session.save()
    of_class, of_ada = [here.school_class.pk], [here.school_class.pk, ada.uuid]
    shut = [
        ("students-add", of_class), ("student-remove", of_ada), ("student-move", of_ada), ("student-new-key", of_ada),
        ("class-add-teacher", of_class), ("gradebook-csv", of_class), ("gradebook-xlsx", of_class),
        ("assignment-csv", [here.assignment.uuid]), ("assignment-xlsx", [here.assignment.uuid]),
        ("school-invite", []), ("school-password-link", [here.teacher.pk]), ("school-make-head", [here.teacher.pk]),
        ("school-deactivate", [here.teacher.pk]), ("school-reactivate", [here.teacher.pk]),
    ]  # fmt: skip
    for name, which in shut:
        answer = client.post(reverse(name, args=which))
        assert answer.status_code == 302, name
        assert answer.url.startswith(reverse("account_reauthenticate")), name
    assert client.get(reverse("class-cards", args=of_class)).url.startswith(reverse("account_reauthenticate"))
    assert client.get(reverse("classes")).status_code == 200, "a lesson goes on"
    assert Student.objects.get(pk=ada.pk).key_number == 1
    again = client.post(reverse("student-new-key", args=of_ada))
    client.post(again.url, {"password": PASSWORD, "next": reverse("student-new-key", args=of_ada)})
    assert Student.objects.get(pk=ada.pk).key_number == 2, "what was held up goes on by itself"
