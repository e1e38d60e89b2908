"""One answer: its panel, its marks, its history."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom import drawings, marks, submissions
from classroom.models import Decision, Ink, Mark, ReadingJob
from classroom.readings import read_and_mark
from classroom.scores import story
from tests.classroom.rooms import make_room
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db
Draw = Callable[..., Ink]
SignIn = Callable[..., Client]


def read_all() -> None:
    read_and_mark(list(ReadingJob.objects.filter(state="queued").values_list("pk", flat=True)))


def test_the_panel_shows_ink_reading_mark_and_history(
    here: Side, reader: ScriptedReader, draw: Draw, as_teacher: SignIn
) -> None:
    answer = here.answer(1)
    draw(answer)
    draw(answer, seq=2)
    reader.says(("17", 0.6), ("12", 0.4))
    read_all()
    marks.overrule(answer=answer, teacher=here.teacher, verdict="right")
    page = as_teacher(here).get(reverse("answer", args=[answer.uuid])).content.decode()
    for words in (
        "Ada · question 1", "7 + 5 = ?", "<b>12</b>", "Read as <b>17</b>", "60 %", "40 %", 'value="0.6000"',
        "Ms Hopper’s mark", "read as “17”, 60 % sure, by reader scripted-1", "Earlier writing", "M102 100L120 300",
    ):  # fmt: skip
        assert words in page
    part = as_teacher(here).get(reverse("answer", args=[answer.uuid]) + "?part=panel").content.decode()
    assert "<html" not in part and 'data-source="teacher"' in part


def test_where_nothing_could_be_read_no_guesses_stand_as_bars_of_nothing(
    here: Side, reader: ScriptedReader, draw: Draw, as_teacher: SignIn
) -> None:
    draw(here.answer(1))
    reader.says(("1", 0.0001), ("7", 0.0001), status="unreadable")
    read_all()
    page = as_teacher(here).get(reverse("answer", args=[here.answer(1).uuid])).content.decode()
    assert "It could not be read." in page and "<meter" not in page and "nothing could be read, by" in page


def test_typed_answers_stand_as_typed(here: Side, as_teacher: SignIn) -> None:
    answer = here.answer(1)
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, typed="12")
    page = as_teacher(here).get(reverse("answer", args=[answer.uuid])).content.decode()
    assert "Typed: <b>12</b>" in page and '<svg class="ink' not in page


def test_names_can_be_kept_off_the_panel(here: Side, draw: Draw, as_teacher: SignIn) -> None:
    draw(here.answer(1))
    here.attempt(here.students[1])
    for url in (
        reverse("answer", args=[here.answer(1).uuid]),
        reverse("assignment", args=[here.assignment.uuid]),
        reverse("assignment-question", args=[here.assignment.uuid, here.questions[0].pk]),
    ):
        page = as_teacher(here).get(f"{url}?names=hidden").content.decode()
        assert "Ada" not in page and "Ben" not in page
        assert "Ada" in as_teacher(here).get(url).content.decode()


def test_a_mark_and_taking_it_back(here: Side, reader: ScriptedReader, draw: Draw, as_teacher: SignIn) -> None:
    answer = here.answer(1)
    draw(answer)
    reader.says(("12", 0.99))
    read_all()
    client, url = as_teacher(here), reverse("answer-mark", args=[answer.uuid])
    sent = client.post(url, {"verdict": "wrong"}, headers={"X-Requested-With": "fetch"})
    words = "an answer to question 1 marked wrong"
    undo = {"url": reverse("decision-undo", args=[Decision.objects.get().uuid]), "words": words}
    assert sent.json() == {"verdict": "wrong", "source": "teacher", "undo": undo}
    sent = client.post(url, {"verdict": "withdraw"}, headers={"X-Requested-With": "fetch"})
    assert (sent.json()["verdict"], sent.json()["source"]) == ("right", "machine")
    assert sent.json()["undo"]["words"] == "your own mark for question 1 taken off"
    assert Mark.objects.filter(answer=answer).count() == 3


def test_a_verdict_nobody_knows_is_refused(here: Side, as_teacher: SignIn) -> None:
    for name, sent in (("answer-mark", {"verdict": "maybe"}), ("answer-late", {"decision": "burn"})):
        assert as_teacher(here).post(reverse(name, args=[here.answer(1).uuid]), sent).status_code == 400
    assert Mark.objects.count() == 0


def test_a_teacher_elsewhere_marks_nothing(here: Side, elsewhere: Side, as_teacher: SignIn) -> None:
    answer = here.answer(1)
    sent = as_teacher(elsewhere).post(reverse("answer-mark", args=[answer.uuid]), {"verdict": "right"})
    assert sent.status_code == 404 and Mark.objects.count() == 0


def test_late_work_is_shown_and_decided_on_the_page(here: Side, draw: Draw, as_teacher: SignIn) -> None:
    answer = here.answer(1)
    here.assignment.opens_at = timezone.now() - timedelta(hours=1)
    here.assignment.closes_at = timezone.now() - timedelta(minutes=1)
    here.assignment.save()
    late = draw(answer)
    client = as_teacher(here)
    assert "after closing or hand-in" in client.get(reverse("answer", args=[answer.uuid])).content.decode()
    client.post(reverse("answer-late", args=[answer.uuid]), {"decision": "accept"})
    answer.refresh_from_db()
    assert answer.ink == late
    assert "was accepted" in client.get(reverse("answer", args=[answer.uuid])).content.decode()
    client.post(reverse("answer-late", args=[answer.uuid]), {"decision": "leave"})
    assert Mark.objects.count() == 0  # nothing is late any more, so nothing was left out


def test_neighbours_are_by_question_and_by_name(here: Side) -> None:
    ada, ben = here.students
    here.attempt(ben)
    seen = story.story(here.answer(2, ada))
    assert seen.next_question == here.answer(3, ada) and seen.previous_question == here.answer(1, ada)
    assert seen.next_child == here.answer(2, ben) and seen.previous_child is None
    assert story.story(here.answer(3, ben)).next_question is None


def test_a_panel_costs_as_much_in_a_large_class(django_assert_num_queries: Any) -> None:
    for assignment in (make_room(children=2, questions=2), make_room(children=30, questions=30)):
        answer = assignment.attempts.first().answers.select_related("question").first()
        with django_assert_num_queries(7):
            story.story(answer)


def test_the_sheet_of_a_child_shows_every_answer(here: Side, draw: Draw, as_teacher: SignIn) -> None:
    draw(here.answer(1))
    page = as_teacher(here).get(reverse("sheet", args=[here.attempt().uuid])).content.decode()
    assert page.count("sheet-item") == 3 and "Not marked yet" in page and "No answer" in page


def test_a_drawing_is_a_smooth_path_and_a_dot_is_seen() -> None:
    wire = {
        "version": 1,
        "width": 1000,
        "height": 400,
        "strokes": [[[1, 2, 0], [3, 4, 1], [5.26, 6, 2]], [[9, 9, 3]]],
    }
    drawn = drawings.drawing(wire)
    assert drawn is not None and drawn.view == "0 0 1000 400"
    assert drawn.paths == ("M1 2Q3 4 4.1 5L5.3 6", "M9 9L9 9")
    cropped = drawings.drawing(wire, crop=True)
    assert cropped is not None and cropped.view == "-125 -124.5 260 260"
    assert drawings.drawing({**wire, "strokes": []}) is None and drawings.drawing(None) is None


def test_a_small_drawing_has_fewer_points_and_the_same_ends() -> None:
    stroke = [[100 + step, 100 + step % 2, step] for step in range(200)]
    wire = {"version": 1, "width": 1000, "height": 400, "strokes": [stroke, [[5, 5, 0]], [[7, 7, 0], [8, 8, 1]]]}
    large, small = drawings.drawing(wire), drawings.drawing(wire, small=True)
    assert large is not None and small is not None
    assert small.paths == ("M100 100L299 101M5 5L5 5M7 7L8 8",), "one path; a wobble of one unit is not seen"
    assert len(small.paths[0]) < len(large.paths[0]) / 5
    assert small.view == large.view
