""" "Is this what you wrote?": who is asked, what is kept of the answer, and that neither has to do with the key."""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from classroom import agreeing, asking, feedback, marks, submissions
from classroom.errors import BadInput, ClientIdReused
from classroom.models import Agreement, Answer, Assignment, Ink, Mark, Question, Reading
from tests.classroom.childs_view import known_in
from tests.classroom.marked import read_all
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db
Draw = Callable[..., Ink]


def check_of(side: Side, position: int = 1) -> dict[str, Any] | None:
    """What Ada is asked about an answer now."""
    found: dict[str, Any] | None = feedback.answers_for_child(side.attempt())[position - 1]["check"]
    return found


def doubtful(side: Side, draw: Draw, reader: ScriptedReader) -> Reading:
    """Ada's first answer, read as 17 with some doubt."""
    reader.says(("17", 0.7), ("12", 0.2))
    draw(side.answer())
    read_all()
    return Reading.objects.latest("pk")


# --- who is asked ---


def test_a_doubtful_reading_is_shown_to_the_child_sign_by_sign(
    here: Side, draw: Draw, reader: ScriptedReader
) -> None:
    reading = doubtful(here, draw, reader)
    assert check_of(here) == {
        "reading": reading.pk,
        "signs": [{"text": "1", "strokes": []}, {"text": "7", "strokes": []}],
    }


def test_the_strokes_of_each_sign_are_those_the_reader_named() -> None:
    symbols = [{"text": "1", "strokes": [0]}, {"text": "7", "strokes": [1, 2]}]
    assert asking.signs({"text": "17", "symbols": symbols}) == [asking.Sign("1", (0,)), asking.Sign("7", (1, 2))]
    assert asking.signs({"text": "1/2", "symbols": symbols}) == [
        asking.Sign("1", ()), asking.Sign("/", ()), asking.Sign("2", ()),
    ]  # fmt: skip


@pytest.mark.parametrize("status", ["unreadable", "blank"])
def test_nobody_is_asked_about_what_was_not_read(here: Side, draw: Draw, reader: ScriptedReader, status: str) -> None:
    reader.says(("17", 0.3), status=status)
    draw(here.answer())
    read_all()
    assert check_of(here) is None


def test_of_sure_readings_one_in_twenty_is_drawn_by_lot_and_the_lot_stays() -> None:
    inks = [uuid.UUID(int=number) for number in range(20_000)]
    lots = [asking.lot(ink, secret=b"school") for ink in inks]
    assert lots == [asking.lot(ink, secret=b"school") for ink in inks]
    drawn = sum(asking.why(status="read", confidence=1.0, lot=lot) == asking.LOT for lot in lots)
    assert 900 < drawn < 1100  # 1,000 expected; more than three standard deviations of 31 to each side


def test_the_lot_cannot_be_foretold_without_the_secret() -> None:
    inks = [uuid.UUID(int=number) for number in range(4_000)]

    def drawn(secret: bytes) -> set[uuid.UUID]:
        return {ink for ink in inks if asking.lot(ink, secret=secret) % asking.ONE_IN == 0}

    both = drawn(b"one") & drawn(b"two")
    assert 0 < len(both) < 30  # 10 expected by chance, 200 if the secret did not matter


def test_the_rule_of_asking_is_given_no_key_and_no_mark() -> None:
    assert set(inspect.signature(asking.why).parameters) == {"status", "confidence", "lot"}
    assert set(inspect.signature(asking.lot).parameters) == {"ink_id", "secret"}
    assert set(inspect.signature(agreeing.is_asked_about).parameters) == {"reading", "said", "client_id", "seq"}
    names = set(vars(asking)) | set(vars(agreeing))
    assert not names & {"Question", "Mark", "rules", "marks"}


