"""A term that the demonstration's school has behind it: what an earlier, made-up reader read, and what teachers said.

That reader is invented ("demonstration-0"): it takes one digit for another at known rates. So the honesty page has
something to tell, and the real reader, which comes after it, has something to read again.
"""

from __future__ import annotations

import logging
import random
import threading
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

import handwriting
from classroom import rules
from classroom.curriculum import skill_rows
from classroom.later import gettext_lazy
from classroom.management.demonstration import desk, practising
from classroom.management.demonstration.children import HEIGHT, WIDTH, child_named, taught
from classroom.marks import SCORES
from classroom.models import (
    Answer,
    Assignment,
    Attempt,
    Check,
    Ink,
    Mark,
    Question,
    Reading,
    ReadingJob,
    SchoolClass,
    Student,
    User,
    Worksheet,
)
from recognition import reader as recognition

log = logging.getLogger(__name__)

READER = "demonstration-0"
TITLE = gettext_lazy("Numbers of week")
WEEKS, QUESTIONS = 12, 6
# What that reader takes for what, and how often.
MIXED = {
    "1": ("7", 0.035),
    "7": ("1", 0.03),
    "4": ("9", 0.03),
    "9": ("4", 0.012),
    "0": ("6", 0.012),
    "5": ("3", 0.01),
}
# By class, in their order: how much harder its writing is, and with what it is written.
HANDS: tuple[tuple[float, tuple[tuple[str, str], ...]], ...] = (
    (1.6, (("tablet", "touch"), ("tablet", "touch"), ("tablet", "pen"))),
    (1.0, (("tablet", "pen"), ("desktop", "mouse"))),
    (0.7, (("desktop", "mouse"), ("phone", "touch"))),
)
# Of the newest lessons the checks drawn by lot still wait for their teacher.
CHECKS_OPEN = timedelta(days=10)
DRAWN, LOOKED_AT, ANSWERED = 0.25, 0.05, 0.9  # of worksheets by lot; of sure marks; of doubts


def start(teacher: User) -> None:
    """Write the term in a thread of its own: the site is open at once."""
    threading.Thread(target=_write_all, args=(teacher,), name="history", daemon=True).start()


def _write_all(teacher: User) -> None:
    try:
        write(teacher, weeks=WEEKS)
        practising.write(teacher)
        desk.propose(teacher)
    finally:
        connections.close_all()


def write(teacher: User, *, weeks: int) -> int:
    """Add what is missing of the last `weeks` whole weeks, the oldest first; returns how many lessons were added."""
    rooms = list(SchoolClass.objects.filter(school=teacher.school, archived_at=None).order_by("pk")[: len(HANDS)])
    done = set(
        Assignment.objects.filter(worksheet__title__startswith=str(TITLE), school_class__in=rooms).values_list(
            "worksheet__title", "school_class"
        )
    )
    added = 0
    for week in range(weeks, 0, -1):
        for room, (hard, tools) in zip(rooms, HANDS, strict=False):
            title = f"{TITLE} {weeks - week + 1}"
            if (title, room.pk) not in done:
                rng = random.Random(f"{title} {room.pk}")
                plan = _planned(room, rng)  # drawing takes long: nobody waits for the database meanwhile
                with transaction.atomic():
                    _lesson(teacher, room, title, timezone.now() - timedelta(weeks=week), plan, hard, tools, rng)
                added += 1
    return added


@dataclass
class _Plan:
    """Who writes what: the sums as prompt, right answer and skill, and each child's answers in their order."""

    sums: list[tuple[str, int, str]]
    texts: dict[Student, list[str]]


