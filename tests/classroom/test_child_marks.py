"""What a child may see: never the key, a mark when the policy says so, and never a machine's doubt as wrong."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from classroom import submissions
from classroom.models import Assignment, Attempt, Ink, Mark, Question, ReadingJob
from tests.classroom.childs_view import addresses, known_in
from tests.classroom.marked import read_all
from tests.conftest import ScriptedReader, Side

SignIn = Callable[..., Client]
# A key that no page contains by chance.
SECRET = "8231947"


@pytest.fixture
def keyed(here: Side) -> Side:
    """Ms Hopper's worksheet with keys that can be searched for."""
    Question.objects.filter(worksheet=here.worksheet).update(
        key={"version": 1, "values": [SECRET, "5"], "rule": "equal"}
    )
    return here


@pytest.mark.parametrize("policy", Assignment.Feedback.values)
def test_the_key_is_in_no_answer_to_a_child(
    keyed: Side, as_student: SignIn, draw: Callable[..., Ink], reader: ScriptedReader, policy: str
) -> None:
    Assignment.objects.update(feedback=policy)
    client = as_student(keyed)
    reader.says(("12", 0.999))
    draw(keyed.answer(1))
    for _ in range(2):
        read_all()
        for address in addresses(keyed):
            answer = client.get(address, follow=True)
            assert SECRET not in answer.text, address
            assert answer.status_code == 200
        submissions.hand_in(attempt=keyed.attempt())


@pytest.mark.parametrize(
    ("policy", "before", "handed_in", "returned"),
    [
        (Assignment.Feedback.AT_ONCE, True, True, True),
        (Assignment.Feedback.AFTER_HAND_IN, False, True, True),
        (Assignment.Feedback.WHEN_RETURNED, False, False, True),
    ],
)
def test_marks_are_shown_when_the_policy_says_so_and_not_before(
    here: Side,
    as_student: SignIn,
    draw: Callable[..., Ink],
    reader: ScriptedReader,
    policy: str,
    before: bool,
    handed_in: bool,
    returned: bool,
) -> None:
    Assignment.objects.update(feedback=policy)
    client = as_student(here)
    reader.says(("12", 0.999))
    draw(here.answer(1))
    read_all()
    assert here.answer(1).mark.verdict == Mark.Verdict.RIGHT  # type: ignore[union-attr]
    assert marks_in(client, here) == before
    submissions.hand_in(attempt=here.attempt())
    assert marks_in(client, here) == handed_in
    Attempt.objects.update(state=Attempt.State.RETURNED)
    assert marks_in(client, here) == returned


def marks_in(client: Client, side: Side) -> bool:
    """Whether any answer to the child tells a mark; all that tell must agree."""
    api = client.get(f"/api/v1/attempts/{side.attempt().uuid}/").json()
    told = [any(answer["mark"] for answer in api["answers"])]
    work = client.get(f"/work/{side.assignment.uuid}/")
    if work.status_code == 200:
        told.append(any(answer["mark"] for answer in known_in(work.text)))
    else:
        page = client.get(f"/work/{side.assignment.uuid}/done/").text
        told.append("mark-right" in page)
        told.append("1 of 3" in re.sub(r"<[^>]+>", "", page))
        told.append("1 of 3 right" in client.get("/todo/").text)
    assert len(set(told)) == 1, told
    return told[0]


@pytest.mark.parametrize("status", ["unreadable", "read"])
def test_a_machine_in_doubt_is_never_wrong_to_a_child(
    here: Side, as_student: SignIn, draw: Callable[..., Ink], reader: ScriptedReader, status: str
) -> None:
    reader.says(("99", 0.5), ("12", 0.4), status=status)
    draw(here.answer(1))
    read_all()
    submissions.hand_in(attempt=here.attempt())
    page = as_student(here).get(f"/work/{here.assignment.uuid}/done/").text
    assert "Your teacher will look" in page
    assert "mark-wrong" not in page


def test_a_broken_reader_is_never_wrong_to_a_child(
    here: Side, as_student: SignIn, draw: Callable[..., Ink], reader: ScriptedReader
) -> None:
    reader.error = RuntimeError("broken")
    draw(here.answer(1))
    for _ in range(4):
        read_all()
    assert ReadingJob.objects.get().state == ReadingJob.State.NEEDS_TEACHER
    client = as_student(here)
    assert known_in(client.get(f"/work/{here.assignment.uuid}/").text)[0]["state"] == "look"
    submissions.hand_in(attempt=here.attempt())
    page = client.get(f"/work/{here.assignment.uuid}/done/").text
    assert "Your teacher will look" in page and "mark-wrong" not in page
