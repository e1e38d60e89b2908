"""What children were told is saved, held against what the database has. Runs with the site's settings."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

from classroom.models import Ink, Mark, ReadingJob


def compare(path: str) -> None:
    """Print one line of JSON: acknowledged, lost (not there, or not what was sent), unread (the newest ink of an
    answer with neither a mark nor a teacher to look), marked (seconds from due to the mark, where there is one)."""
    told = [json.loads(line) for line in Path(path).read_text().splitlines()]
    kept = {str(one): digest for one, digest in Ink.objects.values_list("client_id", "sha256").iterator()}
    marks: dict[str, float] = {}
    rows = Mark.objects.order_by("created_at").values_list("ink__client_id", "created_at")
    for client_id, at in rows.iterator():
        marks.setdefault(str(client_id), at.timestamp())
    waiting = ReadingJob.objects.filter(state="needs_teacher").values_list("ink__client_id", flat=True)
    settled = set(marks) | {str(one) for one in waiting}
    newest: dict[str, tuple[int, str]] = {}
    for client_id, _, answer, seq, _, _ in told:
        newest[answer] = max(newest.get(answer, (0, "")), (seq, str(uuid.UUID(client_id))))
    print(
        json.dumps(
            {
                "acknowledged": len(told),
                "lost": sum(kept.get(client_id) != digest for client_id, digest, *_ in told),
                "unread": sum(client_id not in settled for _, client_id in newest.values()),
                "marked": [round(marks[one[0]] - one[4], 4) for one in told if one[0] in marks],
            }
        )
    )
