"""What a teacher should look at, and deciding on it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom import marks, review, submissions
from classroom.models import Answer, AuditEntry, Ink, Mark, ReadingJob, Teaching
from classroom.readings import read_and_mark
from tests.classroom.rooms import make_room
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db
Draw = Callable[..., Ink]
SignIn = Callable[..., Client]


def read_all() -> None:
    read_and_mark(list(ReadingJob.objects.filter(state="queued").values_list("pk", flat=True)))


def waiting(side: Side) -> list[review.Item]:
    answers = Answer.objects.filter(attempt__assignment=side.assignment)
    return [item for pile in review.items(answers) for item in pile.items]


def close(side: Side) -> None:
    side.assignment.opens_at = timezone.now() - timedelta(hours=1)
    side.assignment.closes_at = timezone.now() - timedelta(minutes=1)
    side.assignment.save()


@pytest.mark.parametrize(
    ("status", "candidates", "words"),
    [
        ("read", [("12", 0.6), ("17", 0.4)], "could be 12 or 17"),
        ("read", [("44", 0.7)], "not sure what it says"),
        ("unreadable", [("12", 0.2)], "cannot read"),
        ("blank", [], "nothing to see"),
    ],
)
def test_a_doubt_is_said_in_a_teachers_words(
    here: Side, reader: ScriptedReader, draw: Draw, status: str, candidates: list[tuple[str, float]], words: str
) -> None:
    draw(here.answer(1))
    reader.says(*candidates, status=status)
    read_all()
    assert [item.words for item in waiting(here)] == [words]
    assert review.reason_of(Answer.objects.get(pk=here.answer(1).pk)) == words


def test_what_is_sure_is_not_in_the_list(here: Side, reader: ScriptedReader, draw: Draw) -> None:
    draw(here.answer(1))
    reader.says(("12", 0.99))
    read_all()
    assert waiting(here) == [] and review.reason_of(here.answer(1)) == ""


def test_failed_reading_and_writing_again_are_in_the_list(here: Side, draw: Draw) -> None:
    draw(here.answer(1))
    ReadingJob.objects.update(state="needs_teacher")
    draw(here.answer(2))
    marks.overrule(answer=here.answer(2), teacher=here.teacher, verdict="right")
    draw(here.answer(2), seq=2)
    assert [item.words for item in waiting(here)] == ["reading failed", "written again after your mark"]


def test_the_most_doubtful_question_comes_first_and_its_answers_stay_together(
    here: Side, reader: ScriptedReader, draw: Draw
) -> None:
    ada, ben = here.students
    for position, student, chance in [(1, ada, 0.75), (1, ben, 0.55), (2, ada, 0.5), (3, ben, 0.7)]:
        draw(here.answer(position, student))
        reader.says(("99", chance), ("98", 1 - chance))
        read_all()
    seen = [(item.answer.question.position, item.answer.attempt.student.display_name) for item in waiting(here)]
    assert seen == [(2, "Ada"), (1, "Ben"), (1, "Ada"), (3, "Ben")]


def test_a_long_list_costs_as_many_queries_as_a_short_one(django_assert_num_queries: Any) -> None:
    for assignment in (make_room(children=3, questions=3), make_room(children=30, questions=20)):
        with django_assert_num_queries(3):
            review.items(Answer.objects.filter(attempt__assignment=assignment))


# --- late work ---


def test_late_writing_can_be_let_count(here: Side, reader: ScriptedReader, draw: Draw, hints: list[int]) -> None:
    answer = here.answer(1)
    close(here)
    late = draw(answer)
    assert [(item.words, item.ink) for item in waiting(here)] == [("came after closing", late)]
    assert not hints
    before = here.school_class.version
    submissions.accept_late(ink=late, teacher=here.teacher)
    answer.refresh_from_db()
    here.school_class.refresh_from_db()
    assert answer.ink == late and ReadingJob.objects.get().ink == late
    assert here.school_class.version > before
    assert AuditEntry.objects.filter(action="late_work_accepted").count() == 1
    reader.says(("12", 0.99))
    read_all()
    answer.refresh_from_db()
    assert answer.mark is not None and answer.mark.verdict == "right" and waiting(here) == []
    late.refresh_from_db()
    assert late.is_late


def test_letting_it_count_twice_changes_nothing_more(here: Side, draw: Draw) -> None:
    answer = here.answer(1)
    close(here)
    late = draw(answer)
    for _ in range(2):
        submissions.accept_late(ink=late, teacher=here.teacher)
    assert ReadingJob.objects.count() == 1 and AuditEntry.objects.count() == 1


def test_typed_late_work_is_marked_when_let_count(here: Side) -> None:
    answer = here.answer(1)
    close(here)
    late = submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, typed="12")
    submissions.accept_late(ink=late, teacher=here.teacher)
    answer.refresh_from_db()
    assert answer.mark is not None and answer.mark.verdict == "right"


def test_late_writing_left_out_is_not_asked_about_again(here: Side, reader: ScriptedReader, draw: Draw) -> None:
    answer = here.answer(1)
    draw(answer)
    reader.says(("12", 0.99))
    read_all()
    close(here)
    draw(here.answer(1), seq=2)
    review.leave_out_late(answer=here.answer(1), teacher=here.teacher)
    answer.refresh_from_db()
    assert waiting(here) == [] and answer.mark is not None
    assert (answer.mark.source, answer.mark.verdict) == ("machine", "right")
    draw(here.answer(1), seq=3)
    assert [item.words for item in waiting(here)] == ["came after closing"]


def test_leaving_late_writing_out_keeps_the_teachers_own_mark(here: Side, draw: Draw) -> None:
    draw(here.answer(1))
    marks.overrule(answer=here.answer(1), teacher=here.teacher, verdict="right")
    close(here)
    draw(here.answer(1), seq=2)
    review.leave_out_late(answer=here.answer(1), teacher=here.teacher)
    answer = here.answer(1)
    assert waiting(here) == [] and answer.mark is not None
    assert (answer.mark.source, answer.mark.verdict, answer.mark.reason) == ("teacher", "right", "late_left_out")
    assert Mark.objects.filter(answer=answer).count() == 2


# --- the pages ---


def test_without_a_script_one_marks_and_the_next_one_comes(
    here: Side, reader: ScriptedReader, draw: Draw, as_teacher: SignIn
) -> None:
    for student in here.students:
        draw(here.answer(1, student))
    reader.says(("17", 0.6), ("12", 0.3))
    read_all()
    client, url = as_teacher(here), reverse("review", args=[here.assignment.uuid])
    for left in (2, 1):
        page = client.get(url).content.decode()
        assert f"<b data-remaining>{left}</b>" in page
        answer = waiting(here)[0].answer
        assert reverse("answer-mark", args=[answer.uuid]) in page
        sent = client.post(reverse("answer-mark", args=[answer.uuid]), {"verdict": "wrong", "next": url})
        assert sent.headers["Location"] == url
    assert "All looked at" in client.get(url).content.decode()


def test_the_list_of_all_classes_has_mine_and_no_others(
    here: Side, elsewhere: Side, reader: ScriptedReader, draw: Draw, as_teacher: SignIn
) -> None:
    draw(here.answer(1))
    draw(elsewhere.answer(1))
    reader.says(("17", 0.6), ("12", 0.3))
    read_all()
    page = as_teacher(here).get(reverse("review-all")).content.decode()
    assert "Ada" in page and "Zoe" not in page
    Teaching.objects.all().delete()
    assert "Ada" not in as_teacher(here).get(reverse("review-all")).content.decode()


def test_marking_leads_nowhere_but_to_our_own_pages(here: Side, draw: Draw, as_teacher: SignIn) -> None:
    draw(here.answer(1))
    url = reverse("answer-mark", args=[here.answer(1).uuid])
    sent = as_teacher(here).post(url, {"verdict": "right", "next": "https://evil.example/"})
    assert sent.headers["Location"] == reverse("answer", args=[here.answer(1).uuid])


# --- names ---


def test_hidden_names_stay_hidden_on_all_pages_of_a_lesson(
    here: Side, reader: ScriptedReader, draw: Draw, as_teacher: SignIn
) -> None:
    draw(here.answer(1))
    reader.says(("17", 0.6))
    read_all()
    ada = here.answer(1)
    client, lesson = as_teacher(here), here.assignment.uuid
    pages = [
        reverse("assignment", args=[lesson]), reverse("review", args=[lesson]), reverse("review-all"),
        reverse("wall", args=[lesson]), reverse("assignment-question", args=[lesson, here.questions[0].pk]),
        reverse("answer", args=[ada.uuid]), reverse("answer", args=[ada.uuid]) + "?part=panel",
        reverse("sheet", args=[ada.attempt.uuid]), reverse("lesson-decisions", args=[lesson]),
    ]  # fmt: skip
    assert all("Ada" in client.get(page).content.decode() for page in pages[:-1])
    client.get(reverse("wall", args=[lesson]) + "?names=hidden")
    assert [page for page in pages if "Ada" in client.get(page).content.decode()] == []
    client.get(reverse("assignment", args=[lesson]) + "?names=shown")
    assert "Ada" in client.get(pages[0]).content.decode()
