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
from django.db.models import Q
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
    """Chain what is not sealed yet, in order; returns how many. A transaction of its own: deeds never wait for it."""
    waiting = list(AuditEntry.objects.filter(seal="").order_by("pk").values_list("pk", flat=True))
    if not waiting:
        return 0
    # One at a time: who comes second waits here, and finds the entries sealed.
    last = AuditEntry.objects.select_for_update().exclude(seal="").order_by("-pk").first()
    previous = last.seal if last else ""
    count = 0
    for entry in AuditEntry.objects.select_for_update().filter(pk__in=waiting, seal="").order_by("pk"):
        entry.salt = entry.salt or secrets.token_hex(16)
        entry.digest = _digest(entry)
        entry.previous, entry.seal = previous, _seal(entry, previous)
        entry.save(update_fields=["salt", "digest", "previous", "seal"])
        previous = entry.seal
        count += 1
    return count


def chain() -> Chain:
    """Check every sealed entry. The oldest may have been let go by age: the chain is checked from there on."""
    sealed, broken, head = 0, [], None
    for entry in AuditEntry.objects.exclude(seal="").order_by("pk").iterator():
        changed = entry.redacted_at is None and not hmac.compare_digest(entry.digest, _digest(entry))
        torn = head is not None and entry.previous != head
        if changed or torn or not hmac.compare_digest(entry.seal, _seal(entry, entry.previous)):
            broken.append(entry.pk)
        head = entry.seal
        sealed += 1
    return Chain(sealed, tuple(broken), head or "")


def forget_child(*, student_id: int, answer_ids: set[int], attempt_ids: set[int]) -> int:
    """Empty the facts of every entry about a child; returns how many. Call it inside the erasure's transaction."""
    seal()  # what is not in the chain yet would lose its place in it
    now, count = timezone.now(), 0
    about = Q(facts__student=student_id)
    about |= Q(facts__answer__in=list(answer_ids)) | Q(facts__attempt__in=list(attempt_ids))
    for entry in AuditEntry.objects.filter(about):
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
