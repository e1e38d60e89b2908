"""The thresholds that may be in force, from strict to bold, and what each would have done with checked answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from classroom.rules import CAREFUL, Thresholds, Verdict, Weighed, decide

# No probability passes these: everything goes to a teacher.
NOTHING = Thresholds(award=2.0, refuse=2.0, implausible=-1.0)
# Fixed before any school's evidence is seen; every rung speaks where the one before it speaks. Steps of award cost
# little (a right answer that is not plausible is rarely read), steps of refuse cost right answers called wrong.
RUNGS: tuple[Thresholds, ...] = (
    NOTHING,
    Thresholds(award=0.99, refuse=0.999, implausible=0.0005),
    Thresholds(award=0.95, refuse=0.995, implausible=0.002),
    CAREFUL,
    Thresholds(award=0.80, refuse=0.985, implausible=0.008),
    Thresholds(award=0.70, refuse=0.98, implausible=0.012),
    Thresholds(award=0.60, refuse=0.97, implausible=0.02),
    Thresholds(award=0.50, refuse=0.95, implausible=0.03),
    Thresholds(award=0.50, refuse=0.90, implausible=0.05),
)
OFF, STRICTEST, CAREFUL_RUNG = 0, 1, RUNGS.index(CAREFUL)


@dataclass(frozen=True)
class Checked:
    """An answer drawn by lot, one of a child at one worksheet, and what a teacher says of it since `at`."""

    chance: float
    top: float
    was_right: bool
    child: int
    at: datetime

    def verdict(self, thresholds: Thresholds) -> Verdict:
        """What the machine says of it under these thresholds."""
        return decide(Weighed(self.chance, self.top), thresholds).verdict

    def is_harsh(self, thresholds: Thresholds) -> bool:
        """Whether a right answer is called wrong."""
        return self.was_right and self.verdict(thresholds) is Verdict.WRONG

    def is_lenient(self, thresholds: Thresholds) -> bool:
        """Whether a wrong answer is called right."""
        return not self.was_right and self.verdict(thresholds) is Verdict.RIGHT


@dataclass(frozen=True)
class Tally:
    """Of the answers that thresholds mark: how many were checked, of how many children, and what was found."""

    sample: int
    children: int
    harsh: int
    lenient: int

    @property
    def errors(self) -> int:
        return self.harsh + self.lenient


def marked(evidence: Sequence[Checked], thresholds: Thresholds) -> list[Checked]:
    """Those that the machine marks under these thresholds."""
    return [one for one in evidence if one.verdict(thresholds) is not Verdict.UNSURE]


def tally(evidence: Sequence[Checked], thresholds: Thresholds) -> Tally:
    """Count what these thresholds would have done."""
    sure = marked(evidence, thresholds)
    return Tally(
        sample=len(sure),
        children=len({one.child for one in sure}),
        harsh=sum(one.is_harsh(thresholds) for one in sure),
        lenient=sum(one.is_lenient(thresholds) for one in sure),
    )


def each_child_once(evidence: Sequence[Checked], thresholds: Thresholds) -> tuple[int, int]:
    """(errors, children) with each child's first marked answer alone: what can be said of a child who is new here."""
    first: dict[int, Checked] = {}
    for one in marked(evidence, thresholds):
        first.setdefault(one.child, one)
    wrong = sum(one.is_harsh(thresholds) or one.is_lenient(thresholds) for one in first.values())
    return wrong, len(first)
