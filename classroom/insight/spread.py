"""How far children's shares lie apart: median, quartiles, ends. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext

from classroom.scores.totals import percent

# Quartiles of fewer children would be single children.
ENOUGH_CHILDREN = 5
# A share of fewer answers is told as a count alone.
ENOUGH_ANSWERS = 5
# In the picture of a spread: 0 to 49 %, and then tens; the last holds 100 %.
BANDS = ((0, 49), (50, 59), (60, 69), (70, 79), (80, 89), (90, 100))


@dataclass(frozen=True)
class Spread:
    """Shares of 0 to 1 of several children, by value; `enough`: quartiles may be told."""

    values: tuple[Decimal, ...]

    @property
    def count(self) -> int:
        """How many children."""
        return len(self.values)

    @property
    def enough(self) -> bool:
        """Whether there are enough children to speak of quartiles."""
        return self.count >= ENOUGH_CHILDREN

    @property
    def median(self) -> int | None:
        """The middle in whole percent; None without any child."""
        return percent(quantile(self.values, Decimal("0.5")))

    @property
    def quarter(self) -> int | None:
        """A quarter of the children lies at or below this percentage; None for too few."""
        return percent(quantile(self.values, Decimal("0.25"))) if self.enough else None

    @property
    def three_quarters(self) -> int | None:
        """A quarter of the children lies at or above this percentage; None for too few."""
        return percent(quantile(self.values, Decimal("0.75"))) if self.enough else None

    @property
    def low(self) -> int | None:
        """The least, in whole percent; None for too few, as it is one child's."""
        return percent(self.values[0]) if self.enough else None

    @property
    def high(self) -> int | None:
        """The most, in whole percent; None for too few, as it is one child's."""
        return percent(self.values[-1]) if self.enough else None

    @property
    def bands(self) -> list[tuple[str, int]]:
        """How many children in each of BANDS."""
        found = [percent(one) or 0 for one in self.values]
        return [
            (
                gettext("%(low)s to %(high)s %%") % {"low": low, "high": high}
                if low
                else gettext("under %(high_1)s %%") % {"high_1": high + 1},
                sum(low <= one <= high for one in found),
            )
            for low, high in BANDS
        ]


def spread(shares: Iterable[Decimal | None]) -> Spread:
    """The spread of those shares that are known."""
    return Spread(tuple(sorted(one for one in shares if one is not None)))


def quantile(ordered: Sequence[Decimal], at: Decimal) -> Decimal | None:
    """The value at `at` of 0 to 1, between neighbours in proportion (the spreadsheets' QUARTILE.INC).

    >>> quantile([Decimal(1), Decimal(2), Decimal(4)], Decimal("0.75"))
    Decimal('3.00')
    """
    if not ordered:
        return None
    place = at * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
