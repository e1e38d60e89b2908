"""Fills a data folder with a class for a bench, in a process of its own, and says what the load needs.

`python -m bench.rooms empty CHILDREN QUESTIONS` or `full CHILDREN QUESTIONS`, with DATA_DIR in the environment.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.running_site import ROOT, environment

CSRF = "b" * 32


def make(data_dir: Path, how: str, children: int, questions: int) -> dict[str, Any]:
    """{"teacher": cookie, "answers": [{"uuid", "key", "cookie"}], "assignment": uuid}, answers child by child."""
    data_dir.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "bench.rooms", how, str(children), str(questions)],
        cwd=ROOT, env=environment(data_dir), stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main(how: str, children: int, questions: int) -> dict[str, Any]:
    """Migrate, make the class, sign everybody in."""
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from classroom import joining, submissions
    from classroom.models import Answer, Student
    from tests.classroom.rooms import make_room

    call_command("migrate", verbosity=0)
    assignment = make_room(children=children, questions=questions, started=1.0 if how == "full" else 0.0)
    room, answers = assignment.school_class, []
    for student in Student.objects.filter(enrolments__school_class=room).order_by("pk") if how == "empty" else []:
        attempt = submissions.start_attempt(assignment=assignment, student=student)
        session = SessionStore()
        joining.start_session(session, student=student, school_class=room)
        session.save()
        for answer in (
            Answer.objects.filter(attempt=attempt).select_related("question").order_by("question__position")
        ):
            key = answer.question.key["values"][0]
            answers.append({"uuid": str(answer.uuid), "key": key, "cookie": cookie(session.session_key)})
    teacher = assignment.set_by
    assert teacher is not None
    session = SessionStore()
    session[SESSION_KEY] = str(teacher.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = teacher.get_session_auth_hash()
    session.save()
    return {"teacher": cookie(session.session_key), "answers": answers, "assignment": str(assignment.uuid)}


def cookie(session_key: str | None) -> str:
    """The Cookie header of somebody signed in."""
    return f"session={session_key}; csrf={CSRF}"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
