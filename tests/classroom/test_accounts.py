"""Accounts: founding a school, joining one, signing in, lockout, lost passwords, closing an account."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from astronumbers import settings as settings_file
from classroom import access, accounts, classes
from classroom.models import AuditEntry, Invitation, School, User
from tests.conftest import PASSWORD, Side

pytestmark = pytest.mark.django_db
NEW = {"name": "Ms Lovelace", "school_name": "Hilltop", "email": "ada@hilltop.example", "password1": PASSWORD}
OTHER_PASSWORD = "rockets and rulers 7"


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def signed_in(client: Client) -> bool:
    return bool(client.get(reverse("classes")).status_code == 200)


# --- founding a school ---


def test_the_first_link_founds_a_school_with_a_head_and_signs_in() -> None:
    path = accounts.first_teacher_path()
    assert path is not None
    client = Client()
    assert "first teacher" in client.get(path).content.decode()
    assert client.post(path, NEW).url == reverse("classes")
    user = User.objects.get()
    assert (user.name, user.is_head, user.school.name) == ("Ms Lovelace", True, "Hilltop")
    assert signed_in(client)
    assert AuditEntry.objects.filter(action="school_founded", school=user.school, teacher=user).count() == 1


def test_the_first_link_is_the_same_until_used_and_none_once_there_is_a_teacher(here: Side) -> None:
    assert accounts.first_teacher_link_token() is None
    User.objects.all().delete()
    token = accounts.first_teacher_link_token()
    assert token == accounts.first_teacher_link_token()
    Invitation.objects.update(expires_at=timezone.now())
    assert accounts.first_teacher_link_token() not in (None, token)


def test_a_first_link_is_worth_nothing_once_there_is_a_teacher() -> None:
    path = accounts.first_teacher_path()
    assert path is not None
    User.objects.create_user("x@y.example", PASSWORD, name="X", school=School.objects.create(name="X"))
    assert Client().get(path).status_code == 410
    assert Client().post(path, NEW).status_code == 410
    assert User.objects.count() == 1


def test_a_link_works_once() -> None:
    path = accounts.first_teacher_path()
    assert path is not None
    Client().post(path, NEW)
    again = Client().post(path, {**NEW, "email": "eve@hilltop.example"})
    assert again.status_code == 410
    assert User.objects.count() == School.objects.count() == 1


def test_of_two_at_the_same_moment_one_gets_in_and_the_other_leaves_nothing_behind(here: Side) -> None:
    """Both saw the link as good; the conditional UPDATE decides."""
    invitation = accounts.invite_colleague(head=here.teacher)
    first = User(email="first@hilltop.example")
    accounts.admit(user=first, name="First", school_name="", invitation=invitation)
    with mock.patch.object(accounts, "usable_invitation", return_value=invitation):
        late = Client().post(
            reverse("join-school", args=[invitation.token]),
            {"name": "Late", "email": "late@hilltop.example", "password1": PASSWORD},
        )
    assert late.status_code == 410
    assert not User.objects.filter(name="Late").exists()


def test_two_first_teachers_at_the_same_moment_found_one_school() -> None:
    one, other = (Invitation.objects.create(expires_at=timezone.now() + timedelta(hours=1)) for _ in range(2))
    accounts.admit(user=User(email="a@x.example"), name="A", school_name="A", invitation=one)
    with pytest.raises(accounts.InvitationSpent):
        accounts.admit(user=User(email="b@x.example"), name="B", school_name="B", invitation=other)
    assert School.objects.count() == 1
    assert Invitation.objects.get(pk=other.pk).used_at is None


def test_where_sign_up_is_open_anybody_founds_a_school(settings: Any) -> None:
    settings.SIGNUP = "open"
    client = Client()
    assert "Make an account" in client.get(reverse("account_login")).content.decode()
    client.post(reverse("account_signup"), NEW)
    user = User.objects.get()
    assert user.is_head
    assert user.school.name == "Hilltop"


def test_where_sign_up_is_by_invitation_nobody_founds_a_school(settings: Any) -> None:
    settings.SIGNUP = "invite"
    for response in [Client().get(reverse("account_signup")), Client().post(reverse("account_signup"), NEW)]:
        assert "by invitation" in response.content.decode()
    assert not User.objects.exists()
    assert not School.objects.exists()
    assert "Make an account" not in Client().get(reverse("account_login")).content.decode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"password1": "short"}, "too short"),
        ({"password1": "password1234"}, "too common"),
        ({"name": ""}, "required"),
        ({"name": "\u202e\u200b"}, "Please write a name"),
        ({"school_name": ""}, "required"),
        ({"email": "not-an-address"}, "valid email"),
        ({"email": "hopper@hilltop.example"}, "already"),
        ({"email": "HOPPER@hilltop.example"}, "already"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(
    here: Side, settings: Any, change: dict[str, str], says: str
) -> None:
    settings.SIGNUP = "open"
    page = Client().post(reverse("account_signup"), {**NEW, **change})
    assert page.status_code == 200
    assert re.search(says, page.content.decode())
    assert User.objects.count() == School.objects.count() == 1


def test_passwords_are_kept_with_argon2() -> None:
    """The tests themselves use a faster hasher; the settings file is what a school runs."""
    real = [hasher for hasher in settings_file.PASSWORD_HASHERS if "MD5" not in hasher]
    assert real[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"


# --- colleagues ---


def test_a_colleague_joins_the_school_by_a_link_and_is_no_head(here: Side, as_teacher: Callable[..., Client]) -> None:
    head = as_teacher(here)
    shown = head.get(head.post(reverse("school-invite")).url)
    invitation = Invitation.objects.get(school=here.school)
    assert f"http://testserver/join-school/{invitation.token}/" in shown.content.decode()
    client = Client()
    page = client.get(reverse("join-school", args=[invitation.token])).content.decode()
    assert "Join Hilltop" in page
    assert "Your school" not in page
    client.post(
        reverse("join-school", args=[invitation.token]),
        {"name": "Mr Lee", "email": "lee@hilltop.example", "password1": PASSWORD, "school_name": "Mine"},
    )
    colleague = User.objects.get(email="lee@hilltop.example")
    assert (colleague.school, colleague.is_head) == (here.school, False)
    assert School.objects.count() == 1


def test_an_invitation_ends_with_time_withdrawal_or_its_maker(here: Side) -> None:
    late, withdrawn, orphaned = (accounts.invite_colleague(head=here.teacher) for _ in range(3))
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    accounts.withdraw_invitation(head=here.teacher, invitation=withdrawn)
    assert accounts.usable_invitation(late.token) is None
    assert accounts.usable_invitation(withdrawn.token) is None
    assert accounts.usable_invitation(orphaned.token) is not None
    User.objects.update(is_active=False)
    assert accounts.usable_invitation(orphaned.token) is None


def colleague_of(side: Side, **more: Any) -> User:
    return User.objects.create_user("lee@hilltop.example", PASSWORD, name="Mr Lee", school=side.school, **more)


def test_only_a_head_does_what_a_head_does(here: Side, elsewhere: Side) -> None:
    colleague = colleague_of(here)
    client = Client()
    client.force_login(colleague, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name in ("school-password-link", "school-deactivate", "school-reactivate", "school-make-head"):
        answer = client.post(reverse(name, args=[here.teacher.pk]), follow=True)
        assert "Only a head" in answer.content.decode()
        assert client.post(reverse(name, args=[elsewhere.teacher.pk])).status_code == 404
    client.post(reverse("school-invite"))
    client.post(reverse("school"), {"name": "Renamed"})
    here.teacher.refresh_from_db()
    here.school.refresh_from_db()
    assert here.teacher.is_active
    assert here.school.name == "Hilltop"
    assert not Invitation.objects.exists()
    invitation = accounts.invite_colleague(head=here.teacher)
    assert client.get(reverse("invitation", args=[invitation.pk])).status_code == 404
    assert client.get(reverse("invitation-qr", args=[invitation.pk])).status_code == 404
    assert invitation.token not in client.get(reverse("school")).content.decode()


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(here: Side) -> None:
    colleague = colleague_of(here)
    client = Client()
    sign_in(client, colleague.email)
    assert signed_in(client)
    accounts.deactivate(head=here.teacher, colleague=colleague)
    assert not signed_in(client)
    assert "closed" in sign_in(client, colleague.email).url or not signed_in(client)
    accounts.reactivate(head=here.teacher, colleague=colleague)
    sign_in(client, colleague.email)
    assert signed_in(client)


def test_a_class_whose_last_teacher_goes_becomes_the_heads(here: Side) -> None:
    colleague = colleague_of(here)
    alone = classes.make_class(teacher=colleague, name="Alone", year=None)
    shared = classes.make_class(teacher=colleague, name="Shared", year=None)
    third = User.objects.create_user("may@hilltop.example", PASSWORD, name="Ms May", school=here.school)
    classes.add_co_teacher(school_class=shared, colleague=third, teacher=colleague)
    assert accounts.deactivate(head=here.teacher, colleague=colleague) == 1
    assert set(access.classes_for_teacher(here.teacher)) == {here.school_class, alone}
    accounts.deactivate(head=here.teacher, colleague=third)
    assert shared in access.classes_for_teacher(here.teacher)


def test_a_head_cannot_close_the_own_account(here: Side) -> None:
    with pytest.raises(accounts.NotAllowedNow):
        accounts.deactivate(head=here.teacher, colleague=here.teacher)


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(
    here: Side, as_teacher: Callable[..., Client]
) -> None:
    colleague = colleague_of(here)
    their_old_session = Client()
    their_old_session.force_login(colleague, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = as_teacher(here).post(reverse("school-password-link", args=[colleague.pk])).content.decode()
    found = re.search(r"http://testserver(/new-password/[^\"]+)", page)
    assert found
    path = found.group(1)
    client = Client()
    assert "Mr Lee" in client.get(path).content.decode()
    mismatch = client.post(path, {"new_password1": OTHER_PASSWORD, "new_password2": "something else 77"})
    assert mismatch.status_code == 200
    done = client.post(path, {"new_password1": OTHER_PASSWORD, "new_password2": OTHER_PASSWORD})
    assert done.url == reverse("account_login")
    assert client.get(path).status_code == 410
    assert not signed_in(their_old_session)
    sign_in(client, colleague.email, PASSWORD)
    assert not signed_in(client)
    sign_in(client, colleague.email, OTHER_PASSWORD)
    assert signed_in(client)
    assert AuditEntry.objects.filter(action="password_link_made").count() == 1


def test_a_password_link_of_a_closed_account_opens_nothing(here: Side) -> None:
    colleague = colleague_of(here)
    path = accounts.new_password_path(head=here.teacher, colleague=colleague)
    accounts.deactivate(head=here.teacher, colleague=colleague)
    assert Client().get(path).status_code == 410
