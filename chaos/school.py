"""A school for the chaos, and what of it is stored in the end. Runs in a process of its own, beside the database.

`python -m chaos.school make CHILDREN QUESTIONS` founds it and prints who is in it; `facts` prints what is stored; and
`last` runs `manage.py verify_invariants` and re-reads a few inks besides.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
from decimal import Decimal
from typing import Any

REREAD = 5  # inks whose reading is made again and compared


def make(children: int, questions: int) -> dict[str, Any]:
    """Begin as a first start does, make a class, sign in: {"teacher": cookie, "assignment", "children": [...]}."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from astronumbers import staticfiles
    from bench.rooms import cookie
    from classroom import joining, submissions
    from classroom.models import Answer, Student
    from tests.classroom.rooms import make_room

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    staticfiles.gather()
    assignment = make_room(children=children, questions=questions, started=0.0)
    pupils = []
    for student in Student.objects.filter(enrolments__school_class=assignment.school_class).order_by("pk"):
        attempt = submissions.start_attempt(assignment=assignment, student=student)
        session = SessionStore()
        joining.start_session(session, student=student, school_class=assignment.school_class)
        session.save()
        rows = Answer.objects.filter(attempt=attempt).select_related("question").order_by("question__position")
        pupils.append(
            {
                "cookie": cookie(session.session_key),
                "attempt": str(attempt.uuid),
                "answers": [{"uuid": str(row.uuid), "key": row.question.key["values"][0]} for row in rows],
            }
        )
    teacher = assignment.set_by
    assert teacher is not None
    session = SessionStore()
    session[SESSION_KEY] = str(teacher.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = teacher.get_session_auth_hash()
    session.save()
    return {"teacher": cookie(session.session_key), "assignment": str(assignment.uuid), "children": pupils}


def facts() -> dict[str, Any]:
    """All that the children and the teacher can be compared with."""
    from classroom import audit
    from classroom.models import Answer, Attempt, Ink, SchoolClass
    from recognition.reader import Ink as Drawn

    inks = []
    for ink in Ink.objects.select_related("answer", "job").prefetch_related("readings", "marks"):
        job = getattr(ink, "job", None)
        stored = Drawn.from_wire(ink.strokes).digest() if ink.strokes else ""
        inks.append(
            {
                "client_id": str(ink.client_id), "answer": str(ink.answer.uuid), "seq": ink.seq, "late": ink.is_late,
                "typed": ink.typed, "sha256": ink.sha256, "bytes": fingerprint(ink.strokes), "digest": stored,
                "job": job.pk if job else None, "state": job.state if job else "", "tries": job.tries if job else 0,
                "readers": sorted(one.reader_version for one in ink.readings.all()),
                "machine_marks": sum(one.source == "machine" for one in ink.marks.all()),
            }
        )  # fmt: skip
    answers = {
        str(row.uuid): {
            "ink": str(row.ink.client_id) if row.ink else None,
            "source": row.mark.source if row.mark else "",
            "verdict": row.mark.verdict if row.mark else "",
        }
        for row in Answer.objects.select_related("ink", "mark")
    }
    return {
        "inks": inks,
        "answers": answers,
        "handed_in": [str(one.uuid) for one in Attempt.objects.filter(state="handed_in")],
        "version": SchoolClass.objects.get().version,
        "trail": list(audit.chain().broken),
        "sums_differ": sums_that_differ(),
    }


def sums_that_differ() -> list[str]:
    """Children whose total on the board and in the file is not the sum of their standing marks."""
    from classroom.exports import assignment_table
    from classroom.models import Answer, Assignment

    assignment = Assignment.objects.get()
    heading, *rows = assignment_table(assignment)
    total = heading.index("Total")
    summed: dict[str, Decimal] = {}
    for name, score in Answer.objects.filter(attempt__assignment=assignment, mark__score__isnull=False).values_list(
        "attempt__student__display_name", "mark__score"
    ):
        summed[name] = summed.get(name, Decimal(0)) + (score or 0)
    return [str(row[0]) for row in rows if Decimal(row[total] or 0) != summed.get(str(row[0]), Decimal(0))]


def readings_that_differ() -> list[str]:
    """Of a few inks: those that the same reader reads differently today (marks must be reproducible)."""
    from classroom.models import Reading
    from recognition.reader import Ink, ReaderUnavailable, default_reader

    try:
        reader = default_reader()
    except ReaderUnavailable:
        return []
    kept = Reading.objects.filter(reader_version=reader.version).select_related("ink__answer__question")
    return [
        str(one.ink.client_id)
        for one in kept.order_by("ink__sha256")[:REREAD]
        if reader.read(Ink.from_wire(one.ink.strokes), one.ink.answer.question.kind).text[:40] != one.text
    ]


def broken_invariants() -> list[str]:
    """What `manage.py verify_invariants` has to say; nothing when it ends with 0."""
    from django.core.management import call_command

    said = io.StringIO()
    try:
        call_command("verify_invariants", "--quiet-seconds", "0", stdout=said)
    except SystemExit:
        return said.getvalue().splitlines()
    return []


def fingerprint(strokes: object) -> str:
    """A hash of a drawing exactly as it was sent; "" for none."""
    return hashlib.sha256(json.dumps(strokes, sort_keys=True).encode()).hexdigest() if strokes else ""


def main() -> None:
    """Do what the command line says; the last line printed is JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")
    import django

    django.setup()
    if sys.argv[1] == "make":
        told = make(int(sys.argv[2]), int(sys.argv[3]))
    else:
        told = facts()
        if sys.argv[1] == "last":
            told["readings_differ"] = readings_that_differ()
            told["invariants"] = broken_invariants()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
