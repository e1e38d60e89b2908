"""How the site does: what is looked at, what it means, who is told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from classroom import canary, last_backup, nightly, pulses, readings, tasks
from classroom.models import DriftCheck, Ink, Pulse, ReadingJob
from classroom.watching import alarms, banner, figures, rounds
from classroom.watching.alarms import CODES, judge
from classroom.watching.figures import Figures
from classroom.watching.lights import lights, whole
from recognition import reader as recognition
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db

WELL = Figures(
    reader="line-1", sweeper_age=3, canary_age=20, canary_seconds=0.2, canary_sent=90, promises_age=8 * 3600,
    backup_age=9 * 3600, oldest_ink_age=90 * 86400, disk_free=50_000_000_000, lately=500,
)  # fmt: skip
# What is wrong -> which alarm.
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"database": False}, "database_down"),
    ({"reader": ""}, "reader_missing"),
    ({"oldest_wait": 45.0, "waiting": 3}, "answers_wait"),
    ({"oldest_wait": 125.0, "waiting": 3}, "answers_stuck"),
    ({"canary_age": 200.0}, "canary_lost"),
    ({"canary_age": None}, "canary_lost"),
    ({"canary_age": None, "oldest_wait": 200.0, "waiting": 9}, "answers_stuck"),
    ({"canary_right": False}, "canary_wrong"),
    ({"sweeper_age": 130.0}, "sweeper_gone"),
    ({"lately_to_teachers": 11}, "many_to_teachers"),
    ({"broken_promises": 1}, "promise_broken"),
    ({"drift_alarms": 1}, "reading_drifts"),
    ({"backup_age": None}, "no_backup"),
    ({"backup_age": 51 * 3600.0}, "backup_old"),
    ({"disk_free": 900_000_000}, "disk_low"),
    ({"disk_free": 100_000_000}, "disk_full"),
    ({"broker": False}, "broker_down"),
]


def test_a_site_that_does_well_raises_no_alarm_and_says_so_in_words() -> None:
    assert judge(WELL) == []
    found = lights(replace(WELL, waiting=4, oldest_wait=2.2), [])
    assert whole(found) == "well"
    said = " ".join(sentence for light in found for sentence in light.sentences)
    assert "Reading works. The slowest answer waits 2 seconds." in said
    assert "The last backup was made 9 hours ago" in said


@pytest.mark.parametrize(("change", "code"), WRONG, ids=lambda one: one if isinstance(one, str) else "")
def test_what_is_wrong_raises_its_alarm_and_turns_a_light(change: dict[str, Any], code: str) -> None:
    seen = replace(WELL, **change)
    [alarm] = judge(seen)
    assert alarm.code == code and alarm.now and alarm.do
    [turned] = [light for light in lights(seen, [alarm]) if light.state != "well"]
    assert turned.sentences == (alarm.now,) and turned.do == (alarm.do,)


def test_every_alarm_there_is_was_raised_above_and_a_new_site_raises_none() -> None:
    assert {code for _, code in WRONG} == set(CODES)
    new = Figures(reader="line-1", disk_free=50_000_000_000, canary_sent=1)
    assert judge(new) == []
    assert [light.title for light in lights(new, []) if light.state == "watch"] == ["Backups"]


def test_one_look_sees_what_is_stored(here: Side, reader: ScriptedReader, draw: Callable[..., Ink]) -> None:
    for student in here.students:
        draw(here.answer(1, student))
    ReadingJob.objects.update(queued_at=timezone.now() - timedelta(seconds=50))
    DriftCheck.objects.create(school=here.school, week=timezone.localdate(), figure="asked", raised=True)
    seen = figures.look()
    assert (seen.database, seen.waiting, seen.drift_alarms, seen.late_answers) == (True, 2, 1, 0)
    assert 49 < seen.oldest_wait < 60 and seen.jobs["queued"] == 2
    readings.read_and_mark(list(ReadingJob.objects.values_list("pk", flat=True)))
    seen = figures.look()
    assert (seen.waiting, seen.oldest_wait, seen.lately, seen.lately_to_teachers) == (0, 0.0, 2, 0)
    here.assignment.opens_at = timezone.now() - timedelta(hours=1)
    here.assignment.closes_at = timezone.now() - timedelta(minutes=1)
    attempt_before_closing = here.answer(2)
    here.assignment.save()
    draw(attempt_before_closing)
    assert figures.look().late_answers == 1


def test_a_balancer_is_told_how_reading_does_where_workers_are_elsewhere(
    here: Side, draw: Callable[..., Ink], client: Client, settings: Any
) -> None:
    draw(here.answer(1))
    ReadingJob.objects.update(queued_at=timezone.now() - timedelta(hours=1))
    assert "reading" not in client.get("/readyz").json()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert 3600 <= answer.json()["reading"]["oldest_unread_seconds"] < 3700
    assert answer.json()["reading"]["canary_age_seconds"] is None


def test_a_database_that_does_not_answer_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise DatabaseError

    monkeypatch.setattr(figures, "_queue", broken)
    assert [alarm.code for alarm in judge(figures.look()) if alarm.part == "saving"] == ["database_down"]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Numbers of canaries that were sent."""
    numbers: list[int] = []
    monkeypatch.setattr(tasks, "send_canary", numbers.append)
    return numbers


