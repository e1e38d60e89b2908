"""The pages of a signed-in child: doors, nothing kept by browsers, and no key or early mark in any answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from classroom import feedback, marks, prompts, space_facts, submissions, todo
from classroom.models import Answer, Assignment, Attempt, Ink, Question, Reading, Student, Worksheet
from tests.classroom.childs_view import addresses, known_in
from tests.classroom.marked import read_all
from tests.conftest import ScriptedReader, Side

SignIn = Callable[..., Client]
# --- doors ---


@pytest.mark.parametrize("path", ["/todo/", "/work/{}/", "/work/{}/done/"])
def test_nobody_is_led_to_the_first_page(here: Side, path: str) -> None:
    answer = Client().get(path.format(here.assignment.uuid))
    assert (answer.status_code, answer.url) == (302, "/")


@pytest.mark.parametrize("path", ["/work/{}/", "/work/{}/done/"])
def test_a_child_of_another_school_gets_404(here: Side, elsewhere: Side, as_student: SignIn, path: str) -> None:
    here.attempt()
    assert as_student(elsewhere).get(path.format(here.assignment.uuid)).status_code == 404


@pytest.mark.parametrize("path", ["/work/{}/start/", "/work/{}/hand-in/"])
def test_a_child_of_another_school_changes_nothing(
    here: Side, elsewhere: Side, as_student: SignIn, path: str
) -> None:
    attempt = here.attempt()
    assert as_student(elsewhere).post(path.format(here.assignment.uuid)).status_code == 404
    assert Attempt.objects.get().state == attempt.state
    assert Attempt.objects.count() == 1


def test_a_teacher_is_no_child(here: Side, as_teacher: Callable[[Side], Client]) -> None:
    assert as_teacher(here).get("/todo/").url == "/"


def test_reading_pages_writes_nothing(here: Side, as_student: SignIn) -> None:
    client = as_student(here)
    work = f"/work/{here.assignment.uuid}/"
    assert client.get(f"{work}start/").status_code == 405
    assert client.get(f"{work}hand-in/").status_code == 405
    assert client.get(work).url == "/todo/", "not started: the list has the button"
    assert client.get(f"{work}done/").url == "/todo/"
    assert not Attempt.objects.exists()


def test_start_makes_the_attempt_once(here: Side, as_student: SignIn) -> None:
    client = as_student(here)
    for _ in range(2):
        assert client.post(f"/work/{here.assignment.uuid}/start/").url == f"/work/{here.assignment.uuid}/"
    assert Answer.objects.filter(attempt__student=here.students[0]).count() == 3


def test_what_has_not_opened_is_not_there(here: Side, as_student: SignIn) -> None:
    Assignment.objects.update(opens_at=timezone.now() + timedelta(hours=1))
    client = as_student(here)
    assert "Sums" not in client.get("/todo/").text
    assert client.post(f"/work/{here.assignment.uuid}/start/").status_code == 404
    assert not Attempt.objects.exists()


def test_what_is_closed_cannot_be_started_but_is_shown_as_closed(here: Side, as_student: SignIn) -> None:
    long_ago = timezone.now() - timedelta(days=2)
    Assignment.objects.update(opens_at=long_ago, closes_at=long_ago + timedelta(days=1))
    client = as_student(here)
    page = client.get("/todo/").text
    assert "Sums" in page and "Closed" in page and "Start" not in page
    assert client.post(f"/work/{here.assignment.uuid}/start/").url == "/todo/"
    assert not Attempt.objects.exists()


# --- shared tablets ---


def test_no_page_of_a_child_is_kept_by_the_browser(here: Side, as_student: SignIn) -> None:
    client = as_student(here)
    code = here.school_class.join_code
    for address in [*addresses(here), "/", f"/c/{code}/", f"/c/{code}/{here.students[0].uuid}/"]:
        if not address.startswith("/api/"):
            assert "no-store" in client.get(address)["Cache-Control"], address


def test_an_old_tab_of_the_child_before_hears_401_and_nothing_is_written(here: Side, as_student: SignIn) -> None:
    ada, ben = here.students
    answer = here.answer(1, ada)
    bens = as_student(here, ben)
    body = {"client_id": "11111111-1111-4111-8111-111111111111", "seq": 1, "typed": "12"}
    address = f"/api/v1/answers/{answer.uuid}/ink/"
    sent = bens.post(address, body, content_type="application/json", headers={"X-Student": str(ada.uuid)})
    assert sent.status_code == 401
    assert not Ink.objects.exists()
    assert (
        bens.get(f"/api/v1/attempts/{answer.attempt.uuid}/", headers={"X-Student": str(ada.uuid)}).status_code == 401
    )
    adas = as_student(here, ada)
    sent = adas.post(address, body, content_type="application/json", headers={"X-Student": str(ada.uuid)})
    assert sent.status_code == 201


# --- what is on the pages ---


def test_the_writing_page_gives_the_childs_own_ink_back(
    here: Side, as_student: SignIn, draw: Callable[..., Ink]
) -> None:
    ink = draw(here.answer(1), seq=4)
    submissions.record_ink(answer=here.answer(2), client_id=ink.client_id.__class__(int=7), seq=1, typed="5")
    first, second, third = known_in(as_student(here).get(f"/work/{here.assignment.uuid}/").text)
    assert (first["strokes"], first["seq"], first["mode"], first["state"]) == (ink.strokes, 4, "drawn", "reading")
    assert (second["strokes"], second["typed"], second["state"]) == (None, "5", "read")
    assert (third["strokes"], third["seq"], third["state"]) == (None, 0, "empty")


def test_one_childs_page_has_nothing_of_anothers(here: Side, as_student: SignIn, draw: Callable[..., Ink]) -> None:
    ada, ben = here.students
    draw(here.answer(1, ada), seq=777)
    page = as_student(here, ben)
    page.post(f"/work/{here.assignment.uuid}/start/")
    text = page.get(f"/work/{here.assignment.uuid}/").text
    # Whole words: a token on the page may have "877" or "Ada" somewhere inside.
    hers = re.compile(rf"\b(?:877|Ada|{ada.uuid})\b")
    assert not hers.search(text)
    own = as_student(here, ada).get(f"/work/{here.assignment.uuid}/").text
    assert set(hers.findall(own)) == {"877", str(ada.uuid)}  # no name: a shared tablet tells none


def test_handed_in_work_leads_to_how_it_went(here: Side, as_student: SignIn) -> None:
    client = as_student(here)
    client.post(f"/work/{here.assignment.uuid}/start/")
    assert client.get(f"/work/{here.assignment.uuid}/done/").url == f"/work/{here.assignment.uuid}/"
    assert client.post(f"/work/{here.assignment.uuid}/hand-in/").url == f"/work/{here.assignment.uuid}/done/"
    assert Attempt.objects.get().state == Attempt.State.HANDED_IN
    assert client.get(f"/work/{here.assignment.uuid}/").url == f"/work/{here.assignment.uuid}/done/"
    assert client.get(f"/work/{here.assignment.uuid}/done/").text.count("mark-empty") == 3


def test_work_closed_in_the_middle_is_shown_without_a_score(
    here: Side, as_student: SignIn, draw: Callable[..., Ink]
) -> None:
    draw(here.answer(1))
    Assignment.objects.update(
        opens_at=timezone.now() - timedelta(days=2), closes_at=timezone.now() - timedelta(days=1), feedback="at_once"
    )
    client = as_student(here)
    assert client.get(f"/work/{here.assignment.uuid}/").url == f"/work/{here.assignment.uuid}/done/"
    page = client.get(f"/work/{here.assignment.uuid}/done/").text
    assert "1 of 3 written. Your teacher has it." in page
    assert "mark-right" not in page and "mark-wrong" not in page


def test_the_list_counts_what_is_right_and_what_a_teacher_will_look_at(
    here: Side, as_student: SignIn, draw: Callable[..., Ink], reader: ScriptedReader
) -> None:
    reader.says(("12", 0.999))
    draw(here.answer(1))
    read_all()
    reader.says(("9", 0.6), ("5", 0.4))
    draw(here.answer(2))
    read_all()
    assert todo.cards_for_child(here.students[0])[0].tally == feedback.Tally(3, 2, None, None)
    submissions.hand_in(attempt=here.attempt())
    [card] = todo.cards_for_child(here.students[0])
    assert (card.state, card.tally) == ("handed_in", feedback.Tally(3, 2, 1, 1))
    attempt = here.attempt()
    assert feedback.tally(feedback.answers_for_child(attempt), shown=True) == card.tally, "both count alike"
    assert "1 of 3 right · your teacher will look at 1" in as_student(here).get("/todo/").text


def test_a_teachers_mark_counts_on_the_list(here: Side, draw: Callable[..., Ink]) -> None:
    draw(here.answer(1))
    marks.overrule(answer=here.answer(1), teacher=here.teacher, verdict="right")
    submissions.hand_in(attempt=here.attempt())
    assert todo.cards_for_child(here.students[0])[0].tally == feedback.Tally(3, 1, 1, 0)


def test_the_list_costs_the_same_for_many_worksheets(
    here: Side, django_assert_num_queries: Callable[..., Any]
) -> None:
    def more(number: int) -> None:
        for _ in range(number):
            sheet = Worksheet.objects.create(school=here.school, author=here.teacher, title="More", state="published")
            Question.objects.create(worksheet=sheet, position=1, prompt="1 + 1", key={"values": ["2"]})
            assignment = Assignment.objects.create(worksheet=sheet, school_class=here.school_class)
            submissions.start_attempt(assignment=assignment, student=here.students[0])

    more(2)
    ada = Student.objects.get(pk=here.students[0].pk)
    with django_assert_num_queries(5):
        todo.cards_for_child(ada)
    more(10)
    with django_assert_num_queries(5):
        assert len(todo.cards_for_child(ada)) == 13


def test_the_writing_page_of_sixty_questions_costs_few_queries(
    here: Side, as_student: SignIn, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    Question.objects.bulk_create(
        [
            Question(worksheet=here.worksheet, position=n, prompt=f"{n} + 1 = ?", key={"version": 1, "values": ["1"]})
            for n in range(4, 61)
        ]
    )
    client = as_student(here)
    client.post(f"/work/{here.assignment.uuid}/start/")
    with django_assert_max_num_queries(8):
        page = client.get(f"/work/{here.assignment.uuid}/").text
    assert page.count("<canvas") == 60


def test_prompts_of_every_form_have_one_box_and_a_name_to_hear() -> None:
    for prompt, parts in {
        "7 + 5 = ?": ("7 + 5 =", "", "7 + 5"),
        "? + 4 = 9": ("", "+ 4 = 9", "blank + 4 = 9"),
        "3 × ? = 12": ("3 ×", "= 12", "3 × blank = 12"),
        "Why? Because ? is 4": ("Why? Because", "is 4", "Why? Because blank is 4"),
        "How many?": ("How many?", "", "How many?"),
        "=": ("=", "", "="),
    }.items():
        seen = prompts.around_box(prompt)
        assert (seen.before, seen.after, seen.spoken) == parts


def test_space_facts_are_many_short_and_stay_for_the_same_work() -> None:
    assert len(set(space_facts.FACTS)) >= 40
    assert all(len(fact) <= 110 and fact.endswith(".") for fact in space_facts.FACTS)
    assert space_facts.fact_for(3) == space_facts.fact_for(3) != space_facts.fact_for(4)


def test_ink_that_is_not_read_yet_counts_as_written(here: Side, draw: Callable[..., Ink]) -> None:
    draw(here.answer(1))
    assert not Reading.objects.exists()
    sheet = feedback.answers_for_child(here.attempt())
    assert feedback.tally(sheet, shown=False) == feedback.Tally(3, 1, None, None)


def test_writing_that_came_late_is_not_called_empty(here: Side, as_student: SignIn, draw: Any) -> None:
    answer = here.answer()
    submissions.hand_in(attempt=answer.attempt)
    draw(answer)
    page = as_student(here).get(f"/work/{here.assignment.uuid}/done/").content.decode()
    assert "Came late. Your teacher has it" in page
    assert page.count("Empty") == 2
    facts = as_student(here).get(f"/api/v1/attempts/{answer.attempt.uuid}/").json()["answers"]
    assert [one["late"] for one in facts] == [True, False, False]
    assert [one["mark"] for one in facts] == ["", "", ""]