def _planned(room: SchoolClass, rng: random.Random) -> _Plan:
    sums = [_sum(position, rng.randint(5, 30), rng.choice([2, 5, 9, 10, 12, 17])) for position in range(QUESTIONS)]
    students = Student.objects.filter(enrolments__school_class=room, enrolments__until=None).order_by("pk")
    plan = _Plan(sums, {})
    for student in [one for one in students if rng.random() < 0.95]:
        knows = child_named(student.display_name).knows
        plan.texts[student] = [
            str(right) if rng.random() < knows else str(max(0, right + rng.choice([1, -1, 10])))
            for _, right, _ in sums
        ]
        for text in plan.texts[student]:
            _ink_of(student.display_name, text)
    return plan


def _sum(position: int, a: int, b: int) -> tuple[str, int, str]:
    """Every second one is taken away from; what is in twenty is a fact to know."""
    if position % 2:
        return f"{a + b} − {b} = ?", a, "facts.sub" if a + b <= 20 else "sub.two_digit"
    return f"{a} + {b} = ?", a + b, "facts.add" if a + b <= 20 else "add.two_digit"


@dataclass
class _Written:
    """One answer on its way into the database."""

    answer: Answer
    ink: Ink
    reading: Reading
    truth: str
    verdict: rules.Judgement


def _lesson(
    teacher: User,
    room: SchoolClass,
    title: str,
    when: datetime,
    plan: _Plan,
    hard: float,
    tools: tuple[tuple[str, str], ...],
    rng: random.Random,
) -> None:
    sheet = Worksheet.objects.create(
        school=room.school, author=teacher, title=title, state=Worksheet.State.PUBLISHED, published_at=when
    )
    skills = skill_rows(code for _, _, code in plan.sums)
    questions = Question.objects.bulk_create(
        Question(
            worksheet=sheet, position=position, prompt=prompt, skill=skills[code],
            key={"version": 1, "values": [str(right)], "rule": "equal"},
        )
        for position, (prompt, right, code) in enumerate(plan.sums, 1)
    )  # fmt: skip
    lesson = Assignment.objects.create(
        worksheet=sheet, school_class=room, set_by=teacher, opens_at=when, closes_at=when + timedelta(hours=2)
    )
    attempts = Attempt.objects.bulk_create(
        Attempt(
            assignment=lesson, student=student, state=Attempt.State.RETURNED, started_at=when,
            handed_in_at=when + timedelta(minutes=30), returned_at=when + timedelta(days=1),
        )
        for student in plan.texts
    )  # fmt: skip
    answers = Answer.objects.bulk_create(
        Answer(attempt=attempt, question=question) for attempt in attempts for question in questions
    )
    found = [_written(one, plan.texts[one.attempt.student], when, hard, tools, rng) for one in answers]
    Ink.objects.bulk_create(one.ink for one in found)
    ReadingJob.objects.bulk_create(
        ReadingJob(ink=one.ink, state=ReadingJob.State.DONE, queued_at=when, finished_at=when) for one in found
    )
    Reading.objects.bulk_create(one.reading for one in found)
    _mark(found, teacher, when, rng)


_inks: dict[tuple[str, str], dict[str, Any]] = {}


def _written(
    answer: Answer,
    texts: list[str],
    when: datetime,
    hard: float,
    tools: tuple[tuple[str, str], ...],
    rng: random.Random,
) -> _Written:
    key, truth = answer.question.key, texts[answer.question.position - 1]
    device, pointer = tools[answer.attempt.student_id % len(tools)]
    strokes = _ink_of(answer.attempt.student.display_name, truth)
    ink = Ink(
        answer=answer, client_id=uuid.UUID(int=rng.getrandbits(128), version=4), seq=1,
        sha256=recognition.digest_of(strokes), strokes=strokes, device=device, pointer=pointer,
        received_at=when + timedelta(minutes=rng.randint(1, 29)),
    )  # fmt: skip
    candidates = _seen(truth, hard, rng)
    reading = Reading(
        ink=ink, reader_version=READER, status=Reading.Status.READ, text=candidates[0][0],
        confidence=candidates[0][1], created_at=ink.received_at,
        result={
            "version": 1, "kind": "whole", "status": "read", "text": candidates[0][0],
            "confidence": candidates[0][1], "symbols": [], "flags": [], "reader_version": READER,
            "candidates": [{"text": text, "probability": chance} for text, chance in candidates],
        },
    )  # fmt: skip
    return _Written(answer, ink, reading, truth, rules.judge(status="read", candidates=candidates, key=key))


