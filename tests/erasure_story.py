"""A school in a database file of its own, in which one child is erased by the page; for a test that looks for traces.

    python -m tests.erasure_story

Everything of the child carries a marker that stands nowhere else. Prints JSON: what was found before and after.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import uuid
from datetime import date
from decimal import Decimal
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")
NAME, TEXT, NOTE, X = "Zanzibarmarker", "77003311", "Quetzalmarker", 613.7


def main() -> None:
    """Found, work, erase, look."""
    django.setup()
    logging.getLogger().setLevel(logging.DEBUG)  # all that could be logged is
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    from classroom import consent, joining
    from classroom.models import Enrolment, Student
    from tests.conftest import PASSWORD, make_side

    side = make_side(
        school="Hilltop", teacher="Ms Hopper", email="hopper@hilltop.example", names=[NAME, "Ben", "Cleo"]
    )
    child = side.students[0]
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    number = str(child.uuid)
    for student in side.students:
        _work(side, student, mine=student == child)
    consent.record_consent(
        students=[child], given=True, evidence="form", evidence_on=date(2026, 9, 1), teacher=side.teacher
    )
    browser = Client()
    session = browser.session
    joining.start_session(session, student=child, school_class=side.school_class)
    session.save()
    browser.cookies["session"] = session.session_key
    # Renamed and removed rows leave their old contents on pages that are still in use.
    for n in range(40):
        passing = Student.objects.create(school=side.school, display_name=f"{NAME} {n}")
        Enrolment.objects.create(student=passing, school_class=side.school_class)
        passing.delete()
    markers = [NAME, number, child.uuid.hex, TEXT, NOTE, str(X)]
    before = _found(Path(settings.DATA_DIR), markers)

    head = Client()
    head.post("/accounts/login/", {"login": "hopper@hilltop.example", "password": PASSWORD})
    page = head.post(f"/children/{number}/erase/", {"name": NAME})
    page = head.post(page.headers["Location"], {"password": PASSWORD})  # asked once more; goes on by itself
    time.sleep(0.1)
    print(
        json.dumps(
            {
                "before": before,
                "after": _found(Path(settings.DATA_DIR), markers),
                "page": page.status_code,
                "clean": "overwritten tonight" not in page.content.decode(),
                "others": Student.objects.count(),
                "tombstone": number,
                "files": sorted(path.name for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()),
            }
        )
    )


def _work(side, student, *, mine: bool) -> None:  # type: ignore[no-untyped-def]
    """Ink, a reading and marks of a child, by the real doors where there is no network in them."""
    from classroom import marks, submissions, tasks
    from classroom.models import Note, Reading, ReadingJob
    from recognition.reader import Ink

    if not os.environ.get("REDIS_URL"):
        tasks.send_hints = lambda ids: None
    answer = side.answer(1, student)
    for seq in (1, 2, 3):
        wire = {
            "version": 1,
            "width": 1000,
            "height": 400,
            "strokes": [[[X if mine else 5, 100, 0], [120, 300, seq]]],
        }
        submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=seq, ink=Ink.from_wire(wire))
    answer.refresh_from_db()
    text = TEXT if mine else "12"
    Reading.objects.create(
        ink=answer.ink, reader_version="scripted", status="read", text=text, confidence=0.9,
        result={"version": 1, "candidates": [{"text": text, "probability": 0.9}], "flags": []},
    )  # fmt: skip
    ReadingJob.objects.filter(ink=answer.ink).update(state="done")
    mark = marks.overrule(answer=answer, teacher=side.teacher, verdict="wrong")
    assert mark.score == Decimal(0)
    if mine:
        Note.objects.create(attempt=answer.attempt, answer=answer, teacher=side.teacher, text=NOTE)


def _found(folder: Path, markers: list[str]) -> dict[str, list[str]]:
    """In which files each marker stands, as bytes."""
    files = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {
        marker: sorted(name for name, content in files.items() if marker.encode() in content) for marker in markers
    }


if __name__ == "__main__":
    sys.exit(main())
