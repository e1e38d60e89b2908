"""The pages of the answer wall: without a script, refused requests, whose decision it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from classroom import wall
from classroom.models import Answer, Decision, Mark, Reading
from tests.classroom.test_wall import decide, groups
from tests.conftest import Side

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


def test_without_a_script_a_group_is_marked_and_taken_back(
    here: Side, written: Callable[..., Answer], as_teacher: SignIn
) -> None:
    ada, ben = written(0, ("17", 0.6)), written(1, ("17", 0.6))
    client, page = as_teacher(here), reverse("wall", args=[here.assignment.uuid])
    shown = client.get(page).content.decode()
    stamps = [f"{one.uuid}:{one.ink_id}:{Reading.objects.get(ink=one.ink_id).pk}" for one in (ada, ben)]
    assert f'value="{stamps[0]}" checked' in shown
    sent = {"verdict": "wrong", "answer": stamps, "next": page}
    after = client.post(reverse("mark-group", args=[here.assignment.uuid]), sent, follow=True).content.decode()
    assert "2 answers to question 1, read as 17, marked wrong." in after and "All looked at" in after
    url = reverse("decision-undo", args=[Decision.objects.get().uuid])
    assert url in after
    back = client.post(url, {"next": page}, follow=True).content.decode()
    assert "Taken back: 2 answers to question 1" in back and "Read as 17" in back
    assert "cannot" not in client.post(url, {"next": page}, follow=True).content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"verdict": "right"},
        {"verdict": "perhaps", "answer": ["x:1:1"]},
        {"verdict": "right", "answer": ["not-a-uuid:1:1"]},
        {"verdict": "right", "answer": [f"{UUID(int=1)}:1"]},
        {"verdict": "right", "answer": ["1"] * 2000},
    ],
    ids=["nothing", "no answers", "no verdict", "no answer's id", "no reading", "too many"],
)
def test_what_is_no_decision_is_refused_and_changes_nothing(here: Side, as_teacher: SignIn, sent: Any) -> None:
    assert as_teacher(here).post(reverse("mark-group", args=[here.assignment.uuid]), sent).status_code == 400
    assert Mark.objects.count() == Decision.objects.count() == 0


def test_a_question_of_another_worksheet_has_no_wall_here(here: Side, elsewhere: Side, as_teacher: SignIn) -> None:
    url = reverse("assignment-question", args=[here.assignment.uuid, elsewhere.questions[0].pk])
    assert as_teacher(here).get(url).status_code == 404


def test_only_what_is_asked_for_is_drawn(here: Side, written: Callable[..., Answer], as_teacher: SignIn) -> None:
    ada, _ = written(0, ("17", 0.6)), written(1, ("17", 0.6))
    url = reverse("wall", args=[here.assignment.uuid])
    client = as_teacher(here)
    drawn = [client.get(url, {"part": "wall", **more}).content.decode().count("<svg") for more in (
        {}, {"ink": ""}, {"ink": str(ada.uuid)}, {"ink": "rubbish"}
    )]  # fmt: skip
    assert drawn == [2, 0, 1, 0]


def test_common_mistakes_are_counted(here: Side, written: Callable[..., Answer], as_teacher: SignIn) -> None:
    for child in (0, 1):
        written(child, ("21", 0.9999))
    assert wall.common_mistakes(groups(here)) == [("21", 2)]
    page = as_teacher(here).get(reverse("assignment-question", args=[here.assignment.uuid, here.questions[0].pk]))
    assert "2 children" in page.content.decode()


def test_somebody_elses_decision_is_not_mine_to_take_back(
    here: Side, elsewhere: Side, written: Callable[..., Answer], as_teacher: SignIn
) -> None:
    decide(here, "wrong", written(0, ("17", 0.6)))
    url = reverse("decision-undo", args=[Decision.objects.get().uuid])
    assert as_teacher(elsewhere).post(url).status_code == 404
    assert Decision.objects.count() == 1