def _ink_of(name: str, text: str) -> dict[str, Any]:
    """Writing takes milliseconds, so a child writes each number once, and again just so."""
    if (name, text) not in _inks:
        hand = child_named(name).hand
        _inks[name, text] = handwriting.write(
            text, seed=int(text) + hand, style=taught(hand), width=WIDTH, height=HEIGHT
        )
    return _inks[name, text]


def _seen(truth: str, hard: float, rng: random.Random) -> list[tuple[str, float]]:
    """What the invented reader sees: when it errs it mostly doubts, but not always."""
    read = "".join(
        MIXED[sign][0] if sign in MIXED and rng.random() < hard * MIXED[sign][1] else sign for sign in truth
    )
    if read != truth:
        best = rng.uniform(0.5, 0.88) if rng.random() < 0.8 else 0.996
        return [(read, round(best, 4)), (truth, round((1 - best) * 0.9, 4))]
    doubtful = rng.random() < 0.05 * hard
    best = rng.uniform(0.5, 0.85) if doubtful else rng.uniform(0.991, 0.9995)
    other = str(int(truth) + rng.choice([1, 3, 6]))
    return [(truth, round(best, 4)), (other, round((1 - best) * 0.5, 4))]


def _mark(found: list[_Written], teacher: User, when: datetime, rng: random.Random) -> None:
    """The machine's marks, and after them what a teacher said of some."""
    marks, checks = [], []
    still_open = timezone.now() - CHECKS_OPEN
    drawn = {one.answer.attempt_id for one in found if rng.random() < DRAWN / QUESTIONS}
    for one in found:
        marks.append(_row(one, Mark.Source.MACHINE, one.verdict.verdict, one.verdict.reason, one.ink.received_at))
        unsure = one.verdict.verdict is rules.Verdict.UNSURE
        by_lot = one.answer.attempt_id in drawn and not unsure
        if by_lot:
            drawn.discard(one.answer.attempt_id)
            checks.append(_check(one))
        if by_lot and when > still_open:
            continue
        if by_lot or rng.random() < (ANSWERED if unsure else LOOKED_AT):
            said = rules.Verdict.RIGHT if rules.is_right(one.truth, one.answer.question.key) else rules.Verdict.WRONG
            marks.append(_row(one, Mark.Source.TEACHER, said, "", when + timedelta(hours=3), teacher))
    standing: dict[int, Mark] = {}
    for mark in Mark.objects.bulk_create(marks):
        standing[mark.answer_id] = mark  # a teacher's comes after the machine's
    Check.objects.bulk_create(checks)
    for one in found:
        one.answer.ink, one.answer.mark = one.ink, standing[one.answer.pk]
    Answer.objects.bulk_update([one.answer for one in found], ["ink", "mark"], batch_size=200)


def _row(
    one: _Written, source: Mark.Source, verdict: rules.Verdict, reason: str, at: datetime, teacher: User | None = None
) -> Mark:
    return Mark(
        answer=one.answer, ink=one.ink, reading=one.reading, teacher=teacher, source=source, verdict=verdict.value,
        score=SCORES[verdict], reason=reason, rule_version=rules.RULE_VERSION, key_number=1, created_at=at,
        thresholds=rules.CAREFUL.to_json() if source == Mark.Source.MACHINE else {},
    )  # fmt: skip


def _check(one: _Written) -> Check:
    return Check(
        attempt_id=one.answer.attempt_id, answer=one.answer, ink=one.ink, reader_version=READER, key_number=1,
        chance=one.reading.confidence, top=one.reading.confidence, verdict=one.verdict.verdict.value,
        share=DRAWN / QUESTIONS, drawn_at=one.ink.received_at,
    )  # fmt: skip
