"""A board that keeps what it knew is the board that is made anew."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from classroom import jobs, marks, submissions
from classroom.models import Answer, Assignment, Check, Ink, Mark, ReadingJob
from classroom.readings import read_and_mark
from classroom.scores import cells
from classroom.scores.board import board
from classroom.scores.cells import Known
from tests.classroom.rooms import make_room
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db
Draw = Callable[..., Ink]


def waiting() -> list[int]:
    return list(ReadingJob.objects.filter(state="queued").values_list("pk", flat=True))


def as_loaded(work: Assignment) -> Assignment:
    return Assignment.objects.select_related("worksheet", "school_class").get(pk=work.pk)


def shown(work: Assignment, known: Known | None = None) -> list[Any]:
    return [(row.cells, row.total, row.to_look_at) for row in board(as_loaded(work), known).rows]


def steps(here: Side, reader: ScriptedReader, draw: Draw, dice: random.Random) -> dict[str, Callable[[], object]]:
    """What can happen to an answer that is drawn by lot each time."""

    def answer() -> Answer:
        return Answer.objects.get(pk=here.answer(dice.randint(1, 3), dice.choice(here.students)).pk)

    def seq(of: Answer) -> int:
        return 1 + max(of.inks.values_list("seq", flat=True), default=0)

    def write() -> None:
        one = answer()
        draw(one, seq=seq(one), client_id=uuid.uuid4())

    def type_in(text: str) -> None:
        one = answer()
        submissions.record_ink(answer=one, client_id=uuid.uuid4(), seq=seq(one), typed=text)

    def read(confidence: float) -> None:
        reader.says((dice.choice(["12", "5", "17"]), confidence))
        read_and_mark(waiting())

    def fail() -> None:
        for held in jobs.claim(waiting()[:1]):
            ReadingJob.objects.filter(pk=held.job_id).update(
                tries=jobs.MAX_TRIES, lease_until=timezone.now() - 9 * jobs.LEASE
            )
        jobs.sweep()

    def claim() -> None:
        for held in jobs.claim(waiting()[:1]):
            jobs.put_off(held)

    def late() -> None:
        if ink := Ink.objects.filter(is_late=True).order_by("?").first():
            submissions.accept_late(ink=ink, teacher=here.teacher)

    def check() -> None:
        if mark := answer().mark:
            draw_by_lot(mark)

    return {
        "write": write, "write more": write, "type": lambda: type_in("12"), "wipe": lambda: type_in(""),
        "read": lambda: read(0.999), "doubt": lambda: read(0.5), "fail": fail, "claim": claim,
        "right": lambda: marks.overrule(answer=answer(), teacher=here.teacher, verdict="right"),
        "withdraw": lambda: marks.withdraw(answer=answer(), teacher=here.teacher), "late": late, "check": check,
        "hand in": lambda: submissions.hand_in(attempt=answer().attempt),
        "key": lambda: marks.remark(question=dice.choice(here.questions)),
    }  # fmt: skip


def draw_by_lot(mark: Mark) -> None:
    """Let the lot fall on a marked answer."""
    if mark.ink is not None and mark.reading is not None:
        Check.objects.get_or_create(
            ink=mark.ink, reader_version=mark.reading.reader_version,
            defaults={
                "attempt": mark.answer.attempt, "answer": mark.answer, "key_number": mark.key_number, "chance": 0.99,
                "top": 0.99, "verdict": mark.verdict, "share": 0.5,
            },
        )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_the_known_board_is_the_one_made_anew(
    here: Side, reader: ScriptedReader, draw: Draw, seed: int
) -> None:
    dice = random.Random(seed)
    can = steps(here, reader, draw, dice)
    known: Known = {}
    done = []
    for _ in range(60):
        done.append(dice.choice(sorted(can)))
        can[done[-1]]()
        assert shown(here.assignment, known) == shown(here.assignment), done
    assert set(known) == set(Answer.objects.filter(attempt__assignment=here.assignment).values_list("pk", flat=True))


def test_a_lesson_that_closes_by_itself_shows_what_the_lot_fell_on(
    here: Side, reader: ScriptedReader, draw: Draw
) -> None:
    """No answer points elsewhere then: the lot is asked each time."""
    draw(here.answer(1))
    reader.says(("12", 0.999))
    read_and_mark(waiting())
    mark = Answer.objects.get(pk=here.answer(1).pk).mark
    assert mark is not None
    draw_by_lot(mark)
    known: Known = {}
    assert sum(row[2] for row in shown(here.assignment, known)) == 0
    an_hour_ago, now = timezone.now() - timedelta(hours=1), timezone.now() - timedelta(seconds=1)
    Assignment.objects.update(opens_at=an_hour_ago, closes_at=now)
    assert sum(row[2] for row in shown(here.assignment, known)) == 1


def test_what_did_not_change_is_not_fetched_again(
    reader: ScriptedReader, draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = make_room(children=10, questions=6)
    known: Known = {}
    shown(work, known)
    one = Answer.objects.filter(attempt__assignment=work).first()
    assert one is not None and len(known) == 60
    draw(one)
    asked: list[list[int]] = []
    real = cells._some.of
    monkeypatch.setattr(cells._some, "of", lambda pks: [asked.append(list(pks)), real(pks)][1])
    monkeypatch.setattr(cells, "_all", None)
    shown(work, known)
    shown(work, known)  # it still waits to be read: what becomes of its job is asked for
    assert asked == [[one.pk], [one.pk]]
    reader.says(("12", 0.999))
    read_and_mark(waiting())
    shown(work, known)
    shown(work, known)
    assert asked[2:] == [[one.pk], []]


def test_an_erased_answer_is_known_no_more(here: Side) -> None:
    here.answer(1)
    known: Known = {}
    shown(here.assignment, known)
    assert known
    here.attempt().delete()
    shown(here.assignment, known)
    assert not known
