"""Ids of another school slipped into our own addresses and forms, fields nobody asked for, and names that are markup.

test_authorisation.py tries every address as everybody. Here a teacher who may be there mixes in what is not hers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom.models import (
    Decision,
    Enrolment,
    Invitation,
    Mark,
    Note,
    Question,
    School,
    SchoolClass,
    Student,
    Teaching,
    User,
    Worksheet,
)
from tests.classroom.test_authorisation import Scene, _kinds_of, addresses, scene
from tests.conftest import Side

__all__ = ["scene"]  # the fixture
pytestmark = pytest.mark.django_db
MARKUP = '"><img src=x onerror=alert(1)>'


@pytest.fixture
def foreign(elsewhere: Side, draw: Callable[..., Any]) -> dict[str, Any]:
    """The same kinds of things as in the scene, all of another school."""
    zoe = elsewhere.students[0]
    draw(elsewhere.answer(1, zoe))
    invitation = Invitation.objects.create(
        school=elsewhere.school, made_by=elsewhere.teacher, expires_at=timezone.now() + timedelta(days=1)
    )
    return {
        "classes": elsewhere.school_class.pk,
        "children": zoe.uuid,
        "teacher_pk": elsewhere.teacher.pk,
        "teachers": elsewhere.teacher.pk,
        "invitations": invitation.pk,
        "worksheets": elsewhere.worksheet.pk,
        "questions": elsewhere.questions[0].pk,
        "assignments": elsewhere.assignment.uuid,
        "work": elsewhere.assignment.uuid,
        "attempts": elsewhere.attempt(zoe).uuid,
        "answers": elsewhere.answer(1, zoe).uuid,
        "<str:code>": zoe.uuid,
    }


def mixed(scene: Scene, foreign: dict[str, Any]) -> list[tuple[str, str]]:
    """Every address with two or more ids of which one, each in turn, is another school's."""
    found = []
    for name, pattern in addresses():
        kinds = _kinds_of(pattern)
        for strange in [kind for kind in kinds if kind in foreign] if len(kinds) > 1 else []:
            values = [foreign[kind] if kind == strange else scene.kinds[kind] for kind in kinds]
            found.append((f"{name} with a foreign {strange}", reverse(name, args=values)))
    return found


def gone(client: Client, method: str, address: str, data: dict[str, Any] | None = None) -> int:
    """The status; what it changed is taken back."""
    cache.clear()
    with transaction.atomic():
        status: int = (
            client.generic(method, address).status_code if data is None else client.post(address, data).status_code
        )
        transaction.set_rollback(True)
    return status


def test_no_address_takes_an_id_of_another_school_beside_one_of_ours(scene: Scene, foreign: dict[str, Any]) -> None:
    tried = mixed(scene, foreign)
    assert len(tried) >= 12
    wrong = []
    for caller in ("teacher", "ada"):
        for name, address in tried:
            for method in ("GET", "POST"):
                status = gone(scene.client(caller), method, address)
                # Children and passers-by may not be there at all, or the method is none: all but "done" is right.
                if status in (200, 201) or (status == 302 and caller == "teacher"):
                    wrong.append(f"{caller} {method} {name}: {status}")
    assert not wrong, "\n".join(wrong)


