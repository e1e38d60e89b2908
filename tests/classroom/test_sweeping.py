"""The sweeper: what lost its hint, and what a dead worker held, is told of again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from classroom import jobs
from classroom.models import Ink, ReadingJob
from tests.conftest import Side

pytestmark = pytest.mark.django_db
Draw = Callable[..., Ink]


def test_the_sweeper_sends_lost_hints_again_but_not_at_once(here: Side, draw: Draw) -> None:
    job = draw(here.answer()).job
    assert jobs.sweep() == []
    ReadingJob.objects.update(hinted_at=Now() - timedelta(seconds=6))
    assert jobs.sweep() == [job.pk]
    assert jobs.sweep() == []


def test_where_many_wait_a_hint_is_lost_only_after_their_turn(
    here: Side, draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = (draw(here.answer(n)).job for n in (1, 2))
    ReadingJob.objects.filter(pk=other.pk).update(hinted_at=Now())
    monkeypatch.setattr(jobs, "IN_LINE", timedelta(seconds=3))  # two wait: five and six seconds

    def sent_again_after(seconds: float) -> bool:
        ReadingJob.objects.filter(pk=mine.pk).update(hinted_at=Now() - timedelta(seconds=seconds))
        return mine.pk in jobs.sweep()

    assert not sent_again_after(8)
    assert sent_again_after(12)
    # However long the line is, who held a job may have died: never longer than a lease.
    monkeypatch.setattr(jobs, "IN_LINE", timedelta(hours=1))
    assert not sent_again_after(12)
    assert sent_again_after(31)


def test_the_sweeper_frees_what_a_dead_worker_held(here: Side, draw: Draw) -> None:
    job = draw(here.answer()).job
    jobs.claim([job.pk])
    assert jobs.sweep() == []
    ReadingJob.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))
    assert jobs.sweep() == [job.pk]
    job.refresh_from_db()
    assert (job.state, job.tries) == (ReadingJob.State.QUEUED, 1)


def test_a_clock_that_was_put_back_holds_nothing_up(here: Side, draw: Draw) -> None:
    held, hinted = draw(here.answer(1)).job, draw(here.answer(2)).job
    jobs.claim([held.pk])
    later = Now() + timedelta(hours=1)
    ReadingJob.objects.filter(pk=held.pk).update(lease_until=later)
    ReadingJob.objects.filter(pk=hinted.pk).update(hinted_at=later)
    assert set(jobs.sweep()) == {held.pk, hinted.pk}
    assert jobs.sweep() == []
    assert [one.job_id for one in jobs.claim([held.pk, hinted.pk])] == [held.pk, hinted.pk]
