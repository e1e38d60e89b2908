"""What comes next from the rows of a class: the evidence, what does not count, groups, and the sheet in one tap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom import marks
from classroom.models import Answer, Assignment, Ink, PatternDecision, Question, Recipient, Worksheet
from classroom.next_step import children, words
from classroom.skills.progress.choice import Why
from tests.classroom.finished import more_children, skilled, types
from tests.conftest import ScriptedReader, Side

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reader")]
SignIn = Callable[..., Client]


@pytest.fixture
def subtracting(here: Side) -> Side:
    """All three questions are about taking away."""
    skilled(here, "sub.two_digit", "sub.two_digit", "sub.two_digit")
    return here


def of(side: Side, at: int = 0) -> children.ChildSteps:
    return children.class_steps(side.school_class)[at]


def test_what_a_child_got_wrong_comes_next_with_the_evidence(subtracting: Side) -> None:
    types(subtracting.assignment, subtracting.students[0], ["1", "1", "42"])
    first = of(subtracting).proposals[0]
    assert (first.step.skill, first.step.why) == ("sub.two_digit", Why.NOT_YET)
    assert first.reason == "1 of 3 right, last today"
    assert of(subtracting, 1).standings == {}, "Ben has not worked"


def test_what_is_late_empty_unfinished_or_forgotten_says_nothing(subtracting: Side, draw: Callable[..., Ink]) -> None:
    ada, ben = subtracting.students
    types(subtracting.assignment, ada, ["1", "", "1"], hands_in=False)
    assert of(subtracting).standings == {}, "still at work"
    types(subtracting.assignment, ben, ["1", "", "1"])
    assert of(subtracting, 1).standings["sub.two_digit"].asked == 2, "what was left empty is no answer"
    first, third = Answer.objects.filter(attempt__student=ben, ink__isnull=False).order_by("pk")
    draw(first, seq=2)  # after hand-in: it is late, and a teacher decides
    assert Ink.objects.filter(answer=first, is_late=True).exists()
    assert of(subtracting, 1).standings["sub.two_digit"].asked == 1
    Ink.objects.filter(answer=third).update(forgotten_at=timezone.now())
    assert of(subtracting, 1).standings == {}


def test_a_teachers_word_is_what_counts(subtracting: Side) -> None:
    attempt = types(subtracting.assignment, subtracting.students[0], ["1", "1", "1"])
    before = of(subtracting).standings["sub.two_digit"]
    for answer in Answer.objects.filter(attempt=attempt):
        marks.overrule(answer=answer, teacher=subtracting.teacher, verdict="right")
    after = of(subtracting).standings["sub.two_digit"]
    assert (before.right, after.right) == (0, 3) and after.can


def test_an_accepted_wrong_procedure_goes_first_and_its_sheet_shows_it(subtracting: Side) -> None:
    attempt = types(subtracting.assignment, subtracting.students[0], ["12", "1", "42"])
    shown = Answer.objects.get(attempt=attempt, question__position=2)
    decision = PatternDecision.objects.create(
        attempt=attempt, procedure="sub.smaller_from_larger", verdict="accepted", teacher=subtracting.teacher,
        evidence={"version": 1, "answers": [str(shown.uuid)], "rule": 1},
    )  # fmt: skip
    [group] = children.groups(children.class_steps(subtracting.school_class))
    assert group.procedure == "sub.smaller_from_larger" and "you agreed that the child" in group.members[0][1].reason
    PatternDecision.objects.filter(pk=decision.pk).update(verdict="rejected")
    assert children.groups(children.class_steps(subtracting.school_class)) == []


def test_the_class_page_groups_by_need_and_ranks_nobody(
    subtracting: Side, as_teacher: SignIn, as_student: SignIn
) -> None:
    more_children(subtracting, "Cleo")
    cleo = subtracting.school_class.enrolments.latest("pk").student
    for child in (subtracting.students[1], cleo):
        types(subtracting.assignment, child, ["1", "1", "1"])
    types(subtracting.assignment, subtracting.students[0], ["12", "5", "42"])
    [group] = children.groups(children.class_steps(subtracting.school_class))
    assert [child.student.display_name for child, _ in group.members] == ["Ben", "Cleo"]
    teacher = as_teacher(subtracting)
    page = teacher.get(reverse("next-class", args=[subtracting.school_class.pk])).content.decode()
    assert "0 of 3 right, last today" in page and page.index(">Ada<") < page.rindex(">Ben<") < page.rindex(">Cleo<")
    hidden = teacher.get(reverse("next-class", args=[subtracting.school_class.pk]) + "?names=hidden").content.decode()
    assert "Cleo" not in hidden and "Child 3" in hidden
    assert "not yet" not in as_student(subtracting, cleo).get(reverse("todo")).content.decode()


def test_one_tap_makes_a_sheet_for_those_who_need_it(
    subtracting: Side, as_teacher: SignIn, as_student: SignIn
) -> None:
    ada, ben = subtracting.students
    teacher = as_teacher(subtracting)
    page = teacher.post(
        reverse("next-sheet", args=[subtracting.school_class.pk]), {"skill": "sub.two_digit", "students": [ben.uuid]}
    )
    made = Assignment.objects.exclude(pk=subtracting.assignment.pk).get()
    assert page.headers["Location"] == reverse("assignment", args=[made.uuid])
    asked = Question.objects.filter(worksheet=made.worksheet)
    assert asked.count() == 10 and {one.skill.code for one in asked if one.skill} == {"sub.two_digit"}
    assert made.purpose == "lesson" and list(Recipient.objects.values_list("student", flat=True)) == [ben.pk]
    start = reverse("start", args=[made.uuid])
    assert start in as_student(subtracting, ben).get(reverse("todo")).content.decode()
    assert start not in as_student(subtracting, ada).get(reverse("todo")).content.decode()
    assert made.worksheet in Worksheet.objects.filter(author=subtracting.teacher)


def test_no_sheet_is_set_to_a_child_of_another_class(subtracting: Side, elsewhere: Side, as_teacher: SignIn) -> None:
    before = Worksheet.objects.count()
    for sent in ({"skill": "sub.two_digit", "students": [elsewhere.students[0].uuid]},
                 {"skill": "sub.two_digit"},
                 {"skill": "nonsense", "students": [subtracting.students[0].uuid]}):  # fmt: skip
        as_teacher(subtracting).post(reverse("next-sheet", args=[subtracting.school_class.pk]), sent)
    assert Worksheet.objects.count() == before and not Recipient.objects.exists()


def test_days_are_said_as_people_say_them(reader: ScriptedReader) -> None:
    today = timezone.localdate().replace(month=11, day=20, year=2026)
    said = [words.day_in_words(today - timedelta(days=n), today) for n in (0, 1, 3, 30)]
    assert said == ["today", "yesterday", "on Tuesday", "on 21 October"]


def test_the_queries_do_not_grow_with_the_class(
    subtracting: Side, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for child in [*subtracting.students, *more_children(subtracting, "Cleo", "Dev", "Elif", "Finn")]:
        types(subtracting.assignment, child, ["1", "1", "42"])
    with django_assert_max_num_queries(7):  # type: ignore[attr-defined]
        children.class_steps(subtracting.school_class)
