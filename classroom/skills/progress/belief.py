"""How surely a child can do a skill, from single answers. Pure.

Knowledge tracing (Corbett and Anderson, "Knowledge tracing: modeling the acquisition of procedural knowledge", 1995):
two states, slips and lucky guesses, and a chance to learn from one day to the next. An answer counts as far as its
mark can be trusted: a teacher's and a typed one's wholly, a machine's on handwriting a little less.
What is not decided is no answer here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SLIP = 0.1  # who can do it gets so many wrong all the same
GUESS = 0.05  # who cannot writes the right number so often: there is nothing to choose from
LEARN = 0.08  # from one day with it to the next
TRUST_MACHINE = 0.97  # of a hundred machine marks on handwriting, three are allowed to be wrong
CAN, CANNOT = 0.8, 0.5  # from where on "can do it", and below what "cannot yet"
LATEST = 12  # older answers than these say little of today
# Fewer answers say nothing against a child; and a teacher would not call half of them right "can do it".
ENOUGH, MOSTLY = 3, 0.65


@dataclass(frozen=True, slots=True)
class Tried:
    """One decided answer: when, whether right, and how far its mark can be trusted."""

    day: date
    right: bool
    trust: float = 1.0


@dataclass(frozen=True)
class Standing:
    """What is known of one child and skill. `asked` and `right` are of the latest answers, `last` is their last day.

    `wrong_way`: the procedure that a teacher said the child follows, "" for none.
    """

    skill: str
    chance: float
    asked: int = 0
    right: int = 0
    last: date | None = None
    days: tuple[tuple[date, int, int], ...] = ()  # day, right, asked; oldest first
    wrong_way: str = ""

    @property
    def can(self) -> bool:
        """Whether the child surely can do it."""
        return self.chance >= CAN and self.right >= MOSTLY * self.asked and not self.wrong_way

    @property
    def cannot_yet(self) -> bool:
        """Whether answers say that the child cannot do it yet."""
        return bool(self.asked) and (bool(self.wrong_way) or (self.asked >= ENOUGH and self.chance < CANNOT))

    @property
    def open(self) -> bool:
        """Whether the answers leave it open."""
        return bool(self.asked) and not self.can and not self.cannot_yet


def usual(skill_year: int, year: int) -> float:
    """What to expect of a skill before any answer: from years before it may be there, from later ones hardly."""
    return 0.85 if skill_year < year else 0.45 if skill_year == year else 0.1


def standing(skill: str, answers: Iterable[Tried], *, prior: float, wrong_way: str = "") -> Standing:
    """What the answers say; in any order, the latest LATEST of them count."""
    ordered = sorted(answers, key=lambda one: one.day)[-LATEST:]
    chance = prior
    day: date | None = None
    for one in ordered:
        if day is not None and one.day != day:
            chance += (1 - chance) * LEARN
        day = one.day
        chance = _after(chance, one)
    return Standing(
        skill=skill, chance=chance, asked=len(ordered), right=sum(one.right for one in ordered), last=day,
        days=tuple(_by_day(ordered)), wrong_way=wrong_way,
    )  # fmt: skip


def _after(chance: float, one: Tried) -> float:
    """Bayes' rule for one answer."""
    likely = {True: (1 - SLIP, GUESS), False: (SLIP, 1 - GUESS)}
    can, cannot = likely[one.right]
    other_can, other_cannot = likely[not one.right]
    can = one.trust * can + (1 - one.trust) * other_can
    cannot = one.trust * cannot + (1 - one.trust) * other_cannot
    return chance * can / (chance * can + (1 - chance) * cannot)


def _by_day(ordered: Sequence[Tried]) -> list[tuple[date, int, int]]:
    found: dict[date, list[int]] = {}
    for one in ordered:
        counts = found.setdefault(one.day, [0, 0])
        counts[0] += one.right
        counts[1] += 1
    return [(day, right, asked) for day, (right, asked) in found.items()]


def still_wrong_way(said_on: date, answers: Iterable[Tried], *, enough: int = 4) -> bool:
    """Whether a procedure that a teacher named still counts: not after so many right answers in a row since."""
    row = 0
    for one in sorted(answers, key=lambda one: one.day):
        if one.day > said_on:
            row = row + 1 if one.right else 0
            if row >= enough:
                return False
    return True


def expected(standings: Mapping[str, Standing], skill: str, skill_year: int, year: int) -> float:
    """The chance of a skill: what the answers say, or what to expect of it."""
    known = standings.get(skill)
    return known.chance if known else usual(skill_year, year)


def ago(day: date, today: date) -> timedelta:
    """How long ago; never less than nothing, for clocks and zones."""
    return max(today - day, timedelta(0))