def test_the_canary_goes_once_a_minute_and_is_read_by_the_network_that_reads_children(sent: list[int]) -> None:
    rounds.make()
    rounds.make()
    assert sent == [1]
    Pulse.objects.filter(name=pulses.CANARY).update(at=timezone.now() - canary.EVERY)
    rounds.make()
    assert sent == [1, 2]
    tasks.read_canary(2, (timezone.now() - timedelta(seconds=4)).isoformat(), schema=9, later="unknown")
    back = Pulse.objects.get(name=pulses.CANARY_BACK)
    assert back.facts["right"] and back.facts["number"] == 2 and 3.9 < back.facts["seconds"] < 30
    assert figures.look().canary_right and not Ink.objects.exists() and not ReadingJob.objects.exists()


def test_a_canary_read_wrongly_is_an_alarm(reader: ScriptedReader) -> None:
    reader.says(("1", 0.9))
    canary.read(1, timezone.now().isoformat())
    assert "canary_wrong" in [alarm.code for alarm in judge(figures.look())]


def test_a_canary_without_a_network_does_not_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Any:
        raise recognition.ReaderUnavailable("no weights")

    monkeypatch.setattr(recognition, "default_reader", missing)
    with pytest.raises(recognition.ReaderUnavailable):
        canary.read(1, timezone.now().isoformat())
    assert not Pulse.objects.filter(name=pulses.CANARY_BACK).exists()


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch, sent: list[int]) -> Iterator[list[Figures]]:
    """What rounds see: the last of this list."""
    shown = [WELL]
    monkeypatch.setattr(figures, "look", lambda: shown[-1])
    yield shown


def test_an_alarm_is_logged_once_and_again_when_it_is_over(
    seen: list[Figures], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "classroom.watching"):
        for one in (WELL, replace(WELL, sweeper_age=999), replace(WELL, sweeper_age=999), WELL, WELL):
            seen.append(one)
            rounds.make()
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    assert "ALARM sweeper_gone" in caplog.messages[0] and caplog.messages[1] == "alarm over: sweeper_gone"


def test_only_heads_see_the_banner_and_the_page_costs_no_query_for_it(
    here: Side, as_teacher: Callable[[Side], Client], seen: list[Figures]
) -> None:
    client = as_teacher(here)
    assert "The site needs help" not in client.get("/classes/").content.decode()
    seen.append(replace(WELL, disk_free=1000))
    rounds.make()
    page = client.get("/classes/").content.decode()
    assert "The site needs help" in page and "Saving will stop soon" in page and "/status/" in page
    here.teacher.is_head = False
    here.teacher.save()
    assert "The site needs help" not in client.get("/classes/").content.decode()


def test_the_status_page_tells_by_shape_word_and_sentence(
    here: Side, as_teacher: Callable[[Side], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_teacher(here)
    monkeypatch.setattr(figures, "look", lambda: WELL)
    page = client.get("/status/").content.decode()
    assert "All is well" in page and page.count("<circle") == 4 and "Well" in page
    monkeypatch.setattr(figures, "look", lambda: replace(WELL, oldest_wait=500, backup_age=60 * 3600.0))
    page = client.get("/status/").content.decode()
    assert "The site needs help" in page and "Needs help now" in page and "Keep an eye on it" in page
    assert page.count("<rect") == 1 and page.count("<circle") == 2 and "<b>To do:</b>" in page


def test_the_nightly_work_checks_the_promises_and_leaves_word(here: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly, "_is_due", lambda moment: True)
    monkeypatch.setattr("classroom.invariants.broken", lambda: {"mark_without_evidence": [1]})
    nightly.run_if_due()
    assert figures.look().broken_promises == 1
    assert "promise_broken" in [alarm.code for alarm in judge(figures.look())]


def test_a_round_is_made_now_and_then(seen: list[Figures], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "_last", -1000.0)
    assert rounds.make_if_due() and not rounds.make_if_due()
    assert Pulse.objects.get(name=pulses.SWEEPER).at > timezone.now() - timedelta(minutes=1)
    assert cache.get(banner.FOUND) == []


def test_the_ages_agree_with_those_of_the_backups() -> None:
    assert last_backup.TOO_OLD.total_seconds() == alarms.OLD_BACKUP
