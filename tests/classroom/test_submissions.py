"""What children send in: kept once, in order, and asked to be read."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.utils import timezone

from classroom import marks, submissions
from classroom.errors import AssignmentClosed, ClientIdReused, InkRefused
from classroom.models import Answer, Attempt, Ink, Mark, ReadingJob
from tests.conftest import Side

Draw = Callable[..., Ink]
State = ReadingJob.State


def test_ink_is_kept_with_a_job_and_a_hint_after_commit(
    here: Side, draw: Draw, hints: list[int], django_capture_on_commit_callbacks: Callable
) -> None:
    answer = here.answer()
    with django_capture_on_commit_callbacks(execute=True):
        ink = draw(answer)
        assert hints == []
    answer.refresh_from_db()
    assert answer.ink == ink
    assert hints == [ink.job.pk]
    assert ink.job.state == State.QUEUED


def test_the_same_ink_sent_twice_is_one_row(here: Side, draw: Draw) -> None:
    answer, client_id = here.answer(), uuid.uuid4()
    first = draw(answer, client_id=client_id)
    again = draw(answer, client_id=client_id)
    assert first.pk == again.pk
    assert Ink.objects.count() == ReadingJob.objects.count() == 1


def test_the_same_id_for_other_writing_is_refused_and_nothing_changes(here: Side, draw: Draw) -> None:
    answer, client_id = here.answer(), uuid.uuid4()
    first = draw(answer, client_id=client_id)
    with pytest.raises(ClientIdReused):
        draw(answer, client_id=client_id, seq=2)
    with pytest.raises(ClientIdReused):
        draw(here.answer(2), client_id=client_id)
    answer.refresh_from_db()
    assert answer.ink == first
    assert Ink.objects.count() == 1


def test_newer_ink_supersedes_the_older_job(here: Side, draw: Draw) -> None:
    answer = here.answer()
    old, new = draw(answer, seq=1), draw(answer, seq=2)
    old.job.refresh_from_db()
    assert old.job.state == State.SUPERSEDED
    assert new.job.state == State.QUEUED


def test_ink_that_arrives_out_of_order_is_kept_but_not_current(here: Side, draw: Draw) -> None:
    answer = here.answer()
    new = draw(answer, seq=5)
    old = draw(answer, seq=3)
    answer.refresh_from_db()
    assert answer.ink == new
    assert not ReadingJob.objects.filter(ink=old).exists()
    assert Ink.objects.filter(answer=answer).count() == 2


def test_two_tabs_that_count_alike_lose_nothing(here: Side, draw: Draw) -> None:
    answer = here.answer()
    draw(answer, seq=1)
    second = draw(answer, seq=1)
    answer.refresh_from_db()
    assert answer.ink == second
    assert second.seq == 2


def test_a_typed_answer_is_marked_at_once_without_a_job(here: Side) -> None:
    answer = here.answer()
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, typed=" 12 ")
    answer.refresh_from_db()
    assert answer.mark is not None
    assert (answer.mark.verdict, answer.mark.score) == ("right", 1)
    assert not ReadingJob.objects.exists()


def test_wiping_all_leaves_no_machine_mark(here: Side) -> None:
    answer = here.answer()
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, typed="13")
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=2, typed="")
    answer.refresh_from_db()
    assert answer.mark is None
    assert Mark.objects.count() == 1  # the history keeps it
    assert answer.ink is not None and answer.ink.is_blank


@pytest.mark.parametrize("typed", ["1" * 41, "4\x002", "a\u202eb"])
def test_typing_what_no_box_holds_is_refused(here: Side, typed: str) -> None:
    with pytest.raises(InkRefused):
        submissions.record_ink(answer=here.answer(), client_id=uuid.uuid4(), seq=1, typed=typed)
    assert not Ink.objects.exists()


def test_work_after_hand_in_is_kept_flagged_late_and_does_not_count(here: Side, draw: Draw) -> None:
    answer = here.answer()
    first = draw(answer)
    submissions.hand_in(attempt=answer.attempt)
    late = draw(answer, seq=2)
    answer.refresh_from_db()
    assert late.is_late and not first.is_late
    assert answer.ink == first
    assert not ReadingJob.objects.filter(ink=late).exists()


def test_work_after_closing_time_is_kept_flagged_late(here: Side, draw: Draw) -> None:
    answer = here.answer()
    here.assignment.closes_at = timezone.now()
    here.assignment.save()
    assert draw(answer).is_late


def test_a_closed_assignment_is_not_started(here: Side) -> None:
    here.assignment.closes_at = timezone.now()
    here.assignment.save()
    with pytest.raises(AssignmentClosed):
        here.attempt()
    assert not Attempt.objects.exists()


def test_starting_twice_makes_one_attempt_with_one_answer_each(here: Side) -> None:
    assert here.attempt() == here.attempt()
    assert Answer.objects.count() == 3


def test_handing_in_twice_changes_nothing(here: Side) -> None:
    attempt = here.attempt()
    first = submissions.hand_in(attempt=attempt).handed_in_at
    assert submissions.hand_in(attempt=attempt).handed_in_at == first


def test_everything_a_child_does_moves_the_version_of_the_class(here: Side, draw: Draw) -> None:
    def version() -> int:
        here.school_class.refresh_from_db()
        return here.school_class.version

    seen = [version()]
    answer = here.answer()
    seen.append(version())
    draw(answer)
    seen.append(version())
    submissions.hand_in(attempt=answer.attempt)
    seen.append(version())
    marks.overrule(answer=answer, teacher=here.teacher, verdict="right")
    seen.append(version())
    assert seen == sorted(set(seen))
