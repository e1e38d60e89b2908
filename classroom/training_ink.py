"""Confirmed answers as training ink: of children with consent alone, without names and times.

A writer is a keyed hash of the child's id. It stays the same from export to export, so that whole writers can be
held out and taken out; without the school's pepper it leads to nobody.
"""

from __future__ import annotations

import gzip
import hashlib
import hmac
import io
import json
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from classroom import audit, consent, rules
from classroom.errors import NotAllowedNow
from classroom.later import gettext_lazy as _
from classroom.models import Answer, ExportedWriter, Ink, InkExport, Mark, School, Student, User
from classroom.skills.figures import LINE
from recognition import reader as recognition

FORMAT = "astro-numbers training ink"
# With fewer, everybody in the school would know whose hand it is, and no writer could be held out.
FEWEST_WRITERS = 3
LINES, MANIFEST = "training-ink.jsonl.gz", "manifest.json"


class TooFewWriters(NotAllowedNow):
    code = "too_few_writers"
    message = _(
        "Training ink needs confirmed writing of at least %(FEWEST_WRITERS)s "
        "children with consent. With fewer, everybody would know whose hand it "
        "is."
    ) % {"FEWEST_WRITERS": FEWEST_WRITERS}


@dataclass(frozen=True)
class Bundle:
    """An export that was just made: its record, and the file, which is kept nowhere here."""

    export: InkExport
    content: bytes
    name: str


def writer_name(student: Student) -> str:
    """The pseudonym under which a child's ink is exported."""
    return f"school:{_keyed('training-writer', str(student.uuid))}"


def taught_text(
    *, key: Mapping[str, Any], kind: str, read: str, candidates: Sequence[str], flags: Sequence[str]
) -> str | None:
    """What ink that a teacher marked right says, or None when that is not certain. Pure.

    What was read counts when it is right. Else the reader erred, and the key says it: a whole number with one right
    value can be written in one way; of other kinds the value must be among what the reader thought possible.

    >>> key = {"version": 1, "values": ["12"], "rule": "equal"}
    >>> taught_text(key=key, kind="whole", read="17", candidates=["17", "19"], flags=[])
    '12'
    >>> taught_text(key=key, kind="decimal", read="1.7", candidates=["1.7"], flags=[]) is None
    True
    """
    if {"mirrored", "crossed_out"} & set(flags):
        return None  # right for a teacher, but not written as the label would say
    if rules.is_right(read, key):
        return rules.tidy(read)
    values = [rules.tidy(str(value)) for value in key["values"]]
    if kind in {"whole", "digit"} and len(values) == 1:
        return values[0]
    possible = [rules.tidy(text) for text in candidates if rules.is_right(text, key)]
    return possible[0] if len(possible) == 1 else None


def confirmed_answers(school: School) -> QuerySet[Answer]:
    """Drawn answers that a teacher marked right, of children whose consent stands now."""
    return (
        Answer.objects.filter(
            attempt__student__in=consent.consenting(school).values("student"),
            attempt__student__school=school,
            mark__source=Mark.Source.TEACHER,
            mark__verdict=Mark.Verdict.RIGHT,
            mark__ink=F("ink"),
            ink__mode=Ink.Mode.DRAWN,
            ink__is_blank=False,
            ink__forgotten_at=None,
        )
        .select_related("attempt__student", "question", "ink", "mark__reading")
        .order_by("pk")
    )


def prospect(school: School) -> Counter[int]:
    """How many answers of each child (by id) an export made now would hold. Two queries."""
    return Counter(answer.attempt.student_id for answer in confirmed_answers(school) if _text_of(answer))


