"""Fills a site's database with a school of classes at work, in a process of its own, and says what the load needs.

`python -m load.school CLASSES CHILDREN QUESTIONS`, with the site's environment. Prints one line of JSON:
{"classes": [{"teacher": cookie, "assignment": uuid, "children": [{"cookie", "student", "attempt", "answers":
[{"uuid", "key"}]}]}], "inks": {key: [{"wire", "digest"}]}}.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import handwriting
from bench.rooms import CSRF, cookie
from recognition.reader import Ink
from tests.running_site import ROOT, environment

if TYPE_CHECKING:
    from classroom.models import Assignment, School

__all__ = ["CSRF", "make"]

HANDS = 3  # ways in which each number is written


def make(data_dir: Path, environ: dict[str, str], *, classes: int, children: int, questions: int) -> dict[str, Any]:
    """The school, made in the database that `environ` names."""
    data_dir.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "load.school", str(classes), str(children), str(questions)],
        cwd=ROOT, env=environment(data_dir, **environ), stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main(classes: int, children: int, questions: int) -> dict[str, Any]:
    """Migrate, make the classes, begin every child's attempt, sign everybody in."""
    import django

    django.setup()
    from django.core.management import call_command

    from classroom.models import School
    from recognition.reader import default_reader

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    school = School.objects.create(name="Load Primary")
    made = [_class(school, number, children, questions) for number in range(classes)]
    keys = sorted({answer["key"] for room in made for child in room["children"] for answer in child["answers"]})
    return {"classes": made, "inks": {key: _inks(key) for key in keys}, "reader": default_reader().version}


def _class(school: School, number: int, children: int, questions: int) -> dict[str, Any]:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from classroom.models import User
    from tests.classroom.rooms import make_room

    teacher = User.objects.create(email=f"{number}@load.example", name=f"Teacher {number}", school=school)
    assignment = make_room(children=children, questions=questions, teacher=teacher, started=0.0, seed=number)
    session = {
        SESSION_KEY: str(teacher.pk),
        BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
        HASH_SESSION_KEY: teacher.get_session_auth_hash(),
    }
    return {
        "teacher": _signed_in(session),
        "assignment": str(assignment.uuid),
        "children": _children(assignment),
    }


def _children(assignment: Assignment) -> list[dict[str, Any]]:
    from django.contrib.sessions.backends.db import SessionStore

    from classroom import joining, submissions
    from classroom.models import Answer, Student

    made = []
    for student in Student.objects.filter(enrolments__school_class=assignment.school_class).order_by("pk"):
        attempt = submissions.start_attempt(assignment=assignment, student=student)
        session = SessionStore()
        joining.start_session(session, student=student, school_class=assignment.school_class)
        session.save()
        rows = Answer.objects.filter(attempt=attempt).order_by("question__position")
        answers = rows.values_list("uuid", "question__key")
        made.append(
            {
                "cookie": cookie(session.session_key),
                "student": str(student.uuid),
                "attempt": str(attempt.uuid),
                "answers": [{"uuid": str(uuid), "key": key["values"][0]} for uuid, key in answers],
            }
        )
    return made


def _signed_in(facts: dict[str, str]) -> str:
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session.update(facts)
    session.save()
    return cookie(session.session_key)


def _inks(key: str) -> list[dict[str, Any]]:
    made = []
    for seed in range(HANDS):
        wire = handwriting.write(key, seed=seed)
        made.append({"wire": wire, "digest": Ink.from_wire(wire).digest()})
    return made


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")
    print(json.dumps(main(*(int(word) for word in sys.argv[1:4]))))
