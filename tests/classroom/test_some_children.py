"""A worksheet set to some children of a class: for them alone, and for nobody else in any list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom import assignments, privacy, record
from classroom.errors import BadInput
from classroom.insight import words
from classroom.insight.course import course
from classroom.models import Assignment, Attempt, Recipient, Student
from classroom.scores.board import board
from tests.conftest import Side

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def for_some(side: Side, *students: Student) -> Assignment:
    [made] = assignments.set_worksheet(
        worksheet=side.worksheet, classes=[side.school_class], teacher=side.teacher, opens_at=timezone.now(),
        closes_at=None, feedback="after_hand_in", layout="one_by_one", students=list(students),
    )  # fmt: skip
    return made


def test_a_worksheet_for_ada_is_for_ada_alone(here: Side, as_student: SignIn) -> None:
    ada, ben = here.students
    work = for_some(here, ada)
    start = reverse("start", args=[work.uuid])
    assert start.encode() in as_student(here, ada).get(reverse("todo")).content
    assert start.encode() not in as_student(here, ben).get(reverse("todo")).content
    assert as_student(here, ben).post(start).status_code == 404
    assert not Attempt.objects.filter(assignment=work).exists()
    assert as_student(here, ada).post(start).status_code == 302
    assert as_student(here, ben).get(reverse("work", args=[work.uuid])).status_code == 404


def test_board_list_and_insight_know_whom_it_is_for(here: Side) -> None:
    ada, ben = here.students
    work = for_some(here, ada)
    assert [row.student for row in board(work).rows] == [ada]
    counted = {one.assignment: one.children for one in assignments.progress(Assignment.objects.all())}
    assert counted == {work: 1, here.assignment: 2}
    assignments.close(assignment=work, teacher=here.teacher)
    over_time = course(here.school_class, words.periods()[0])
    found = next(one for one in over_time.works if one.assignment == work)
    assert [one.student for one in found.away] == [ada], "nobody who did not get it was away"


def test_nobody_of_another_class_gets_it(here: Side, elsewhere: Side) -> None:
    with pytest.raises(BadInput):
        for_some(here, elsewhere.students[0])
    assert not Recipient.objects.exists()
    assert Assignment.objects.filter(school_class=here.school_class).count() == 1


def test_who_got_it_is_exported_and_erased_with_the_child(here: Side) -> None:
    ada, ben = here.students
    for_some(here, ada, ben)
    assert record.counts(ada)["classroom.Recipient"] == 1
    privacy.erase_student(student=ada, teacher=here.teacher)
    assert list(Recipient.objects.values_list("student", flat=True)) == [ben.pk]


def test_the_form_sets_a_worksheet_to_those_ticked(here: Side, elsewhere: Side, as_teacher: SignIn) -> None:
    ben = here.students[1]
    door, teacher = reverse("set-worksheet", args=[here.worksheet.pk]), as_teacher(here)
    sent = {
        "classes": here.school_class.pk,
        "opens_at": "2026-01-05T09:00",
        "feedback": "at_once",
        "layout": "one_by_one",
    }
    assert "Ada (Ms Hopper" in teacher.get(door).content.decode()
    refused = teacher.post(door, {**sent, "students": [elsewhere.students[0].uuid]})
    assert refused.status_code == 400 and Assignment.objects.filter(school_class=here.school_class).count() == 1
    teacher.post(door, {**sent, "students": [ben.uuid]})
    made = Assignment.objects.latest("pk")
    assert made.for_some and [one.student for one in made.recipients.all()] == [ben]
    assert "for 1 child" in teacher.get(reverse("lessons")).content.decode()
    teacher.post(door, sent)
    assert not Assignment.objects.latest("pk").for_some
