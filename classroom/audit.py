"""The trail of what mattered: who did what, when. Ids and counts, never names or writing."""

from __future__ import annotations

from classroom.models import AuditEntry, School, User


def record(*, action: str, school: School | None, teacher: User | None = None, **facts: object) -> AuditEntry:
    """Append one entry. Call it inside the transaction of the deed."""
    return AuditEntry.objects.create(action=action, school=school, teacher=teacher, facts={"version": 1, **facts})
