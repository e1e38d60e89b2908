"""Training ink: of confirmed answers, of children with consent, without a trace of who and when."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import time
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from hypothesis import given as draws
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from classroom import consent, joining, marks, readings, training_ink
from classroom.models import AuditEntry, Enrolment, ExportedWriter, Ink, InkExport, Mark, ReadingJob, Student
from tests.conftest import PASSWORD, ScriptedReader, Side

DAY = date(2026, 9, 14)


@pytest.fixture
def five(here: Side) -> list[Student]:
    """Ada, Ben and three more in Ms Hopper's class."""
    more = [Student.objects.create(school=here.school, display_name=name) for name in ("Cleo", "Dev", "Elif")]
    Enrolment.objects.bulk_create([Enrolment(student=one, school_class=here.school_class) for one in more])
    return [*here.students, *more]


@pytest.fixture
def confirmed(
    here: Side, five: list[Student], draw: Callable[..., Ink], reader: ScriptedReader
) -> Callable[..., None]:
    """Let children write, and Ms Hopper mark."""
    reader.card = SimpleNamespace(facts={})  # type: ignore[attr-defined]

    def write(*students: Student, verdict: str = "right", position: int = 1) -> None:
        for student in students:
            answer = here.answer(position, student)
            draw(answer)
            readings.read_and_mark(list(ReadingJob.objects.filter(state="queued").values_list("pk", flat=True)))
            answer.refresh_from_db()
            marks.overrule(answer=answer, teacher=here.teacher, verdict=verdict)

    return write


def agree(side: Side, *students: Student, given: bool = True, days: int = 0) -> None:
    consent.record_consent(
        students=students, given=given, evidence="form", evidence_on=DAY + timedelta(days=days), teacher=side.teacher
    )


def lines_of(content: bytes) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        packed, manifest = bundle.read(training_ink.LINES), json.loads(bundle.read(training_ink.MANIFEST))
    text = gzip.decompress(packed)
    assert hashlib.sha256(text).hexdigest() == manifest["sha256"]
    return [json.loads(line) for line in text.splitlines()], manifest


def export(side: Side) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    return lines_of(training_ink.export_training_ink(school=side.school, teacher=side.teacher).content)


def test_only_children_with_consent_are_in_it(
    here: Side, five: list[Student], confirmed: Callable[..., None]
) -> None:
    confirmed(*five)
    agree(here, *five[:3])
    lines, manifest = export(here)
    assert {line["writer"] for line in lines} == {training_ink.writer_name(one) for one in five[:3]}
    assert (manifest["answers"], manifest["writers"], manifest["consent"]["standing"]) == (3, 3, 3)
    assert set(ExportedWriter.objects.values_list("student", flat=True)) == {one.pk for one in five[:3]}


def test_who_withdrew_is_in_no_later_file_and_the_page_says_where_ink_still_lies(
    here: Side, five: list[Student], confirmed: Callable[..., None], as_teacher: Callable[[Side], Client]
) -> None:
    confirmed(*five)
    agree(here, *five)
    export(here)
    agree(here, five[0], given=False, days=1)
    lines, manifest = export(here)
    assert training_ink.writer_name(five[0]) not in {line["writer"] for line in lines}
    assert manifest["number"] == 2 and len(lines) == 4
    first, second = InkExport.objects.order_by("number")
    assert (training_ink.withdrawn_since(first), training_ink.withdrawn_since(second)) == (1, 0)
    page = as_teacher(here).get(f"/classes/{here.school_class.pk}/consent/").content.decode()
    assert "Files that still hold writing" in page and "file 1 of" in page and "file 2 of" not in page
    assert "no consent any more" in as_teacher(here).get("/school/training-ink/").content.decode()


