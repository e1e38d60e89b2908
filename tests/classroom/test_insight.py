"""What the work of a class tells a teacher: the same everywhere, waiting never as wrong, few never as many."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom import checks, marks, submissions
from classroom.insight import words
from classroom.insight.child import child_course
from classroom.insight.course import Course, course
from classroom.insight.lesson import lesson
from classroom.insight.tallies import sheets
from classroom.models import Answer, Assignment, Enrolment, Ink, SchoolClass
from classroom.scores.board import board
from tests.classroom.finished import RIGHT, another_lesson, close, more_children, skilled, types
from tests.classroom.marked import read_all
from tests.classroom.rooms import make_room
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
Draw = Callable[..., Ink]


@pytest.fixture(autouse=True)
def a_long_school_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever day it is, the lessons of these tests belong to this school year."""
    monkeypatch.setattr(words, "school_year", lambda today: today - timedelta(days=350))


SIX = ("Cleo", "Dev", "Elif", "Finn")


def over_time(school_class: SchoolClass) -> Course:
    return course(school_class, words.periods()[0])


# --- a lesson ---


def test_hard_questions_come_first_with_what_was_written_instead(here: Side, as_teacher: SignIn) -> None:
    ada, ben = here.students
    others = more_children(here, *SIX)
    for student, texts in zip(
        [ada, ben, *others],
        [RIGHT, ("12", "6", "42"), ("12", "6", "48"), ("12", "14", ""), ("13", "5", "42"), ("12", "6", "42")],
        strict=True,
    ):
        types(here.assignment, student, texts)
    found = lesson(here.assignment)
    assert [one.question.position for one in found.questions] == [2, 3, 1]
    hardest, second, easiest = found.questions
    assert [(one.text, one.count) for one in hardest.wrong] == [("6", 3), ("14", 1)]
    assert (hardest.total.percent, hardest.total.decided) == (33, 6)
    assert (second.total.percent, second.empty, [one.text for one in second.wrong]) == (67, 1, ["48"])
    assert (found.handed_in, found.spread.count, found.spread.median, found.waiting) == (6, 6, 67, 0)
    page = as_teacher(here).get(reverse("insight-lesson", args=[here.assignment.uuid])).content.decode()
    assert page.index("2. 9 − 4 = ?".replace("−", "-")) < page.index("1. 7 + 5 = ?")
    assert reverse("assignment-question", args=[here.assignment.uuid, hardest.question.pk]) in page
    assert not [name for name in ("Ada", "Ben", *SIX) if name in page], "it tells of the class, not of a child"


def test_a_wrong_answer_that_a_known_procedure_gives_says_so(here: Side) -> None:
    question = here.questions[1]
    question.predictions = {"version": 1, "wrong": {"sub.added_instead": ["13"], "gone": ["1"]}}
    question.save()
    types(here.assignment, here.students[0], ("12", "13", "42"))
    [wrong] = lesson(here.assignment).questions[1].wrong
    assert (wrong.text, bool(wrong.looks_like)) == ("13", True)


def test_what_waits_is_neither_right_nor_wrong(here: Side, reader: ScriptedReader, draw: Draw) -> None:
    ada = here.students[0]
    reader.says(("12", 0.6), ("17", 0.3))
    draw(here.answer(1))
    read_all()  # doubtful
    draw(here.answer(2))  # not read yet
    submissions.hand_in(attempt=here.attempt())
    found = lesson(here.assignment)
    assert found.waiting == 2 and found.spread.count == 0 and found.too_open == 1
    sheet = next(one for one in over_time(here.school_class).sheets if one.student == ada.pk)
    assert (sheet.total.waiting, sheet.total.decided, sheet.total.points, sheet.share) == (2, 1, 0, None)


def test_what_was_wiped_does_not_wait_and_what_waits_for_two_reasons_waits_once(
    here: Side, reader: ScriptedReader, draw: Draw
) -> None:
    reader.says(("12", 0.6), ("17", 0.3))
    draw(here.answer(1))
    read_all()  # doubtful
    for seq, typed in ((1, "5"), (2, "")):
        submissions.record_ink(answer=here.answer(2), client_id=uuid.uuid4(), seq=seq, typed=typed)
    submissions.hand_in(attempt=here.attempt())
    assert draw(here.answer(1), seq=2).is_late
    whole = over_time(here.school_class)
    assert lesson(here.assignment).waiting == whole.waiting == 1
    assert whole.sheets[0].total.decided == 2  # the wiped one and the one that was left empty