@transaction.atomic
def export_training_ink(*, school: School, teacher: User | None) -> Bundle:
    """Make a file of the school's confirmed ink and record what is in it; TooFewWriters writes nothing.

    `teacher` is None when whoever runs the machine asked. Takes the lock that consent takes.
    """
    School.objects.select_for_update().get(pk=school.pk)
    rows, counts = [], Counter[Student]()
    for answer in confirmed_answers(school):
        text = _text_of(answer)
        if text is None or answer.ink is None:
            continue
        student = answer.attempt.student
        rows.append(_line(answer.ink, text, student))
        counts[student] += 1
    if len(counts) < FEWEST_WRITERS:
        raise TooFewWriters
    rows.sort()  # by a keyed hash: the order tells nothing of when or where
    lines = "".join(f"{row}\n" for row in rows).encode()
    number = (InkExport.objects.filter(school=school).values_list("number", flat=True).first() or 0) + 1
    standing = list(consent.consenting(school).order_by("pk").values_list("pk", flat=True))
    manifest: dict[str, Any] = {
        "version": 1,
        "format": FORMAT,
        "number": number,
        "made_on": f"{timezone.localdate():%Y-%m-%d}",
        "sha256": hashlib.sha256(lines).hexdigest(),
        "answers": len(rows),
        "writers": len(counts),
        "consent": {
            "purpose": consent.TRAINING_INK.value,
            "form_version": consent.FORM_VERSION,
            "standing": len(standing),
            "ledger_sha256": hashlib.sha256(json.dumps(standing).encode()).hexdigest(),
        },
        "use": "To fine-tune a reader of handwriting; for nothing else. Delete it when a later one is made.",
    }
    export = InkExport.objects.create(
        school=school, number=number, teacher=teacher, sha256=manifest["sha256"], manifest=manifest
    )
    ExportedWriter.objects.bulk_create(
        [ExportedWriter(export=export, student=student, answers=count) for student, count in counts.items()]
    )
    audit.record(
        action="training_ink_exported", school=school, teacher=teacher,
        export=export.pk, answers=len(rows), writers=len(counts), sha256=export.sha256,
    )  # fmt: skip
    return Bundle(export, _packed(lines, manifest), f"training-ink-{number}.zip")


def consenting_children(school: School) -> int:
    """For how many children of the school consent stands. One query."""
    return consent.consenting(school).count()


def exports_of(school: School) -> list[InkExport]:
    """Every file that was made, newest first. One query."""
    return list(InkExport.objects.filter(school=school).select_related("teacher"))


def reader_learned_from() -> str:
    """The sha256 of the export from which the reader in use was fine-tuned, as its card says; "" for none."""
    try:
        facts = recognition.default_reader().card.facts
    except recognition.ReaderUnavailable:
        return ""
    return str(facts.get("finetuned_on", {}).get("sha256", ""))


def withdrawn_since(export: InkExport) -> int:
    """How many children of an export have no consent now, or were erased. One query."""
    inside = ExportedWriter.objects.filter(export=export).values("student")
    still = consent.latest_entries().filter(student__in=inside, given=True).count()
    return inside.count() - still + export.erased_writers


def _text_of(answer: Answer) -> str | None:
    if answer.question.layout != LINE:
        return None  # its ink holds carries and working too, and is no line that says its text
    reading = answer.mark.reading if answer.mark else None
    result = reading.result if reading else {}
    return taught_text(
        key=answer.question.key,
        kind=answer.question.kind,
        read=reading.text if reading else "",
        candidates=[one["text"] for one in result.get("candidates", [])],
        flags=result.get("flags", []),
    )


def _line(ink: Ink, text: str, student: Student) -> str:
    drawn = ink.strokes or {}
    strokes = [[point[:2] for point in stroke] for stroke in drawn["strokes"]]  # without the times
    row = {
        "id": _keyed("training-ink", str(ink.client_id)),
        "source": "school",
        "writer": writer_name(student),
        "text": text,
        "ink": {"version": 1, "width": drawn["width"], "height": drawn["height"], "strokes": strokes},
    }
    return json.dumps(row, separators=(",", ":"))


def _keyed(purpose: str, value: str) -> str:
    return hmac.new(settings.PEPPER.encode(), f"{purpose}:{value}".encode(), hashlib.sha256).hexdigest()[:16]


def _packed(lines: bytes, manifest: Mapping[str, Any]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        # Fixed times: the same ink gives the same bytes.
        bundle.writestr(zipfile.ZipInfo(LINES), gzip.compress(lines, mtime=0))
        bundle.writestr(zipfile.ZipInfo(MANIFEST), json.dumps(manifest, indent=1) + "\n")
    return out.getvalue()
