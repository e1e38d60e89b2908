"""The trail of what mattered: who did what, when. Ids and counts, never names or writing.

Entries are chained: each gets a seal, keyed with the pepper, over what it says and over the seal before it. Whoever
changes, adds or removes an entry in the database breaks the chain, and cannot mend it without the pepper. What an
entry says goes into its seal as a salted digest: the facts about a child who is erased can be emptied without a trace
of them and without breaking the chain.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from classroom.models import AuditEntry, School, User


@dataclass(frozen=True)
class Chain:
    """What the check of the chain found: how many entries hold, the ids of those that do not, the last seal."""

    sealed: int
    broken: tuple[int, ...]
    head: str


def record(*, action: str, school: School | None, teacher: User | None = None, **facts: object) -> AuditEntry:
    """Append one entry. Call it inside the transaction of the deed; it is sealed right after."""
    entry = AuditEntry.objects.create(action=action, school=school, teacher=teacher, facts={"version": 1, **facts})
    transaction.on_commit(seal, robust=True)
    return entry


@transaction.atomic
def seal() -> int:
    """Chain what is not sealed yet; returns how many. A transaction of its own: deeds never wait for it."""
    if not AuditEntry.objects.filter(seal="").exists():
        return 0
    # The oldest entry is the chain's lock: who comes second waits here, and then sees what the first one sealed.
    AuditEntry.objects.select_for_update().order_by("pk").first()
    previous = _head()
    count = 0
    for entry in AuditEntry.objects.filter(seal="").order_by("pk"):
        entry.salt = entry.salt or secrets.token_hex(16)
        entry.digest = _digest(entry)
        entry.previous, entry.seal = previous, _seal(entry, previous)
        entry.save(update_fields=["salt", "digest", "previous", "seal"])
        previous = entry.seal
        count += 1
    return count


def chain() -> Chain:
    """Check every sealed entry. The oldest may have been let go by age: one beginning is allowed, the oldest there.

    The order is that of the seals, not of the ids: a deed that was begun first may have been done second.
    """
    entries = list(AuditEntry.objects.exclude(seal="").order_by("pk"))
    seals = {entry.seal for entry in entries}
    beginnings, followed, broken = 0, set[str](), []
    for entry in entries:
        said = entry.redacted_at is not None or hmac.compare_digest(entry.digest, _digest(entry))
        whole = said and hmac.compare_digest(entry.seal, _seal(entry, entry.previous))
        begins = entry.previous not in seals
        if not whole or entry.previous in followed or (begins and beginnings):
            broken.append(entry.pk)
        beginnings += begins
        followed.add(entry.previous)
    return Chain(len(entries), tuple(broken), _head())


def _head() -> str:
    """The seal that no entry follows yet; "" for an empty trail. Two queries, seldom more."""
    last = AuditEntry.objects.exclude(seal="").order_by("-pk").first()
    while last and (after := AuditEntry.objects.filter(previous=last.seal).order_by("-pk").first()):
        last = after
    return last.seal if last else ""


def about_child(*, student_id: int, answer_ids: set[int], attempt_ids: set[int]) -> QuerySet[AuditEntry]:
    """Every entry about a child alone, oldest first; those about many children name none."""
    about = Q(facts__student=student_id)
    about |= Q(facts__answer__in=list(answer_ids)) | Q(facts__attempt__in=list(attempt_ids))
    return AuditEntry.objects.filter(about).order_by("pk")


def forget_child(*, student_id: int, answer_ids: set[int], attempt_ids: set[int]) -> int:
    """Empty the facts of every entry about a child; returns how many. Call it inside the erasure's transaction."""
    seal()  # what is not in the chain yet would lose its place in it
    now, count = timezone.now(), 0
    for entry in about_child(student_id=student_id, answer_ids=answer_ids, attempt_ids=attempt_ids):
        entry.facts, entry.salt, entry.redacted_at = {"version": 1, "erased": True}, "", now
        entry.save(update_fields=["facts", "salt", "redacted_at"])
        count += 1
    return count


def _digest(entry: AuditEntry) -> str:
    said = json.dumps([entry.salt, entry.teacher_id, entry.facts], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def _seal(entry: AuditEntry, previous: str) -> str:
    said = f"audit:{previous}:{entry.pk}:{entry.at.isoformat()}:{entry.school_id}:{entry.action}:{entry.digest}"
    return hmac.new(settings.PEPPER.encode(), said.encode(), hashlib.sha256).hexdigest()
