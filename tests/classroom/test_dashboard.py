"""The live dashboard: what it says, what it costs, and who may see it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom import marks, submissions, worksheets
from classroom.models import Assignment, Enrolment, Ink, ReadingJob
from classroom.readings import read_and_mark
from classroom.scores import shared
from classroom.scores.board import board
from tests.classroom.rooms import make_room
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
Draw = Callable[..., Ink]


def signed_in(assignment: Assignment) -> Client:
    client = Client()
    client.force_login(assignment.set_by, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_sixty_by_sixty_costs_as_many_queries_as_two_by_three(django_assert_num_queries: Any) -> None:
    small, large = make_room(children=2, questions=3), make_room(children=60, questions=60)
    # The page also says what can be taken back, and whether the reader drifts.
    for url_name, wanted in (("assignment", 14), ("assignment-cells", 10)):
        counts = []
        for assignment in (small, large):
            client = signed_in(assignment)
            url = reverse(url_name, args=[assignment.uuid])
            client.get(url)
            shared.forget()
            with django_assert_num_queries(wanted) as seen:
                assert client.get(url).status_code == 200
            counts.append(len(seen))
        assert counts[0] == counts[1]


def test_colleagues_at_one_lesson_share_a_board_until_something_changes(
    here: Side, as_teacher: SignIn, django_assert_max_num_queries: Any, monkeypatch: Any
) -> None:
    here.attempt()
    url = reverse("assignment-cells", args=[here.assignment.uuid])
    first = as_teacher(here).get(url).json()
    again = as_teacher(here)
    again.get("/classes/")
    with django_assert_max_num_queries(3):  # who asks, and whether they may
        assert again.get(url).json() == first
    marks.overrule(answer=here.answer(1), teacher=here.teacher, verdict="right")
    changed = again.get(url).json()
    assert changed["version"] > first["version"] and changed["rows"] != first["rows"]
    # What hangs on the clock raises no version, and is seen all the same.
    monkeypatch.setattr(shared, "FRESH_FOR", -1.0)
    here.students[0].display_name = "Aaron"
    here.students[0].save()
    assert again.get(url).json()["shape"] != changed["shape"]


def test_a_kept_board_is_for_those_alone_who_may_see_it(here: Side, elsewhere: Side, as_teacher: SignIn) -> None:
    url = reverse("assignment-cells", args=[here.assignment.uuid])
    assert as_teacher(here).get(url).status_code == 200
    assert as_teacher(elsewhere).get(url).status_code == 404


def test_who_watches_rests_the_longer_the_more_is_watched(
    here: Side, elsewhere: Side, as_teacher: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = iter(range(100))
    monkeypatch.setattr(shared.time, "thread_time", lambda: next(ticks) * 0.02)  # each board costs 20 ms
    monkeypatch.setattr(shared, "ASKING", 0.005)

    def rest(side: Side) -> int:
        url = reverse("assignment-cells", args=[side.assignment.uuid])
        return int(as_teacher(side).get(url)["X-Rest"])

    assert rest(here) == 250
    assert rest(here) == 250, "the same board once more"
    assert rest(elsewhere) == 500, "both together keep to a tenth of a core"
    shared.looked_at(here.assignment, 2, lambda _: b"")
    assert shared.rest() == pytest.approx(0.75), "two who watch one lesson ask twice, and have it made twice"
    shared.looked_at(here.assignment, 3, lambda _: b"")
    assert shared.rest() == pytest.approx(0.8), "a third only asks"
    monkeypatch.setattr(shared, "WATCHED_WITHIN", -1.0)
    assert shared.rest() == 0, "who has left is not counted"
    monkeypatch.setattr(shared, "WATCHED_WITHIN", 30.0)
    monkeypatch.setattr(shared, "SHARE", 0.001)
    assert rest(here) == shared.LONGEST_REST * 1000


def test_where_many_watch_one_gets_what_another_was_given_a_moment_ago(
    here: Side, as_teacher: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.attempt()
    client, url = as_teacher(here), reverse("assignment-cells", args=[here.assignment.uuid])
    first = client.get(url).json()
    marks.overrule(answer=here.answer(1), teacher=here.teacher, verdict="right")
    monkeypatch.setattr(shared, "rest", lambda: 3.0)
    again = client.get(f"{url}?since={first['version']}").json()
    assert again == first, "which says by its version that there is more"
    here.assignment.school_class.refresh_from_db()
    assert again["version"] < here.assignment.school_class.version
    monkeypatch.setattr(shared, "rest", lambda: shared.SHORT_REST)
    assert client.get(f"{url}?since={first['version']}").json()["version"] > first["version"]


def test_nothing_new_costs_no_board(here: Side, as_teacher: SignIn, django_assert_max_num_queries: Any) -> None:
    here.attempt()
    client, url = as_teacher(here), reverse("assignment-cells", args=[here.assignment.uuid])
    version = client.get(url).json()["version"]
    with django_assert_max_num_queries(3):
        assert client.get(f"{url}?since={version}").status_code == 204
    marks.overrule(answer=here.answer(1), teacher=here.teacher, verdict="right")
    changed = client.get(f"{url}?since={version}")
    assert changed.status_code == 200 and changed.json()["version"] > version
    assert client.get(f"{url}?since=nonsense").status_code == 200


def test_the_changes_hold_neither_names_nor_keys(here: Side, as_teacher: SignIn, draw: Draw) -> None:
    draw(here.answer(3))
    sent = as_teacher(here).get(reverse("assignment-cells", args=[here.assignment.uuid]))
    assert "Ada" not in sent.content.decode() and "42" not in str(sent.json()["rows"])
    assert sent.headers["Cache-Control"] == "no-store"


def test_every_cell_says_its_state_in_words(here: Side, as_teacher: SignIn, draw: Draw) -> None:
    draw(here.answer(1))
    marks.overrule(answer=here.answer(2), teacher=here.teacher, verdict="wrong")
    page = as_teacher(here).get(reverse("assignment", args=[here.assignment.uuid])).content.decode()
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    for words in ("being read", "wrong, teacher&#x27;s mark", "no answer yet", "not started"):
        assert f'<span class="visually-hidden">{words}</span>' in table
    assert table.count('<th scope="row">') == 2 and page.count('<th scope="col" class="question') == 3


def test_an_answer_as_read_is_text_and_never_markup(here: Side, as_teacher: SignIn) -> None:
    answer = here.answer(1)
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, typed="<script>alert(1)</script>")
    here.students[0].display_name = "<b>Ada</b>"
    here.students[0].save()
    for url in ("assignment", "review"):
        page = as_teacher(here).get(reverse(url, args=[here.assignment.uuid])).content.decode()
        assert "<script>alert" not in page and "<b>Ada" not in page


def test_rows_are_sorted_as_asked_and_keep_their_number(here: Side, as_teacher: SignIn) -> None:
    ada, ben = here.students
    for position in (1, 2):
        marks.overrule(answer=here.answer(position, ada), teacher=here.teacher, verdict="right")
        marks.overrule(answer=here.answer(position, ben), teacher=here.teacher, verdict="wrong")
    client, url = as_teacher(here), reverse("assignment", args=[here.assignment.uuid])
    shown = {sort: client.get(f"{url}?sort={sort}").context["board"] for sort in ("name", "score", "state", "x")}
    assert [row.student for row in shown["name"].rows] == [ada, ben]
    assert [row.student for row in shown["score"].rows] == [ben, ada]
    assert [row.number for row in shown["score"].rows] == [1, 0]
    assert len({board.shape for board in shown.values()}) == 1


def test_the_shape_changes_with_rows_links_and_keys_alone(here: Side) -> None:
    shapes = [board(here.assignment).shape]
    here.attempt()
    shapes.append(board(here.assignment).shape)
    marks.overrule(answer=here.answer(1), teacher=here.teacher, verdict="right")
    assert board(here.assignment).shape == shapes[-1]
    worksheets.correct_key(question=here.questions[0], values="13", teacher=here.teacher)
    shapes.append(board(here.assignment).shape)
    Enrolment.objects.filter(student=here.students[1]).update(until=timezone.now())
    shapes.append(board(here.assignment).shape)
    assert len(set(shapes)) == 4


def test_an_empty_class_is_said_in_words(here: Side, as_teacher: SignIn) -> None:
    Enrolment.objects.all().delete()
    page = as_teacher(here).get(reverse("assignment", args=[here.assignment.uuid])).content.decode()
    assert "Nobody is in this class yet" in page and "<tbody>" not in page


def test_a_corrected_key_marks_anew_and_the_dashboard_says_how_many(
    here: Side, reader: ScriptedReader, draw: Draw, as_teacher: SignIn
) -> None:
    ada, ben = here.students
    for student in (ada, ben):
        draw(here.answer(1, student))
    reader.says(("13", 0.999))
    read_and_mark(list(ReadingJob.objects.values_list("pk", flat=True)))
    marks.overrule(answer=here.answer(1, ben), teacher=here.teacher, verdict="wrong")
    question = here.questions[0]
    wall = as_teacher(here).get(reverse("assignment-question", args=[here.assignment.uuid, question.pk]))
    address = f"{reverse('question-key', args=[question.pk])}?assignment={here.assignment.uuid}"
    assert address in wall.content.decode()
    sent = as_teacher(here).post(address, {"values": "13"}, follow=True)
    assert sent.redirect_chain == [(reverse("assignment", args=[here.assignment.uuid]), 302)]
    assert "1 mark changed" in sent.content.decode()
    assert [row.cells[0].state.code for row in board(here.assignment).rows] == ["right", "wrong-t"]


def test_no_hardest_question_is_said_with_its_reason(here: Side, as_teacher: SignIn) -> None:
    url = reverse("assignment-cells", args=[here.assignment.uuid])
    assert as_teacher(here).get(url).json()["summary"]["hardest"] == "–"
    marks.overrule(answer=here.answer(1), teacher=here.teacher, verdict="wrong")
    assert as_teacher(here).get(url).json()["summary"]["hardest"] == "too few answers yet"
