"""From the network's belief to a probability that holds: fitted on writers that were not trained on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from recognition.reading import MAX_CANDIDATES, Candidate

_TINY = 1e-7


def logit(p: float) -> float:
    """Log odds, bounded where a float ends."""
    p = min(max(p, _TINY), 1 - _TINY)
    return math.log(p / (1 - p))


def features(ranked: Sequence[tuple[str, float]]) -> tuple[float, float, float, float]:
    """What the probability of the best text rests on: its odds among the answers of its kind, a constant, its length,
    and how much of all belief lies in answers of its kind at all (as a logarithm)."""
    total = sum(weight for _, weight in ranked)
    text, weight = ranked[0]
    return (logit(weight / max(total, _TINY)), 1.0, float(len(text)), math.log(min(max(total, _TINY), 1.0)))


NAMES = ("slope", "offset", "length", "total")


def calibrated(ranked: Sequence[tuple[str, float]], numbers: Mapping[str, float]) -> tuple[Candidate, ...]:
    """Turn (text, belief) pairs, best first, into candidates: the best by a logistic curve over `features`; the
    others
    share what is left as they share the belief. Without numbers belief passes unchanged."""
    if not ranked:
        return ()
    total = max(sum(weight for _, weight in ranked), _TINY)
    share = ranked[0][1] / total
    best = ranked[0][1]
    if "total" in numbers:
        best = 1 / (1 + math.exp(-sum(numbers[name] * x for name, x in zip(NAMES, features(ranked), strict=True))))
    left = min(1.0, total) * (1 - best) / max(1 - share, _TINY)
    out = [Candidate(ranked[0][0], best)]
    for other, weight in ranked[1:MAX_CANDIDATES]:
        # Never more than the best: a low curve may pull the first below what the second is scaled to.
        out.append(Candidate(other, min(weight / total * left, best)))
    return tuple(out)
