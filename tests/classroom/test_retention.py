"""What is over its time goes, on its day and not before; a dry run changes nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axes.models import AccessFailureLog, AccessLog
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.utils import timezone

from astronumbers import env
from classroom import audit, invariants, marks, nightly, readings, retention
from classroom.models import (
    Answer,
    Attempt,
    AuditEntry,
    Enrolment,
    Ink,
    Invitation,
    Mark,
    Reading,
    ReadingJob,
    Student,
)
from tests.conftest import ScriptedReader, Side

LONDON = ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def worked(here: Side, draw: Callable[..., Ink], reader: ScriptedReader) -> Side:
    """Ada wrote, was read and marked."""
    draw(here.answer(1))
    readings.read_and_mark(list(ReadingJob.objects.values_list("pk", flat=True)))
    return here


def gone(found: list[retention.Due]) -> dict[str, int]:
    return {one.window.name: one.count for one in found if one.count}


def later(**more: float) -> datetime:
    return timezone.now() + timedelta(**more)


def test_strokes_go_after_ninety_days_and_the_mark_stays(worked: Side) -> None:
    ink, mark = Ink.objects.get(), worked.answer(1).mark
    assert "ink" not in gone(retention.let_go(later(days=89)))
    assert gone(retention.let_go(later(days=91)))["ink"] == 1
    ink.refresh_from_db()
    assert ink.strokes == {"version": 1, "width": 1000, "height": 400, "strokes": []}
    assert ink.forgotten_at
    assert worked.answer(1).mark == mark and Reading.objects.get().text == "12"
    assert invariants.broken(quiet=timedelta(0)) == {}
    assert "ink" not in gone(retention.let_go(later(days=92)))  # once is enough


def test_a_mark_made_lately_keeps_the_writing_and_unread_writing_is_never_emptied(
    worked: Side, draw: Callable[..., Ink]
) -> None:
    Ink.objects.update(received_at=later(days=-200))
    Mark.objects.update(created_at=later(days=-200))
    marks.overrule(answer=worked.answer(1), teacher=worked.teacher, verdict="right")
    assert "ink" not in gone(retention.due())
    waiting = draw(worked.answer(2))
    Ink.objects.filter(pk=waiting.pk).update(received_at=later(days=-200))
    assert "ink" not in gone(retention.due())


def test_a_dry_run_says_what_would_go_and_changes_nothing(worked: Side) -> None:
    Ink.objects.update(received_at=later(days=-200))
    Mark.objects.update(created_at=later(days=-200))
    said = io.StringIO()
    call_command("retention", dry_run=True, stdout=said)
    assert "1  " in said.getvalue() and "Nothing was changed." in said.getvalue()
    assert Ink.objects.get().forgotten_at is None
    call_command("retention", stdout=said)
    assert Ink.objects.get().forgotten_at


@pytest.mark.parametrize(
    ("today", "end"),
    [
        ("2026-11-22", "2026-09-01"),
        ("2026-12-30", "2026-09-01"),
        ("2027-01-02", "2026-09-01"),
        ("2026-08-31", "2025-09-01"),
    ],
)
def test_a_school_year_is_over_when_september_begins(today: str, end: str) -> None:
    now = datetime.fromisoformat(f"{today}T12:00").replace(tzinfo=LONDON)
    assert retention.year_over(now, after=0) == datetime.fromisoformat(end).replace(tzinfo=LONDON)


def test_work_goes_ninety_days_after_the_end_of_its_school_year(worked: Side) -> None:
    begun = datetime(2026, 7, 1, 9, tzinfo=LONDON)
    Attempt.objects.update(started_at=begun)
    assert "work" not in gone(retention.let_go(datetime(2026, 11, 29, 12, tzinfo=LONDON)))
    assert gone(retention.let_go(datetime(2026, 12, 1, 12, tzinfo=LONDON)))["work"] == 1
    assert not Attempt.objects.exists() and not Answer.objects.exists() and not Mark.objects.exists()
    assert Student.objects.count() == 2  # the children stay


def test_a_child_who_left_goes_a_good_while_after_the_year_and_one_who_is_there_stays(here: Side) -> None:
    ada, ben = here.students
    Enrolment.objects.filter(student=ada).update(until=datetime(2026, 3, 1, 9, tzinfo=LONDON))
    assert "children" not in gone(retention.due(datetime(2026, 11, 29, 12, tzinfo=LONDON)))
    assert gone(retention.let_go(datetime(2026, 12, 1, 12, tzinfo=LONDON)))["children"] == 1
    assert list(Student.objects.all()) == [ben]
    assert AuditEntry.objects.filter(action="student_erased").count() == 1


def test_links_and_an_old_trail_go_and_the_chain_holds(here: Side) -> None:
    Invitation.objects.create(school=here.school, expires_at=later(days=-31))
    kept = Invitation.objects.create(school=here.school, expires_at=later(days=-29))
    for _ in range(3):
        audit.record(action="deed", school=here.school)
    audit.seal()
    first = AuditEntry.objects.order_by("pk")[0]
    AuditEntry.objects.filter(pk=first.pk).update(at=later(days=-366))
    assert gone(retention.let_go()) == {"invitations": 1, "trail": 1}
    assert list(Invitation.objects.all()) == [kept]
    audit.seal()
    assert audit.chain().broken == ()


def test_a_window_of_several_tables_is_said_and_put_on_the_trail_as_one_sum(here: Side) -> None:
    old, older = later(days=-31), later(days=-40)
    for made, at in ((AccessLog, old), (AccessFailureLog, older)):
        made.objects.create(username="x")
        made.objects.update(attempt_time=at)
    [tries] = [one for one in retention.due() if one.window.name == "tries"]
    assert (tries.count, tries.oldest) == (2, older)
    assert gone(retention.let_go()) == {"tries": 2}
    assert AuditEntry.objects.get(action="retention").facts["gone"] == {"tries": 2}
    assert not AccessLog.objects.exists() and not AccessFailureLog.objects.exists()


def test_a_window_can_be_set_and_nought_is_for_ever(worked: Side, settings: Any) -> None:
    settings.RETENTION_DAYS = {"ink": 10}
    assert gone(retention.due(later(days=11)))["ink"] == 1
    settings.RETENTION_DAYS = {"ink": 0, "work": 0}
    assert {"ink", "work"}.isdisjoint(gone(retention.due(later(days=4000))))


def test_a_setting_that_cannot_be_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETENTION_DAYS", "ink=10, work=400")
    assert env.days("RETENTION_DAYS") == {"ink": 10, "work": 400}
    for wrong in ("ink", "ink=ten", "ink=-1", "ink=99999"):
        monkeypatch.setenv("RETENTION_DAYS", wrong)
        with pytest.raises(ImproperlyConfigured, match="RETENTION_DAYS"):
            env.days("RETENTION_DAYS")


def test_the_days_work_is_done_once_at_night_and_by_day_only_when_nobody_writes(worked: Side) -> None:
    night = datetime(2027, 5, 4, 3, tzinfo=LONDON)
    assert nightly.run_if_due(night)
    assert not nightly.run_if_due(night + timedelta(minutes=1))
    assert Ink.objects.get().forgotten_at
    noon = night + timedelta(days=1, hours=9)
    Ink.objects.update(received_at=noon - timedelta(minutes=1))
    assert not nightly.run_if_due(noon)
    assert nightly.run_if_due(noon + timedelta(hours=1))