@pytest.mark.parametrize("policy", Assignment.Feedback.values)
@pytest.mark.parametrize("confidence", [0.6, 0.999])
def test_whether_a_child_is_asked_does_not_depend_on_the_key(
    here: Side,
    draw: Draw,
    reader: ScriptedReader,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    policy: str,
    confidence: float,
) -> None:
    """The same ink under every key, marked right, wrong and not at all: the same question or none."""
    Assignment.objects.update(feedback=policy)
    settings.SECRET_KEY = "always the same"
    monkeypatch.setattr(asking, "ONE_IN", 2)  # so that both happen among a few inks
    reader.says(("17", confidence))
    answers = [here.answer(position, student) for student in here.students for position in (1, 2, 3)]
    inks = [draw(answer, client_id=uuid.UUID(int=number)) for number, answer in enumerate(answers)]
    read_all()

    def asked() -> list[Any]:
        return [
            facts["check"] for student in here.students for facts in feedback.answers_for_child(here.attempt(student))
        ]

    seen = []
    for values in (["17"], ["12"], ["71", "1"], ["-3"]):
        Question.objects.update(key={"version": 1, "values": values, "rule": "equal"})
        for question in here.questions:
            marks.remark(question=Question.objects.get(pk=question.pk))
        seen.append(asked())
    for verdict in ("right", "wrong"):
        for answer in answers:
            marks.overrule(answer=answer, teacher=here.teacher, verdict=verdict)
        seen.append(asked())
    assert {mark.verdict for mark in Mark.objects.all()} >= {"right", "wrong"}, "the keys did differ"
    assert all(one == seen[0] for one in seen)
    if confidence > asking.DOUBT_BELOW:
        assert 0 < sum(one is not None for one in seen[0]) < len(inks), "some are asked and some are not"
    else:
        assert None not in seen[0]


def test_a_page_without_marks_is_the_same_for_a_right_and_a_wrong_answer(
    here: Side, as_student: Callable[..., Client], draw: Draw, reader: ScriptedReader
) -> None:
    """What the check shows cannot be used to guess: not a byte of it changes with the key."""
    Assignment.objects.update(feedback=Assignment.Feedback.AFTER_HAND_IN)
    doubtful(here, draw, reader)
    client = as_student(here)
    pages = []
    for value in ("17", "12"):
        Question.objects.update(key={"version": 1, "values": [value], "rule": "equal"})
        marks.remark(question=Question.objects.get(pk=here.questions[0].pk))
        pages.append(client.get(f"/api/v1/attempts/{here.attempt().uuid}/").content)
    assert {one.verdict for one in Mark.objects.all()} >= {"right", "unsure"} or Mark.objects.count() > 1
    assert pages[0] == pages[1]


def test_who_has_handed_in_is_not_asked(here: Side, draw: Draw, reader: ScriptedReader) -> None:
    doubtful(here, draw, reader)
    submissions.hand_in(attempt=here.attempt())
    assert check_of(here) is None


# --- what is kept ---


def say(reading: Reading, said: str, **more: Any) -> Agreement:
    return agreeing.record_agreement(
        reading=reading, client_id=more.pop("client_id", uuid.uuid4()), said=said, **more
    )


def test_agreeing_is_kept_and_no_mark_and_no_ink_changes(here: Side, draw: Draw, reader: ScriptedReader) -> None:
    reading = doubtful(here, draw, reader)
    before = list(Mark.objects.values()), list(Ink.objects.values()), list(Answer.objects.values())
    row = say(reading, "agreed", waited_ms=2300)
    assert (row.reading_id, row.said, row.why, row.position, row.waited_ms) == (
        reading.pk, "agreed", "doubtful", None, 2300,
    )  # fmt: skip
    assert (list(Mark.objects.values()), list(Ink.objects.values()), list(Answer.objects.values())) == before
    assert check_of(here) is None, "nobody is asked twice about one reading"


def test_a_retry_changes_nothing_and_another_word_under_the_same_id_is_refused(
    here: Side, draw: Draw, reader: ScriptedReader
) -> None:
    reading = doubtful(here, draw, reader)
    first = say(reading, "rewrote", position=2, client_id=uuid.UUID(int=7))
    assert say(reading, "rewrote", position=2, client_id=uuid.UUID(int=7)) == first
    with pytest.raises(ClientIdReused):
        say(reading, "agreed", client_id=uuid.UUID(int=7))
    assert Agreement.objects.count() == 1


