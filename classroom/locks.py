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
    """One of them, on the path of a save."""
    if connection.features.has_select_for_update:
        _one.all(answer=pk)


_one = prepared.Query(
    lambda answer: Answer.objects.select_for_update().filter(pk=answer).values_list("pk"), answer=int
)
