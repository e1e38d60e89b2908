"""Queries put together once: they give what the queryset gives, every time anew."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import F

from classroom import submissions
from classroom.models import Answer, Ink, Mark, SchoolClass, Student
from classroom.prepared import Query, Update, insert
from recognition.reader import Ink as Drawing
from tests.conftest import Side

pytestmark = pytest.mark.django_db
DRAWING = Drawing.from_wire({"version": 1, "width": 1000, "height": 400, "strokes": [[[1, 2, 0], [3, 4.5, 20]]]})


def written(here: Side) -> Ink:
    return submissions.record_ink(answer=here.answer(), client_id=uuid4(), seq=1, ink=DRAWING)


def facts(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def test_rows_are_those_of_the_queryset_with_what_hangs_on_them(here: Side) -> None:
    ink = written(here)
    asked = Query(
        lambda pk: Answer.objects.select_related("attempt__assignment", "ink", "mark").filter(pk=pk),
        pk=int,
    )
    for _ in range(2):  # compiled now, and compiled before
        [found] = asked.all(pk=ink.answer_id)
        stored = Answer.objects.get(pk=ink.answer_id)
        assert facts(found) == facts(stored)
        assert facts(found.ink) == facts(Ink.objects.get(pk=ink.pk)) and found.ink.strokes == DRAWING.to_wire()
        assert found.attempt.assignment == here.assignment and found.mark is None
    assert asked.all(pk=0) == [] and asked.first(pk=0) is None


def test_what_was_left_out_is_fetched_when_it_is_asked_for(here: Side) -> None:
    ink = written(here)
    found = Query(lambda uuid: Ink.objects.only("seq").filter(client_id=uuid), uuid=UUID).first(uuid=ink.client_id)
    assert found is not None and found.get_deferred_fields() >= {"strokes"} and found.strokes == DRAWING.to_wire()


def test_texts_ids_and_lists_of_values(here: Side) -> None:
    names = Query(
        lambda name: Student.objects.filter(display_name=name).values_list("uuid", "display_name"), name=str
    )
    assert names.all(name=here.students[0].display_name) == [(here.students[0].uuid, here.students[0].display_name)]
    assert names.all(name="x' OR '1'='1") == []


def test_it_is_asked_anew_each_time(here: Side, django_assert_num_queries: Callable[..., object]) -> None:
    version = Query(lambda room: SchoolClass.objects.filter(pk=room).values_list("version"), room=int)
    raise_it = Update(lambda room: (SchoolClass.objects.filter(pk=room), {"version": F("version") + 1}), room=int)
    [(before,)] = version.all(room=here.school_class.pk)
    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        assert raise_it(room=here.school_class.pk) == 1
        assert version.all(room=here.school_class.pk) == [(before + 1,)]
        assert raise_it(room=0) == 0


def test_what_cannot_be_a_parameter_is_refused_rather_than_asked(here: Side) -> None:
    asked = Query(lambda answer: Mark.objects.filter(answer=answer), answer=int)
    for nothing in (None, True, "1"):
        with pytest.raises(TypeError):
            asked.all(answer=nothing)
    with pytest.raises(KeyError):
        asked.all(anwser=1)
    with pytest.raises(TypeError, match="parameter"):
        Query(lambda one, other: Mark.objects.filter(answer=one), one=int, other=int).all(one=1, other=2)
    with pytest.raises(TypeError, match="prefetches"):
        Query(lambda pk: Ink.objects.prefetch_related("readings").filter(pk=pk), pk=int).all(pk=1)


def test_an_inserted_row_is_the_row_that_save_would_store(here: Side) -> None:
    ink = written(here)
    like = {"answer_id": ink.answer_id, "sha256": "0" * 64, "strokes": DRAWING.to_wire(), "drawn_at": ink.received_at}
    ours = insert(Ink(**like, client_id=uuid4(), seq=2))
    saved = Ink.objects.create(**like, client_id=uuid4(), seq=3)
    assert ours.pk and not ours._state.adding and ours._state.db == connection.alias
    stored, other = (facts(Ink.objects.get(pk=one.pk)) for one in (ours, saved))
    own = ("id", "client_id", "seq", "received_at")
    assert {k: v for k, v in stored.items() if k not in own} == {k: v for k, v in other.items() if k not in own}
    assert stored["received_at"] == ours.received_at and stored["client_id"] == ours.client_id
