"""Classes: their list, code, projector, cards, co-teachers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from classroom import classes, enrolment, joining
from classroom.errors import BadInput, NotAllowedNow
from classroom.models import AuditEntry, SchoolClass, Teaching, User
from classroom.views import saying
from tests.conftest import PASSWORD, Side

pytestmark = pytest.mark.django_db


def fresh(side: Side) -> SchoolClass:
    return SchoolClass.objects.get(pk=side.school_class.pk)


def colleague_of(side: Side) -> User:
    return User.objects.create_user("lee@hilltop.example", PASSWORD, name="Mr Lee", school=side.school)


def test_a_teacher_makes_a_class_that_is_closed_at_first(here: Side, as_teacher: Callable[..., Client]) -> None:
    answer = as_teacher(here).post(reverse("class-new"), {"name": " Comets ", "year": "2"})
    made = SchoolClass.objects.get(name="Comets")
    assert answer.url == reverse("class", args=[made.pk])
    assert (made.school, made.year, made.joining_open) == (here.school, 2, False)
    assert Teaching.objects.get(school_class=made).role == Teaching.Role.OWNER


def test_the_list_shows_own_classes_with_counts(
    here: Side, elsewhere: Side, as_teacher: Callable[..., Client], django_assert_max_num_queries: Any
) -> None:
    client = as_teacher(here)
    for number in range(5):
        classes.make_class(teacher=here.teacher, name=f"Class {number}", year=None)
    with django_assert_max_num_queries(7):
        page = client.get(reverse("classes")).content.decode()
    assert "2 children" in page
    assert "1 open lesson" in page
    assert elsewhere.school_class.name not in page


def test_the_class_page_costs_the_same_for_two_children_and_for_sixty(
    here: Side, as_teacher: Callable[..., Client], django_assert_num_queries: Any
) -> None:
    client, url = as_teacher(here), reverse("class", args=[here.school_class.pk])
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    enrolment.add_students(
        school_class=here.school_class, given=[f"Child {number}" for number in range(58)], teacher=here.teacher
    )
    with django_assert_num_queries(len(few)):
        assert "Child 57" in client.get(url).content.decode()


def test_one_tap_closes_and_opens_joining(here: Side, as_teacher: Callable[..., Client]) -> None:
    client, url = as_teacher(here), reverse("class-joining", args=[here.school_class.pk])
    assert client.post(url, {"open": "0"}).status_code == 302
    assert not fresh(here).joining_open
    panel = client.post(url, {"open": "1"}, headers={"HX-Request": "true"})
    assert fresh(here).joining_open
    assert panel.content.decode().lstrip().startswith("<section")
    assert here.school_class.join_code in panel.content.decode()
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["joining_closed", "joining_opened"]


def test_a_new_code_makes_the_old_one_useless(here: Side, as_teacher: Callable[..., Client]) -> None:
    old = here.school_class.join_code
    as_teacher(here).post(reverse("class-new-code", args=[here.school_class.pk]))
    assert fresh(here).join_code != old
    assert not SchoolClass.objects.filter(join_code=old).exists()
    assert AuditEntry.objects.filter(action="code_renewed").exists()


def test_a_code_that_is_taken_is_drawn_again(here: Side, elsewhere: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([elsewhere.school_class.join_code, "FRESH2"])
    monkeypatch.setattr(classes, "new_join_code", lambda: next(drawn))
    assert classes.renew_code(school_class=here.school_class, teacher=here.teacher) == "FRESH2"


def test_the_qr_code_names_the_address_the_teacher_uses(
    here: Side, as_teacher: Callable[..., Client], settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = as_teacher(here)
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        make = saying.segno.make
        patch.setattr(saying.segno, "make", lambda text, **how: said.append(text) or make(text, **how))
        picture = client.get(reverse("class-qr", args=[here.school_class.pk]), headers={"Host": "192.168.7.9:8000"})
    assert said == [f"http://192.168.7.9:8000/c/{here.school_class.join_code}/"]
    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content


def test_the_projector_shows_code_and_address_while_joining_is_open(
    here: Side, as_teacher: Callable[..., Client]
) -> None:
    client, url = as_teacher(here), reverse("class-projector", args=[here.school_class.pk])
    page = client.get(url).content.decode()
    assert here.school_class.join_code in page
    assert "testserver" in page
    classes.close_joining(school_class=here.school_class, teacher=here.teacher)
    assert here.school_class.join_code not in client.get(url).content.decode()


def test_an_archived_class_is_closed_and_comes_back_closed(here: Side, as_teacher: Callable[..., Client]) -> None:
    client, pk = as_teacher(here), here.school_class.pk
    client.post(reverse("class-archive", args=[pk]))
    assert fresh(here).archived_at
    assert not fresh(here).joining_open
    with pytest.raises(classes.ClassArchived):
        classes.open_joining(school_class=here.school_class, teacher=here.teacher)
    assert client.get(reverse("class", args=[pk])).status_code == 200
    client.post(reverse("class-restore", args=[pk]))
    assert fresh(here).archived_at is None
    assert not fresh(here).joining_open


def test_a_class_is_renamed(here: Side, as_teacher: Callable[..., Client]) -> None:
    client, url = as_teacher(here), reverse("class-change", args=[here.school_class.pk])
    client.post(url, {"name": "Comets", "year": "", "mirrored_counts": "yes"})
    assert (fresh(here).name, fresh(here).year) == ("Comets", None)
    assert "write a name" in client.post(url, {"name": "\u200b", "year": ""}).content.decode()
    assert fresh(here).name == "Comets"


# --- co-teachers ---


def test_a_co_teacher_sees_the_class_until_removed(here: Side, as_teacher: Callable[..., Client]) -> None:
    owner, lee, pk = as_teacher(here), colleague_of(here), here.school_class.pk
    client = Client()
    client.force_login(lee, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("class", args=[pk])).status_code == 404
    owner.post(reverse("class-add-teacher", args=[pk]), {"colleague": lee.pk})
    owner.post(reverse("class-add-teacher", args=[pk]), {"colleague": lee.pk})
    assert client.get(reverse("class", args=[pk])).status_code == 200
    client.post(reverse("class-remove-teacher", args=[pk, here.teacher.pk]))
    assert owner.get(reverse("class", args=[pk])).status_code == 200, "the owner stays"
    client.post(reverse("class-remove-teacher", args=[pk, lee.pk]))
    assert client.get(reverse("class", args=[pk])).status_code == 404


def test_nobody_from_another_school_becomes_co_teacher(
    here: Side, elsewhere: Side, as_teacher: Callable[..., Client]
) -> None:
    as_teacher(here).post(
        reverse("class-add-teacher", args=[here.school_class.pk]), {"colleague": elsewhere.teacher.pk}
    )
    assert here.school_class.teachings.count() == 1
    with pytest.raises(BadInput):
        classes.add_co_teacher(school_class=here.school_class, colleague=elsewhere.teacher, teacher=here.teacher)
    with pytest.raises(NotAllowedNow):
        classes.remove_co_teacher(school_class=here.school_class, colleague=here.teacher, teacher=here.teacher)


# --- log-in cards ---


def test_cards_carry_name_code_address_and_pictures_and_are_not_kept_anywhere(
    here: Side, as_teacher: Callable[..., Client]
) -> None:
    answer = as_teacher(here).get(reverse("class-cards", args=[here.school_class.pk]))
    page = answer.content.decode()
    for child in here.students:
        assert child.display_name in page
        assert ", ".join(joining.picture_key(child)) in page
        for picture in joining.picture_key(child):
            assert f"pictures.svg#{picture}" in page
    assert page.count("data:image/svg+xml") == 2
    assert answer["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.get(action="cards_shown")
    assert (entry.teacher, entry.facts["count"]) == (here.teacher, 2)


def test_the_card_of_one_child_shows_no_other(here: Side, as_teacher: Callable[..., Client]) -> None:
    client, url = as_teacher(here), reverse("class-cards", args=[here.school_class.pk])
    page = client.get(url, {"child": str(here.students[1].uuid)}).content.decode()
    assert "Ben" in page
    assert "Ada" not in page
    assert client.get(url, {"child": "nonsense"}).status_code == 404


def test_eight_cards_are_a_sheet(here: Side, as_teacher: Callable[..., Client]) -> None:
    enrolment.add_students(
        school_class=here.school_class, given=[f"Child {number}" for number in range(15)], teacher=here.teacher
    )
    page = as_teacher(here).get(reverse("class-cards", args=[here.school_class.pk])).content.decode()
    sheets = page.split('<ul class="sheet">')[1:]
    assert [len(re.findall('class="login-card"', sheet)) for sheet in sheets] == [8, 8, 1]


def test_no_card_of_a_child_who_left(here: Side, as_teacher: Callable[..., Client]) -> None:
    enrolment.remove_student(student=here.students[0], school_class=here.school_class, teacher=here.teacher)
    page = as_teacher(here).get(reverse("class-cards", args=[here.school_class.pk])).content.decode()
    assert "Ada" not in page


GET_PAGES = ["class", "class-change", "class-projector", "class-qr", "class-cards"]
POST_PAGES = [
    "class-archive", "class-restore", "class-joining", "class-new-code", "class-add-teacher", "students-preview",
    "students-add",
]  # fmt: skip


@pytest.mark.parametrize("name", [*GET_PAGES, *POST_PAGES])
def test_a_stranger_gets_404_and_changes_nothing(
    name: str, here: Side, elsewhere: Side, as_teacher: Callable[..., Client], as_student: Callable[..., Client]
) -> None:
    url, before = (
        reverse(name, args=[here.school_class.pk]),
        SchoolClass.objects.values().get(pk=here.school_class.pk),
    )
    stranger = as_teacher(elsewhere)
    answer = stranger.get(url) if name in GET_PAGES else stranger.post(url, {"names": "Eve", "name": "Eve", "add": 1})
    assert answer.status_code == 404
    for client in (Client(), as_student(here)):
        answer = client.get(url) if name in GET_PAGES else client.post(url, {"names": "Eve", "name": "Eve", "add": 1})
        assert answer.status_code == 302
        assert reverse("account_login") in answer.url
    assert SchoolClass.objects.values().get(pk=here.school_class.pk) == before
    assert not AuditEntry.objects.exists()
