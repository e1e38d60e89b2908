"""Work that lay on a tablet while the child wrote on elsewhere: kept, and nothing newer is replaced."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom import invariants, submissions
from classroom.models import Answer, Attempt, Ink
from tests.conftest import Side

Draw = Callable[..., Ink]
SignIn = Callable[..., Client]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def begun_yesterday(here: Side) -> None:
    """The lesson has been going on since yesterday."""
    here.attempt()
    here.assignment.opens_at = timezone.now() - 24 * HOUR
    here.assignment.save()
    Attempt.objects.update(started_at=timezone.now() - 24 * HOUR)


def current(answer: Answer) -> Ink | None:
    answer.refresh_from_db()
    return answer.ink


@pytest.mark.parametrize("seq", [7, 9], ids=["with a number that is taken", "with a higher number"])
def test_older_work_of_another_tablet_waits_for_the_teacher(here: Side, draw: Draw, seq: int) -> None:
    answer = here.answer()
    newer = draw(answer, seq=7, drawn_at=timezone.now(), tablet="a")
    old = draw(answer, seq=seq, drawn_at=timezone.now() - HOUR, tablet="b")
    assert current(answer) == newer
    assert old.is_late and old.seq > newer.seq
    assert invariants.broken() == {}
    submissions.accept_late(ink=old, teacher=here.teacher)
    assert current(answer) == old


@pytest.mark.parametrize("tablet", ["a", ""], ids=["of one tablet", "of unknown tablets"])
def test_a_slow_network_never_makes_newer_writing_look_older(here: Side, draw: Draw, tablet: str) -> None:
    """The first revision travelled ten seconds, so it seems drawn when it arrived; the second waited behind it."""
    answer, arrived = here.answer(), timezone.now()
    draw(answer, seq=1, drawn_at=arrived, tablet=tablet)
    second = draw(answer, seq=2, drawn_at=arrived - timedelta(seconds=9), tablet=tablet)
    assert current(answer) == second and not second.is_late


def test_an_older_revision_that_comes_late_is_kept_and_asks_nobody(here: Side, draw: Draw) -> None:
    answer = here.answer()
    newer = draw(answer, seq=7, drawn_at=timezone.now())
    old = draw(answer, seq=3, drawn_at=timezone.now() - HOUR)
    assert current(answer) == newer and not old.is_late


def test_what_was_written_last_counts_whatever_tab_numbered_it(here: Side, draw: Draw) -> None:
    answer = here.answer()
    draw(answer, seq=7, drawn_at=timezone.now() - timedelta(seconds=2))
    last = draw(answer, seq=7, drawn_at=timezone.now())
    assert current(answer) == last and last.seq == 8


def test_older_work_counts_where_nothing_or_only_rubbing_out_stands(here: Side, draw: Draw) -> None:
    first, second = here.answer(1), here.answer(2)
    assert current(first) is None
    assert draw(first, drawn_at=timezone.now() - HOUR) == current(first)
    submissions.record_ink(answer=second, client_id=uuid.uuid4(), seq=4, typed="")
    old = draw(second, seq=5, drawn_at=timezone.now() - HOUR)
    assert current(second) == old


@pytest.mark.parametrize("says", [timedelta(days=-400), timedelta(days=400)], ids=["long ago", "the future"])
def test_a_clock_that_cannot_be_right_neither_helps_nor_harms(here: Side, draw: Draw, says: timedelta) -> None:
    answer = here.answer()
    draw(answer, seq=1, drawn_at=timezone.now())
    second = draw(answer, seq=2, drawn_at=timezone.now() + says)
    assert current(answer) == second
    assert second.drawn_at is None or second.drawn_at <= timezone.now()


def test_what_a_tablet_says_of_time_makes_no_late_work_count(here: Side, draw: Draw) -> None:
    answer = here.answer()
    here.assignment.closes_at = timezone.now() - HOUR
    here.assignment.save()
    late = draw(answer, drawn_at=timezone.now() - 2 * HOUR)
    assert late.is_late and current(answer) is None


def test_a_save_says_its_age_and_an_absurd_one_refuses_nothing(here: Side, as_student: SignIn) -> None:
    client = as_student(here)
    for question, age_ms in ((1, 90_000), (2, 10**18)):
        body = {"client_id": str(uuid.uuid4()), "seq": 1, "typed": "5", "age_ms": age_ms}
        reply = client.post(
            reverse("api-ink", args=[here.answer(question).uuid]), body, content_type="application/json"
        )
        assert reply.status_code == 201
    told, absurd = Ink.objects.order_by("pk")
    assert told.drawn_at is not None
    assert abs((told.received_at - told.drawn_at).total_seconds() - 90) < 5
    assert absurd.drawn_at is None


def test_late_work_tells_the_teacher_when_it_was_drawn(here: Side, draw: Draw, as_teacher: SignIn) -> None:
    answer = here.answer()
    here.assignment.closes_at = timezone.now() - HOUR
    here.assignment.save()
    draw(answer, drawn_at=timezone.now() - 2 * HOUR)
    page = as_teacher(here).get(reverse("answer", args=[answer.uuid])).content.decode()
    assert "after closing or hand-in" in page and "By the tablet’s clock it was drawn" in page and "in time." in page
    other = here.answer(2)
    draw(other, drawn_at=timezone.now() - timedelta(minutes=1))
    assert "too late as well." in as_teacher(here).get(reverse("answer", args=[other.uuid])).content.decode()
