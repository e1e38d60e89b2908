"""Placement, and what is kept of flights: a proposal for the teacher, nothing for the child, gone with the child."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from classroom import privacy, record, retention, submissions
from classroom.errors import NotAllowedNow
from classroom.models import Assignment, Attempt, Question, Recipient, Student, Worksheet
from classroom.practice import flying, making, placing
from classroom.skills.progress import placing as ladder
from tests.classroom.test_practice import allow, fly, types
from tests.conftest import Side

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reader")]
SignIn = Callable[..., Client]


def offered(side: Side, *students: Student) -> Assignment:
    return making.offer_placement(
        school_class=side.school_class, students=students or side.students, teacher=side.teacher, seed="1"
    )


def test_placement_asks_twelve_at_most_and_ends_easily(here: Side) -> None:
    work = offered(here)
    attempt = submissions.start_attempt(assignment=work, student=here.students[0])
    asked = []
    while (coming := flying.next_answer(attempt)) is not None:
        asked.append((coming.question.position - 1) // ladder.OF_A_RUNG)
        types(attempt, None if asked[-1] < 5 else "0")
    assert len(asked) <= ladder.MOST
    assert asked[0] <= 3, "it begins easily"
    assert asked[-1] < 5, "and ends easily"
    found = placing.placed(here.school_class, here.students[0])
    assert found is not None and abs([*ladder_titles(work)].index(found.begin) - 5) <= 1


def ladder_titles(work: Assignment) -> list[str]:
    rows = Question.objects.filter(worksheet=work.worksheet).select_related("skill")
    return [one.skill.title for one in rows if one.skill][:: ladder.OF_A_RUNG]


def test_an_explorer_flight_is_offered_once_until_it_is_flown(
    here: Side, elsewhere: Side, as_teacher: SignIn, as_student: SignIn
) -> None:
    ada, ben = here.students
    first = offered(here, ada)
    door, page = (reverse(name, args=[here.school_class.pk]) for name in ("placement", "practice"))
    client = as_teacher(here)
    asked = client.post(door, {"students": [str(ada.uuid)]}, follow=True).content.decode()
    assert "on their lists already" in asked
    assert Recipient.objects.filter(student=ada).count() == 1
    client.post(door, {"students": [str(ada.uuid), str(ben.uuid)]})
    assert Recipient.objects.filter(student=ada).count() == Recipient.objects.filter(student=ben).count() == 1
    assert as_student(here).get(reverse("todo")).content.decode().count("/explore/") == 1

    attempt = submissions.start_attempt(assignment=first, student=ada)
    types(attempt)
    with pytest.raises(NotAllowedNow):  # begun, and not landed
        offered(here, ada)
    seen = client.get(page).content.decode()
    assert f'value="{ada.uuid}" disabled' in seen and f'value="{ben.uuid}" disabled' in seen
    submissions.hand_in(attempt=attempt)
    assert [one.pk for one in placing.offered(here.school_class)] == [ben.pk]
    again = offered(here, ada)
    assert again.pk != first.pk, "who has landed may be asked again"
    assert [one.pk for one in placing.offered(here.school_class)] == [ada.pk, ben.pk]


def test_a_child_is_told_nothing_of_its_placement(here: Side, as_student: SignIn, as_teacher: SignIn) -> None:
    work = offered(here, here.students[0])
    ada = as_student(here)
    assert reverse("explore", args=[work.uuid]) in ada.get(reverse("todo")).content.decode()
    assert (
        reverse("explore", args=[work.uuid])
        not in as_student(here, here.students[1]).get(reverse("todo")).content.decode()
    )
    ada.post(reverse("explore", args=[work.uuid]))
    attempt = Attempt.objects.get(assignment=work)
    for text in ("0", "0"):
        types(attempt, text)
    marked = ada.get(reverse("api-attempt", args=[attempt.uuid])).json()["answers"]
    assert {one["mark"] for one in marked} == {""}
    landed = ada.post(reverse("flight-land", args=[work.uuid]), follow=True).content.decode()
    assert "begin" not in landed and "Year" not in landed
    seen = as_teacher(here).get(reverse("practice", args=[here.school_class.pk])).content.decode()
    assert "You might begin with" in seen


def test_practice_goes_with_the_child_and_with_the_year(here: Side) -> None:
    allow(here, "facts.add")
    ada, ben = here.students
    both = offered(here)
    for child in (ada, ben):
        types(fly(here, child))
        types(submissions.start_attempt(assignment=both, student=child))
    counted = record.counts(ada)
    assert (counted["classroom.Recipient"], counted["classroom.Attempt"]) == (2, 2)
    privacy.erase_student(student=ada, teacher=here.teacher)
    left = Assignment.objects.exclude(purpose="lesson")
    assert {one.purpose for one in left} == {"practice", "placement"} and left.count() == 2
    assert set(Recipient.objects.values_list("student", flat=True)) == {ben.pk}
    assert Worksheet.objects.filter(author=None).count() == 2
    later = retention.timezone.now() + retention.timedelta(days=600)
    retention.let_go(later)
    assert not Assignment.objects.exclude(purpose="lesson").exists()
    assert not Worksheet.objects.filter(author=None).exists() and not Recipient.objects.exists()
    assert Worksheet.objects.filter(pk=here.worksheet.pk).exists()
