"""Every decision of a teacher can be taken back; nothing is deleted for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from classroom import decisions, marks, review, submissions, undo, worksheets
from classroom.models import Answer, Assignment, Decision, Ink, Mark, ReadingJob
from classroom.readings import read_and_mark
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db
Draw = Callable[..., Ink]


def read_all() -> None:
    read_and_mark(list(ReadingJob.objects.filter(state="queued").values_list("pk", flat=True)))


def close(side: Side) -> None:
    side.assignment.opens_at = timezone.now() - timedelta(hours=1)
    side.assignment.closes_at = timezone.now() - timedelta(minutes=1)
    side.assignment.save()


def last(side: Side) -> Decision:
    found = decisions.last(teacher=side.teacher, assignment=side.assignment)
    assert found is not None
    return found


def take_back(side: Side) -> undo.Undone:
    return undo.take_back(decision=last(side), teacher=side.teacher)


def standing(answer: Answer) -> tuple[str, str] | None:
    mark = Answer.objects.select_related("mark").get(pk=answer.pk).mark
    return (mark.source, mark.verdict) if mark else None


def waits(side: Side) -> list[str]:
    answers = Answer.objects.filter(attempt__assignment=side.assignment)
    return [item.words for pile in review.items(answers) for item in pile.items]


def test_taking_a_mark_back_lets_the_machines_stand_again_and_deletes_nothing(
    here: Side, reader: ScriptedReader, draw: Draw
) -> None:
    answer = here.answer(1)
    draw(answer)
    reader.says(("12", 0.999))
    read_all()
    marks.overrule(answer=answer, teacher=here.teacher, verdict="wrong")
    done = take_back(here)
    assert done.words == "Taken back: an answer to question 1 marked wrong."
    assert standing(answer) == ("machine", "right")
    assert [mark.reason for mark in Mark.objects.filter(answer=answer, source="teacher")] == ["", "withdrawn"]
    assert decisions.last(teacher=here.teacher, assignment=here.assignment) is None


def test_one_goes_back_step_by_step_through_what_one_decided(here: Side, draw: Draw) -> None:
    answer = here.answer(1)
    draw(answer)
    for verdict in ("right", "wrong", "right"):
        marks.overrule(answer=answer, teacher=here.teacher, verdict=verdict)
    seen = []
    for _ in range(3):
        take_back(here)
        seen.append(standing(answer))
    assert seen == [("teacher", "wrong"), ("teacher", "right"), None]
    assert Mark.objects.filter(answer=answer).count() == 6


def test_a_mark_that_was_taken_off_can_be_put_back(here: Side, draw: Draw) -> None:
    answer = here.answer(1)
    draw(answer)
    marks.overrule(answer=answer, teacher=here.teacher, verdict="right")
    marks.withdraw(answer=answer, teacher=here.teacher)
    assert take_back(here).words == "Taken back: your own mark for question 1 taken off."
    assert standing(answer) == ("teacher", "right")


def test_what_came_back_rests_on_the_ink_it_was_said_of(here: Side, draw: Draw) -> None:
    answer = here.answer(1)
    draw(answer)
    marks.overrule(answer=answer, teacher=here.teacher, verdict="right")
    draw(answer, seq=2)
    marks.overrule(answer=answer, teacher=here.teacher, verdict="wrong")
    assert waits(here) == []
    take_back(here)
    assert standing(answer) == ("teacher", "right") and waits(here) == ["written again after your mark"]


def test_what_a_colleague_decided_since_stays(here: Side, draw: Draw) -> None:
    draw(here.answer(1))
    marks.overrule(answer=here.answer(1), teacher=here.teacher, verdict="right")
    mine = last(here)
    colleague = type(here.teacher).objects.create_user("co@hilltop.example", None, name="Co", school=here.school)
    marks.overrule(answer=here.answer(1), teacher=colleague, verdict="wrong")
    with pytest.raises(undo.CannotUndo):
        undo.take_back(decision=mine, teacher=here.teacher)
    assert standing(here.answer(1)) == ("teacher", "wrong")
    assert not Decision.objects.filter(kind="undo").exists()


def test_nothing_is_taken_back_twice(here: Side, draw: Draw) -> None:
    draw(here.answer(1))
    marks.overrule(answer=here.answer(1), teacher=here.teacher, verdict="right")
    mine = last(here)
    undo.take_back(decision=mine, teacher=here.teacher)
    with pytest.raises(undo.CannotUndo):
        undo.take_back(decision=mine, teacher=here.teacher)
    with pytest.raises(undo.CannotUndo):
        undo.take_back(decision=Decision.objects.get(kind="undo"), teacher=here.teacher)
    assert Mark.objects.count() == 2


def test_late_writing_that_was_let_count_waits_again(
    here: Side, reader: ScriptedReader, draw: Draw, hints: list[int]
) -> None:
    answer = here.answer(1)
    first = draw(answer)
    reader.says(("12", 0.999))
    read_all()
    close(here)
    late = draw(answer, seq=2)
    for _ in range(2):  # and it can be let count once more
        submissions.accept_late(ink=late, teacher=here.teacher)
        reader.says(("17", 0.999))
        read_all()
        assert standing(answer) == ("machine", "wrong") and waits(here) == []
        assert take_back(here).words == "Taken back: late writing to question 1 let count."
        answer.refresh_from_db()
        assert answer.ink == first and standing(answer) == ("machine", "right")
        assert waits(here) == ["came after closing"]
    assert ReadingJob.objects.count() == 2


def test_late_writing_let_count_where_nothing_was_leaves_nothing_again(here: Side, draw: Draw) -> None:
    answer = here.answer(1)
    close(here)
    submissions.accept_late(ink=draw(answer), teacher=here.teacher)
    take_back(here)
    answer.refresh_from_db()
    assert answer.ink is None and answer.mark is None and waits(here) == ["came after closing"]
    assert ReadingJob.objects.get().state == "superseded"


def test_writing_not_read_before_late_writing_counted_is_read_after_all(
    here: Side, reader: ScriptedReader, draw: Draw, hints: list[int]
) -> None:
    answer = here.answer(1)
    first = draw(answer)
    close(here)
    submissions.accept_late(ink=draw(answer, seq=2), teacher=here.teacher)
    assert ReadingJob.objects.get(ink=first).state == "superseded"
    take_back(here)
    reader.says(("12", 0.999))
    read_all()
    assert standing(answer) == ("machine", "right")


def test_late_writing_that_was_left_out_waits_again(here: Side, draw: Draw) -> None:
    draw(here.answer(1))
    close(here)
    draw(here.answer(1), seq=2)
    review.leave_out_late(answer=here.answer(1), teacher=here.teacher)
    assert waits(here) == []
    assert take_back(here).words == "Taken back: late writing to question 1 left out."
    assert waits(here) == ["came after closing"]


def test_a_corrected_key_goes_back_step_by_step_and_leaves_teachers_marks(
    here: Side, reader: ScriptedReader, draw: Draw
) -> None:
    ada, ben = here.students
    draw(here.answer(1, ada))
    draw(here.answer(1, ben))
    reader.says(("12", 0.999))
    read_all()
    marks.overrule(answer=here.answer(1, ben), teacher=here.teacher, verdict="wrong")
    for values in ("13", "14"):
        worksheets.correct_key(question=here.questions[0], values=values, teacher=here.teacher)
    assert standing(here.answer(1, ada)) == ("key_change", "wrong")
    said = [take_back(here).words for _ in range(2)]
    assert said == [
        "Taken back: the key of question 1 corrected from 13 to 14.",
        "Taken back: the key of question 1 corrected from 12 to 13.",
    ]
    here.questions[0].refresh_from_db()
    assert (here.questions[0].key["values"], here.questions[0].key_number) == (["12"], 5)
    assert standing(here.answer(1, ada)) == ("key_change", "right")
    assert standing(here.answer(1, ben)) == ("teacher", "wrong")


def test_a_key_corrected_by_somebody_else_since_is_not_touched(here: Side) -> None:
    worksheets.correct_key(question=here.questions[0], values="13", teacher=here.teacher)
    mine = last(here)
    here.questions[0].refresh_from_db()
    here.questions[0].key = {**here.questions[0].key, "values": ["99"]}
    here.questions[0].save()
    with pytest.raises(undo.CannotUndo, match="corrected again"):
        undo.take_back(decision=mine, teacher=here.teacher)
    here.questions[0].refresh_from_db()
    assert here.questions[0].key["values"] == ["99"]


def test_only_my_own_recent_decisions_of_this_lesson_are_offered(here: Side, elsewhere: Side, draw: Draw) -> None:
    draw(here.answer(1))
    marks.overrule(answer=here.answer(1), teacher=here.teacher, verdict="right")
    assert decisions.last(teacher=elsewhere.teacher) is None
    other = Assignment.objects.create(worksheet=here.worksheet, school_class=here.school_class, set_by=here.teacher)
    assert decisions.last(teacher=here.teacher, assignment=other) is None
    Decision.objects.update(made_at=timezone.now() - decisions.RECENT)
    assert decisions.last(teacher=here.teacher, assignment=here.assignment) is None
