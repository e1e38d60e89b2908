"""When a role ends, so does what its sessions can do: with the next request, on every device."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom import accounts, classes, enrolment, submissions
from classroom.models import Enrolment, Ink, SchoolClass, Student, Teaching, User
from tests.conftest import LINE, PASSWORD, Side

pytestmark = pytest.mark.django_db
AsStudent = Callable[..., Client]


def child_is_in(client: Client) -> bool:
    return bool(client.get(reverse("todo")).status_code == 200)


def teacher_is_in(client: Client) -> bool:
    return bool(client.get(reverse("classes")).status_code == 200)


def signed_in(user: User) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert teacher_is_in(client)
    return client


@pytest.fixture
def colleague(here: Side) -> User:
    """Mr Lee, who teaches Ms Hopper's class with her."""
    lee = User.objects.create_user("lee@hilltop.example", PASSWORD, name="Mr Lee", school=here.school)
    Teaching.objects.create(teacher=lee, school_class=here.school_class, role=Teaching.Role.CO_TEACHER)
    return lee


# --- a child ---


def test_a_child_who_is_taken_out_of_the_class_is_out_on_every_tablet(here: Side, as_student: AsStudent) -> None:
    ada, answer = here.students[0], here.answer()
    tablets = [as_student(here), as_student(here)]
    assert all(map(child_is_in, tablets))
    enrolment.remove_student(student=ada, school_class=here.school_class, teacher=here.teacher)
    assert not any(map(child_is_in, tablets))
    sent = {"client_id": str(uuid.uuid4()), "seq": 1, "ink": LINE}
    door = reverse("api-ink", args=[answer.uuid])
    assert tablets[0].post(door, sent, content_type="application/json").status_code == 401
    assert not Ink.objects.exists()


def test_a_new_picture_key_ends_every_session_with_the_old_one(here: Side, as_student: AsStudent) -> None:
    tablets = [as_student(here), as_student(here)]
    enrolment.new_picture_key(student=here.students[0], school_class=here.school_class, teacher=here.teacher)
    assert not any(map(child_is_in, tablets))
    assert child_is_in(as_student(here, Student.objects.get(pk=here.students[0].pk)))


def test_a_child_of_an_archived_class_is_out(here: Side, as_student: AsStudent) -> None:
    tablet = as_student(here)
    SchoolClass.objects.filter(pk=here.school_class.pk).update(archived_at=timezone.now())
    assert not child_is_in(tablet)


def test_a_child_in_another_class_now_reaches_nothing_of_the_old_one(here: Side, as_student: AsStudent) -> None:
    ada, attempt = here.students[0], here.attempt()
    tablet = as_student(here)
    other = SchoolClass.objects.create(school=here.school, name="Next door")
    Enrolment.objects.filter(student=ada).update(until=timezone.now())
    Enrolment.objects.create(student=ada, school_class=other)
    assert not child_is_in(tablet), "the session was begun in the old class"
    assert as_student(here).get(reverse("api-attempt", args=[attempt.uuid])).status_code == 401


def test_closing_the_class_to_newcomers_leaves_children_at_work_in_peace(here: Side, as_student: AsStudent) -> None:
    tablet = as_student(here)
    SchoolClass.objects.update(joining_open=False)
    assert child_is_in(tablet)


# --- a teacher ---


def test_a_co_teacher_who_is_taken_off_a_class_sees_nothing_of_it_with_the_next_request(
    here: Side, colleague: User
) -> None:
    client, attempt = signed_in(colleague), here.attempt()
    pages = [
        reverse("class", args=[here.school_class.pk]), reverse("assignment", args=[here.assignment.uuid]),
        reverse("wall", args=[here.assignment.uuid]), reverse("sheet", args=[attempt.uuid]),
        reverse("child-record", args=[here.students[0].uuid]),
    ]  # fmt: skip
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    classes.remove_co_teacher(school_class=here.school_class, colleague=colleague, teacher=here.teacher)
    assert [client.get(page).status_code for page in pages] == [404] * len(pages)
    assert client.post(reverse("gradebook-csv", args=[here.school_class.pk])).status_code == 404
    assert teacher_is_in(client), "the own classes stay"


def test_a_closed_account_is_out_on_every_device_and_its_links_open_nothing(here: Side, colleague: User) -> None:
    devices = [signed_in(colleague), signed_in(colleague)]
    invitation_by_head = accounts.invite_colleague(head=here.teacher)
    link = accounts.new_password_path(head=here.teacher, colleague=colleague)
    accounts.deactivate(head=here.teacher, colleague=colleague)
    assert not any(map(teacher_is_in, devices))
    assert Client().get(link).status_code == 410
    assert accounts.usable_invitation(invitation_by_head.token) is not None, "the head's own are good"
    for name in ("school", "worksheets", "lessons", "account_change_password"):
        assert devices[0].get(reverse(name)).url.startswith(reverse("account_login")), name


def test_a_changed_password_ends_all_other_sessions(here: Side, colleague: User) -> None:
    mine, other = signed_in(colleague), signed_in(colleague)
    new = "rockets and rulers 7"
    mine.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert teacher_is_in(mine) and not teacher_is_in(other)


def test_a_password_that_a_head_had_set_anew_ends_all_sessions(here: Side, colleague: User) -> None:
    devices = [signed_in(colleague), signed_in(colleague)]
    accounts.set_password(user=colleague, password="rockets and rulers 7")
    assert not any(map(teacher_is_in, devices))


def test_who_is_head_no_more_decides_nothing_with_the_next_request(here: Side, colleague: User) -> None:
    User.objects.filter(pk=colleague.pk).update(is_head=True)
    client = signed_in(colleague)
    assert client.get(reverse("children-of-school")).status_code == 200
    User.objects.filter(pk=colleague.pk).update(is_head=False)
    assert client.get(reverse("children-of-school")).status_code == 404
    client.post(reverse("school-deactivate", args=[here.teacher.pk]))
    here.teacher.refresh_from_db()
    assert here.teacher.is_active


def test_signing_out_leaves_nothing_of_the_session_on_the_server(here: Side, colleague: User) -> None:
    client = signed_in(colleague)
    key = client.cookies["session"].value
    client.post(reverse("account_logout"))
    assert not Session.objects.filter(session_key=key).exists()
    client.cookies["session"] = key
    assert not teacher_is_in(client)


def test_sessions_run_out_by_themselves(here: Side, as_student: AsStudent, colleague: User) -> None:
    ages = {
        "child": Session.objects.get(session_key=as_student(here).cookies["session"].value).expire_date,
        "teacher": Session.objects.get(session_key=signed_in(colleague).cookies["session"].value).expire_date,
    }
    hours = {who: (until - timezone.now()).total_seconds() / 3600 for who, until in ages.items()}
    assert hours["child"] <= 4 and hours["teacher"] <= 10


def test_handing_in_ends_no_session_and_opens_no_other(here: Side, as_student: AsStudent) -> None:
    tablet = as_student(here)
    submissions.hand_in(attempt=here.attempt())
    assert child_is_in(tablet)
