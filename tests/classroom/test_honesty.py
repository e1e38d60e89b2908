"""How well the machine reads: what is counted in the database, and the pages."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from classroom import marks
from classroom.honesty import drift, figures
from classroom.honesty.tallies import tallies
from classroom.models import (
    Answer,
    Assignment,
    Check,
    DriftCheck,
    Ink,
    Mark,
    Student,
    User,
)
from tests.classroom.rooms import make_room
from tests.conftest import Side

SignIn = Callable[..., Client]


# --- in the database ---


def hear(assignment: Assignment, *, teacher: User, lot: bool, share: float = 0.5) -> None:
    """A teacher says "right" of a share of the answers; `lot`: because they were drawn."""
    answers = Answer.objects.filter(attempt__assignment=assignment, mark__isnull=False).select_related("ink", "mark")
    for answer in answers[: round(len(answers) * share)]:
        assert answer.ink is not None and answer.mark is not None
        if lot:
            Check.objects.create(
                attempt_id=answer.attempt_id, answer=answer, ink=answer.ink, reader_version="scripted-1",
                key_number=1, chance=0.9, top=0.9, verdict=answer.mark.verdict, share=0.02,
            )  # fmt: skip
        marks.overrule(answer=answer, teacher=teacher, verdict="right")


@pytest.mark.django_db
def test_what_is_counted_is_what_teachers_said_of_the_very_writing(here: Side) -> None:
    assignment = make_room(children=6, questions=4, teacher=here.teacher)
    hear(assignment, teacher=here.teacher, lot=True)
    rows = tallies(here.school, today=timezone.localdate())
    machine = Mark.objects.exclude(source="teacher").filter(answer__attempt__assignment=assignment)
    assert sum(row.number for row in rows) == machine.values("answer").distinct().count()
    decided = [row for row in rows if row.word]
    assert decided and all(row.by_lot for row in decided if row.word == "right")
    assert {row.reader for row in rows} == {"scripted-1"}
    answer = Answer.objects.filter(mark__source="teacher").first()
    assert answer is not None
    new = Ink.objects.create(answer=answer, client_id=uuid.uuid4(), seq=9, strokes=None, sha256="1" * 64)
    Answer.objects.filter(pk=answer.pk).update(ink=new)
    again = tallies(here.school, today=timezone.localdate())
    assert sum(bool(row.word) * row.number for row in again) == sum(row.number for row in decided) - 1


@pytest.mark.django_db
def test_the_week_is_watched_once_and_the_alarm_put_away_by_hand(here: Side, as_teacher: SignIn) -> None:
    assert drift.watch(here.school) == []
    assert DriftCheck.objects.count() == 2
    drift.watch_all()
    assert DriftCheck.objects.count() == 2
    DriftCheck.objects.filter(figure="asked").update(
        raised=True, facts={"version": 1, "before": [30, 600], "after": [60, 600], "chance": 0.0001}
    )
    client = as_teacher(here)
    for url in (reverse("honesty"), reverse("assignment", args=[here.assignment.uuid])):
        assert "asks teachers more often" in client.get(url).content.decode()
    client.post(reverse("honesty-alarm-seen", args=["asked"]))
    assert drift.alarms(here.school.pk) == []
    assert DriftCheck.objects.get(figure="asked").seen_by == here.teacher
    assert client.post(reverse("honesty-alarm-seen", args=["nonsense"])).status_code == 404


# --- the pages ---


@pytest.mark.django_db
def test_an_empty_school_gets_a_friendly_page(here: Side, as_teacher: SignIn) -> None:
    page = as_teacher(here).get(reverse("honesty")).content.decode()
    assert "Nothing was read yet" in page
    assert "We have just begun" in as_teacher(here).get(reverse("honesty-for-parents")).content.decode()


@pytest.mark.django_db
def test_a_large_school_costs_as_many_queries_as_a_small_one(here: Side, as_teacher: SignIn) -> None:
    client, counts = as_teacher(here), []
    for children in (9, 30):
        hear(make_room(children=children, questions=8, teacher=here.teacher), teacher=here.teacher, lot=children > 9)
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse("honesty")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20


@pytest.mark.django_db
def test_ink_is_shown_of_own_classes_alone(here: Side, as_teacher: SignIn) -> None:
    assignment = make_room(children=8, questions=8, teacher=here.teacher)
    hear(assignment, teacher=here.teacher, lot=False, share=1)
    mine = as_teacher(here).get(reverse("honesty")).content.decode()
    assert "Examples from your classes" in mine and mine.count('<svg class="ink') > 0
    colleague = User.objects.create_user("near@hilltop.example", "unused pass 77", name="Mx Near", school=here.school)
    client = Client()
    client.force_login(colleague, backend="allauth.account.auth_backends.AuthenticationBackend")
    theirs = client.get(reverse("honesty")).content.decode()
    assert "Examples from your classes" not in theirs and '<svg class="ink' not in theirs
    assert "answers by 8 children" in re.sub(r"\s+", " ", theirs)


@pytest.mark.django_db
def test_the_page_for_parents_has_no_ink_and_no_name(here: Side, as_teacher: SignIn) -> None:
    assignment = make_room(children=25, questions=10, teacher=here.teacher)
    Ink.objects.filter(answer__attempt__assignment=assignment).update(received_at=timezone.now() - timedelta(weeks=2))
    hear(assignment, teacher=here.teacher, lot=True)
    page = as_teacher(here).get(reverse("honesty-for-parents")).content.decode()
    assert "were left to a teacher" in page and "of the marks that the machine gave by itself were right" in page
    main = page[page.index("<main") : page.index("</main")]
    assert "<svg" not in main and "<path" not in main and "canvas" not in main
    for name in Student.objects.values_list("display_name", flat=True):
        assert not re.search(rf"\b{re.escape(name)}\b", main), name


@pytest.mark.django_db
def test_parents_are_told_of_whole_weeks_alone(here: Side, as_teacher: SignIn) -> None:
    make_room(children=25, questions=10, teacher=here.teacher)
    Ink.objects.update(received_at=timezone.now())  # not a while ago, which early on a Monday was another week
    assert "We have just begun" in as_teacher(here).get(reverse("honesty-for-parents")).content.decode()
    assert figures.figures(here.school).answers > 100
    assert figures.figures(here.school, whole_weeks=True).answers == 0


@pytest.mark.django_db
def test_another_school_counts_for_nothing(here: Side, elsewhere: Side) -> None:
    make_room(children=10, questions=5, teacher=elsewhere.teacher)
    assert figures.figures(here.school).is_empty
    assert not figures.figures(elsewhere.school).is_empty
