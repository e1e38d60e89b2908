"""Setting worksheets to classes, and what one does with them afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom import assignments, enrolment, submissions
from classroom.errors import AssignmentClosed, BadInput, NotAllowedNow
from classroom.models import Assignment, Attempt, AuditEntry, Ink, SchoolClass, Teaching, Worksheet
from classroom.scores.board import board
from classroom.views.lesson_forms import SetForm
from tests.classroom.rooms import make_room
from tests.conftest import Side

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
HOW = {"opens_at": "2026-03-02T09:00", "closes_at": "", "feedback": "at_once", "layout": "whole_sheet"}


def set_it(side: Side, **changes: Any) -> list[Assignment]:
    how: dict[str, Any] = {
        "worksheet": side.worksheet,
        "classes": [side.school_class],
        "teacher": side.teacher,
        "opens_at": timezone.now(),
        "closes_at": None,
        "feedback": "at_once",
        "layout": "one_by_one",
    }
    return assignments.set_worksheet(**{**how, **changes})


def version_of(side: Side) -> int:
    side.school_class.refresh_from_db()
    return side.school_class.version


def test_a_worksheet_is_set_to_several_classes(here: Side, as_teacher: SignIn) -> None:
    second = SchoolClass.objects.create(school=here.school, name="Second")
    Teaching.objects.create(teacher=here.teacher, school_class=second)
    Assignment.objects.all().delete()
    before = version_of(here)
    sent = as_teacher(here).post(
        reverse("set-worksheet", args=[here.worksheet.pk]), {**HOW, "classes": [here.school_class.pk, second.pk]}
    )
    assert sent.status_code == 302 and sent.headers["Location"] == reverse("lessons")
    made = Assignment.objects.order_by("school_class")
    assert [one.school_class_id for one in made] == [here.school_class.pk, second.pk]
    assert {(one.feedback, one.layout, one.closes_at, one.set_by_id) for one in made} == {
        ("at_once", "whole_sheet", None, here.teacher.pk)
    }
    assert version_of(here) > before and AuditEntry.objects.filter(action="worksheet_set").count() == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"classes": []}, "Choose at least one class."),
        ({"opens_at": ""}, "Say when it opens."),
        ({"opens_at": "soon"}, "That is not a date and a time."),
        ({"closes_at": "2026-03-02T08:00"}, "It would close before it opens."),
        ({"feedback": "never"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_set(
    here: Side, as_teacher: SignIn, changes: dict[str, Any], words: str
) -> None:
    before = Assignment.objects.count()
    sent = as_teacher(here).post(
        reverse("set-worksheet", args=[here.worksheet.pk]), {**HOW, "classes": [here.school_class.pk], **changes}
    )
    assert sent.status_code == 400 and words in sent.content.decode()
    assert Assignment.objects.count() == before


def test_another_teachers_class_cannot_be_chosen(here: Side, elsewhere: Side, as_teacher: SignIn) -> None:
    sent = as_teacher(here).post(
        reverse("set-worksheet", args=[here.worksheet.pk]), {**HOW, "classes": [elsewhere.school_class.pk]}
    )
    assert sent.status_code == 400 and "Choose from your classes." in sent.content.decode()
    assert Assignment.objects.filter(school_class=elsewhere.school_class).count() == 1


def test_a_draft_is_not_set(here: Side, as_teacher: SignIn) -> None:
    Worksheet.objects.update(state="draft")
    here.worksheet.refresh_from_db()
    with pytest.raises(NotAllowedNow):
        set_it(here)
    page = as_teacher(here).get(reverse("set-worksheet", args=[here.worksheet.pk])).content.decode()
    assert "Publish this worksheet first" in page and "<form" not in page.split("<main")[1].split("</main>")[0]


def test_a_lone_class_is_chosen_and_the_opening_time_is_now(here: Side) -> None:
    form = SetForm(teacher=here.teacher)
    assert form.fields["classes"].initial == [here.school_class]
    assert abs(form.initial["opens_at"] - timezone.now()) < timedelta(minutes=2)


def test_times_are_those_of_the_school(here: Side, as_teacher: SignIn) -> None:
    as_teacher(here).post(
        reverse("assignment-change", args=[here.assignment.uuid]), {**HOW, "opens_at": "2026-07-01T09:00"}
    )
    here.assignment.refresh_from_db()
    assert here.assignment.opens_at.isoformat() == "2026-07-01T08:00:00+00:00"  # British Summer Time
    page = as_teacher(here).get(reverse("assignment-change", args=[here.assignment.uuid])).content.decode()
    assert 'value="2026-07-01T09:00"' in page


def test_closing_ends_the_work_and_reopening_begins_it_again(here: Side) -> None:
    assignments.close(assignment=here.assignment, teacher=here.teacher)
    here.assignment.refresh_from_db()
    assert not here.assignment.is_open and here.assignment.has_closed
    with pytest.raises(AssignmentClosed):
        here.attempt()
    closed_at = here.assignment.closes_at
    assignments.close(assignment=here.assignment, teacher=here.teacher)
    here.assignment.refresh_from_db()
    assert here.assignment.closes_at == closed_at
    assignments.reopen(assignment=here.assignment, teacher=here.teacher)
    here.assignment.refresh_from_db()
    assert here.assignment.is_open and here.attempt().state == "in_progress"


def test_what_has_not_opened_cannot_be_closed_but_opened_early(here: Side, as_teacher: SignIn) -> None:
    here.assignment.opens_at = timezone.now() + timedelta(days=1)
    here.assignment.save()
    url = reverse("assignment-close", args=[here.assignment.uuid])
    assert "It has not opened yet" in as_teacher(here).post(url, follow=True).content.decode()
    as_teacher(here).post(reverse("assignment-reopen", args=[here.assignment.uuid]))
    here.assignment.refresh_from_db()
    assert here.assignment.is_open


def test_closing_before_opening_is_refused_in_the_domain_too(here: Side) -> None:
    with pytest.raises(BadInput):
        set_it(here, closes_at=timezone.now() - timedelta(days=1))


def test_return_gives_back_what_is_handed_in_and_once_closed_the_rest(here: Side) -> None:
    ada, ben = here.students
    submissions.hand_in(attempt=here.attempt(ada))
    here.attempt(ben)
    assert assignments.return_work(assignment=here.assignment, teacher=here.teacher) == 1
    assert here.attempt(ada).state == "returned" and here.attempt(ben).state == "in_progress"
    assert here.attempt(ada).returned_at is not None
    assert assignments.return_work(assignment=here.assignment, teacher=here.teacher) == 0
    assignments.close(assignment=here.assignment, teacher=here.teacher)
    assert assignments.return_work(assignment=here.assignment, teacher=here.teacher) == 1


def test_one_childs_work_is_returned_and_opened_again(
    here: Side, as_teacher: SignIn, draw: Callable[..., Ink]
) -> None:
    ada, ben = here.students
    for student in (ada, ben):
        submissions.hand_in(attempt=here.attempt(student))
    client, attempt = as_teacher(here), here.attempt(ada)
    client.post(reverse("attempt-return", args=[attempt.uuid]))
    assert here.attempt(ada).state == "returned" and here.attempt(ben).state == "handed_in"
    client.post(reverse("attempt-reopen", args=[attempt.uuid]))
    again = here.attempt(ada)
    assert (again.state, again.handed_in_at, again.returned_at) == ("in_progress", None, None)
    assert not draw(here.answer(1, ada)).is_late


def test_only_what_nobody_began_is_removed(here: Side, as_teacher: SignIn) -> None:
    here.attempt()
    url = reverse("assignment-remove", args=[here.assignment.uuid])
    assert "Close it instead" in as_teacher(here).post(url, follow=True).content.decode()
    assert Assignment.objects.filter(pk=here.assignment.pk).exists()
    Attempt.objects.all().delete()
    assert as_teacher(here).post(url).headers["Location"] == reverse("lessons")
    assert not Assignment.objects.filter(pk=here.assignment.pk).exists()


def test_lessons_stand_under_now_coming_and_past(here: Side, as_teacher: SignIn) -> None:
    now = timezone.now()
    set_it(here, opens_at=now + timedelta(days=1))
    set_it(here, opens_at=now - timedelta(days=2), closes_at=now - timedelta(days=1))
    shown = as_teacher(here).get(reverse("lessons")).context
    assert [len(shown[name]) for name in ("now", "coming", "past")] == [1, 1, 1]


def test_progress_counts_and_costs_two_queries(django_assert_num_queries: Any) -> None:
    first = make_room(children=9, questions=4, started=0.7)
    make_room(children=3, questions=2, teacher=first.set_by)
    with django_assert_num_queries(2):
        rows = assignments.progress(Assignment.objects.select_related("worksheet", "school_class").order_by("pk"))
    assert [(row.children, row.started, row.handed_in) for row in rows] == [(9, 6, 2), (3, 3, 1)]


def test_only_what_is_past_is_shown_in_pages(here: Side, as_teacher: SignIn) -> None:
    now = timezone.now()
    for day in range(45):
        set_it(here, opens_at=now - timedelta(days=day + 2), closes_at=now - timedelta(days=day + 1))
    client = as_teacher(here)
    assert len(client.get(reverse("lessons")).context["past"]) == 40
    assert len(client.get(reverse("lessons") + "?page=2").context["past"]) == 5


def test_a_child_who_left_with_work_is_counted_in_the_list_as_on_the_dashboard(here: Side) -> None:
    """Not "2 of 1 handed in"."""
    ada, ben = here.students
    for student in (ada, ben):
        submissions.hand_in(attempt=here.attempt(student))
    enrolment.remove_student(student=ada, school_class=here.school_class, teacher=here.teacher)
    (row,) = assignments.progress(Assignment.objects.select_related("worksheet", "school_class"))
    assert (row.children, row.started, row.handed_in) == (2, 2, 2) and len(board(here.assignment).rows) == 2
    enrolment.readmit_student(student=ada, school_class=here.school_class, teacher=here.teacher)
    (row,) = assignments.progress(Assignment.objects.select_related("worksheet", "school_class"))
    assert row.children == 2


def test_a_child_who_left_without_work_is_counted_no_more(here: Side) -> None:
    enrolment.remove_student(student=here.students[0], school_class=here.school_class, teacher=here.teacher)
    (row,) = assignments.progress(Assignment.objects.select_related("worksheet", "school_class"))
    assert (row.children, row.started) == (1, 0)
