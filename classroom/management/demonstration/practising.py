"""Practice in the demonstration's school: flights of the last days, explorer flights, one still to begin."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from classroom import submissions
from classroom.models import Answer, Assignment, Attempt, Ink, SchoolClass, Student, User
from classroom.practice import allowing, flying, making

PRACTISERS, EXPLORERS = 10, 3
# What children of the class cannot do yet, one after the other: so that some need the same.
HARD = ("sub.two_digit", "add.two_digit", "sub.two_digit", "facts.sub")


@transaction.atomic
def write(teacher: User) -> None:
    """Switch practice on in the first class, and let some children have practised. Once."""
    room = SchoolClass.objects.filter(school=teacher.school, archived_at=None).order_by("pk").first()
    if room is None or Assignment.objects.exclude(purpose=Assignment.Purpose.LESSON).exists():
        return
    allowing.allow(school_class=room, teacher=teacher, is_open=True, shows=True, skills=[])
    rng = random.Random("practice")
    students = list(Student.objects.filter(enrolments__school_class=room, enrolments__until=None).order_by("pk"))
    for at, student in enumerate(students[:PRACTISERS]):
        hard = HARD[at % len(HARD)]
        for days_ago in range(1 + at % 3, 0, -1):
            attempt = making.start_flight(student=student, school_class=room, seed=f"{student.pk} {days_ago}")
            _fly(attempt, rng, hard, days_ago)
    explorers = students[-EXPLORERS - 1 :]
    offer = making.offer_placement(school_class=room, students=explorers, teacher=teacher, seed="demonstration")
    for at, student in enumerate(explorers[:EXPLORERS]):
        attempt = submissions.start_attempt(assignment=offer, student=student)
        _fly(attempt, rng, "", days_ago=1, able_to=5 + 3 * at)


def _fly(attempt: Attempt, rng: random.Random, hard: str, days_ago: int, able_to: int = 99) -> None:
    """Type an answer to every question that comes, wrongly where it is hard for the child, and land."""
    while (answer := flying.next_answer(attempt)) is not None:
        skill = answer.question.skill
        can = (skill is None or skill.code != hard) and (answer.question.position - 1) // 2 < able_to
        typed = answer.question.key["values"][0] if rng.random() < (0.95 if can else 0.2) else "0"
        submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, typed=typed)
    flying.land(attempt=attempt)
    when = timezone.now() - timedelta(days=days_ago)
    Attempt.objects.filter(pk=attempt.pk).update(started_at=when, handed_in_at=when + timedelta(minutes=6))
    Ink.objects.filter(pk__in=Answer.objects.filter(attempt=attempt).values("ink")).update(received_at=when)