@pytest.mark.parametrize(("said", "position"), [("agreed", 1), ("typed", 1), ("rewrote", None), ("rewrote", 3)])
def test_a_place_belongs_to_a_rewritten_sign_alone(
    here: Side, draw: Draw, reader: ScriptedReader, said: str, position: int | None
) -> None:
    reading = doubtful(here, draw, reader)
    with pytest.raises(BadInput):
        say(reading, said, position=position)
    assert not Agreement.objects.exists()


def test_the_database_refuses_a_rewriting_without_a_place(here: Side, draw: Draw, reader: ScriptedReader) -> None:
    reading = doubtful(here, draw, reader)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.create(reading=reading, client_id=uuid.uuid4(), said="rewrote")


def test_who_wrote_a_digit_again_is_asked_about_the_new_reading_until_content(
    here: Side, draw: Draw, reader: ScriptedReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "ONE_IN", 10**30)  # no lots
    say(doubtful(here, draw, reader), "rewrote", position=2)
    reader.says(("12", 0.999))
    draw(here.answer(), seq=2)
    read_all()
    check = check_of(here)
    assert check is not None and [sign["text"] for sign in check["signs"]] == ["1", "2"]
    assert say(Reading.objects.get(pk=check["reading"]), "agreed").why == "again"
    draw(here.answer(), seq=3)
    read_all()
    assert check_of(here) is None


# --- the door ---


def send(client: Client, answer: Answer, **body: Any) -> int:
    body = {"client_id": str(uuid.uuid4()), "said": "agreed", **body}
    address = f"/api/v1/answers/{answer.uuid}/agreement/"
    return client.post(address, body, content_type="application/json").status_code


def test_a_child_says_so_through_the_door(
    here: Side, as_student: Callable[..., Client], draw: Draw, reader: ScriptedReader
) -> None:
    reading = doubtful(here, draw, reader)
    client = as_student(here)
    page = client.get(f"/work/{here.assignment.uuid}/").text
    assert known_in(page)[0]["check"]["reading"] == reading.pk
    assert send(client, here.answer(), reading=reading.pk, waited_ms=900) == 201
    assert send(client, here.answer(), reading=reading.pk, said="rewrote", position=1) == 201
    assert [(row.said, row.position) for row in Agreement.objects.all()] == [("agreed", None), ("rewrote", 1)]


def test_nobody_speaks_for_another_child_or_of_another_answers_reading(
    here: Side, elsewhere: Side, as_student: Callable[..., Client], draw: Draw, reader: ScriptedReader
) -> None:
    reading = doubtful(here, draw, reader)
    assert send(as_student(here, here.students[1]), here.answer(), reading=reading.pk) == 404
    assert send(as_student(elsewhere), here.answer(), reading=reading.pk) == 404
    assert send(as_student(here), here.answer(2), reading=reading.pk) == 404
    assert send(Client(), here.answer(), reading=reading.pk) == 401
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    "more", [{"said": "right"}, {"waited_ms": -1}, {"position": 0, "said": "rewrote"}, {"key": "12"}, {"said": ""}]
)
def test_other_shapes_are_refused(
    here: Side, as_student: Callable[..., Client], draw: Draw, reader: ScriptedReader, more: dict[str, Any]
) -> None:
    reading = doubtful(here, draw, reader)
    assert send(as_student(here), here.answer(), reading=reading.pk, **more) == 400
    assert not Agreement.objects.exists()


def test_it_is_kept_after_hand_in_too(
    here: Side, as_student: Callable[..., Client], draw: Draw, reader: ScriptedReader
) -> None:
    reading = doubtful(here, draw, reader)
    submissions.hand_in(attempt=here.attempt())
    assert send(as_student(here), here.answer(), reading=reading.pk) == 201, "a tablet without network sends it late"
