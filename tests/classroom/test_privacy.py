"""All about one child: seen, handed over, erased; and nobody else's touched."""

from __future__ import annotations

import io
import json
import time
import uuid
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils.translation import override

from classroom import audit, consent, joining, marks, privacy, readings, record, training_ink
from classroom.models import (
    Answer,
    AuditEntry,
    Enrolment,
    Erasure,
    Ink,
    InkExport,
    Reading,
    ReadingJob,
    SchoolClass,
    Student,
    Teaching,
    User,
)
from tests.conftest import PASSWORD, ScriptedReader, Side


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Path:
    """Tombstones go to a folder of the test's own."""
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def worked(here: Side, draw: Callable[..., Ink], reader: ScriptedReader) -> Side:
    """Ada and Ben have written and are marked; Ada's family agreed, and her ink was exported."""
    for student in here.students:
        for position in (1, 2):
            draw(here.answer(position, student))
        draw(here.answer(1, student), seq=2)
    readings.read_and_mark(list(ReadingJob.objects.values_list("pk", flat=True)))
    for answer in Answer.objects.filter(question__position=1):
        marks.overrule(answer=answer, teacher=here.teacher, verdict="right")
    consent.record_consent(
        students=here.students[:1], given=True, evidence="form", evidence_on=date(2026, 9, 1), teacher=here.teacher
    )
    export = InkExport.objects.create(school=here.school, number=1, sha256="0" * 64, manifest={})
    export.writers.create(student=here.students[0], answers=1)
    return here


def lately(browser: Client) -> Client:
    """As if the teacher had just typed the password."""
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return browser


def rows_of(student: Student) -> dict[str, int]:
    return record.counts(student)


# --- erased ---


def test_nothing_that_hangs_on_the_child_is_left_and_nothing_of_others_is_gone(worked: Side) -> None:
    ada, ben = worked.students
    before = rows_of(ben)
    assert rows_of(ada)["classroom.Mark"] >= 3
    gone = Student.objects.get(pk=ada.pk)
    slip = privacy.erase_student(student=ada, teacher=worked.teacher)
    assert rows_of(gone) == {}
    assert rows_of(ben) == before
    assert (slip.uuid, slip.exports) == (gone.uuid, (1,))
    assert InkExport.objects.get().erased_writers == 1


def test_the_trail_says_that_a_child_was_erased_and_no_longer_what_was_done_with_it(worked: Side) -> None:
    ada = worked.students[0]
    assert AuditEntry.objects.filter(facts__student=ada.pk).exists()
    pk = ada.pk
    privacy.erase_student(student=ada, teacher=worked.teacher)
    assert not AuditEntry.objects.filter(facts__student=pk).exists()
    last = AuditEntry.objects.order_by("pk").last()
    assert last and (last.action, last.teacher) == ("student_erased", worked.teacher)
    audit.seal()
    assert audit.chain().broken == ()


def test_a_session_of_the_child_ends_and_a_pasted_list_of_names_is_emptied(
    worked: Side, as_student: Callable[..., Client], as_teacher: Callable[[Side], Client]
) -> None:
    ada, ben = worked.students
    as_student(worked, ada)
    bens = as_student(worked, ben)
    teachers = as_teacher(worked)
    session = teachers.session
    session["pasted_names"] = "Zed\nAda"
    session.save()
    privacy.erase_student(student=ada, teacher=worked.teacher)
    assert "Ada" not in str([one.get_decoded() for one in Session.objects.all()])
    assert bens.get("/todo/").status_code == 200
    assert teachers.get("/classes/").status_code == 200


