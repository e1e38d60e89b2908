"""The demonstration: made-up children at every stage of work, and links that exist nowhere else."""

from __future__ import annotations

import random

import pytest
from django.core.management.base import CommandError
from django.test import Client

from classroom import checks, invariants
from classroom.honesty import confusions, figures
from classroom.management.commands.demo import link
from classroom.management.demonstration import children, desk, history, school, writing
from classroom.management.demonstration.children import Child, child_named
from classroom.models import (
    Answer,
    Assignment,
    Attempt,
    Check,
    Enrolment,
    Ink,
    Note,
    ReadingJob,
    Rereading,
    SchoolClass,
    Student,
    User,
    Worksheet,
)
from tests.conftest import LINE, ScriptedReader, Side


@pytest.mark.django_db
def test_the_school_has_two_teachers_three_classes_and_sixty_children_at_work() -> None:
    show = school.fill()
    assert (User.objects.count(), SchoolClass.objects.count(), Student.objects.count()) == (2, 3, 60)
    assert Attempt.objects.filter(state="returned").count() == 24
    assert Attempt.objects.filter(state="in_progress").exists()
    assert Ink.objects.filter(mode="drawn").count() > 200
    assert not Ink.objects.filter(is_late=True).exists()
    assert Answer.objects.filter(mark__source="teacher").count() == 1
    assert Note.objects.filter(answer=None).count() == 10 and Note.objects.exclude(answer=None).exists()
    assert all(note.attempt.state == "returned" for note in Note.objects.select_related("attempt"))
    assert invariants.broken() == {}
    assert school.fill() == show
    assert Student.objects.count() == 60


@pytest.mark.django_db
def test_its_links_lead_nowhere_in_a_real_school(client: Client) -> None:
    show = school.fill()
    assert client.get(link(teacher=show.teacher.pk)).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_child_is_the_same_child_every_time() -> None:
    first = [one.for_door() for one in Child("Ada").revisions("42", seq=1)]
    again = [one.for_door() for one in Child("Ada").revisions("42", seq=1)]
    assert first == again
    assert child_named("Ada") is child_named("Ada")


@pytest.mark.django_db
def test_the_class_writes_under_new_ids_when_it_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    show = school.fill()

    def ids() -> set[object]:
        monkeypatch.setattr(children, "_known", {})  # as in a new process
        sent = writing._answers(show, school.set_live(show), random.Random(1))
        return {revision["client_id"] for _, _, revision in sent}

    assert len(ids() & ids()) == 0
    assert not Ink.objects.filter(client_id__in=ids()).exists()


@pytest.mark.django_db
def test_it_starts_again_after_a_visitor_played() -> None:
    show = school.fill()
    SchoolClass.objects.create(school=show.teacher.school, name=show.live_class.name)
    SchoolClass.objects.filter(pk=show.live_class.pk).update(name="Renamed")
    Worksheet.objects.update(title="Renamed")
    assert school.fill() == show
    SchoolClass.objects.all().delete()
    with pytest.raises(CommandError, match="Remove the folder"):
        school.fill()


@pytest.mark.django_db
def test_a_term_behind_it_gives_the_honesty_page_something_to_tell(
    here: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_ink_of", lambda *_: LINE)  # drawing takes most of the time
    rooms = [SchoolClass.objects.create(school=here.school, name=name, year=4) for name in ("Meteors", "Satellites")]
    for room in (here.school_class, *rooms):
        for number in range(14):
            child = Student.objects.create(school=here.school, display_name=f"{room.name} {number}")
            Enrolment.objects.create(student=child, school_class=room)
    assert history.write(here.teacher, weeks=4) == 12
    assert history.write(here.teacher, weeks=4) == 0  # a second start adds nothing
    found = figures.figures(here.school)
    assert found.answers > 500 and found.whole.asked is not None and found.whole.by_lot is not None
    assert 0.02 < (found.whole.asked.value or 0) < 0.2 and (found.whole.by_lot.value or 0) > 0.9
    assert all(part.lines for part in found.breakdowns)
    assert confusions.matrix(here.school) is not None
    assert not ReadingJob.objects.filter(state=ReadingJob.State.QUEUED).exists()
    assert 0 < checks.open_count(here.school) < Check.objects.count()  # some wait, the others are decided
    assert invariants.broken() == {}


@pytest.mark.django_db
def test_the_sites_own_reader_goes_over_the_newest_lesson_once(
    here: Side, reader: ScriptedReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_ink_of", lambda *_: LINE)
    for number in range(6):
        child = Student.objects.create(school=here.school, display_name=f"Child {number}")
        Enrolment.objects.create(student=child, school_class=here.school_class)
    desk.propose(here.teacher)
    assert Rereading.objects.count() == 0  # nothing yet that another reader read
    history.write(here.teacher, weeks=2)
    reader.says(("3", 0.9999))
    for _ in range(2):
        desk.propose(here.teacher)
    run = Rereading.objects.get()
    newest = Assignment.objects.filter(worksheet__title__startswith=str(history.TITLE)).order_by("opens_at").last()
    assert (run.reader_version, run.assignment) == (reader.version, newest)
    assert run.state == "done"
    assert run.changes.filter(state="open").exists()