def test_a_sure_mark_that_waits_for_a_check_counts_as_waiting_and_is_not_shown(
    here: Side, as_teacher: SignIn, reader: ScriptedReader, draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "is_drawn", lambda *, position, **_: position == 1)
    answer = here.answer(1)
    reader.says(("977", 0.999))
    draw(answer)
    read_all()
    submissions.hand_in(attempt=here.attempt())
    client = as_teacher(here)
    pages = [
        reverse("insight-lesson", args=[here.assignment.uuid]),
        reverse("insight-class", args=[here.school_class.pk]),
        reverse("insight-child", args=[here.school_class.pk, here.students[0].uuid]),
    ]
    assert lesson(here.assignment).waiting == over_time(here.school_class).waiting == 1
    assert not [page for page in pages if "977" in client.get(page).content.decode()]
    marks.overrule(answer=answer, teacher=here.teacher, verdict="wrong")
    assert lesson(here.assignment).waiting == 0
    assert "977" in client.get(pages[0]).content.decode()


def test_what_the_machine_misread_is_no_wrong_answer_of_the_children(
    here: Side, reader: ScriptedReader, draw: Draw
) -> None:
    answer = here.answer(1)
    reader.says(("12", 0.999))
    draw(answer)
    read_all()
    submissions.hand_in(attempt=here.attempt())
    marks.overrule(answer=answer, teacher=here.teacher, verdict="wrong")
    first = next(one for one in lesson(here.assignment).questions if one.question.position == 1)
    assert (first.wrong, first.unread) == ((), 1)


def test_a_child_still_at_work_does_not_count_until_the_lesson_is_closed(here: Side) -> None:
    types(here.assignment, here.students[0], ("12", "6", ""), hands_in=False)
    found = lesson(here.assignment)
    assert (found.working, found.sheets, found.not_started) == (1, 0, 1)
    close(here.assignment)
    found = lesson(here.assignment)
    assert (found.working, found.unfinished, found.spread.median) == (0, 1, 50), "what is empty was not handed in"


@pytest.mark.parametrize("closed", [False, True])
def test_lesson_and_course_add_up_to_the_same(closed: bool) -> None:
    work = make_room(children=12, questions=8)
    if closed:
        close(work)
    room, there, found = work.school_class, board(work), lesson(work)
    mine = {one.student: one for one in sheets(room, [work])}
    done = [row for row in there.rows if row.attempt and mine[row.student.pk].done]
    assert len(done) == found.sheets == (12 if closed else 4)
    for row in done:
        total = mine[row.student.pk].total
        assert total.waiting == sum(cell.needs_look or cell.is_waiting for cell in row.cells)
        sure = [cell.score for cell in row.cells if cell.score is not None and not cell.needs_look]
        assert (total.points, total.scored) == (sum(sure), len(sure))
    assert found.waiting == sum(one.total.waiting for one in mine.values()) > 0
    assert found.spread == over_time(room).works[0].spread


# --- a class, and a child ---


def test_a_class_over_time_says_who_was_away_and_how_each_skill_went(here: Side, as_teacher: SignIn) -> None:
    ada, ben = here.students
    cleo, *_ = more_children(here, *SIX)
    skilled(here, "facts.add", "facts.sub", "facts.tables")
    for weeks, texts in ((3, ("13", "5", "42")), (2, RIGHT)):
        work = another_lesson(here, weeks_ago=weeks)
        for student in here.students:
            types(work, student, texts)
        close(work)
    Enrolment.objects.filter(student=cleo).update(since=timezone.now() - timedelta(weeks=2, days=3))
    found = over_time(here.school_class)
    assert [[one.student.display_name for one in work.away] for work in found.works] == [
        ["Dev", "Elif", "Finn"], ["Cleo", "Dev", "Elif", "Finn"], [],
    ]  # fmt: skip
    assert (found.works[2].not_yet, found.works[2].sheets, found.works[0].sheets) == (6, 6, 5)
    assert [(one.title, [point.total.percent for point in one.points]) for one in found.skills] == [
        ("Adding to 20", [0, 100]), ("Taking away to 20", [100, 100]), ("Times tables", [100, 100]),
    ]  # fmt: skip
    assert [(line.child.student.display_name, line.done, line.expected) for line in found.lines[:3]] == [
        ("Ada", 2, 3), ("Ben", 2, 3), ("Cleo", 0, 2),
    ]  # fmt: skip
    page = as_teacher(here).get(reverse("insight-class", args=[here.school_class.pk])).content.decode()
    assert "too few for a spread" in page and "Taking away to 20" in page


