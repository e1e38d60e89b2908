"""The class that keeps writing: simulated children send ink through the same HTTP door as real ones."""

from __future__ import annotations

import http.client
import json
import logging
import random
import threading
from importlib import import_module
from uuid import uuid4

from django.conf import settings
from django.db import connections

from classroom import joining, submissions
from classroom.management.demonstration.children import child_named
from classroom.management.demonstration.school import Demonstration, set_live
from classroom.models import Answer, Assignment, SchoolClass, Student

log = logging.getLogger(__name__)

ROUNDS = 20  # lessons, then the class goes home: a demonstration left on does not fill the disk
EVERY = (0.35, 1.1)  # seconds between two answers of the class
BETWEEN_LESSONS = 25  # seconds
CSRF = "demonstration" + "x" * 19  # 32 letters: what Django takes for a secret


def start(show: Demonstration, *, port: int) -> None:
    """Let the class write in a thread of this process until it ends."""
    threading.Thread(target=_lessons, args=(show, port), name="demonstration", daemon=True).start()


def _lessons(show: Demonstration, port: int) -> None:
    waiting = threading.Event()
    rng = random.Random()
    for _ in range(ROUNDS):
        assignment = _open_lesson(show)
        for uuid, cookie, revision in _answers(show, assignment, rng):
            _send(port, f"/api/v1/answers/{uuid}/ink/", cookie, revision)
            waiting.wait(rng.uniform(*EVERY))
        connections.close_all()
        waiting.wait(BETWEEN_LESSONS)


def _open_lesson(show: Demonstration) -> Assignment:
    running = [one for one in Assignment.objects.filter(worksheet=show.live_worksheet) if one.is_open]
    return running[0] if running and not running[0].attempts.exists() else set_live(show)


def _answers(
    show: Demonstration, assignment: Assignment, rng: random.Random
) -> list[tuple[str, str, dict[str, object]]]:
    """All that the class will send, interleaved as children work; the child of the link is left to the visitor."""
    queues = []
    students = Student.objects.filter(enrolments__school_class=show.live_class, enrolments__until=None)
    for student in students.exclude(pk=show.child.pk):
        attempt = submissions.start_attempt(assignment=assignment, student=student)
        cookie, child = _session(student, show.live_class), child_named(student.display_name)
        answers = Answer.objects.filter(attempt=attempt).select_related("question").order_by("question__position")
        queues.append(
            [
                # Under a new id: children draw the same numbers at every start, and the door takes an id once.
                (str(answer.uuid), cookie, {**revision.for_door(), "client_id": str(uuid4())})
                for answer in answers
                for revision in child.revisions(
                    answer.question.key["values"][0], seq=1, figure=answer.question.figure
                )
            ]
        )
    sent = []
    while queues:
        queue = rng.choice(queues)
        sent.append(queue.pop(0))
        if not queue:
            queues.remove(queue)
    connections.close_all()
    return sent


def _session(student: Student, school_class: SchoolClass) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    joining.start_session(session, student=student, school_class=school_class)
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={CSRF}"


def _send(port: int, path: str, cookie: str, body: dict[str, object]) -> None:
    """Send one revision; what fails is passed over, as the next lesson comes anyway."""
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        headers = {"Cookie": cookie, "X-CSRFToken": CSRF, "Content-Type": "application/json"}
        door.request("POST", path, json.dumps(body), headers)
        answer = door.getresponse()
        if answer.status >= 400:
            log.warning("a simulated child was answered %s", answer.status)
    except OSError as error:
        log.warning("a simulated child was not heard: %s", type(error).__name__)
    finally:
        door.close()
