"""What children said of readings, held against teachers' marks: how often was agreement right?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import sqrt

from django.db.models import F

from classroom import rules
from classroom.models import Agreement, Mark, School

RIGHT, WRONG, UNKNOWN = "right", "wrong", "unknown"


@dataclass
class Held:
    """One kind of word (`said`, for the reason `why`): how many, and of how many a teacher's mark shows what.

    `right`: the reading was what stood there; `wrong`: it was not. A wrong answer that was read as a wrong answer
    stays `unknown`: the mark does not say which wrong answer it was.
    """

    said: str
    why: str
    total: int = 0
    shown: Counter[str] = field(default_factory=Counter)

    @property
    def known(self) -> int:
        """Those of which a teacher's mark shows whether the reading was right."""
        return self.shown[RIGHT] + self.shown[WRONG]

    @property
    def share_right(self) -> float | None:
        """Of the known ones the share whose reading was right; None without any."""
        return self.shown[RIGHT] / self.known if self.known else None


def held_against_teachers(school: School | None = None) -> list[Held]:
    """All words of children by what they said and why they were asked. One query."""
    rows = Agreement.objects.select_related("reading__ink__answer__question", "reading__ink__answer__mark")
    if school is not None:
        rows = rows.filter(reading__ink__answer__attempt__student__school=school)
    table: dict[tuple[str, str], Held] = {}
    for row in rows.order_by(F("said"), F("why"), "pk"):
        held = table.setdefault((row.said, row.why), Held(row.said, row.why))
        held.total += 1
        answer = row.reading.ink.answer
        if answer.mark is not None and answer.mark.ink_id == row.reading.ink_id:
            held.shown[_shown(answer.mark, row.reading.text, answer.question.key)] += 1
    return list(table.values())


def _shown(mark: Mark, text: str, key: dict[str, object]) -> str:
    if mark.source != Mark.Source.TEACHER or mark.verdict == Mark.Verdict.UNSURE:
        return UNKNOWN
    reads_right = rules.is_right(text, key)
    if mark.verdict == Mark.Verdict.RIGHT:
        return RIGHT if reads_right else WRONG
    return WRONG if reads_right else UNKNOWN


def interval(hits: int, total: int, *, z: float = 1.96) -> tuple[float, float]:
    """Wilson's interval for a share, 95 % as it stands.

    >>> [round(end, 2) for end in interval(9, 10)]
    [0.6, 0.98]
    """
    if not total:
        return 0.0, 1.0
    share, spread = hits / total, z * z / total
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return middle - half, middle + half


def in_lines(rows: Iterable[Held]) -> list[str]:
    """The table as an operator reads it."""
    lines = ["said     asked because  times  known  reading right"]
    for held in rows:
        share = held.share_right
        told = "-"
        if share is not None:
            low, high = interval(held.shown[RIGHT], held.known)
            told = f"{share:.1%} (95 %: {low:.1%} to {high:.1%})"
        lines.append(f"{held.said:<8} {held.why or '-':<14} {held.total:>5}  {held.known:>5}  {told}")
    return lines