def test_it_holds_neither_names_nor_times_nor_ids(
    here: Side, five: list[Student], confirmed: Callable[..., None]
) -> None:
    confirmed(*five)
    agree(here, *five)
    lines, manifest = export(here)
    everything = json.dumps([lines, manifest])
    for child in five:
        assert child.display_name not in everything and str(child.uuid) not in everything
    for ink in Ink.objects.all():
        assert str(ink.client_id) not in everything and str(ink.answer.uuid) not in everything
    for line in lines:
        assert set(line) == {"id", "source", "writer", "text", "ink"}
        assert set(line["ink"]) == {"version", "width", "height", "strokes"}
        assert {len(point) for stroke in line["ink"]["strokes"] for point in stroke} == {2}
    assert [line["id"] for line in lines] == sorted(line["id"] for line in lines)


def test_a_writer_keeps_the_name_that_without_the_pepper_leads_to_nobody(here: Side, settings: Any) -> None:
    ada, ben = here.students
    name = training_ink.writer_name(ada)
    assert name == training_ink.writer_name(ada) != training_ink.writer_name(ben)
    settings.PEPPER = "another"
    assert training_ink.writer_name(ada) != name


def test_only_what_a_teacher_called_right_and_still_stands_is_in_it(
    here: Side, five: list[Student], confirmed: Callable[..., None], draw: Callable[..., Ink]
) -> None:
    agree(here, *five)
    confirmed(*five[:3])
    confirmed(five[3], verdict="wrong")
    confirmed(five[4])
    marks.withdraw(answer=here.answer(1, five[4]), teacher=here.teacher)
    draw(here.answer(1, five[2]), seq=2)  # written anew after the teacher's mark: nobody confirmed this
    with pytest.raises(training_ink.TooFewWriters):
        export(here)
    assert not InkExport.objects.exists() and not ExportedWriter.objects.exists()
    confirmed(five[2], position=3)
    assert {line["text"] for line in export(here)[0]} <= {"12", "42"}


def test_fewer_than_three_hands_are_no_file(here: Side, five: list[Student], confirmed: Callable[..., None]) -> None:
    confirmed(*five)
    agree(here, *five[:2])
    with pytest.raises(training_ink.TooFewWriters):
        export(here)


def test_another_schools_children_are_not_in_it(
    here: Side, elsewhere: Side, five: list[Student], confirmed: Callable[..., None]
) -> None:
    confirmed(*five)
    agree(here, *five)
    with pytest.raises(training_ink.TooFewWriters):
        training_ink.export_training_ink(school=elsewhere.school, teacher=elsewhere.teacher)


@pytest.mark.django_db(transaction=True)
@hypothesis_settings(max_examples=8, deadline=None)
@draws(words=st.lists(st.tuples(st.integers(0, 4), st.booleans()), max_size=14))
def test_whatever_is_said_in_whatever_order_no_child_without_consent_is_in_a_file(
    words: list[tuple[int, bool]],
) -> None:
    from django.db import transaction

    from tests.conftest import make_side

    with transaction.atomic():
        side = make_side(school="S", teacher="T", email="t@s.example", names=["A", "B", "C", "D", "E"])
        _marked(side)
        allowed: dict[int, bool] = {}
        for day, (who, given) in enumerate(words):
            agree(side, side.students[who], given=given, days=day - 40)
            allowed[side.students[who].pk] = given
        yes = {pk for pk, given in allowed.items() if given}
        try:
            training_ink.export_training_ink(school=side.school, teacher=None)
        except training_ink.TooFewWriters:
            assert len(yes) < training_ink.FEWEST_WRITERS
        else:
            assert set(ExportedWriter.objects.values_list("student", flat=True)) == yes
        transaction.set_rollback(True)


def _marked(side: Side) -> None:
    """Each child's first answer with ink and a teacher's mark, as rows."""
    import uuid
    from decimal import Decimal

    for student in side.students:
        answer = side.answer(1, student)
        ink = Ink.objects.create(
            answer=answer, client_id=uuid.uuid4(), seq=1, sha256="0" * 64,
            strokes={"version": 1, "width": 1000, "height": 400, "strokes": [[[1, 2, 0], [3, 4, 9]]]},
        )  # fmt: skip
        mark = Mark.objects.create(
            answer=answer, ink=ink, source="teacher", verdict="right", score=Decimal(1), rule_version=1, key_number=1
        )
        type(answer).objects.filter(pk=answer.pk).update(ink=ink, mark=mark)