def test_no_form_takes_an_id_of_another_school(
    scene: Scene, here: Side, elsewhere: Side, foreign: dict[str, Any]
) -> None:
    teacher, ada = scene.client("teacher"), here.students[0]
    forms: list[tuple[str, list[Any], dict[str, Any]]] = [
        ("student-move", [here.school_class.pk, ada.uuid], {"to": elsewhere.school_class.pk}),
        ("class-add-teacher", [here.school_class.pk], {"colleague": elsewhere.teacher.pk}),
        ("set-worksheet", [here.worksheet.pk], {"classes": [elsewhere.school_class.pk], "policy": "after_return"}),
        ("class-consent", [here.school_class.pk], {
            "children": [str(elsewhere.students[0].uuid)], "given": "yes", "evidence": "paper",
            "evidence_on": "2026-01-01",
        }),
        ("mark-group", [here.assignment.uuid], {
            "answers": [str(foreign["answers"])], "answer": str(foreign["answers"]), "decision": "right",
            "verdict": "right",
        }),
    ]  # fmt: skip
    before = {
        "enrolled": set(Enrolment.objects.filter(until=None).values_list("student", "school_class")),
        "teaching": set(Teaching.objects.values_list("teacher", "school_class")),
        "set": elsewhere.school_class.assignments.count(),
        "marks": Mark.objects.filter(answer__attempt__assignment=elsewhere.assignment).count(),
        "decisions": Decision.objects.count(),
    }
    for name, args, data in forms:
        assert teacher.post(reverse(name, args=args), data).status_code < 500, name
    after = {
        "enrolled": set(Enrolment.objects.filter(until=None).values_list("student", "school_class")),
        "teaching": set(Teaching.objects.values_list("teacher", "school_class")),
        "set": elsewhere.school_class.assignments.count(),
        "marks": Mark.objects.filter(answer__attempt__assignment=elsewhere.assignment).count(),
        "decisions": Decision.objects.count(),
    }
    assert after == before


def every_field() -> dict[str, str]:
    """The name of every column of every model of ours, with a value that would do harm."""
    names = {field.name for model in apps.get_app_config("classroom").get_models() for field in model._meta.fields}
    keep = {"password", "token", "session_data"}  # passwords of forms are for their own tests
    return {name: "1" for name in sorted(names - keep)}


def protected() -> dict[str, Any]:
    """What no form may change by a field that it does not show."""
    return {
        "people": list(User.objects.order_by("pk").values_list("pk", "school", "is_superuser", "email", "password")),
        "children": list(Student.objects.order_by("pk").values_list("pk", "uuid", "school", "created_at")),
        "classes": list(SchoolClass.objects.order_by("pk").values_list("pk", "school", "created_at")),
        "schools": list(School.objects.order_by("pk").values_list("pk", "created_at")),
        "sheets": list(Worksheet.objects.order_by("pk").values_list("pk", "school", "author"))[:2],
        "enrolled": list(Enrolment.objects.order_by("pk").values_list("pk", "student", "school_class", "since"))[:3],
        "machine": Mark.objects.filter(source="machine").count(),
    }


@pytest.mark.parametrize("caller", ["colleague", "ada"])
def test_fields_that_nobody_asked_for_change_nothing(scene: Scene, caller: str) -> None:
    """A colleague is no head: may neither be made one nor change the school, whatever is posted wherever."""
    before, heads, wrong = protected(), set(User.objects.filter(is_head=True).values_list("pk", flat=True)), []
    sent = {**every_field(), "is_head": "on", "is_active": "", "is_superuser": "on", "school": "1", "score": "100"}
    for name, pattern in addresses():
        cache.clear()
        with transaction.atomic():
            answer = scene.client(caller).post(scene.address(name, pattern), sent)
            assert answer.status_code < 500, name
            if protected() != before or set(User.objects.filter(is_head=True).values_list("pk", flat=True)) != heads:
                wrong.append(name)
            transaction.set_rollback(True)
    assert wrong == []


def test_names_that_are_markup_are_text_on_every_page(scene: Scene, here: Side) -> None:
    Student.objects.update(display_name=MARKUP)
    SchoolClass.objects.update(name=MARKUP)
    School.objects.update(name=MARKUP)
    User.objects.update(name=MARKUP)
    Worksheet.objects.update(title=MARKUP)
    Question.objects.update(prompt=f"{MARKUP} = ?")
    Note.objects.create(teacher=here.teacher, attempt=here.attempt(), text=MARKUP)
    shown, wrong = 0, []
    for caller in ("nobody", "ada", "teacher"):
        for name, pattern in addresses():
            answer = scene.client(caller).get(scene.address(name, pattern))
            if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
                continue
            shown += "&lt;img src=x" in answer.text
            wrong += [f"{caller} {name}"] if "<img src=x" in answer.text else []
    assert not wrong
    assert shown > 20, "the names are on the pages indeed"
