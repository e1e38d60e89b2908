"""A new teacher's first steps, and the quick way from an empty school to a sheet that children have."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from classroom import classes, enrolment, first_steps
from classroom.models import Assignment, Enrolment, SchoolClass, User, Worksheet
from tests.conftest import PASSWORD, Side

pytestmark = pytest.mark.django_db

HEADING = "Four steps to your first lesson"


@pytest.fixture
def newcomer(here: Side) -> User:
    """A colleague of Ms Hopper's who has done nothing yet."""
    return User.objects.create_user("lee@hilltop.example", PASSWORD, name="Mr Lee", school=here.school)


@pytest.fixture
def desk(newcomer: User, client: Client) -> Client:
    """The newcomer's window."""
    client.force_login(newcomer)
    return client


def steps_of(teacher: User) -> first_steps.FirstSteps:
    found = first_steps.first_steps(User.objects.get(pk=teacher.pk))
    assert found is not None
    return found


def shows_steps(client: Client, *names: str, args: list[int] | None = None) -> list[bool]:
    return [HEADING in client.get(reverse(name, args=args)).content.decode() for name in names]


def test_each_step_is_done_when_its_rows_are_there(newcomer: User) -> None:
    assert steps_of(newcomer).done == [False, False, False, False]
    room = classes.make_class(teacher=newcomer, name="Comets", year=2)
    assert steps_of(newcomer).now == 2
    enrolment.add_students(school_class=room, given=["Ada"], teacher=newcomer)
    assert steps_of(newcomer).now == 3
    sheet = Worksheet.objects.create(school=newcomer.school, author=newcomer, title="Sums")
    Assignment.objects.create(worksheet=sheet, school_class=room, set_by=newcomer)
    assert steps_of(newcomer).now == 4
    classes.open_joining(school_class=room, teacher=newcomer)
    assert first_steps.first_steps(newcomer) is None


def test_the_steps_stand_on_the_pages_on_which_they_are_taken(desk: Client, newcomer: User) -> None:
    assert shows_steps(desk, "classes", "class-new", "gallery") == [True, True, True]
    assert shows_steps(desk, "worksheets", "lessons", "school") == [False, False, False]
    room = classes.make_class(teacher=newcomer, name="Comets", year=2)
    assert shows_steps(desk, "class", args=[room.pk]) == [True]


def test_a_teacher_who_has_taught_here_sees_no_steps(here: Side, as_teacher: Callable[..., Client]) -> None:
    SchoolClass.objects.filter(pk=here.school_class.pk).update(joining_open=True)
    assert shows_steps(as_teacher(here), "classes", "gallery") == [False, False]


def test_steps_that_were_put_away_stay_away_on_every_device(desk: Client, newcomer: User) -> None:
    assert desk.post(reverse("first-steps-end")).url == reverse("classes")
    other_device = Client()
    other_device.force_login(newcomer)
    assert shows_steps(other_device, "classes", "gallery") == [False, False]
    assert "No class yet" in other_device.get(reverse("classes")).content.decode()
    put_away = User.objects.get(pk=newcomer.pk).first_steps_ended_at
    desk.post(reverse("first-steps-end"))
    assert User.objects.get(pk=newcomer.pk).first_steps_ended_at == put_away


def test_one_teacher_s_steps_are_no_colleague_s(desk: Client, newcomer: User, here: Side) -> None:
    desk.post(reverse("first-steps-end"))
    assert User.objects.get(pk=here.teacher.pk).first_steps_ended_at is None
    other = User.objects.create_user("mo@hilltop.example", PASSWORD, name="Mx Mo", school=here.school)
    assert steps_of(other).now == 1


def test_names_that_come_with_a_new_class_are_looked_at_before_anybody_is_added(desk: Client) -> None:
    answer = desk.post(reverse("class-new"), {"name": "3B", "names": "Ada\nBen\nBen"})
    made = SchoolClass.objects.get(name="3B")
    assert answer.url == reverse("students-preview", args=[made.pk])
    page = desk.get(answer.url).content.decode()
    assert [f'value="{name}"' in page for name in ("Ada", "Ben")] == [True, True]
    assert not Enrolment.objects.filter(school_class=made).exists()
    # The list was for that page alone.
    assert desk.get(answer.url).url == reverse("class", args=[made.pk])


@pytest.mark.parametrize(
    ("name", "year"),
    [("3B", 3), ("Year 2 Comets", 2), ("Comets", None), ("Class 12", None), ("Years 4 and 5", None), ("7C", None)],
)
def test_a_class_is_of_the_year_that_its_name_says(desk: Client, name: str, year: int | None) -> None:
    desk.post(reverse("class-new"), {"name": name})
    assert SchoolClass.objects.get(name=name).year == year


def test_the_year_that_was_said_is_not_read_from_the_name(desk: Client) -> None:
    desk.post(reverse("class-new"), {"name": "3B", "year": "4"})
    assert SchoolClass.objects.get(name="3B").year == 4


def test_a_sheet_of_the_gallery_is_set_to_a_class_in_one_tap(desk: Client, newcomer: User) -> None:
    room = classes.make_class(teacher=newcomer, name="3B", year=3)
    url = reverse("gallery-questions", args=["times_table"]) + "?year=3"
    page = html.unescape(desk.get(url).content.decode())
    assert "Set to 3B now" in page
    assert 'name="count" value="20"' in page
    wishes = {"count": 20, "p_tables": "3 4", "p_up_to": 12, "p_what": "product", "seed": "a", "set_to": room.pk}
    answer = desk.post(url, wishes)
    lesson = Assignment.objects.get(school_class=room)
    assert answer.url == reverse("assignment", args=[lesson.uuid])
    assert (lesson.is_open, lesson.worksheet.state, lesson.worksheet.questions.count()) == (True, "published", 20)


def test_a_sheet_is_set_to_no_class_of_others(desk: Client, newcomer: User, here: Side, elsewhere: Side) -> None:
    put_away = classes.make_class(teacher=newcomer, name="Old", year=3)
    classes.archive_class(school_class=put_away, teacher=newcomer)
    before = Assignment.objects.count(), Worksheet.objects.count()
    url = reverse("gallery-questions", args=["times_table"]) + "?year=3"
    wishes = {"count": 5, "p_tables": "3 4", "p_up_to": 12, "p_what": "product", "seed": "a"}
    for room in (here.school_class.pk, elsewhere.school_class.pk, put_away.pk, "x", ""):
        assert desk.post(url, wishes | {"set_to": room}).status_code == 200
    assert (Assignment.objects.count(), Worksheet.objects.count()) == before


def test_wishes_that_cannot_be_met_set_nothing(desk: Client, newcomer: User) -> None:
    room = classes.make_class(teacher=newcomer, name="3B", year=3)
    url = reverse("gallery-questions", args=["times_table"]) + "?year=3"
    wishes = {"count": 60, "p_tables": "3", "p_up_to": 5, "p_what": "product", "seed": "a", "set_to": room.pk}
    assert "message-error" in desk.post(url, wishes).content.decode()
    assert not Assignment.objects.filter(school_class=room).exists()
