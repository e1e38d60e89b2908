"""Whole classes for tests and benches, written in a few statements: children by questions, every state there is."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from classroom.curriculum import skill_rows
from classroom.models import (
    Answer,
    Assignment,
    Attempt,
    Enrolment,
    Ink,
    Mark,
    Question,
    Reading,
    ReadingJob,
    School,
    SchoolClass,
    Student,
    Teaching,
    User,
    Worksheet,
)

NAMES = [
    *("Ada", "Ben", "Chloe", "Dev", "Elif", "Finn", "Grace", "Hugo", "Isla", "Jonas", "Khadija", "Leo", "Maya"),
    *("Noah", "Olivia", "Priya", "Quinn", "Rosa", "Sam", "Tariq", "Uma", "Viktor", "Wren", "Xin", "Yusuf", "Zoe"),
]


def make_room(
    *, children: int, questions: int, teacher: User | None = None, started: float = 1.0, seed: int = 1
) -> Assignment:
    """A class with work in every state; `started` of the children began, a third of those handed in."""
    rng = random.Random(seed)
    if teacher is None:
        school = School.objects.create(name="Hill")
        teacher = User.objects.create(email=f"{uuid.uuid4()}@hill.example", name="Ms Hill", school=school)
    school = teacher.school
    room = SchoolClass.objects.create(school=school, name=f"Class {children}", year=3)
    Teaching.objects.create(teacher=teacher, school_class=room)
    names = [
        NAMES[n % len(NAMES)] + (f" {chr(65 + n // len(NAMES))}." if n >= len(NAMES) else "") for n in range(children)
    ]
    students = Student.objects.bulk_create([Student(school=school, display_name=name) for name in names])
    Enrolment.objects.bulk_create([Enrolment(student=one, school_class=room) for one in students])
    sheet = Worksheet.objects.create(school=school, author=teacher, title="Times tables", state="published")
    sums = [(rng.randint(2, 12), rng.randint(2, 12)) for _ in range(questions)]
    asked = Question.objects.bulk_create(
        [
            Question(
                worksheet=sheet,
                position=position,
                prompt=f"{a} × {b} = ?",
                key={"version": 1, "values": [str(a * b)], "rule": "equal"},
            )
            for position, (a, b) in enumerate(sums, 1)
        ]
    )
    assignment = Assignment.objects.create(worksheet=sheet, school_class=room, set_by=teacher)
    beginners = students[: round(children * started)]
    attempts = Attempt.objects.bulk_create(
        [
            Attempt(assignment=assignment, student=one, state="handed_in", handed_in_at=timezone.now())
            if number % 3 == 0
            else Attempt(assignment=assignment, student=one)
            for number, one in enumerate(beginners)
        ]
    )
    answers = Answer.objects.bulk_create(
        [Answer(attempt=one, question=question) for one in attempts for question in asked]
    )
    _fill(answers, rng, teacher)
    return assignment


def make_term(first: Assignment, *, worksheets: int, questions: int) -> None:
    """As many worksheets more for the class of `first`, two a day, all handed in, with ink as long as a child's."""
    rng, room, teacher = random.Random(worksheets), first.school_class, first.set_by
    assert teacher is not None
    students = Student.objects.filter(enrolments__school_class=room)
    skills = list(skill_rows(["facts.tables", "facts.add", "sub.two_digit", "frac.of_amount"]).values())
    line = [[round(100 + at * 3.3, 1), round(100 + at * 2.2, 1), at * 16] for at in range(70)]
    for week in range(worksheets):
        at = timezone.now() - timedelta(hours=12 * (worksheets - week))
        sheet = Worksheet.objects.create(
            school=room.school, author=teacher, title=f"Sheet {week + 1}", state="published"
        )
        asked = Question.objects.bulk_create(
            Question(
                worksheet=sheet, position=position, prompt=f"{position} + {week} = ?",
                key={"version": 1, "values": [str(position + week)], "rule": "equal"},
                skill=skills[(week + position) % 3],
            )
            for position in range(1, questions + 1)
        )  # fmt: skip
        work = Assignment.objects.create(
            worksheet=sheet, school_class=room, set_by=teacher, opens_at=at, closes_at=at + timedelta(hours=2)
        )
        attempts = Attempt.objects.bulk_create(
            Attempt(assignment=work, student=one, state="returned", handed_in_at=at)
            for one in students
            if rng.random() < 0.95
        )
        answers = Answer.objects.bulk_create(Answer(attempt=one, question=each) for one in attempts for each in asked)
        _fill(answers, rng, teacher, unread=0)
        Ink.objects.filter(answer__attempt__assignment=work).update(
            strokes={"version": 1, "width": 1000, "height": 400, "strokes": [line, line]}
        )


def _fill(answers: list[Answer], rng: random.Random, teacher: User, *, unread: float = 0.03) -> None:
    """Ink, readings and marks for four answers in five; `unread` is the share of the written that still waits.

    What waits is read as soon as a site begins to run: beside that work nothing else can be measured.
    """
    written = [answer for answer in answers if rng.random() < 0.82]
    now = timezone.now() - timedelta(minutes=20)
    inks = Ink.objects.bulk_create(
        [
            Ink(answer=one, client_id=uuid.uuid4(), seq=1, strokes=_strokes(rng), sha256="0" * 64, received_at=now)
            for one in written
        ]
    )
    jobs, readings, marked = [], [], []
    for answer, ink in zip(written, inks, strict=True):
        answer.ink = ink
        chance = rng.random()
        key = answer.question.key["values"][0]
        read = key if chance < 0.7 else str(int(key) + rng.choice([-10, -1, 1, 2, 10]))
        state = "queued" if chance > 1 - unread else "needs_teacher" if chance > 0.96 else "done"
        jobs.append(ReadingJob(ink=ink, state=state))
        if state == "done":
            likely = 0.6 if chance > 0.9 else 0.99
            verdict = "unsure" if likely < 0.9 else "right" if read == key else "wrong"
            readings.append(
                Reading(
                    ink=ink,
                    reader_version="scripted-1",
                    status="read",
                    text=read,
                    confidence=likely,
                    result={
                        "version": 1,
                        "candidates": [
                            {"text": read, "probability": likely},
                            {"text": key if key != read else key + "1", "probability": round(1 - likely, 3)},
                        ],
                        "flags": [],
                    },
                )
            )
            marked.append((answer, verdict))
    ReadingJob.objects.bulk_create(jobs)
    kept = Reading.objects.bulk_create(readings)
    marks = []
    for (answer, verdict), reading in zip(marked, kept, strict=True):
        by_teacher = verdict == "wrong" and rng.random() < 0.15
        marks.append(
            Mark(
                answer=answer,
                ink_id=answer.ink_id,
                reading=reading,
                source="teacher" if by_teacher else "machine",
                teacher=teacher if by_teacher else None,
                verdict="right" if by_teacher else verdict,
                score={"right": Decimal(1), "wrong": Decimal(0), "unsure": None}["right" if by_teacher else verdict],
                reason="plausible_right" if verdict == "unsure" else "",
                rule_version=1,
                key_number=1,
            )
        )
    for mark in Mark.objects.bulk_create(marks):
        mark.answer.mark = mark
    Answer.objects.bulk_update(written, ["ink", "mark"], batch_size=500)


def _strokes(rng: random.Random) -> dict[str, object]:
    x = rng.randint(200, 500)
    points = [[x + step * 9, 90 + rng.randint(0, 30) + step * 14, step * 20] for step in range(16)]
    return {"version": 1, "width": 1000, "height": 400, "strokes": [points]}