def test_a_tombstone_stays_and_a_restored_child_is_erased_again(
    worked: Side, data_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    ada = worked.students[0]
    name, number = ada.display_name, ada.uuid
    with django_capture_on_commit_callbacks(execute=True):
        privacy.erase_student(student=ada, teacher=None)
    assert privacy.tombstones() == privacy.erased_children() == {number}
    assert name not in (data_dir / "erased.txt").read_text()
    Student.objects.create(school=worked.school, display_name=name, uuid=number)  # as a backup would bring it back
    assert privacy.erase_again({number, uuid.uuid4()}) == 1
    assert not Student.objects.filter(uuid=number).exists()
    assert Erasure.objects.count() == 1


def test_a_head_erases_with_password_and_name_and_is_told_what_is_still_to_do(
    worked: Side, as_teacher: Callable[[Side], Client]
) -> None:
    ada = worked.students[0]
    browser, address = as_teacher(worked), f"/children/{ada.uuid}/erase/"
    assert browser.get(address).headers["Location"].startswith("/accounts/confirm/")
    assert browser.post("/accounts/confirm/", {"password": PASSWORD}).status_code == 302
    assert "This cannot be undone" in browser.get(address).content.decode()
    refused = browser.post(address, {"name": "Ben"}, follow=True).content.decode()
    assert "Nothing was erased" in refused and Student.objects.filter(pk=ada.pk).exists()
    page = browser.post(address, {"name": "Ada"}).content.decode()
    assert not Student.objects.filter(uuid=ada.uuid).exists()
    assert "delete every copy of training ink file 1" in page and str(ada.uuid) in page


def test_an_erasure_that_was_held_up_for_the_password_goes_on_and_the_head_stays_signed_in(
    worked: Side, as_teacher: Callable[[Side], Client]
) -> None:
    ada, browser = worked.students[0], as_teacher(worked)
    asked = browser.post(f"/children/{ada.uuid}/erase/", {"name": "Ada"})
    done = browser.post(asked.headers["Location"], {"password": PASSWORD})
    assert done.status_code == 200 and "The child is erased" in done.content.decode()
    assert browser.get("/classes/").status_code == 200
    assert str(ada.uuid) not in str([one.get_decoded() for one in Session.objects.all()])


def test_the_name_under_which_a_session_knows_its_child_is_one(here: Side) -> None:
    assert privacy.STUDENT_OF_SESSION == joining.SESSION_KEY


def test_who_teaches_but_is_no_head_cannot_erase(worked: Side) -> None:
    colleague = User.objects.create_user("co@hilltop.example", PASSWORD, name="Mx Co", school=worked.school)
    Teaching.objects.create(teacher=colleague, school_class=worked.school_class, role="co_teacher")
    browser = Client()
    browser.force_login(colleague, backend="allauth.account.auth_backends.AuthenticationBackend")
    lately(browser)
    ada = worked.students[0]
    assert "A head of the school can erase" in browser.get(f"/children/{ada.uuid}/record/").content.decode()
    assert browser.post(f"/children/{ada.uuid}/erase/", {"name": "Ada"}).status_code == 404
    assert Student.objects.filter(pk=ada.pk).exists()


# --- handed over ---


def opened(content: bytes) -> tuple[dict[str, Any], dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        files = {name: bundle.read(name).decode() for name in bundle.namelist()}
    return json.loads(files["data.json"]), files


def test_every_table_that_leads_to_the_child_is_in_the_file_whole(worked: Side) -> None:
    ada = worked.students[0]
    data, files = opened(record.export_student(student=ada, teacher=worked.teacher))
    for model in apps.get_app_config("classroom").get_models():
        path = record.paths_to_child().get(model._meta.label)
        if path is None:
            continue
        mine = model._default_manager.filter(**{path: ada}) if path else model._default_manager.filter(pk=ada.pk)
        columns = {field.attname for field in model._meta.concrete_fields}
        rows = data["tables"][model._meta.label]
        assert {row[model._meta.pk.attname] for row in rows} == set(mine.values_list("pk", flat=True)), model
        assert all(set(row) == columns for row in rows)
    assert len(data["tables"]["classroom.Ink"]) == 3
    assert "Ben" not in json.dumps(data) + files["index.html"]


def test_what_hangs_on_a_child_is_found_by_its_foreign_keys() -> None:
    paths = record.paths_to_child()
    assert paths["classroom.Student"] == ""
    assert paths["classroom.Reading"] == "ink__answer__attempt__student"
    assert paths["classroom.ConsentEntry"] == "student"
    assert "classroom.Worksheet" not in paths and "classroom.AuditEntry" not in paths


def test_a_person_can_read_it_and_see_the_writing(worked: Side) -> None:
    _, files = opened(record.export_student(student=worked.students[0], teacher=worked.teacher))
    page = files["index.html"]
    for words in ("Ada", "7 + 5 = ?", "by Ms Hopper", "signed form", "file 1 of"):
        assert words in page
    pictures = [name for name in files if name.endswith(".svg")]
    assert len(pictures) == 3 and all(f'src="{name}"' in page for name in pictures)
    assert all(files[name].startswith("<svg") and "<path" in files[name] for name in pictures)


def test_what_people_did_and_what_the_child_said_stand_in_it_and_nothing_of_others(worked: Side) -> None:
    ada, ben = worked.students
    reading = Reading.objects.filter(ink__answer__attempt__student=ada).earliest("pk")
    reading.agreements.create(client_id=uuid.uuid4(), said="agreed", why="lot")
    consent.record_consent(
        students=[ben], given=False, evidence="talk", evidence_on=date(2026, 9, 2), teacher=worked.teacher
    )
    data, files = opened(record.export_student(student=ada, teacher=worked.teacher))
    page = files["index.html"]
    assert [one["action"] for one in data["deeds"]] == ["consent_given"]
    assert "a family&#x27;s yes was recorded, Ms Hopper" in page and "no was recorded" not in page
    assert "the child, when asked: agreed" in page
    [lesson] = data["lessons"]
    assert [one["prompt"] for one in lesson["questions"]] == [
        answer.question.prompt for answer in Answer.objects.filter(attempt__student=ada).order_by("pk")
    ]
    again, _ = opened(record.export_student(student=ada, teacher=worked.teacher))
    assert [one["action"] for one in again["deeds"]] == ["consent_given", "student_exported"]


def test_the_page_is_in_the_language_of_who_hands_it_over_and_says_so(worked: Side) -> None:
    with override("de"):
        _, files = opened(record.export_student(student=worked.students[0], teacher=worked.teacher))
    assert '<html lang="de">' in files["index.html"]


def test_handing_over_asks_for_the_password_and_leaves_an_entry(
    worked: Side, as_teacher: Callable[[Side], Client]
) -> None:
    ada = worked.students[0]
    browser, address = as_teacher(worked), f"/children/{ada.uuid}/record/download/"
    asked = browser.post(address)
    assert asked.headers["Location"].startswith("/accounts/confirm/")
    given = browser.post(asked.headers["Location"], {"password": PASSWORD})
    assert given.headers["Content-Type"] == "application/zip"
    assert opened(given.content)[0]["tables"]["classroom.Student"][0]["display_name"] == "Ada"
    assert AuditEntry.objects.filter(action="student_exported", facts__student=ada.pk).count() == 1


def test_the_pages_show_counts_and_lead_to_one_another(worked: Side, as_teacher: Callable[[Side], Client]) -> None:
    ada, browser = worked.students[0], as_teacher(worked)
    Student.objects.create(school=worked.school, display_name="Left long ago")
    listed = browser.get("/school/children/").content.decode()
    assert "Left long ago" in listed and "in no class" in listed
    page = browser.get(f"/children/{ada.uuid}/record/").content.decode()
    assert "pieces of writing and typing" in page and "consent given" in page
    assert (
        f"/children/{ada.uuid}/record/"
        in browser.get(f"/classes/{worked.school_class.pk}/children/{ada.uuid}/").content.decode()
    )


def test_a_colleague_next_door_is_told_nothing_of_a_child(worked: Side) -> None:
    colleague = User.objects.create_user("near@hilltop.example", PASSWORD, name="Mx Near", school=worked.school)
    room = SchoolClass.objects.create(school=worked.school, name="Next door")
    Teaching.objects.create(teacher=colleague, school_class=room)
    browser = Client()
    browser.force_login(colleague, backend="allauth.account.auth_backends.AuthenticationBackend")
    lately(browser)
    ada = worked.students[0]
    for path in ("record/", "record/download/", "erase/"):
        assert browser.post(f"/children/{ada.uuid}/{path}").status_code in (404, 405)
    assert browser.get(f"/children/{ada.uuid}/record/").status_code == 404
    Enrolment.objects.create(student=ada, school_class=room)
    assert browser.get(f"/children/{ada.uuid}/record/").status_code == 200


def test_what_was_exported_for_training_is_known_by_a_name_that_only_the_pepper_makes(worked: Side) -> None:
    assert str(worked.students[0].uuid) not in training_ink.writer_name(worked.students[0])
