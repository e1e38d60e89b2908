"""What is typed into carries, rows and steps: kept beside the answer, and never held against a child."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom import submissions
from classroom.errors import ClientIdReused, InkRefused
from classroom.models import Answer, Ink, Question
from classroom.scores.by_column import by_column
from classroom.skills.figures import figure_of
from classroom.skills.figures.words import for_page
from tests.classroom.test_figures import answer_of, column_sum, send
from tests.conftest import Side

__all__ = ["column_sum"]  # a fixture


def typed_in(answer: Answer, text: str, seq: int, client_id: uuid.UUID | None = None) -> Ink:
    ink = submissions.record_ink(answer=answer, client_id=client_id or uuid.uuid4(), seq=seq, typed=text)
    answer.refresh_from_db()
    return ink


@pytest.mark.django_db
def test_typed_carries_are_kept_beside_the_answer_and_change_no_mark(here: Side, column_sum: Question) -> None:
    answer = answer_of(here, column_sum)
    for seq, (text, verdict) in enumerate(
        (("623¦c1=1 c2=1", "right"), ("623¦c1=9", "right"), ("613¦c1=0", "wrong"), ("623", "right")), 1
    ):
        ink = typed_in(answer, text, seq)
        assert (ink.typed, ink.beside) == (text.partition("¦")[0], text.partition("¦")[2])
        assert answer.mark.verdict == verdict  # type: ignore[union-attr]


@pytest.mark.django_db
def test_carries_alone_are_no_answer_and_wait_for_one(here: Side, column_sum: Question, as_student: Any) -> None:
    answer = answer_of(here, column_sum)
    ink = typed_in(answer, "¦c1=1", 1)
    assert ink.is_blank and ink.typed == "" and answer.mark is None
    page = as_student(here).get(reverse("work", args=[here.assignment.uuid])).content.decode()
    known = json.loads(page.split('id="known" type="application/json">')[1].split("</script>")[0])
    told = next(one for one in known if one["uuid"] == str(answer.uuid))
    assert (told["typed"], told["state"]) == ("¦c1=1", "empty")


@pytest.mark.django_db
@pytest.mark.parametrize("beside", ["zz=1", "a0=3", "c1=", "c1=123", "c1=x", "c1=1;c2=1", "c1"])
def test_only_boxes_of_the_figure_take_something(
    here: Side, column_sum: Question, as_student: Any, beside: str
) -> None:
    answer = answer_of(here, column_sum)
    assert send(as_student(here), answer, {"typed": f"623¦{beside}"}).status_code == 400
    with pytest.raises(InkRefused):
        typed_in(answer, f"623¦{beside}", 1)
    assert not Ink.objects.exists()


@pytest.mark.django_db
def test_the_same_revision_again_is_the_same_and_another_with_its_id_is_refused(
    here: Side, column_sum: Question
) -> None:
    answer, one = answer_of(here, column_sum), uuid.uuid4()
    first = typed_in(answer, "623¦c1=1", 1, one)
    assert typed_in(answer, "623¦c1=1", 1, one).pk == first.pk
    with pytest.raises(ClientIdReused):
        typed_in(answer, "623¦c1=2", 1, one)


@pytest.mark.django_db
def test_where_there_is_no_figure_the_sign_is_a_sign(here: Side) -> None:
    answer = here.answer(1)
    ink = typed_in(answer, "7¦c1=1", 1)
    assert (ink.typed, ink.beside) == ("7¦c1=1", "")


@pytest.mark.django_db
def test_a_typed_carry_makes_what_follows_from_it_follow(here: Side, column_sum: Question, as_teacher: Any) -> None:
    Question.objects.filter(pk=column_sum.pk).update(prompt="47 + 38 = ?", key={**column_sum.key, "values": ["85"]})
    answer = answer_of(here, column_sum)
    ink = typed_in(answer, "95¦c1=2", 1)
    found = by_column(answer.question, ink, None)
    assert found is not None and found.slip is not None and found.slip.is_carry
    assert [mark.state for mark in found.answer] == ["right", "follows"]
    page = as_teacher(here).get(f"/answers/{answer.uuid}/").content.decode()
    assert page.count('class="figure-typed"') == 3, "two digits and the carry"


@pytest.mark.django_db
def test_rows_of_a_long_multiplication_are_typed_and_added_up(here: Side, column_sum: Question) -> None:
    """236 × 47: 1652 + 9440 = 11092; a slip in the first row, and the sum right for it."""
    Question.objects.filter(pk=column_sum.pk).update(
        prompt="236 × 47 = ?", key={**column_sum.key, "values": ["11092"]}
    )
    answer = answer_of(here, column_sum)
    rows = "p0.0=2 p0.1=6 p0.2=6 p0.3=1 p1.0=0 p1.1=4 p1.2=4 p1.3=9"
    found = by_column(answer.question, typed_in(answer, f"11102¦{rows}", 1), None)
    assert found is not None and found.slip is not None and found.slip.name == "p0.1"
    assert (found.earned, found.columns) == (12, 13), "eight boxes in rows, five below"
    none = by_column(answer.question, typed_in(answer, "11092", 2), None)
    assert none is not None and none.slip is None and none.earned == 5, "empty rows do no harm"


def test_every_box_has_a_field_but_free_room_and_printed_lines() -> None:
    typed = {}
    for layout, prompt in (
        ("columns", "236 × 47 = ?"), ("columns", "1008 ÷ 36 = ?"), ("bus_stop", "1008 ÷ 36 = ?"),
        ("mixed", "3/4 + 3/4 = ?"),
    ):  # fmt: skip
        figure = figure_of(layout, prompt)
        assert figure is not None
        told = for_page(figure, "whole")["places"]
        typed[layout, prompt[:4]] = {one["name"][0]: (one["typed"], one["kind"]) for one in told}  # type: ignore[attr-defined]
    digit = (True, "digit")
    assert typed["columns", "236 "] == {"p": digit, "c": digit, "a": digit}
    assert typed["columns", "1008"]["w"] == (False, "")
    assert typed["bus_stop", "1008"] == {"a": digit, "s": digit}
    assert typed["mixed", "3/4 "]["b"] == (False, "")  # the bar comes after the bottom box


@pytest.mark.django_db
def test_work_carried_in_a_file_takes_its_carries_along(here: Side, column_sum: Question, as_student: Any) -> None:
    """What the tablet keeps is what it would have sent: one text."""
    client: Client = as_student(here)
    answer = answer_of(here, column_sum)
    assert send(client, answer, {"typed": "623¦c1=1"}).status_code == 201
    told = client.get(reverse("api-attempt", args=[answer.attempt.uuid])).json()
    assert next(one for one in told["answers"] if one["uuid"] == str(answer.uuid))["typed"] == "623¦c1=1"
