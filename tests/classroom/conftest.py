"""What several tests of the classroom begin with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from classroom.models import Answer, Ink, ReadingJob
from classroom.readings import read_and_mark
from tests.conftest import ScriptedReader, Side

Draw = Callable[..., Ink]


@pytest.fixture
def written(here: Side, reader: ScriptedReader, draw: Draw) -> Callable[..., Answer]:
    """A child's answer to question 1, read as said."""

    def write(child: int, *candidates: tuple[str, float], status: str = "read", seq: int = 1) -> Answer:
        answer = here.answer(1, here.students[child])
        draw(answer, seq=seq)
        reader.says(*candidates, status=status)
        read_and_mark(list(ReadingJob.objects.filter(state="queued").values_list("pk", flat=True)))
        return Answer.objects.get(pk=answer.pk)

    return write
