"""The arithmetic of scores. Pure; dashboard, gradebook and exports add up with these and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Total:
    """One child's work, or one question's answers, added up.

    `questions` boxes there are; `scored` of them have a score, together `points`; `waiting` were written in but are
    not yet marked. `closed`: what was left empty counts as nought, because the child handed in.
    """

    questions: int
    points: Decimal
    scored: int
    waiting: int
    closed: bool

    @property
    def decided(self) -> int:
        """How many boxes count in the percentage."""
        return self.questions - self.waiting if self.closed else self.scored

    @property
    def share(self) -> Decimal | None:
        """Points out of what is decided, 0 to 1; None while nothing is decided."""
        return self.points / self.decided if self.decided else None

    @property
    def percent(self) -> int | None:
        """The share in whole percent; None while nothing is decided."""
        return percent(self.share)

    @property
    def plain(self) -> str:
        """The points as people write them."""
        return plain(self.points)


def percent(share: Decimal | None) -> int | None:
    """A share of 0 to 1 in whole percent, a half rounded up.

    >>> percent(Decimal("0.125"))
    13
    """
    return None if share is None else int((share * 100).quantize(Decimal(1), ROUND_HALF_UP))


def mean(shares: Iterable[Decimal | None]) -> Decimal | None:
    """The mean of those shares that are known; None without any."""
    known = [share for share in shares if share is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


def with_shares(points: Decimal, earned: Collection[Decimal]) -> str:
    """The points with those boxes that are right in wrong answers, "" where there is none: beside the score.

    >>> with_shares(Decimal(3), [Decimal(2) / 3]), with_shares(Decimal(3), [])
    ('3.7', '')
    """
    return plain((points + sum(earned)).quantize(Decimal("0.1"))) if earned else ""


def boxes_words(with_them: str) -> str:
    """`with_shares` in words for a page."""
    return gettext("%(points)s with right boxes") % {"points": with_them} if with_them else ""


def plain(points: Decimal) -> str:
    """Points as people write them.

    >>> plain(Decimal("7.00")), plain(Decimal("7.50"))
    ('7', '7.5')
    """
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
