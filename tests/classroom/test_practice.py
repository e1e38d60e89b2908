"""A child's own practice: the path of an answer like any other, apart from lessons, kind in what it says."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from classroom import checks, marks, submissions
from classroom.insight import words
from classroom.insight.course import course
from classroom.models import Answer, Assignment, Attempt, Check, Decision, Question, SchoolClass, Student, Worksheet
from classroom.practice import allowing, flying, making, results
from classroom.scores.gradebook import gradebook
from tests.classroom.marked import read_all
from tests.conftest import ScriptedReader, Side

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reader")]
SignIn = Callable[..., Client]


def allow(side: Side, *skills: str, shows: bool = True) -> SchoolClass:
    return allowing.allow(
        school_class=side.school_class, teacher=side.teacher, is_open=True, shows=shows, skills=skills
    )


def fly(side: Side, student: Student | None = None, seed: str = "1") -> Attempt:
    return making.start_flight(student=student or side.students[0], school_class=side.school_class, seed=seed)


def types(attempt: Attempt, text: str | None = None) -> Answer:
    """Answer the question that comes next, rightly unless told what to type."""
    answer = flying.next_answer(attempt)
    assert answer is not None
    submissions.record_ink(
        answer=answer, client_id=uuid.uuid4(), seq=1, typed=answer.question.key["values"][0] if text is None else text
    )
    return answer


def is_again(attempt: Attempt) -> bool:
    """Whether a second try comes next."""
    answer = flying.next_answer(attempt)
    assert answer is not None
    return answer.question.second_try_of_id is not None


# --- through the child's door ---


def test_a_child_practises_only_where_the_teacher_allows_it(here: Side, as_student: SignIn) -> None:
    ada = as_student(here)
    door = reverse("practise", args=[here.school_class.pk])
    assert door not in ada.get(reverse("todo")).content.decode()
    assert ada.post(door).status_code == 404
    assert not Assignment.objects.exclude(purpose="lesson").exists()
    allow(here, "facts.add")
    assert door in ada.get(reverse("todo")).content.decode()
    assert ada.post(door, follow=True).status_code == 200
    assert Assignment.objects.filter(purpose="practice").count() == 1


def test_a_flight_is_for_one_child_and_tells_no_key(here: Side, as_student: SignIn) -> None:
    allow(here, "sub.two_digit")
    attempt = fly(here)
    page = reverse("flight", args=[attempt.assignment.uuid])
    assert as_student(here, here.students[1]).get(page).status_code == 404
    mine = as_student(here).get(page)
    shown = mine.content.decode()
    first = flying.next_answer(attempt)
    assert first is not None and str(first.uuid) in shown
    for other in Answer.objects.filter(attempt=attempt).exclude(pk=first.pk):
        assert str(other.uuid) not in shown, "questions that have not come yet are not told"
    assert "predictions" not in shown and '"values"' not in shown
    assert set(mine.context["known"][0]).isdisjoint({"key", "values"})


def test_two_taps_make_one_flight(here: Side, as_student: SignIn) -> None:
    allow(here, "facts.add")
    ada, door = as_student(here), reverse("practise", args=[here.school_class.pk])
    assert ada.post(door).headers["Location"] == ada.post(door).headers["Location"]
    assert Attempt.objects.filter(assignment__purpose="practice").count() == 1


def test_a_child_may_land_at_any_time_and_sees_no_score(here: Side, as_student: SignIn) -> None:
    allow(here, "facts.add")
    attempt = fly(here)
    types(attempt, "0")
    ada = as_student(here)
    page = ada.post(reverse("flight-land", args=[attempt.assignment.uuid]), follow=True)
    said = page.content.decode()
    assert page.redirect_chain[-1][0] == reverse("landed", args=[attempt.assignment.uuid])
    assert "You tried 1 question" in said and "Did you know?" in said
    assert "right" not in said and "wrong" not in said and "of 6" not in said
    assert flying.land(attempt=attempt).state == "handed_in"


def test_two_taps_leave_out_one_question(here: Side, as_student: SignIn) -> None:
    allow(here, "facts.add")
    attempt = fly(here)
    first = flying.next_answer(attempt)
    assert first is not None
    ada, door = as_student(here), reverse("flight-leave-out", args=[attempt.assignment.uuid])
    for _ in range(2):
        ada.post(door, {"answer": first.uuid})
    second = flying.next_answer(attempt)
    assert second is not None and second.question.second_try_of_id is None and second.pk != first.pk
    assert Answer.objects.filter(attempt=attempt, ink__isnull=False).count() == 1
    assert flying.stars(attempt).tried == 0, "the rocket flies by what was tried"


def test_after_many_flights_the_rocket_rests(here: Side, as_student: SignIn) -> None:
    allow(here, "facts.add")
    for seed in range(making.MOST_A_DAY):
        flying.land(attempt=fly(here, seed=str(seed)))
    page = as_student(here).post(reverse("practise", args=[here.school_class.pk]))
    assert "The rocket rests now" in page.content.decode()
    assert Attempt.objects.filter(assignment__purpose="practice").count() == making.MOST_A_DAY


# --- what comes next in a flight ---


def test_a_wrong_answer_gets_one_like_it_with_other_numbers(here: Side) -> None:
    allow(here, "sub.two_digit")
    attempt = fly(here)
    first = types(attempt, "0")
    again = flying.next_answer(attempt)
    assert again is not None and again.question.second_try_of_id == first.question_id
    assert again.question.skill == first.question.skill and again.question.prompt != first.question.prompt
    types(attempt, "0")
    third = flying.next_answer(attempt)
    assert third is not None and third.question.second_try_of_id is None, "one second try, not a third"


def test_a_right_or_doubtful_answer_gets_none(
    here: Side, reader: ScriptedReader, draw: Callable[..., object]
) -> None:
    allow(here, "sub.two_digit")
    attempt = fly(here)
    types(attempt)
    doubtful = flying.next_answer(attempt)
    assert doubtful is not None
    draw(doubtful)
    assert not is_again(attempt), "not while it is being read"
    reader.says(("3", 0.5), (doubtful.question.key["values"][0], 0.45))
    read_all()
    assert Answer.objects.get(pk=doubtful.pk).mark.verdict == "unsure"  # type: ignore[union-attr]
    assert not is_again(attempt)


def test_without_feedback_at_once_nothing_tells_what_was_wrong(here: Side, as_student: SignIn) -> None:
    allow(here, "sub.two_digit", shows=False)
    attempt = fly(here)
    types(attempt, "0")
    coming = flying.next_answer(attempt)
    assert coming is not None and coming.question.second_try_of_id is None
    facts = as_student(here).get(reverse("api-attempt", args=[attempt.uuid])).json()
    assert {one["mark"] for one in facts["answers"]} == {""}


def test_a_flight_ends_with_its_last_question(here: Side, as_student: SignIn) -> None:
    allow(here, "facts.add")
    attempt = fly(here)
    for _ in range(6):
        types(attempt)
    assert flying.next_answer(attempt) is None
    assert flying.stars(attempt).track == [True] * 6
    page = as_student(here).get(reverse("flight", args=[attempt.assignment.uuid]))
    assert "Ready to land?" in page.content.decode()


# --- apart from lessons ---


def test_practice_stands_in_no_gradebook_list_or_insight(here: Side, as_teacher: SignIn) -> None:
    allow(here, "facts.add")
    attempt = fly(here)
    types(attempt)
    flying.land(attempt=attempt)
    assert [one.pk for one in gradebook(here.school_class).assignments] == [here.assignment.pk]
    works = course(here.school_class, words.periods()[0]).works
    assert [one.assignment.pk for one in works] == [here.assignment.pk]
    teacher = as_teacher(here)
    assert str(attempt.assignment.uuid) not in teacher.get(reverse("lessons")).content.decode()
    assert teacher.get(reverse("assignment", args=[attempt.assignment.uuid])).status_code == 404
    assert not Worksheet.objects.filter(author=here.teacher, assignments=attempt.assignment).exists()


def test_doubtful_practice_is_looked_at_in_a_list_of_its_own_and_owed_by_nobody(
    here: Side,
    as_teacher: SignIn,
    reader: ScriptedReader,
    draw: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checks, "is_drawn", lambda **_: True)
    allow(here, "facts.add")
    attempt = fly(here)
    first = flying.next_answer(attempt)
    assert first is not None
    draw(first)
    reader.says(("3", 0.5), (first.question.key["values"][0], 0.45))
    read_all()
    flying.land(attempt=attempt)
    teacher = as_teacher(here)
    assert str(first.uuid) not in teacher.get(reverse("review-all")).content.decode()
    own = teacher.get(reverse("practice-look", args=[here.school_class.pk])).content.decode()
    assert str(first.uuid) in own
    assert not Check.objects.exists(), "practice is drawn for no check"
    sent = {"verdict": "right", "lesson": attempt.assignment.uuid}
    door = reverse("answer-mark", args=[first.uuid])
    assert teacher.post(door, sent, headers={"X-Requested-With": "fetch"}).status_code == 200
    assert Answer.objects.get(pk=first.pk).mark.source == "teacher"  # type: ignore[union-attr]
    for page in ("answer", "replay"):
        assert "Practice, Ms Hopper" in teacher.get(reverse(page, args=[first.uuid])).content.decode()
    assert results.doubtful(here.school_class) == 0
    undone = teacher.post(reverse("decision-undo", args=[Decision.objects.latest("pk").uuid]))
    assert undone.headers["Location"] == reverse("practice-look", args=[here.school_class.pk])
    assert results.doubtful(here.school_class) == 1


def test_the_teacher_sees_what_was_practised_and_a_stranger_does_not(
    here: Side, elsewhere: Side, as_teacher: SignIn
) -> None:
    allow(here, "sub.two_digit")
    attempt = fly(here)
    types(attempt, "0")
    types(attempt)
    row = results.practice_of_class(here.school_class)[0]
    [skill] = row.by_title
    assert (row.flights, skill.tried, skill.right, skill.again) == (1, 2, 1, 1)
    page = reverse("practice", args=[here.school_class.pk])
    assert "1 of 2 right, 1 at a second try" in as_teacher(here).get(page).content.decode()
    assert as_teacher(elsewhere).get(page).status_code == 404


def test_the_setting_is_kept_through_the_door(here: Side, as_teacher: SignIn) -> None:
    page, teacher = reverse("practice", args=[here.school_class.pk]), as_teacher(here)
    assert teacher.post(page, {"open": "on", "what": "skills"}).status_code == 400, "no skill was ticked"
    teacher.post(page, {"open": "on", "what": "skills", "skills": ["facts.add", "facts.sub"]})
    here.school_class.refresh_from_db()
    assert here.school_class.practice_open and not here.school_class.practice_shows
    assert here.school_class.practice_skills == {"version": 1, "skills": ["facts.add", "facts.sub"]}
    asked = set(
        Question.objects.filter(worksheet=fly(here).assignment.worksheet).values_list("skill__code", flat=True)
    )
    assert asked == {"facts.add", "facts.sub"}


def test_a_mark_of_practice_can_be_corrected_and_taken_back(here: Side) -> None:
    allow(here, "facts.add")
    answer = types(fly(here), "0")
    marks.overrule(answer=answer, teacher=here.teacher, verdict="right")
    assert Answer.objects.get(pk=answer.pk).mark.verdict == "right"  # type: ignore[union-attr]
    marks.withdraw(answer=answer, teacher=here.teacher)
    assert Answer.objects.get(pk=answer.pk).mark.verdict == "wrong"  # type: ignore[union-attr]
