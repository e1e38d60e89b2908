"""A school at work in a process of its own, for tests that back it up: it writes until it is told to stop.

    python -m tests.backup_story write|facts

`write` founds a school, then keeps ink for ever and prints each one's id after its commit, as a tablet would note
what it was told is saved. `facts` prints what is there as JSON.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import uuid

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")
NAMES = ["Adamarker", "Benmarker", "Cleomarker"]


def write() -> None:
    """Keep ink for ever; one line for each, after it is safe."""
    from django.contrib.sessions.backends.db import SessionStore

    from classroom import joining, marks, submissions, tasks, undo
    from classroom.models import Decision, School
    from recognition.reader import Ink
    from tests.conftest import LINE, make_side

    tasks.send_hints = lambda ids: None  # type: ignore[assignment]  # nobody reads here
    assert not School.objects.exists()
    side = make_side(school="Hilltop", teacher="Ms Hopper", email="hopper@hilltop.example", names=NAMES)
    session = SessionStore()
    joining.start_session(session, student=side.students[0], school_class=side.school_class)
    session.save()
    # The teacher's last word stands behind an undone one: both have to come back.
    spoken = side.answer(2, side.students[2])
    for verdict in ("right", "wrong"):
        marks.overrule(answer=spoken, teacher=side.teacher, verdict=verdict)
    undo.take_back(decision=Decision.objects.latest("pk"), teacher=side.teacher)
    for seq in itertools.count(1):
        for student in side.students:
            client_id = uuid.uuid4()
            wire = {**LINE, "strokes": [[[100 + seq % 700, 100, 0], [120, 300, 90]]]}
            submissions.record_ink(
                answer=side.answer(1, student), client_id=client_id, seq=seq, ink=Ink.from_wire(wire)
            )
            print(client_id, flush=True)


def facts() -> None:
    """What is there: ids of ink, picture keys, sessions, children, the trail."""
    from django.contrib.sessions.models import Session

    from classroom import audit, joining
    from classroom.models import Answer, Decision, Ink, Student

    chain = audit.chain()
    found = {
        "inks": [str(one) for one in Ink.objects.values_list("client_id", flat=True)],
        "keys": {one.display_name: joining.picture_key(one) for one in Student.objects.all()},
        "uuids": {one.display_name: str(one.uuid) for one in Student.objects.all()},
        "sessions": Session.objects.count(),
        "words": list(Answer.objects.filter(mark__source="teacher").values_list("mark__verdict", flat=True)),
        "decisions": list(Decision.objects.order_by("pk").values_list("kind", "undoes__kind")),
        "trail": [chain.sealed, list(chain.broken)],
    }
    print(json.dumps(found))


if __name__ == "__main__":
    django.setup()
    {"write": write, "facts": facts}[sys.argv[1]]()