def test_the_button_asks_for_the_password_and_then_hands_the_file_over(
    here: Side, five: list[Student], confirmed: Callable[..., None], as_teacher: Callable[[Side], Client]
) -> None:
    confirmed(*five)
    agree(here, *five)
    browser = as_teacher(here)
    asked = browser.post("/school/training-ink/export/", {"understood": "1"})
    assert asked.status_code == 302 and asked.headers["Location"].startswith("/accounts/confirm/")
    assert not InkExport.objects.exists()
    refused = browser.post(asked.headers["Location"], {"password": "not mine at all"})
    assert refused.status_code == 200 and not InkExport.objects.exists()
    given = browser.post(asked.headers["Location"], {"password": PASSWORD})
    assert given.headers["Content-Type"] == "application/zip"
    assert len(lines_of(given.content)[0]) == 5
    assert AuditEntry.objects.filter(action="training_ink_exported", teacher=here.teacher).count() == 1


def test_without_the_tick_nothing_leaves(
    here: Side, five: list[Student], confirmed: Callable[..., None], as_teacher: Callable[[Side], Client]
) -> None:
    confirmed(*five)
    agree(here, *five)
    browser = as_teacher(here)
    lately(browser)
    assert "look after the file" in browser.post("/school/training-ink/export/", {}, follow=True).content.decode()
    assert not InkExport.objects.exists()


def lately(browser: Client) -> None:
    """As if the teacher had just typed the password."""
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


def test_the_command_writes_a_file_of_its_own_and_never_over_another(
    here: Side, five: list[Student], confirmed: Callable[..., None], tmp_path: Path
) -> None:
    confirmed(*five)
    with pytest.raises(CommandError, match="at least 3"):
        call_command("export_training_ink", to=tmp_path / "ink.zip")
    assert list(tmp_path.iterdir()) == []
    agree(here, *five)
    call_command("export_training_ink", to=tmp_path / "ink.zip")
    assert len(lines_of((tmp_path / "ink.zip").read_bytes())[0]) == 5
    assert (tmp_path / "ink.zip").stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError, match="there already"):
        call_command("export_training_ink", to=tmp_path / "ink.zip")
    assert InkExport.objects.count() == 1


def test_picture_keys_and_writers_names_share_no_beginning(here: Side) -> None:
    # Both are made with the pepper: what one gives away must not help with the other.
    assert joining.picture_key(here.students[0])
    assert training_ink.writer_name(here.students[0]).startswith("school:")


def test_writing_that_was_removed_by_age_is_in_no_file(
    here: Side, five: list[Student], confirmed: Callable[..., None]
) -> None:
    confirmed(*five)
    agree(here, *five)
    Ink.objects.filter(answer__attempt__student=five[0]).update(
        forgotten_at=timezone.now(), strokes={"version": 1, "width": 1000, "height": 400, "strokes": []}
    )
    assert training_ink.writer_name(five[0]) not in {line["writer"] for line in export(here)[0]}


def test_the_page_says_which_file_the_reader_in_use_learned_from(
    here: Side, five: list[Student], confirmed: Callable[..., None], reader: ScriptedReader,
    as_teacher: Callable[[Side], Client],
) -> None:  # fmt: skip
    confirmed(*five)
    agree(here, *five)
    export(here)
    reader.card = SimpleNamespace(facts={})  # type: ignore[attr-defined]
    assert "the reader in use learned from it" not in as_teacher(here).get("/school/training-ink/").content.decode()
    sha256 = InkExport.objects.get().sha256
    reader.card = SimpleNamespace(facts={"finetuned_on": {"sha256": sha256}})  # type: ignore[attr-defined]
    assert "the reader in use learned from it" in as_teacher(here).get("/school/training-ink/").content.decode()
