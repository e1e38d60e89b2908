"""What a head promises of automatic marking, and how a class takes digits written backwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom import checks, review
from classroom.certainty.ladder import OFF, RUNGS
from classroom.models import Answer, AuditEntry, Check, Footing, HandwritingNote, Ink
from recognition import reader as recognition
from tests.classroom.marked import fresh, read_all
from tests.conftest import ScriptedReader, Side

Draw = Callable[..., Ink]
SignIn = Callable[..., Client]


def test_a_head_sets_the_promise_and_another_teacher_cannot(here: Side, as_teacher: SignIn) -> None:
    client = as_teacher(here)
    client.post(reverse("school-marking-set"), {"one_in": "100", "audit_percent": "5"})
    here.school.refresh_from_db()
    assert (here.school.error_budget, here.school.audit_percent) == (100, 5)
    assert AuditEntry.objects.filter(action="error_budget_set").count() == 1
    here.teacher.is_head = False
    here.teacher.save()
    page = client.post(reverse("school-marking-set"), {"one_in": "50", "audit_percent": "1"}, follow=True)
    assert "Only a head" in page.content.decode()
    client.post(reverse("school-marking-anew"))
    here.school.refresh_from_db()
    assert (here.school.error_budget, Footing.objects.count()) == (100, 0)


@pytest.mark.parametrize(
    "sent", [{"one_in": "3", "audit_percent": "2"}, {"one_in": "200", "audit_percent": "99"}, {}]
)
def test_a_promise_that_cannot_be_is_refused(here: Side, as_teacher: SignIn, sent: dict[str, str]) -> None:
    as_teacher(here).post(reverse("school-marking-set"), sent)
    here.school.refresh_from_db()
    assert (here.school.error_budget, here.school.audit_percent) == (200, 2)


def mirrored(monkeypatch: pytest.MonkeyPatch, reader: ScriptedReader) -> None:
    plain = reader.read

    def read(ink: recognition.Ink, kind: str = "whole") -> recognition.Reading:
        return recognition.Reading.from_json({**plain(ink, kind).to_json(), "flags": ["mirrored"]})

    monkeypatch.setattr(reader, "read", read)


def test_a_mirrored_digit_counts_and_is_noted_as_handwriting(
    here: Side, reader: ScriptedReader, draw: Draw, as_teacher: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirrored(monkeypatch, reader)
    draw(here.answer(1))
    read_all()
    assert fresh(here.answer(1)).mark.verdict == "right"
    note = HandwritingNote.objects.get()
    assert (note.text, note.answer) == ("12", here.answer(1))
    page = as_teacher(here).get(reverse("class-mirrored", args=[here.school_class.pk])).content.decode()
    assert "Ada" in page and "read as <b>12</b>" in page and "Ben" not in page


def test_a_class_can_leave_mirrored_digits_to_its_teacher(
    here: Side,
    reader: ScriptedReader,
    draw: Draw,
    as_teacher: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checks, "is_drawn", lambda **_: True)
    mirrored(monkeypatch, reader)
    as_teacher(here).post(
        reverse("class-change", args=[here.school_class.pk]), {"name": "Comets", "year": "2", "mirrored_counts": "no"}
    )
    draw(here.answer(1))
    read_all()
    mark = fresh(here.answer(1)).mark
    assert (mark.verdict, mark.reason, mark.thresholds["mirrored"]) == ("unsure", "mirrored", False)
    assert review.items(Answer.objects.all())[0].items[0].words == "a digit is written backwards"
    assert HandwritingNote.objects.count() == 1
    assert not Check.objects.exists()


def test_where_nothing_is_marked_by_machine_no_thresholds_and_no_empty_figures_are_told(
    here: Side, reader: ScriptedReader, as_teacher: SignIn
) -> None:
    def told() -> str:
        return as_teacher(here).get(reverse("marking")).content.decode()

    assert "Now: right from" in told()
    assert "0 of 0" not in told()
    Footing.objects.create(
        school=here.school, reader_version=reader.version, state=Footing.State.TIGHTENED, rung=OFF,
        thresholds=RUNGS[OFF].to_json(), reason="3 of 4 were wrong.", facts={}, computed_at=timezone.now(),
    )  # fmt: skip
    page = told()
    assert "marks nothing by itself" in page and "3 of 4 were wrong." in page
    assert "Now: right from" not in page and "of 0 children" not in page


def test_the_honesty_page_says_that_marking_is_tightened_also_where_nothing_is_marked(
    here: Side, reader: ScriptedReader, draw: Draw, as_teacher: SignIn
) -> None:
    draw(here.answer(1))
    read_all()
    Footing.objects.create(
        school=here.school, reader_version=reader.version, state=Footing.State.TIGHTENED, rung=OFF,
        thresholds=RUNGS[OFF].to_json(), reason="3 of 4 were wrong.", facts={}, computed_at=timezone.now(),
    )  # fmt: skip
    page = as_teacher(here).get(reverse("honesty")).content.decode()
    assert "Tightened" in page and "3 of 4 were wrong." in page and "As published" not in page
