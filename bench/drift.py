"""How often the weekly alarm is false, and how soon it is heard when reading gets worse: simulated schools."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from bench.figures import Figure, Part
from classroom.honesty import drift
from classroom.honesty.tallies import Tally

SCHOOLS, CHILDREN, A_WEEK = 60, 60, 10
YEAR, WORSE_FROM, WATCHED = 39, 20, 32  # weeks
USUAL = 0.05  # of answers are left to a teacher
FIRST = date(2026, 1, 5)


def measure() -> Part:
    """60 school years without a change, and 60 for each of three changes half way. About two minutes."""
    calm = [_first_alarm(seed, worse=USUAL, weeks=YEAR) for seed in range(SCHOOLS)]
    false = sum(week is not None for week in calm)
    found = [
        Figure("school years with a false alarm", f"{false} of {SCHOOLS}", "at most 1 in 20", false <= SCHOOLS / 20)
    ]
    for worse in (0.06, 0.075, 0.1):
        heard = [_first_alarm(1000 + seed, worse=worse, weeks=WATCHED) for seed in range(SCHOOLS)]
        late = sorted(week - WORSE_FROM + 1 for week in heard if week is not None and week >= WORSE_FROM)
        median = f", median {late[len(late) // 2]} weeks" if late else ""
        found.append(
            Figure(
                f"alarm when {USUAL:.0%} becomes {worse:.1%}",
                f"{len(late)} of {SCHOOLS} in 12 weeks{median}",
                "",
                None,
            )
        )
    return Part(
        "The alarm on drift",
        "python -m bench drift",
        f"Simulated schools of {CHILDREN} children with {A_WEEK} answers a week each; each child has its own rate "
        "around the school's (log-normal, sigma 0.5). The alarm is classroom/honesty/drift.py as it runs.",
        found,
    )


def _first_alarm(seed: int, *, worse: float, weeks: int) -> int | None:
    rng = np.random.default_rng(seed)
    own = np.exp(rng.normal(0, 0.5, CHILDREN) - 0.125)  # mean 1
    rows: list[Tally] = []
    for week in range(weeks):
        rate = np.minimum(0.9, (worse if week >= WORSE_FROM else USUAL) * own)
        for child, asked in enumerate(rng.binomial(A_WEEK, rate)):
            for verdict, number in (("unsure", int(asked)), ("right", A_WEEK - int(asked))):
                if number:
                    day = FIRST + timedelta(weeks=week)
                    rows.append(Tally(child, 3, "tablet", "touch", day, "line", verdict, "", False, number))
        if week >= 15 and any(one.raised for one in drift.compare(rows, week=FIRST + timedelta(weeks=week))):
            return week
    return None
