"""Fills a data folder with a class for a bench, in a process of its own, and says what the load needs.

`python -m bench.rooms HOW CHILDREN QUESTIONS`, with DATA_DIR in the environment. HOW is `empty`, `full` (marks as
they may be, one stroke each), `term` (that, and worksheets more, 40 unless told) or `written` (writing of simulated
children, read and marked by the shipped network).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.running_site import ROOT, environment

if TYPE_CHECKING:
    from classroom.models import Assignment
    from classroom.skills.figures.base import Figure

CSRF = "b" * 32
TERM = 40  # worksheets
SCRIBBLED = 250  # ink units: one stroke so wide is no digit


def make(data_dir: Path, how: str, children: int, questions: int, *, worksheets: int = TERM) -> dict[str, Any]:
    """{"teacher": cookie, "answers": [{"uuid", "key", "cookie"}], "assignment": uuid, "truth": {uuid: verdict}}.

    Answers child by child; `truth` is whether what each child meant is right, for `written` alone.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "bench.rooms", how, str(children), str(questions), str(worksheets)],
        cwd=ROOT, env=environment(data_dir), stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main(how: str, children: int, questions: int, worksheets: int = TERM) -> dict[str, Any]:
    """Migrate, make the class, sign everybody in."""
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import transaction

    from classroom import joining, submissions
    from classroom.models import Answer, Student
    from classroom.second_step import SIGNED_IN_KEY
    from tests.classroom.rooms import make_room, make_term

    call_command("migrate", verbosity=0)
    assignment = make_room(children=children, questions=questions, started=1.0 if how in ("full", "term") else 0.0)
    room, answers = assignment.school_class, []
    students = Student.objects.filter(enrolments__school_class=room).order_by("pk")
    # In a full room some who are still at work can write on.
    for student in {"empty": list(students), "full": [one for at, one in enumerate(students) if at % 3][:6]}.get(
        how, []
    ):
        attempt = submissions.start_attempt(assignment=assignment, student=student)
        session = SessionStore()
        joining.start_session(session, student=student, school_class=room)
        session.save()
        for answer in (
            Answer.objects.filter(attempt=attempt).select_related("question").order_by("question__position")
        ):
            key = answer.question.key["values"][0]
            answers.append({"uuid": str(answer.uuid), "key": key, "cookie": cookie(session.session_key)})
    if how == "term":
        with transaction.atomic():
            make_term(assignment, worksheets=worksheets - 1, questions=questions)
    truth = _write(assignment) if how == "written" else {}
    teacher = assignment.set_by
    assert teacher is not None
    session = SessionStore()
    session[SESSION_KEY] = str(teacher.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = teacher.get_session_auth_hash()
    session[SIGNED_IN_KEY] = time.time()  # files are given out to who came in lately
    session.save()
    return {
        "teacher": cookie(session.session_key),
        "answers": answers,
        "assignment": str(assignment.uuid),
        "truth": truth,
    }


def _write(assignment: Assignment) -> dict[str, str]:
    """Let simulated children write and hand in; read and mark all. What each meant: {answer's uuid: verdict}."""
    from classroom import submissions
    from classroom.management.demonstration.children import Child, Revision
    from classroom.models import Answer, ReadingJob, Student
    from classroom.readings import read_and_mark

    class Telling(Child):
        """A child who says what was meant; nothing, when it scribbled."""

        meant = ""

        def _revision(self, text: str, seq: int, figure: Figure | None = None) -> Revision:
            made = super()._revision(text, seq, figure)
            strokes = made.wire["strokes"] if made.wire else []
            wide = len(strokes) == 1 and max(p[0] for p in strokes[0]) - min(p[0] for p in strokes[0]) > SCRIBBLED
            self.meant = "" if wide else text
            return made

    truth = {}
    for student in Student.objects.filter(enrolments__school_class=assignment.school_class).order_by("pk"):
        child = Telling(student.display_name)
        attempt = submissions.start_attempt(assignment=assignment, student=student)
        for answer in (
            Answer.objects.filter(attempt=attempt).select_related("question").order_by("question__position")
        ):
            key = answer.question.key["values"][0]
            for revision in child.revisions(key, seq=1):
                submissions.record_ink(answer=answer, **revision.for_domain())
            truth[str(answer.uuid)] = "right" if child.meant == key else "wrong"
        submissions.hand_in(attempt=attempt)
    read_and_mark(list(ReadingJob.objects.filter(state="queued").order_by("pk").values_list("pk", flat=True)))
    return truth


def cookie(session_key: str | None) -> str:
    """The Cookie header of somebody signed in."""
    return f"session={session_key}; csrf={CSRF}"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")
    print(json.dumps(main(sys.argv[1], *map(int, sys.argv[2:]))))
