"""Locks on answers, taken before what they point to is looked at."""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet

from classroom import prepared
from classroom.models import Answer


def lock_answers(answers: QuerySet[Answer]) -> None:
    """Lock answers, in order, before they are fetched together with their ink or mark. One query, none on SQLite.

    One statement that locks and joins is not enough. On PostgreSQL, who had to wait for the lock gets the answer as
    it is now, joined with the rows of before the wait: they no longer fit, and the ink or mark comes as None.
    """
    if connection.features.has_select_for_update:  # elsewhere writers take turns anyway
        list(answers.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def lock_answer(pk: int) -> None:
    """One of them."""
    prepared.together(*locking(pk))


def locking(*pks: int) -> list[prepared.Asked[list[tuple[int]]]]:
    """What locks some of them, in this order, to be asked together with what looks at them. Nothing on SQLite."""
    return [_one.asks(answer=pk) for pk in pks] if connection.features.has_select_for_update else []


_one = prepared.Query(
    lambda answer: Answer.objects.select_for_update().filter(pk=answer).values_list("pk"), answer=int
)
