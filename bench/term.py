"""A term of 200 classes in which the reader gets worse halfway: how often does the true error pass the budget?

Nothing is read: answers are drawn from the published scores of held-out writers, each child writing like one of them,
and from the middle of the term on some answers are misread with confidence. What follows from the checks is the
product's own (classroom/certainty).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from bench.figures import Figure, Part
from bench.published import WRONG_SHARE, Scores, scores_of
from classroom.certainty import deciding
from classroom.certainty.deciding import Budget, Standing
from classroom.certainty.ladder import RUNGS, Checked
from classroom.certainty.published import FILE
from classroom.rules import Thresholds

CLASSES, CHILDREN, WEEKS, LESSONS, QUESTIONS = 200, 30, 12, 3, 20
AUDIT, WARY = 0.02, 0.06
# From the middle on, so many answers are misread with confidence; wrong ones now and then as the key.
MISREAD = 0.03
MISREAD_AS_KEY = 0.1
BUDGET = Budget(200)
Table = NDArray[np.float64]
_START = datetime(2026, 9, 7, tzinfo=UTC)


@dataclass
class Term:
    """One class: automatic marks and wrong ones among them, by week; when marking tightened, if it did."""

    marked: list[int] = field(default_factory=lambda: [0] * WEEKS)
    wrong: list[int] = field(default_factory=lambda: [0] * WEEKS)
    looks: int = 0
    checks: int = 0
    tightened: list[int] = field(default_factory=list)
    certified: list[int] = field(default_factory=list)

    def rate(self, weeks: Sequence[int]) -> float:
        """The share of wrong ones among the automatic marks of these weeks."""
        return sum(self.wrong[week] for week in weeks) / max(1, sum(self.marked[week] for week in weeks))


def measure() -> Part:
    """Simulate with the method and without, for classes alone and for schools of ten classes."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    scores, rung = scores_of(data), data["result"]["rung"]
    figures = []
    for who, schools, classes in (("a class alone", CLASSES, 1), ("schools of ten classes", CLASSES // 10, 10)):
        without = [simulate(scores, rung, seed, classes=classes, method=False) for seed in range(schools)]
        with_it = [simulate(scores, rung, seed, classes=classes, method=True) for seed in range(schools)]
        figures += _figures(who, without, with_it)
    return Part(
        "A term in which the reader gets worse",
        "python -m bench term",
        f"{CLASSES} classes of {CHILDREN} children, {WEEKS} weeks, {LESSONS} worksheets of {QUESTIONS} questions a "
        f"week; one answer in five is wrong. Scores are those of the held-out writers of {data['reader_version']}; "
        f"from week {WEEKS // 2 + 1} on {MISREAD:.0%} of all answers are misread with a belief of 96 to 100 %. The "
        f"budget is 1 wrong in {BUDGET.one_in}; 2 of 100 answers are drawn, and teachers check what is drawn at the "
        "end of the week. "
        "“Without”: the published thresholds all term. A class alone is its own school.",
        figures,
    )


def simulate(scores: Sequence[Scores], rung: int, seed: int, *, classes: int = 1, method: bool = True) -> Term:
    """One school's term. The same seed gives the same children and answers with the method and without."""
    rng, lots = np.random.default_rng([seed, 1]), np.random.default_rng([seed, 2])
    tables = [(_table(one.right, one.unread), _table(one.wrong, one.unread)) for one in scores]
    children = [tables[rng.integers(len(tables))] for _ in range(CHILDREN * classes)]
    standing, term = Standing("published", rung), Term()
    evidence: list[Checked] = []
    for week in range(WEEKS):
        share = WARY if method and deciding.is_wary(standing, evidence) else AUDIT
        drawn = []
        for number, child in enumerate(children):
            answers = _answers(child, MISREAD if week >= WEEKS // 2 else 0.0, rng)
            _count(term, week, answers, RUNGS[standing.rung])
            for lesson in range(LESSONS):
                if lots.random() < share * QUESTIONS:
                    chance, top, is_right = answers[lesson * QUESTIONS + lots.integers(QUESTIONS)]
                    at = _START + timedelta(weeks=week, days=2 * lesson, seconds=number)
                    drawn.append(Checked(float(chance), float(top), bool(is_right), number, at))
        term.checks += len(drawn)
        if method:
            evidence += sorted(drawn, key=lambda one: one.at)
            standing = _followed(standing, evidence, rung, term, week)
    return term


def _table(rows: Sequence[tuple[float, float]], unread: int) -> Table:
    """Scores as rows; what could not be read goes to a teacher under any thresholds."""
    return np.array([*rows, *[(0.5, 0.5)] * unread])


def _answers(child: tuple[Table, Table], worse: float, rng: np.random.Generator) -> Table:
    """A child's week: rows of (chance of a right answer, of the likeliest reading, whether the child was right)."""
    count = LESSONS * QUESTIONS
    is_right = rng.random(count) >= WRONG_SHARE
    right, wrong = (table[(rng.random(count) * len(table)).astype(int)] for table in child)
    rows = np.column_stack([np.where(is_right[:, None], right, wrong), is_right])
    misread, as_key, sure = rng.random(count) < worse, rng.random(count) < MISREAD_AS_KEY, rng.uniform(0.96, 1, count)
    rows[misread, 1] = sure[misread]
    rows[misread, 0] = np.where(as_key & ~is_right, sure, 0.0)[misread]
    return rows


def _count(term: Term, week: int, answers: Table, thresholds: Thresholds) -> None:
    chance, top, is_right = answers[:, 0], answers[:, 1], answers[:, 2] > 0
    awarded = chance >= thresholds.award
    refused = ~awarded & (chance <= thresholds.implausible) & (top >= thresholds.refuse)
    marked = int(awarded.sum() + refused.sum())
    term.marked[week] += marked
    term.looks += len(answers) - marked
    term.wrong[week] += int((awarded & ~is_right).sum() + (refused & is_right).sum())


def _followed(standing: Standing, evidence: Sequence[Checked], rung: int, term: Term, week: int) -> Standing:
    while (now := deciding.after(standing, evidence, BUDGET, rung)) != standing:
        if now.state == "tightened":
            term.tightened.append(week)
        elif now.state == "certified":
            term.certified.append(week)
        standing = now
    return standing


def _figures(who: str, without: Sequence[Term], with_it: Sequence[Term]) -> list[Figure]:
    late, last, early = range(WEEKS // 2, WEEKS), range(WEEKS - 3, WEEKS), range(WEEKS // 2)
    total = len(without)
    marks = sum(sum(term.marked) for term in with_it)
    answers = marks + sum(term.looks for term in with_it)
    noticed = sorted(min((week for week in term.tightened if week >= WEEKS // 2), default=99) for term in with_it)
    middle = noticed[total // 2]
    return [
        *(
            Figure(
                f"{who}: over the budget in {name}",
                f"{_over(with_it, weeks)} of {total} with the method, {_over(without, weeks)} of {total} without",
            )
            for name, weeks in (("weeks 1 to 6", early), ("weeks 7 to 12", late), ("weeks 10 to 12", last))
        ),
        Figure(
            f"{who}: wrong marks given after the change, of 1,000 answers",
            f"{_wrong(with_it, late):.1f} with the method, {_wrong(without, late):.1f} without",
        ),
        Figure(
            f"{who}: left to teachers after the change",
            f"{_left(with_it, late):.0%}, {_left(without, late):.0%} without",
        ),
        Figure(
            f"{who}: noticed, in the mean case",
            f"after {middle - WEEKS // 2 + 1} weeks" if middle < WEEKS else "not in this term",
        ),
        Figure(
            f"{who}: tightened before the change, for nothing",
            f"{sum(any(week < WEEKS // 2 for week in term.tightened) for term in with_it)} of {total}",
        ),
        Figure(f"{who}: certified before the change", f"{sum(bool(term.certified) for term in with_it)} of {total}"),
        Figure(f"{who}: checks", f"{sum(term.checks for term in with_it) / answers:.1%} of all answers"),
    ]


def _over(terms: Sequence[Term], weeks: Sequence[int]) -> int:
    return sum(term.rate(weeks) > BUDGET.rate for term in terms)


def _wrong(terms: Sequence[Term], weeks: Sequence[int]) -> float:
    return 1000 * sum(term.wrong[week] for term in terms for week in weeks) / _all(terms, weeks)


def _left(terms: Sequence[Term], weeks: Sequence[int]) -> float:
    return 1 - sum(term.marked[week] for term in terms for week in weeks) / _all(terms, weeks)


def _all(terms: Sequence[Term], weeks: Sequence[int]) -> int:
    return sum(sum(term.marked) + term.looks for term in terms) * len(weeks) // WEEKS
