"""The answer wall: what lies together, what one decision marks, and what keeps out of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from classroom import checks, marks, together, undo, wall
from classroom.models import Answer, Attempt, AuditEntry, Check, Decision, Ink, Mark, Reading
from tests.classroom.rooms import make_room
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db
Draw = Callable[..., Ink]
SignIn = Callable[..., Client]


def groups(side: Side, **more: Any) -> list[wall.Group]:
    return [group for section in wall.wall(side.assignment, **more) for group in section.groups]


def named(*answers: Answer) -> dict[UUID, int]:
    return {one.uuid: one.ink_id or 0 for one in answers}


def verdict(answer: Answer) -> tuple[str, str] | None:
    mark = Answer.objects.select_related("mark").get(pk=answer.pk).mark
    return (mark.source, mark.verdict) if mark else None


def decide(side: Side, what: str, *answers: Answer) -> together.Outcome:
    return together.decide(assignment=side.assignment, chosen=named(*answers), verdict=what, teacher=side.teacher)


# --- what lies together ---


def test_the_largest_group_comes_first_and_the_most_doubtful_first_inside() -> None:
    assignment = make_room(children=26, questions=2)
    for section in wall.wall(assignment):
        read = [group for group in section.groups if group.kind == "read"]
        sizes = [len(group.thumbs) for group in read]
        assert sizes == sorted(sizes, reverse=True) and sizes[0] > 1
        assert section.groups[: len(read)] == read  # what could not be read stands behind
        for group in read:
            order = [(not thumb.needs_look, -thumb.item.doubt) for thumb in group.thumbs]
            assert order == sorted(order)
            assert len({thumb.text for thumb in group.thumbs}) == 1


def test_every_answer_with_ink_is_on_the_wall_once(here: Side) -> None:
    assignment = make_room(children=12, questions=5)
    shown = [
        thumb.answer.pk for section in wall.wall(assignment) for group in section.groups for thumb in group.thumbs
    ]
    there = Answer.objects.filter(attempt__assignment=assignment, ink__isnull=False).values_list("pk", flat=True)
    assert sorted(shown) == sorted(there)


def test_the_wall_of_doubts_holds_what_the_review_list_holds() -> None:
    from classroom import review

    assignment = make_room(children=12, questions=5)
    answers = Answer.objects.filter(attempt__assignment=assignment)
    sections = wall.wall(assignment, only_doubts=True)
    assert sum(section.answers for section in sections) == review.count(answers) > 0
    assert all(thumb.needs_look for section in sections for group in section.groups for thumb in group.thumbs)


def test_a_large_wall_costs_as_many_queries_as_a_small_one(django_assert_num_queries: Any) -> None:
    for assignment in (make_room(children=3, questions=3), make_room(children=30, questions=20)):
        with django_assert_num_queries(5):
            wall.wall(assignment)


def test_a_group_says_how_many_of_it_are_probably_misread(here: Side, written: Callable[..., Answer]) -> None:
    for child in (0, 1):
        written(child, ("17", 0.55), ("44", 0.2))
    (group,) = groups(here)
    assert (group.misread, group.to_look_at, group.machine_says) == (1, 2, "")


def test_what_is_sure_says_what_the_machine_says(here: Side, written: Callable[..., Answer]) -> None:
    written(0, ("12", 0.999))
    written(1, ("17", 0.9999))
    assert [(group.text, group.machine_says, group.misread) for group in groups(here)] == [
        ("12", "right", 0),
        ("17", "wrong", 0),
    ]


def test_a_wrong_group_says_which_procedure_would_answer_so(here: Side, written: Callable[..., Answer]) -> None:
    here.questions[0].prompt, here.questions[0].key = "63 − 29 = ?", {"version": 1, "values": ["34"], "rule": "equal"}
    here.questions[0].save()
    written(0, ("46", 0.9999))
    written(1, ("34", 0.9999))
    assert {group.text: group.looks_like for group in groups(here)} == {
        "46": "takes the smaller digit from the larger in each column",
        "34": "",
    }


def test_unread_unreadable_and_late_writing_lie_apart(
    here: Side, reader: ScriptedReader, draw: Draw, written: Callable[..., Answer]
) -> None:
    written(0, status="unreadable")
    draw(here.answer(1, here.students[1]))
    assert [group.kind for group in groups(here)] == ["unreadable", "waiting"]
    here.assignment.opens_at = timezone.now() - timedelta(hours=1)
    here.assignment.closes_at = timezone.now() - timedelta(minutes=1)
    here.assignment.save()
    draw(here.answer(2, here.students[1]))
    assert [group.kind for group in groups(here)] == ["unreadable", "waiting", "late"]


# --- one decision ---


def test_one_decision_marks_what_lies_together_and_leaves_out_what_was_pulled(
    here: Side, written: Callable[..., Answer]
) -> None:
    ada, ben = written(0, ("17", 0.6), ("12", 0.3)), written(1, ("17", 0.6), ("12", 0.3))
    done = decide(here, "wrong", ada)
    assert (done.marked, done.changed) == (1, 0)
    assert done.words == "1 answer to question 1, read as 17, marked wrong."
    assert verdict(ada) == ("teacher", "wrong") and verdict(ben) == ("machine", "unsure")
    assert Mark.objects.get(source="teacher").decision == Decision.objects.get(kind="group")
    assert AuditEntry.objects.filter(action="group_marked").count() == 1


def test_an_answer_written_again_meanwhile_keeps_out(here: Side, written: Callable[..., Answer]) -> None:
    ada, ben = written(0, ("17", 0.6)), written(1, ("17", 0.6))
    seen = named(ada, ben)
    written(1, ("12", 0.999), seq=2)
    done = together.decide(assignment=here.assignment, chosen=seen, verdict="wrong", teacher=here.teacher)
    assert (done.marked, done.changed) == (1, 1) and done.words.endswith("1 changed meanwhile and stays.")
    assert verdict(ada) == ("teacher", "wrong") and verdict(ben) == ("machine", "right")


def test_all_changed_meanwhile_marks_nothing_and_records_nothing(here: Side, written: Callable[..., Answer]) -> None:
    ada = written(0, ("17", 0.6))
    done = together.decide(assignment=here.assignment, chosen={ada.uuid: 0}, verdict="wrong", teacher=here.teacher)
    assert (done.marked, Decision.objects.count()) == (0, 0) and "changed meanwhile" in done.words


def test_answers_of_another_class_are_not_marked(here: Side, elsewhere: Side, draw: Draw) -> None:
    theirs = elsewhere.answer(1)
    draw(theirs)
    theirs.refresh_from_db()
    assert decide(here, "wrong", theirs).marked == 0 and verdict(theirs) is None


def test_agreeing_makes_the_machines_word_the_teachers_but_not_its_doubts(
    here: Side, written: Callable[..., Answer]
) -> None:
    sure, unsure = written(0, ("12", 0.999)), written(1, ("17", 0.6), ("12", 0.3))
    done = decide(here, "agree", sure, unsure)
    assert (done.marked, done.changed) == (1, 1)
    assert done.words.startswith("1 answer to question 1 marked as the machine had marked it.")
    assert verdict(sure) == ("teacher", "right") and verdict(unsure) == ("machine", "unsure")


def test_agreeing_says_of_a_doubtful_one_that_it_reads_as_it_was_seen(
    here: Side, written: Callable[..., Answer]
) -> None:
    ada, ben = written(0, ("17", 0.6), ("12", 0.3)), written(1, ("12", 0.6), ("17", 0.3))
    seen = {one.uuid: Reading.objects.get(ink=one.ink_id).pk for one in (ada, ben)}
    done = together.decide(
        assignment=here.assignment, chosen=named(ada, ben), verdict="agree", teacher=here.teacher,
        readings={**seen, ben.uuid: seen[ben.uuid] + 1000},
    )  # fmt: skip
    assert (done.marked, done.changed) == (1, 1)
    assert verdict(ada) == ("teacher", "wrong") and verdict(ben) == ("machine", "unsure")
    done = together.decide(
        assignment=here.assignment, chosen=named(ben), verdict="agree", teacher=here.teacher, readings=seen
    )
    assert verdict(ben) == ("teacher", "right") and done.decision is not None
    undo.take_back(decision=done.decision, teacher=here.teacher)
    assert verdict(ben) == ("machine", "unsure")


def test_what_cannot_be_read_is_never_agreed_to(here: Side, written: Callable[..., Answer]) -> None:
    ada = written(0, status="unreadable")
    seen = {ada.uuid: Reading.objects.get(ink=ada.ink_id).pk}
    done = together.decide(
        assignment=here.assignment, chosen=named(ada), verdict="agree", teacher=here.teacher, readings=seen
    )
    assert done.marked == 0 and verdict(ada) == ("machine", "unsure")


def test_a_drawn_answer_is_decided_alone_which_makes_it_evidence_and_in_no_group(
    here: Side, written: Callable[..., Answer]
) -> None:
    drawn, other = written(0, ("12", 0.999)), written(1, ("12", 0.999))
    Attempt.objects.update(state="handed_in")
    Check.objects.all().delete()
    check = Check.objects.create(
        attempt=drawn.attempt, answer=drawn, ink_id=drawn.ink_id or 0, reader_version="scripted", key_number=1,
        chance=0.999, top=0.999, verdict="right", share=0.02,
    )  # fmt: skip
    assert decide(here, "right", drawn, other).marked == 1 and verdict(drawn) == ("machine", "right")
    assert decide(here, "agree", drawn).marked == 0
    assert checks.evidence(here.teacher.school, check.reader_version) == []
    assert decide(here, "wrong", drawn).words == "An answer to question 1 marked wrong."
    assert verdict(drawn) == ("teacher", "wrong")
    (found,) = checks.evidence(here.teacher.school, check.reader_version)
    assert not found.was_right


def test_a_decision_about_many_costs_as_many_queries_as_one_about_few(
    django_assert_max_num_queries: Any,
) -> None:
    for children in (3, 30):
        assignment = make_room(children=children, questions=3)
        everything = Answer.objects.filter(attempt__assignment=assignment, ink__isnull=False, mark__isnull=False)
        chosen = {one.uuid: one.ink_id or 0 for one in everything}
        assert assignment.set_by is not None
        with django_assert_max_num_queries(20):
            done = together.decide(assignment=assignment, chosen=chosen, verdict="agree", teacher=assignment.set_by)
        assert done.marked > children


def test_a_group_goes_back_as_a_whole(here: Side, written: Callable[..., Answer]) -> None:
    ada, ben = written(0, ("17", 0.6)), written(1, ("17", 0.6))
    marks.overrule(answer=ben, teacher=here.teacher, verdict="right")
    done = decide(here, "wrong", ada, ben)
    assert done.decision is not None
    back = undo.take_back(decision=done.decision, teacher=here.teacher)
    assert back.words == "Taken back: 2 answers to question 1, read as 17, marked wrong."
    assert verdict(ada) == ("machine", "unsure") and verdict(ben) == ("teacher", "right")


def test_of_a_group_only_what_was_not_decided_since_goes_back(here: Side, written: Callable[..., Answer]) -> None:
    ada, ben = written(0, ("17", 0.6)), written(1, ("17", 0.6))
    done = decide(here, "wrong", ada, ben)
    marks.overrule(answer=ben, teacher=here.teacher, verdict="right")
    assert done.decision is not None
    back = undo.take_back(decision=done.decision, teacher=here.teacher)
    assert back.words.endswith("1 stays: decided again since.")
    assert verdict(ada) == ("machine", "unsure") and verdict(ben) == ("teacher", "right")


@pytest.mark.parametrize(("what", "words"), [("accept", "let count"), ("leave", "left out")])
def test_late_writing_is_decided_together_and_goes_back(here: Side, draw: Draw, what: str, words: str) -> None:
    answers = [here.answer(1, student) for student in here.students]
    here.assignment.opens_at = timezone.now() - timedelta(hours=1)
    here.assignment.closes_at = timezone.now() - timedelta(minutes=1)
    here.assignment.save()
    late = {answer.uuid: draw(answer).pk for answer in answers}
    done = together.decide(assignment=here.assignment, chosen=late, verdict=what, teacher=here.teacher)
    assert done.words == f"Late writing of 2 children to question 1 {words}."
    assert groups(here, only_doubts=True) == []
    assert done.decision is not None
    undo.take_back(decision=done.decision, teacher=here.teacher)
    assert [group.kind for group in groups(here, only_doubts=True)] == ["late"]
    assert Answer.objects.filter(ink__isnull=False).count() == 0
