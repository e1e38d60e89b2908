"""What the scaled test of a new reader does in processes of its own: `python -m tests.scaled.reread_room VERB`.

`seed`: three children wrote "12"; an older reader took Ada's for 17 and Ben's for 72, and a teacher marked Ben's
herself; Cleo's it read. The shipped reader is asked to read all again.
`state` and `accept` say how it stands, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import uuid
from typing import Any

OLD, WROTE = "older-1", "12"
SEEN = {"Ada": "17", "Ben": "72", "Cleo": WROTE}


def main(verb: str) -> dict[str, Any]:
    """Do it, and say how things stand."""
    import django

    django.setup()
    if verb == "seed":
        _seed()
    elif verb == "accept":
        _accept()
    return _state()


def _seed() -> None:
    import handwriting
    from classroom import marks, rereading, rules, submissions
    from classroom.models import Answer, Mark, Question, Reading, ReadingJob, Student
    from recognition.reader import Ink, default_reader
    from tests.browser.lesson import legible_seed
    from tests.classroom.rooms import make_room

    assignment = make_room(children=3, questions=1, started=0)
    Question.objects.filter(worksheet=assignment.worksheet).update(
        key={"version": 1, "values": [WROTE], "rule": "equal"}
    )
    wire = handwriting.write(WROTE, seed=legible_seed(WROTE))
    students = Student.objects.filter(enrolments__school_class=assignment.school_class).order_by("pk")
    teacher = assignment.set_by
    assert teacher is not None
    for student, (name, text) in zip(students, SEEN.items(), strict=True):
        Student.objects.filter(pk=student.pk).update(display_name=name)
        attempt = submissions.start_attempt(assignment=assignment, student=student)
        answer = Answer.objects.get(attempt=attempt)
        ink = submissions.record_ink(answer=answer, ink=Ink.from_wire(wire), client_id=uuid.uuid4(), seq=1)
        ReadingJob.objects.filter(ink=ink).update(state=ReadingJob.State.DONE)
        reading = Reading.objects.create(
            ink=ink, reader_version=OLD, status="read", text=text, confidence=0.999,
            result={"version": 1, "candidates": [{"text": text, "probability": 0.999}], "flags": []},
        )  # fmt: skip
        Mark.objects.create(
            answer=answer, ink=ink, reading=reading, source=Mark.Source.MACHINE, key_number=1,
            verdict="right" if text == WROTE else "wrong", score=1 if text == WROTE else 0,
            rule_version=rules.RULE_VERSION, thresholds={},
        )  # fmt: skip
        answer.refresh_from_db()
        marks.settle(answer)
        if name == "Ben":
            marks.overrule(answer=answer, teacher=teacher, verdict="wrong")
    rereading.start(teacher=teacher, reader_version=default_reader().version, assignment=assignment)


def _accept() -> None:
    from classroom import rereading
    from classroom.models import Rereading

    run = Rereading.objects.get()
    assert run.asked_by is not None
    rereading.accept(run=run, changes=run.changes.all(), teacher=run.asked_by)


def _state() -> dict[str, Any]:
    from classroom.models import Answer, Reading, Rereading

    run = Rereading.objects.get()
    answers = Answer.objects.filter(attempt__assignment=run.assignment_id).select_related("mark__reading")
    return {
        "run": run.pk,
        "state": run.state,
        "done": run.done,
        "open": run.changes.filter(state="open").count(),
        "readings": Reading.objects.filter(ink__answer__in=answers).count(),
        "marks": {
            one.attempt.student.display_name: [one.mark.verdict, one.mark.source] if one.mark else None
            for one in answers.select_related("attempt__student")
        },
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")
    print(json.dumps(main(sys.argv[1])))
