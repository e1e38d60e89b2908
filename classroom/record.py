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
from classroom.models import Answer, Attempt, Enrolment, Ink, Student, User

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


def _pictures(student: Student) -> Iterator[tuple[str, str]]:
    for ink in Ink.objects.filter(answer__attempt__student=student, mode=Ink.Mode.DRAWN).order_by("pk"):
        if drawn := drawing(ink.strokes):
            yield _name(ink), render_to_string("record/ink.svg", {"drawn": drawn})


def _page(student: Student) -> dict[str, Any]:
    """What the readable page shows: the child, classes, consent, and every answer with its history."""
    answers: dict[int, list[Answer]] = {}
    rows = Answer.objects.filter(attempt__student=student).select_related("question")
    for answer in rows.prefetch_related("inks__readings", "marks__teacher", "notes").order_by("question__position"):
        for ink in answer.inks.all():
            ink.picture = _name(ink) if drawing(ink.strokes) else ""  # type: ignore[attr-defined]
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
    }
