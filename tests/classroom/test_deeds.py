"""The trail as its head reads it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from classroom import audit, classes, deeds, enrolment, privacy
from classroom.models import AuditEntry, Student, User
from tests.conftest import Side

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
ROOT = Path(deeds.__file__).parent
# What hands an action on to audit.record, and where it stands among the arguments.
TELLERS = {"_record": 0, "_tell": 2, "_choose": 5}


def actions() -> set[str]:
    """Every action that the code records, as far as it is written out."""
    found = set[str]()
    for path in ROOT.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            said: list[ast.expr] = [
                one.value for one in call.keywords if one.arg == "action" and name != "add_argument"
            ]
            if name in TELLERS and len(call.args) > TELLERS[name]:
                said.append(call.args[TELLERS[name]])
            for one in said:
                found |= {
                    leaf.value
                    for leaf in ast.walk(one)
                    if isinstance(leaf, ast.Constant) and isinstance(leaf.value, str)
                }
    return {one for one in found if one.replace("_", "").isalpha()}


def test_every_action_has_words_and_no_words_are_left_over() -> None:
    recorded = actions()
    assert {"student_erased", "class_archived", "work_returned", "rereading_declined"} <= recorded
    assert not recorded - set(deeds.WORDS)
    assert not set(deeds.WORDS) - recorded


@pytest.fixture
def done(here: Side) -> Side:
    """A class made and a child renamed by the head."""
    classes.make_class(teacher=here.teacher, name="Comets", year=3)
    enrolment.rename_student(
        student=here.students[0], school_class=here.school_class, name="Ada L", teacher=here.teacher
    )
    return here


def test_a_head_reads_who_did_what_about_whom(done: Side, as_teacher: SignIn) -> None:
    page = as_teacher(done).get(reverse("deeds")).content.decode()
    assert "Made a class" in page and "Comets" in page
    assert "Renamed a child" in page and "Ada L" in page and done.teacher.name in page
    assert page.index("Renamed a child") < page.index("Made a class")  # newest first


def test_whoever_is_no_head_finds_nothing(here: Side, as_teacher: SignIn) -> None:
    User.objects.filter(pk=here.teacher.pk).update(is_head=False)
    assert as_teacher(here).get(reverse("deeds")).status_code == 404


def test_another_school_is_not_in_it(done: Side, elsewhere: Side, as_teacher: SignIn) -> None:
    classes.make_class(teacher=elsewhere.teacher, name="Secret Seven", year=3)
    audit.record(action="retention", school=None, gone={"ink": 3})
    # An entry that points to what is another school's says no name of it.
    audit.record(action="student_renamed", school=done.teacher.school, student=elsewhere.students[0].pk)
    Student.objects.filter(pk=elsewhere.students[0].pk).update(display_name="Zacharias")
    page = as_teacher(done).get(reverse("deeds")).content.decode()
    assert "Secret Seven" not in page and "Zacharias" not in page
    assert "Let go of what was over its time" in page and "the site itself" in page


def test_one_persons_deeds_can_be_picked_out(done: Side, as_teacher: SignIn) -> None:
    audit.record(action="drift_alarm", school=done.teacher.school)
    client = as_teacher(done)
    mine = client.get(reverse("deeds"), {"who": done.teacher.pk}).content.decode()
    sites = client.get(reverse("deeds"), {"who": "site"}).content.decode()
    assert "Made a class" in mine and "Saw reading get worse" not in mine
    assert "Made a class" not in sites and "Saw reading get worse" in sites
    assert "Made a class" in client.get(reverse("deeds"), {"who": "9" * 40}).content.decode()


def test_of_a_child_who_was_erased_the_deed_is_left_and_no_name(done: Side, as_teacher: SignIn) -> None:
    child = done.students[0]
    privacy.erase_student(student=child, teacher=done.teacher)
    page = as_teacher(done).get(reverse("deeds")).content.decode()
    assert "Erased a child" in page and "a child who was erased" in page and "Ada L" not in page


def test_the_seals_are_held_against_the_entries(done: Side, as_teacher: SignIn) -> None:
    audit.seal()
    client = as_teacher(done)
    assert "fit their seals" in client.get(reverse("deeds"), {"check": 1}).content.decode()
    AuditEntry.objects.filter(action="class_made").update(action="class_archived")
    assert "changed by another hand" in client.get(reverse("deeds"), {"check": 1}).content.decode()


def test_many_deeds_are_turned_over_in_pages(done: Side, as_teacher: SignIn) -> None:
    for _ in range(60):
        audit.record(action="cards_shown", school=done.teacher.school, teacher=done.teacher, count=3)
    client = as_teacher(done)
    first, second = (client.get(reverse("deeds"), {"page": n}).content.decode() for n in (1, 2))
    assert first.count("<tr><td>") == 50 and "Older" in first and "3 children" in first
    assert "Newer" in second and "Made a class" in second