def test_a_child_stands_beside_the_middle_half_and_nowhere_in_a_row(here: Side, as_teacher: SignIn) -> None:
    skilled(here, "facts.add", "facts.add", "facts.tables")
    children = [*here.students, *more_children(here, *SIX)]
    for student, texts in zip(children, [RIGHT] * 3 + [("12", "6", "1")] * 3, strict=True):
        types(here.assignment, student, texts)
    found = child_course(over_time(here.school_class), here.students[0])
    [work] = found.works
    assert (work.state, work.percent, work.spread.quarter, work.spread.three_quarters) == ("handed in", 100, 33, 100)
    assert [(one.title, one.total.decided, one.few, one.spread.enough) for one in found.skills] == [
        ("Adding to 20", 2, True, False), ("Times tables", 1, True, False),
    ]  # fmt: skip
    url = reverse("insight-child", args=[here.school_class.pk, here.students[0].uuid])
    page = as_teacher(here).get(url).content.decode()
    assert "2 of 2: too few to say" in page
    assert not [name for name in ("Ben", *SIX) if name in page]


def test_the_period_says_which_lessons_count(here: Side, as_teacher: SignIn) -> None:
    for weeks in (3, 9, 30):
        close(another_lesson(here, weeks_ago=weeks))
    url = reverse("insight-class", args=[here.school_class.pk])
    for code, count in (("half", 2), ("term", 3)):
        seen = as_teacher(here).get(url, {"period": code})
        assert len(seen.context["course"].works) == count
    assert as_teacher(here).get(url, {"period": "nonsense"}).status_code == 200


# --- pages ---


def pages_of(work: Assignment) -> list[str]:
    student = Answer.objects.filter(attempt__assignment=work).values_list("attempt__student__uuid", flat=True)[0]
    return [
        reverse("insight-lesson", args=[work.uuid]),
        reverse("insight-class", args=[work.school_class_id]),
        reverse("insight-child", args=[work.school_class_id, student]),
    ]


def test_a_class_of_sixty_costs_as_many_queries_as_one_of_two(django_assert_num_queries: Any) -> None:
    small, large = make_room(children=2, questions=3), make_room(children=60, questions=20)
    for work in (small, large):
        close(work)
        for weeks in range(1, 2 if work is small else 6):
            Assignment.objects.create(
                worksheet=work.worksheet, school_class=work.school_class, set_by=work.set_by,
                opens_at=timezone.now() - timedelta(weeks=weeks),
            )  # fmt: skip
    for at, wanted in enumerate((11, 13, 15)):
        for work in (small, large):
            client = Client()
            assert work.set_by is not None
            client.force_login(work.set_by, backend="allauth.account.auth_backends.AuthenticationBackend")
            with django_assert_num_queries(wanted):
                assert client.get(pages_of(work)[at]).status_code == 200


def test_an_empty_school_looks_fine(here: Side, as_teacher: SignIn) -> None:
    client = as_teacher(here)
    lesson_page = client.get(reverse("insight-lesson", args=[here.assignment.uuid])).content.decode()
    assert "No sheet is done yet" in lesson_page
    Assignment.objects.all().delete()
    for name, args in (("insight-class", []), ("insight-child", [here.students[0].uuid])):
        page = client.get(reverse(name, args=[here.school_class.pk, *args])).content.decode()
        assert "No lessons in this school year" in page
    Enrolment.objects.all().delete()
    assert client.get(reverse("insight-class", args=[here.school_class.pk])).status_code == 200


def test_hidden_names_are_on_none_of_these_pages_nor_in_the_gradebook(here: Side, as_teacher: SignIn) -> None:
    types(here.assignment, here.students[0], RIGHT)
    more_children(here, *SIX)
    close(here.assignment)
    client = as_teacher(here)
    gradebook = reverse("gradebook", args=[here.school_class.pk])
    assert "Ada" in client.get(gradebook).content.decode()
    client.get(gradebook, {"names": "hidden"})
    for url in (*pages_of(here.assignment), gradebook):
        page = client.get(url).content.decode()
        assert not [name for name in ("Ada", "Ben", *SIX) if name in page], url
        assert "Names are hidden" in page
    assert "Child 1" in client.get(gradebook).content.decode()
    client.get(gradebook, {"names": "shown"})
    assert "Ada" in client.get(pages_of(here.assignment)[1]).content.decode()
