"""How large a share of errors can be, given what was found in a sample: bounds that hold for every sample size.

Two kinds. Clopper-Pearson holds for one look at a sample whose size was fixed beforehand. A teacher's dashboard is
looked at every day, so what decides about thresholds is an e-value instead: it may be looked at as often as one
likes, and after every answer (Ville's inequality), at the price of a fifth more answers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

# One minus how sure a statement is: 95 %.
DELTA = 0.05
# Of rates below the tested one, those around half of it are looked for most: Beta(SHAPE, SCALE / rate).
_SHAPE, _SCALE = 0.5, 1.0


def clopper_pearson(errors: int, sample: int, delta: float = DELTA) -> float:
    """The largest rate under which so few errors have a chance of `delta`: exact, one-sided, for one look.

    >>> round(clopper_pearson(0, 598), 5)
    0.005
    """
    from scipy.special import betaincinv  # 29 MB and half a second: only where evidence is weighed

    if errors >= sample:
        return 1.0
    return float(betaincinv(errors + 1, sample - errors, 1 - delta))


def log_evidence_below(rate: float, errors: int, sample: int) -> float:
    """Logarithm of the e-value against "each of these was wrong with a chance of `rate` or more".

    A likelihood ratio of every smaller rate to `rate`, averaged over a Beta distribution cut off at `rate`. Under
    that hypothesis its expectation is at most 1 whatever the dependence between answers, so it ever passes 1/delta
    with a chance of at most delta.
    """
    from scipy.special import betainc, betaln

    if not sample:
        return 0.0
    a, b = _SHAPE, _SCALE / rate
    grown = betaln(errors + a, sample - errors + b) - betaln(a, b)
    cut = _log(betainc(errors + a, sample - errors + b, rate)) - _log(betainc(a, b, rate))
    return float(grown + cut - errors * math.log(rate) - (sample - errors) * math.log1p(-rate))


def is_below(rate: float, errors: int, sample: int, delta: float = DELTA) -> bool:
    """Whether the evidence shows an error rate below `rate`; wrong with a chance of at most `delta`, for ever."""
    return log_evidence_below(rate, errors, sample) >= math.log(1 / delta)


def upper_bound(errors: int, sample: int, delta: float = DELTA) -> float:
    """The smallest rate that the evidence is below, 1 while there is none: to be shown after every answer.

    >>> round(1 / upper_bound(0, 1000))
    279
    """
    low, high = 1e-6, 0.999
    if not is_below(high, errors, sample, delta):
        return 1.0
    for _ in range(40):
        middle = math.sqrt(low * high)
        if is_below(middle, errors, sample, delta):
            high = middle
        else:
            low = middle
    return high


def sample_needed(rate: float, errors: int = 0, delta: float = DELTA) -> int:
    """How many answers with so many errors show that the rate is below `rate`."""
    low, high = errors, 16
    while not is_below(rate, errors, high, delta):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if is_below(rate, errors, middle, delta):
            high = middle
        else:
            low = middle
    return high


# How many times worse than its budget a reader may have become, all looked for at once.
_WORSE = (2.0, 5.0, 15.0)
# A reader that just keeps its budget is called broken once in so many checked answers, on average.
FALSE_ALARM_AFTER = 100


def first_alarm(found: Iterable[bool], rate: float, patience: float = FALSE_ALARM_AFTER) -> int | None:
    """At which of the answers (True: wrong; oldest first) it is clear that the error rate is above `rate` now.

    Three CUSUMs of likelihood ratios, averaged: an e-detector, whose run to a false alarm is `patience` at least in
    the mean. It forgets good times, so a reader that gets worse is not covered by its past.
    """
    worse = [min(0.9, factor * rate) for factor in _WORSE]
    sums = [0.0] * len(worse)
    for index, wrong in enumerate(found):
        for k, q in enumerate(worse):
            factor = q / rate if wrong else (1 - q) / (1 - rate)
            sums[k] = max(sums[k], 1.0) * factor
        if sum(sums) / len(sums) >= patience:
            return index
    return None


def _log(x: float) -> float:
    return math.log(x) if x > 0 else -math.inf
