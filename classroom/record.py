"""Everything that is stored about one child: counted, and as a file to hand over.

What belongs to a child is found by following foreign keys from every model to the child, so that a new table cannot
be forgotten.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections import deque
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import ForeignKey, Model, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from classroom import audit, consent
from classroom.drawings import drawing
from classroom.later import gettext_lazy as _
from classroom.models import Answer, Attempt, AuditEntry, Enrolment, Ink, Student, User
from classroom.skills.figures.words import label_of

# What people did about one child, in a parent's words; an action without words stands there as its code.
DEEDS = {
    "student_renamed": _("the name was changed"),
    "student_removed": _("taken out of a class"),
    "student_readmitted": _("taken into a class again"),
    "student_moved": _("moved to another class"),
    "picture_key_renewed": _("new pictures to come in by"),
    "student_exported": _("all that is stored was handed over"),
    "consent_given": _("a family's yes was recorded"),
    "consent_refused": _("a family's no was recorded"),
    "consent_withdrawn": _("a family's withdrawal was recorded"),
    "work_taken_in": _("work was taken in from a tablet's file"),
    "late_work_accepted": _("late work was let count"),
    "late_work_set_aside": _("late work was left out"),
    "note_written": _("a note was written"),
    "note_wiped": _("a note was wiped"),
    "pattern_decided": _("a way of working was looked at"),
}
CSS = Path(__file__).parent / "static" / "classroom" / "css" / "record.css"


@cache
def paths_to_child() -> dict[str, str]:
    """For every model that hangs on a child: its label, and the lookup that leads to the child ("" for the child)."""
    return {
        model._meta.label: path
        for model in apps.get_app_config("classroom").get_models()
        if (path := _path(model)) is not None
    }


def rows_of(student: Student) -> dict[str, QuerySet[Any]]:
    """All rows that hang on a child, by model."""
    found = {}
    for label, path in paths_to_child().items():
        rows = apps.get_model(label)._default_manager
        found[label] = (rows.filter(**{path: student}) if path else rows.filter(pk=student.pk)).order_by("pk")
    return found


def counts(student: Student) -> dict[str, int]:
    """How many rows of each model hang on a child; those without any are left out."""
    return {label: count for label, rows in rows_of(student).items() if (count := rows.count())}


@transaction.atomic
def export_student(*, student: Student, teacher: User | None) -> bytes:
    """A ZIP of all that is stored: data.json for machines, index.html to read, every ink as an SVG picture."""
    everything = {label: [_plain(row) for row in rows] for label, rows in rows_of(student).items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        facts = {
            "version": 1,
            "made_at": timezone.now().isoformat(timespec="seconds"),
            "school": student.school.name,
            "tables": everything,
            # What the ids above lead to: without it nobody could tell what was asked, or in which lesson.
            "lessons": _lessons(student),
            "deeds": [
                {"at": one.at.isoformat(), "action": one.action, "facts": one.facts} for one in _deeds(student)
            ],
        }
        bundle.writestr("data.json", json.dumps(facts, indent=1, ensure_ascii=False))
        for name, picture in _pictures(student):
            bundle.writestr(name, picture)
        bundle.writestr("index.html", render_to_string("record/child.html", _page(student)))
        bundle.writestr("record.css", CSS.read_text(encoding="utf-8"))
    audit.record(
        action="student_exported", school=student.school, teacher=teacher, student=student.pk,
        rows=sum(map(len, everything.values())),
    )  # fmt: skip
    return out.getvalue()


def _path(model: type[Model]) -> str | None:
    """The shortest way along foreign keys to the child, or None where there is none."""
    if model is Student:
        return ""
    waiting: deque[tuple[type[Model], tuple[str, ...]]] = deque([(model, ())])
    seen = {model}
    while waiting:
        here, way = waiting.popleft()
        for field in here._meta.concrete_fields:
            target = field.related_model
            if not isinstance(field, ForeignKey) or not isinstance(target, type) or target in seen:
                continue
            if target is Student:
                return "__".join((*way, field.name))
            seen.add(target)
            waiting.append((target, (*way, field.name)))
    return None


def _plain(row: Model) -> dict[str, Any]:
    return {field.attname: _value(field.value_from_object(row)) for field in row._meta.concrete_fields}


def _value(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def _name(ink: Ink) -> str:
    return f"ink/{ink.pk}.svg"


def _lessons(student: Student) -> list[dict[str, Any]]:
    """Each attempt's class, worksheet and questions, by their ids."""
    asked: dict[int, list[dict[str, Any]]] = {}
    for answer in Answer.objects.filter(attempt__student=student).select_related("question").order_by("pk"):
        one = answer.question
        asked.setdefault(answer.attempt_id, []).append(
            {"id": one.pk, "number": one.position, "prompt": one.prompt, "kind": one.kind}
        )
    attempts = Attempt.objects.filter(student=student).select_related(
        "assignment__worksheet", "assignment__school_class"
    )
    return [
        {
            "attempt": one.pk,
            "class": one.assignment.school_class.name,
            "worksheet": one.assignment.worksheet.title,
            "questions": asked.get(one.pk, []),
        }
        for one in attempts.order_by("pk")
    ]


def _deeds(student: Student) -> list[AuditEntry]:
    """What people did about the child, as the trail has it, oldest first. Three queries."""
    answers = Answer.objects.filter(attempt__student=student).values_list("pk", flat=True)
    attempts = Attempt.objects.filter(student=student).values_list("pk", flat=True)
    rows = audit.about_child(student_id=student.pk, answer_ids=set(answers), attempt_ids=set(attempts))
    return list(rows.select_related("teacher"))


def _typed(ink: Ink, answer: Answer) -> list[str]:
    """What was typed into the boxes beside an answer, each with the name of its box."""
    figure = answer.question.figure
    if figure is None or not ink.beside:
        return []
    return [f"{label_of(figure.named[name])}: {text}" for name, text in figure.beside_of(ink.beside).items()]


def _pictures(student: Student) -> Iterator[tuple[str, str]]:
    for ink in Ink.objects.filter(answer__attempt__student=student, mode=Ink.Mode.DRAWN).order_by("pk"):
        if drawn := drawing(ink.strokes):
            yield _name(ink), render_to_string("record/ink.svg", {"drawn": drawn})


def _page(student: Student) -> dict[str, Any]:
    """What the readable page shows: the child, classes, consent, and every answer with its history."""
    answers: dict[int, list[Answer]] = {}
    rows = Answer.objects.filter(attempt__student=student).select_related("question")
    rows = rows.prefetch_related("inks__readings__agreements", "marks__teacher", "notes")
    for answer in rows.order_by("question__position"):
        for ink in answer.inks.all():
            ink.picture = _name(ink) if drawing(ink.strokes) else ""  # type: ignore[attr-defined]
            ink.told = _typed(ink, answer)  # type: ignore[attr-defined]
        answers.setdefault(answer.attempt_id, []).append(answer)
    attempts = (
        Attempt.objects.filter(student=student)
        .select_related("assignment__worksheet", "assignment__school_class")
        .prefetch_related("notes")
        .order_by("started_at")
    )
    return {
        "student": student,
        "made_at": timezone.now(),
        "enrolments": Enrolment.objects.filter(student=student).select_related("school_class").order_by("since"),
        "standing": consent.standings([student])[0],
        "lessons": [(one, answers.get(one.pk, [])) for one in attempts],
        "deeds": [(one, DEEDS.get(one.action, one.action)) for one in _deeds(student)],
    }
