"""Two-step sign-in as a school's matter: asking every teacher, a lost phone, how long a sign-in is fresh."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom import accounts, second_step
from classroom.models import AuditEntry, School, Student, User
from tests.classroom.phones import Phone, colleague_of, confirm, hopper, is_in, phone, set_up, sign_in
from tests.conftest import PASSWORD, Side

__all__ = ["hopper", "phone"]  # the fixtures
pytestmark = pytest.mark.django_db


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
    School.objects.update(second_step_from=timezone.now() - timedelta(days=1))
    invitation = accounts.invite_colleague(head=here.teacher)
    client = Client()
    new = {"name": "Ms New", "email": "new@hilltop.example", "password1": PASSWORD}
    client.post(reverse("join-school", args=[invitation.token]), new)
    assert User.objects.filter(email="new@hilltop.example").exists()
    assert client.get(reverse("classes")).url == reverse("mfa_index")


# --- who is in a class, and its lists: within an hour of signing in ---


def test_rosters_and_score_files_are_shut_an_hour_after_signing_in(
    here: Side, as_teacher: Callable[[Side], Client]
) -> None:
    client, ada = as_teacher(here), here.students[0]
    session = client.session
    session[second_step.SIGNED_IN_KEY] -= 61 * 60
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
