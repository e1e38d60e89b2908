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


def calibrated(ranked: Sequence[tuple[str, float]], numbers: Mapping[str, float]) -> tuple[Candidate, ...]:
    """Turn (text, belief) pairs, best first, into candidates: the best by a logistic curve over its log odds, its
    lead
    and its length; the others share what is left as they share the belief. Without numbers belief passes
    unchanged."""
    if not ranked:
        return ()
    text, belief = ranked[0]
    best = belief
    if "slope" in numbers:
        best = 1 / (
            1 + math.exp(-(numbers["slope"] * logit(belief) + numbers["offset"] + numbers["length"] * len(text)))
        )
    rest = ranked[1:MAX_CANDIDATES]
    left = (1 - best) / max(1 - belief, _TINY)
    out = [Candidate(text, best)]
    for other, weight in rest:
        # Never more than the best: a low slope may pull the first below what the second is scaled to.
        out.append(Candidate(other, min(weight * left, best)))
    return tuple(out)
