"""The cast: Ms Hopper teaches Ada and Ben; Mr Other teaches Zoe in another school."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from hypothesis import settings

from classroom import joining, submissions, tasks
from classroom.models import (
    Answer,
    Assignment,
    Attempt,
    Enrolment,
    Ink,
    Question,
    School,
    SchoolClass,
    Student,
    Teaching,
    User,
    Worksheet,
)
from recognition import reader as recognition

# What was green yesterday is green today; `make fuzz` looks for new cases.
settings.register_profile("same", derandomize=True, database=None)
settings.register_profile("fuzz", max_examples=1000, print_blob=True)
settings.load_profile("fuzz" if os.environ.get("FUZZ") else "same")

PASSWORD = "comets and crayons 42"


@dataclass
class Side:
    """One school with its teacher, class and worksheet `7 + 5`, `9 - 4`, `6 x 7`, set to the class."""

    school: School
    teacher: User
    school_class: SchoolClass
    students: list[Student]
    worksheet: Worksheet
    questions: list[Question]
    assignment: Assignment

    def attempt(self, student: Student | None = None) -> Attempt:
        """The student's attempt, started."""
        return submissions.start_attempt(assignment=self.assignment, student=student or self.students[0])

    def answer(self, position: int = 1, student: Student | None = None) -> Answer:
        """The student's answer to a question, attempt started."""
        attempt = self.attempt(student)
        return Answer.objects.get(attempt=attempt, question__position=position)


def make_side(*, school: str, teacher: str, email: str, names: list[str]) -> Side:
    """A school in working order; joining is open."""
    home = School.objects.create(name=school)
    user = User.objects.create_user(email, PASSWORD, name=teacher, school=home, is_head=True)
    room = SchoolClass.objects.create(school=home, name=f"{teacher}'s class", year=2, joining_open=True)
    Teaching.objects.create(teacher=user, school_class=room)
    students = [Student.objects.create(school=home, display_name=name) for name in names]
    Enrolment.objects.bulk_create([Enrolment(student=one, school_class=room) for one in students])
    sheet = Worksheet.objects.create(school=home, author=user, title="Sums", state=Worksheet.State.PUBLISHED)
    questions = [
        Question.objects.create(
            worksheet=sheet,
            position=position,
            prompt=prompt,
            key={"version": 1, "values": [value], "rule": "equal"},
        )
        for position, (prompt, value) in enumerate([("7 + 5 = ?", "12"), ("9 - 4 = ?", "5"), ("6 × 7 = ?", "42")], 1)
    ]
    assignment = Assignment.objects.create(worksheet=sheet, school_class=room, set_by=user)
    return Side(home, user, room, students, sheet, questions, assignment)


@pytest.fixture
def here(db: None) -> Side:
    """Ms Hopper, with Ada and Ben."""
    return make_side(school="Hilltop", teacher="Ms Hopper", email="hopper@hilltop.example", names=["Ada", "Ben"])


@pytest.fixture
def elsewhere(db: None) -> Side:
    """Mr Other, with Zoe, in another school."""
    return make_side(school="Valley", teacher="Mr Other", email="other@valley.example", names=["Zoe"])


@pytest.fixture
def as_teacher() -> Callable[[Side], Client]:
    """A browser in which the side's teacher is signed in."""

    def sign_in(side: Side) -> Client:
        client = Client()
        client.force_login(side.teacher, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def as_student() -> Callable[..., Client]:
    """A browser in which a child of the side (the first unless named) is signed in."""

    def sign_in(side: Side, student: Student | None = None) -> Client:
        client = Client()
        session = client.session
        joining.start_session(session, student=student or side.students[0], school_class=side.school_class)
        session.save()
        client.cookies["session"] = session.session_key
        return client

    return sign_in


class ScriptedReader:
    """Reads what the test says it reads; counts how often it was asked."""

    version = "scripted-1"
    card = SimpleNamespace(facts={})
    kinds: tuple[str, ...] = ("whole",)

    def __init__(self) -> None:
        self.candidates: list[tuple[str, float]] = [("12", 0.99)]
        self.status = "read"
        self.error: Exception | None = None
        self.read_count = 0
        self.regions: tuple[recognition.Region, ...] = ()
        self.before_answering: Callable[[], Any] = lambda: None

    def says(self, *candidates: tuple[str, float], status: str = "read") -> None:
        """Read every ink as `candidates` from now on."""
        self.candidates, self.status, self.error = list(candidates), status, None

    def read(self, ink: recognition.Ink, kind: str = "whole") -> recognition.Reading:
        self.read_count += 1
        if self.error is not None:
            raise self.error
        self.before_answering()
        best = self.candidates[0] if self.candidates else ("", 0.0)
        return self._reading(best)

    def read_regions(self, ink: recognition.Ink, regions: Sequence[recognition.Region]) -> recognition.Reading:
        self.regions = tuple(regions)
        return self.read(ink, "figure")

    def _reading(self, best: tuple[str, float]) -> recognition.Reading:
        return recognition.Reading.from_json(
            {
                "version": 1,
                "status": self.status,
                "text": best[0],
                "confidence": best[1],
                "candidates": [{"text": text, "probability": chance} for text, chance in self.candidates],
                "symbols": [],
                "flags": [],
                "reader_version": self.version,
            }
        )


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> ScriptedReader:
    """The scripted reader in place of the network."""
    scripted = ScriptedReader()
    monkeypatch.setattr(recognition, "default_reader", lambda: scripted)
    return scripted


@pytest.fixture(autouse=True)
def hints(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[list[int]]:
    """Collects the ids of jobs for which a hint was sent, instead of sending it."""
    sent: list[int] = []
    if "real_hints" not in request.keywords:
        monkeypatch.setattr(tasks, "send_hints", lambda ids: sent.extend(ids))
    yield sent


@pytest.fixture(autouse=True)
def clean_cache() -> Iterator[None]:
    """Counters of tries do not leak from test to test."""
    from django.core.cache import cache

    from classroom.scores import shared

    cache.clear()
    shared.forget()  # one test's first class has the id of another's
    yield


LINE = {"version": 1, "width": 1000, "height": 400, "strokes": [[[100, 100, 0], [120, 300, 90]]]}


@pytest.fixture
def draw() -> Callable[..., Ink]:
    """Keep a small drawing as the answer's next revision."""

    def record(answer: Answer, *, seq: int = 1, client_id: uuid.UUID | None = None, **more: Any) -> Ink:
        wire = {**LINE, "strokes": [[[100 + seq, 100, 0], [120, 300, 90]]]}
        return submissions.record_ink(
            answer=answer,
            client_id=client_id or uuid.uuid4(),
            seq=seq,
            ink=recognition.Ink.from_wire(wire),
            **more,
        )

    return record
