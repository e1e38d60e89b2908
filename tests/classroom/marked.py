"""What several tests of marking do: let the worker read what waits, and look at an answer anew."""

from __future__ import annotations

from classroom import readings
from classroom.models import Answer, ReadingJob


def read_all() -> None:
    """Read every job, as a worker would."""
    readings.read_and_mark(list(ReadingJob.objects.values_list("pk", flat=True)))


def fresh(answer: Answer) -> Answer:
    """The answer as it is stored now, with its mark and question."""
    return Answer.objects.select_related("mark", "question").get(pk=answer.pk)
