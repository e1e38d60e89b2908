"""Intervals and tests for shares of answers that come in clusters, one cluster a child. Pure.

Answers of one child resemble each other, so 600 answers of 20 children tell less than 600 of 600. Everything here
counts with an effective number: n / (1 + (m - 1) * rho), where m is the mean size of the cluster an answer lies in
and rho the likeness of answers of one child (the intraclass correlation), estimated from the whole school.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Z95 = 1.959964


@dataclass(frozen=True)
class Share:
    """`hits` of `count` answers by `children`, with a 95 % interval; shares are None while nothing was counted."""

    hits: int
    count: int
    children: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """The share, 0 to 1."""
        return self.hits / self.count if self.count else None

    @property
    def per_cent(self) -> float | None:
        """The share in percent, for charts."""
        return None if self.value is None else 100 * self.value

    @property
    def low_per_cent(self) -> float:
        """The lower end in percent."""
        return 100 * self.low

    @property
    def high_per_cent(self) -> float:
        """The upper end in percent."""
        return 100 * self.high


Clusters = Mapping[int, tuple[int, int]]  # child -> (hits, count)


def share(clusters: Clusters, *, rho: float) -> Share:
    """The share over all clusters, with Wilson's interval for the effective number."""
    hits, count = (sum(pair[at] for pair in clusters.values()) for at in (0, 1))
    if not count:
        return Share(0, 0, 0, 0.0, 1.0)
    low, high = wilson(hits / count, effective(clusters.values(), rho=rho))
    return Share(hits, count, sum(1 for pair in clusters.values() if pair[1]), low, high)


def wilson(p: float, n: float, *, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval for a share `p` of `n`, which need not be whole.

    >>> [round(side, 3) for side in wilson(0.0, 100)]
    [0.0, 0.037]
    """
    if n <= 0:
        return 0.0, 1.0
    middle = p + z * z / (2 * n)
    spread = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)
    return max(0.0, min(low, p)), min(1.0, max(high, p))


def effective(pairs: Iterable[tuple[int, int]], *, rho: float) -> float:
    """How many independent answers the clusters are worth."""
    sizes = [count for _, count in pairs if count]
    total = sum(sizes)
    if not total:
        return 0.0
    mean_cluster = sum(size * size for size in sizes) / total
    return total / (1 + (mean_cluster - 1) * rho)


def likeness(clusters: Clusters) -> float:
    """rho by analysis of variance, 0 to 1; 1 (each child counts once) where there is nothing to estimate it from."""
    pairs = [pair for pair in clusters.values() if pair[1]]
    total, children = sum(count for _, count in pairs), len(pairs)
    hits = sum(one for one, _ in pairs)
    if children < 2 or total <= children or hits in (0, total):
        return 1.0
    p = hits / total
    between = sum(count * (one / count - p) ** 2 for one, count in pairs) / (children - 1)
    within = sum(one * (1 - one / count) for one, count in pairs) / (total - children)
    size = (total - sum(count * count for _, count in pairs) / total) / (children - 1)
    spread = between + (size - 1) * within
    return min(1.0, max(0.0, (between - within) / spread)) if spread > 0 else 1.0


def chance_of_rise(before: tuple[float, float], after: tuple[float, float]) -> float:
    """How likely so many hits `after` are if nothing changed: Fisher's exact test, one-sided.

    Each is (hits, count), already made effective; both are rounded to whole answers, hits downwards after and upwards
    before, so that rounding never raises an alarm.
    """
    hits_before, count_before = math.ceil(before[0]), math.floor(before[1])
    hits_after, count_after = math.floor(after[0]), math.floor(after[1])
    hits, total = hits_before + hits_after, count_before + count_after
    if min(count_before, count_after) < 1 or hits_after <= 0:
        return 1.0
    top = min(hits, count_after)
    whole = _log_choose(total, count_after)
    tail = sum(
        math.exp(_log_choose(hits, one) + _log_choose(total - hits, count_after - one) - whole)
        for one in range(hits_after, top + 1)
        if count_after - one <= total - hits
    )
    return min(1.0, tail)


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
