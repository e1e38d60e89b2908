"""The pages of a new reader: the offer, how far it is, what would change, and who may decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from classroom import marks, readings, rereading
from classroom.models import (
    Answer,
    Enrolment,
    Ink,
    Mark,
    ReadingJob,
    RereadChange,
    Rereading,
    SchoolClass,
    Student,
    Teaching,
    User,
)
from tests.classroom.rooms import make_room
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db
Draw = Callable[..., Ink]
SignIn = Callable[..., Client]


@pytest.fixture
def run(here: Side, reader: ScriptedReader, draw: Draw) -> Rereading:
    """Ada's and Ben's first answers, 12 taken for 17 by the old reader, are read right by the new one."""
    reader.says(("17", 0.999))
    for student in here.students:
        draw(here.answer(1, student))
    readings.read_and_mark(list(ReadingJob.objects.values_list("pk", flat=True)))
    reader.version = "scripted-2"
    reader.says(("12", 0.999))
    made = rereading.start(teacher=here.teacher, reader_version="scripted-2")
    while rereading.go_on(made.pk):
        pass
    return made


def text(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def main_of(page: str) -> str:
    """What the page itself says, without its frame."""
    return page.split("<main")[1].split("</main>")[0]


def colleague_of(side: Side) -> tuple[User, Client]:
    user = User.objects.create_user("near@hilltop.example", "unused pass 77", name="Mx Near", school=side.school)
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return user, client


def test_the_offer_comes_when_the_reader_is_another(
    here: Side, reader: ScriptedReader, draw: Draw, as_teacher: SignIn
) -> None:
    draw(here.answer(1))
    readings.read_and_mark(list(ReadingJob.objects.values_list("pk", flat=True)))
    client = as_teacher(here)
    assert "there is nothing to read again" in text(client, "new-reader")
    assert "A new reader is here" not in text(client, "honesty")
    reader.version = "scripted-2"
    cache.clear()
    assert "1 answer in this school rests on what another reader saw" in text(client, "new-reader")
    assert "A new reader is here" in text(client, "honesty")
    sent = client.post(reverse("rereading-start"), {"assignment": here.assignment.uuid})
    made = Rereading.objects.get()
    assert sent.headers["Location"] == reverse("rereading", args=[made.pk])
    assert (made.assignment, made.reader_version, made.total) == (here.assignment, "scripted-2", 1)
    facts = client.get(reverse("rereading-progress", args=[made.pk])).json()
    assert facts == {"state": "reading", "done": 0, "total": 1, "failed": 0, "open": 0}
    client.post(reverse("rereading-stop", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == "stopped"


def test_the_changes_are_shown_with_ink_readings_verdicts_and_points(
    here: Side, run: Rereading, as_teacher: SignIn
) -> None:
    page = text(as_teacher(here), "rereading", run.pk)
    assert "2 marks would change: here they are" in page
    assert "read 17, wrong" in page and "read 12, right" in page and page.count('<svg class="ink') == 2
    assert '<td class="number">0</td><td class="number">1 <span class="up">▲ more</span>' in page
    hidden = text(as_teacher(here), "rereading", run.pk, query="?names=hidden")
    assert "Ada" not in hidden and "Child 1" in hidden


def test_some_all_or_none_can_be_accepted(here: Side, run: Rereading, as_teacher: SignIn) -> None:
    client, url = as_teacher(here), reverse("rereading-decide", args=[run.pk])
    ada, ben = RereadChange.objects.order_by("pk")
    client.post(url, {"decision": "accept", "change": [ada.pk]})
    assert [one.state for one in RereadChange.objects.order_by("pk")] == ["applied", "open"]
    client.post(url, {"decision": "decline-all"})
    assert [one.state for one in RereadChange.objects.order_by("pk")] == ["applied", "declined"]
    page = client.post(url, {"decision": "accept", "change": [ben.pk]}, follow=True).content.decode()
    assert "Some of these were decided meanwhile" in page
    assert Mark.objects.filter(source="rereading").count() == 1
    client.post(reverse("rereading-roll-back", args=[run.pk]))
    assert set(Answer.objects.filter(mark__isnull=False).values_list("mark__verdict", flat=True)) == {"wrong"}
    assert "Rolled back" in text(client, "rereading", run.pk, query="?show=rolled-back")


def test_teachers_marks_are_shown_as_agreeing_or_not(
    here: Side, reader: ScriptedReader, run: Rereading, as_teacher: SignIn
) -> None:
    marks.overrule(answer=here.answer(1), teacher=here.teacher, verdict="right")
    reader.version = "scripted-3"
    reader.says(("12", 0.999))
    again = rereading.start(teacher=here.teacher, reader_version="scripted-3")
    while rereading.go_on(again.pk):
        pass
    page = text(as_teacher(here), "rereading", again.pk, query="?show=teachers")
    assert "Ms Hopper said <b>right</b>: the new reader agrees" in page
    assert "Your mark stands" in page or "Your marks stand" in page
    answer = here.answer(1)
    assert answer.mark is not None and answer.mark.source == "teacher"


def test_a_colleague_neither_sees_nor_decides_and_a_head_only_counts(
    here: Side, run: Rereading, draw: Draw, as_teacher: SignIn
) -> None:
    user, client = colleague_of(here)
    page = main_of(text(client, "rereading", run.pk))  # the whole school was read again: how far it is, is no secret
    assert "Ada" not in page and "<svg" not in page and "Nothing to decide in your classes" in page
    ids = list(RereadChange.objects.values_list("pk", flat=True))
    client.post(reverse("rereading-decide", args=[run.pk]), {"decision": "accept", "change": ids})
    client.post(reverse("rereading-decide", args=[run.pk]), {"decision": "accept-all"})
    assert not Mark.objects.filter(source="rereading").exists()
    Teaching.objects.all().delete()
    Teaching.objects.create(teacher=user, school_class=here.school_class)
    head = text(as_teacher(here), "rereading", run.pk)
    assert "2 more wait for colleagues" in head and "Ada" not in head
    client.post(reverse("rereading-decide", args=[run.pk]), {"decision": "accept-all"})
    assert Mark.objects.filter(source="rereading").count() == 2
    as_teacher(here).post(reverse("rereading-roll-back", args=[run.pk]))  # the head, for all
    assert RereadChange.objects.filter(state="returned").count() == 2


def test_only_a_head_has_the_whole_school_read_again(here: Side, run: Rereading, reader: ScriptedReader) -> None:
    user, client = colleague_of(here)
    reader.version = "scripted-3"
    page = client.post(reverse("rereading-start"), follow=True).content.decode()
    assert "Only a head" in page and Rereading.objects.count() == 1
    other = client.post(reverse("rereading-start"), {"school_class": here.school_class.pk})
    assert other.status_code == 404
    assert client.post(reverse("rereading-start"), {"school_class": "nonsense"}).status_code == 404
    room = SchoolClass.objects.create(school=here.school, name="Next door")
    Teaching.objects.create(teacher=user, school_class=room)
    Enrolment.objects.create(
        student=Student.objects.create(school=here.school, display_name="Cleo"), school_class=room
    )
    page = client.post(reverse("rereading-start"), {"school_class": room.pk}, follow=True).content.decode()
    assert "Everything here was read by this reader." in page


def test_a_long_list_costs_as_many_queries_as_a_short_one(
    here: Side, reader: ScriptedReader, as_teacher: SignIn
) -> None:
    client, counts = as_teacher(here), []
    reader.version = "scripted-2"
    for children in (3, 20):
        assignment = make_room(children=children, questions=6, teacher=here.teacher)
        reader.says(("12", 0.6))
        made = rereading.start(teacher=here.teacher, reader_version="scripted-2", assignment=assignment)
        ReadingJob.objects.filter(state="queued").update(state="superseded")
        while rereading.go_on(made.pk):
            pass
        assert made.changes.count() > children
        with CaptureQueriesContext(connection) as seen:
            text(client, "rereading", made.pk)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20
