"""What tests of a new reader share: reading all that waits, another version, and going over stored ink."""

from __future__ import annotations

from classroom import readings, rereading
from classroom.models import Answer, ReadingJob, Rereading
from tests.conftest import ScriptedReader, Side


def read_all() -> None:
    readings.read_and_mark(list(ReadingJob.objects.filter(state="queued").values_list("pk", flat=True)))


def new_reader(reader: ScriptedReader, *candidates: tuple[str, float], version: str = "scripted-2") -> None:
    reader.version = version
    reader.says(*candidates)


def read_again(side: Side, version: str = "scripted-2") -> Rereading:
    run = rereading.start(teacher=side.teacher, reader_version=version)
    while rereading.go_on(run.pk):
        pass
    run.refresh_from_db()
    return run


def verdict(answer: Answer) -> str | None:
    answer.refresh_from_db()
    return answer.mark.verdict if answer.mark else None
