"""What a child's report for parents' evening says: facts and sentences. Pure; report_page.py draws it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

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
        return self.child if fonts.known(self.child) else gettext("Your child")

    def sentences(self) -> Iterator[str]:
        """The first words."""
        if not self.worksheets:
            yield gettext(
                "%(name)s has not had a worksheet in this class yet. There is more to tell after the first."
            ) % {"name": self.name}
            return
        handed = "all" if self.handed_in == self.worksheets else str(self.handed_in)
        if self.worksheets == 1:
            handed = gettext("the first worksheet") if self.handed_in else ""
            of = (
                gettext("handed in %(handed)s") % {"handed": handed}
                if handed
                else gettext("has begun with the first worksheet")
            )
        else:
            said = gettext("handed in %(n)s of %(all)s worksheets")
            if handed == "all":
                said = gettext("handed in all %(all)s worksheets")
            of = said % {"n": handed, "all": self.worksheets}
        wrote = gettext(" and wrote %(answers)s answers") % {"answers": self.answers} if self.answers > 1 else ""
        yield gettext("%(name)s %(did)s. Every one of them is a step.") % {"name": self.name, "did": of + wrote}
        if self.is_little:
            yield gettext("It is early days: there are too few answers yet to say more.")

    def how_marked(self) -> str:
        """Who marked, in one line."""
        waits = ""
        if self.waiting:
            waits = ngettext(
                " %(n)s still waits for the teacher.", " %(n)s still wait for the teacher.", self.waiting
            )
            waits %= {"n": self.waiting}
        return gettext(
            "Of %(all)s marked answers, a machine read and marked "
            "%(by_machine)s, a teacher %(by_teacher)s.%(waits)s The teacher has "
            "the last word on every mark."
        ) % {
            "all": self.by_machine + self.by_teacher,
            "by_machine": self.by_machine,
            "by_teacher": self.by_teacher,
            "waits": waits,
        }
