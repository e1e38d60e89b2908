"""What a child's report for parents' evening says: facts and sentences. Pure; report_page.py draws it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from classroom.printed import fonts


@dataclass(frozen=True)
class SkillRow:
    """One skill: `share` of 0 to 1 is None where too little is known; `words` say it for everybody."""

    title: str
    points: str
    decided: int
    share: float | None
    words: str


@dataclass(frozen=True)
class Handwriting:
    """A question and what the child wrote, as lines of (x, y), y down, in any unit."""

    prompt: str
    lines: Sequence[Sequence[tuple[float, float]]]


@dataclass(frozen=True)
class Report:
    """All that stands on one child's page. `is_little`: too few answers to say anything of skills."""

    school: str
    class_name: str
    child: str
    teacher: str
    made_on: str
    since: str
    worksheets: int
    handed_in: int
    answers: int
    strengths: tuple[tuple[str, str], ...]
    growth: tuple[str, ...]
    skills: tuple[SkillRow, ...]
    writing: tuple[Handwriting, ...]
    next_steps: tuple[tuple[str, str], ...]
    by_machine: int
    by_teacher: int
    waiting: int
    is_little: bool

    @property
    def name(self) -> str:
        """What sentences call the child."""
        return self.child if fonts.known(self.child) else "Your child"

    def sentences(self) -> Iterator[str]:
        """The first words."""
        if not self.worksheets:
            yield f"{self.name} has not had a worksheet in this class yet. There is more to tell after the first."
            return
        handed = "all" if self.handed_in == self.worksheets else str(self.handed_in)
        if self.worksheets == 1:
            handed = "the first worksheet" if self.handed_in else ""
            of = f"handed in {handed}" if handed else "has begun with the first worksheet"
        else:
            of = f"handed in {handed if handed == 'all' else f'{handed} of'} {self.worksheets} worksheets"
        wrote = f" and wrote {self.answers} answers" if self.answers > 1 else ""
        yield f"{self.name} {of}{wrote}. Every one of them is a step."
        if self.is_little:
            yield "It is early days: there are too few answers yet to say more."

    def how_marked(self) -> str:
        """Who marked, in one line."""
        waits = ""
        if self.waiting:
            waits = f" {self.waiting} still wait{'s' if self.waiting == 1 else ''} for the teacher."
        return (
            f"Of {self.by_machine + self.by_teacher} marked answers, a machine read and marked {self.by_machine}, "
            f"a teacher {self.by_teacher}.{waits} The teacher has the last word on every mark."
        )
