"""One assignment: how the sheets lie apart, what was hard, what was written instead, and each skill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from classroom import rules
from classroom.insight.spread import Spread, spread
from classroom.insight.tallies import counted
from classroom.insight.words import NO_SKILL, skill_titles
from classroom.models import Assignment, Attempt, Question
from classroom.scores.board import ENOUGH_TO_COMPARE, Board, Row, board
from classroom.scores.cells import Cell
from classroom.scores.totals import Total
from classroom.skills.catalogue import CATALOGUE

# So many wrong answers to a question are shown; the wall has them all.
MOST_WRONG = 5


@dataclass(frozen=True)
class Wrong:
    """What several children wrote instead; `looks_like`: the wrong procedure that answers so, a guess, of nobody."""

    text: str
    count: int
    looks_like: str


@dataclass(frozen=True)
class Asked:
    """One question over all sheets that are done. `unread` wrong ones say nothing: no word for what stands there."""

    question: Question
    total: Total
    empty: int
    wrong: tuple[Wrong, ...]
    others: int
    unread: int

    @property
    def few(self) -> bool:
        """Whether too few children answered to call it hard or easy."""
        return self.total.decided < ENOUGH_TO_COMPARE


@dataclass(frozen=True)
class Practised:
    """One skill over all sheets that are done."""

    title: str
    questions: int
    total: Total
    spread: Spread


@dataclass(frozen=True)
class Lesson:
    """Insight into one assignment; the hardest question first, and those of which too little is known last."""

    assignment: Assignment
    children: int
    handed_in: int
    unfinished: int
    working: int
    not_started: int
    waiting: int
    spread: Spread
    too_open: int
    questions: list[Asked]
    skills: list[Practised]

    @property
    def sheets(self) -> int:
        """How many sheets are done."""
        return self.handed_in + self.unfinished


def lesson(assignment: Assignment) -> Lesson:
    """Insight into `assignment`, with worksheet and class loaded. Seven queries, whatever the size."""
    seen = board(assignment)
    return added_up(seen, titles=skill_titles(column.question.skill_id for column in seen.columns))


def added_up(seen: Board, *, titles: dict[int | None, str]) -> Lesson:
    """The insight that a board holds. Pure."""
    work = seen.assignment
    done = [row for row in seen.rows if _is_done(row, work)]
    totals = [_total(row.cells, _closed(row)) for row in done]
    shares = [counted(total) for total in totals]
    questions = [column.question for column in seen.columns]
    asked = [_asked(question, at, done) for at, question in enumerate(questions)]
    asked.sort(key=lambda one: (one.few, one.total.share if not one.few else 0, one.question.position))
    handed_in = sum(_closed(row) for row in done)
    return Lesson(
        assignment=work,
        children=len(seen.rows),
        handed_in=handed_in,
        unfinished=len(done) - handed_in,
        working=sum(row.attempt is not None for row in seen.rows) - len(done),
        not_started=sum(row.attempt is None for row in seen.rows),
        waiting=sum(total.waiting for total in totals),
        spread=spread(shares),
        too_open=sum(share is None for share in shares),
        questions=asked,
        skills=_skills(questions, done, titles),
    )


def _is_done(row: Row, work: Assignment) -> bool:
    return row.attempt is not None and (row.state != Attempt.State.IN_PROGRESS or work.has_closed)


def _closed(row: Row) -> bool:
    return row.state != Attempt.State.IN_PROGRESS


def _waits(cell: Cell) -> bool:
    return cell.needs_look or cell.is_waiting


def _total(cells: Sequence[Cell], closed: bool) -> Total:
    """Cells of one sheet added up, those that wait as waiting and as nothing else."""
    scores = [cell.score for cell in cells if cell.score is not None and not _waits(cell)]
    return Total(
        questions=len(cells),
        points=sum(scores, Decimal(0)),
        scored=len(scores),
        waiting=sum(_waits(cell) for cell in cells),
        closed=closed,
    )


def _asked(question: Question, at: int, done: list[Row]) -> Asked:
    cells = [row.cells[at] for row in done]
    total = together(_total([row.cells[at]], _closed(row)) for row in done)
    texts: Counter[str] = Counter()
    for cell in cells:
        if cell.score == 0 and not _waits(cell):
            # What was read as right and marked wrong by a teacher was misread: it says nothing of the child.
            texts["" if not cell.text or rules.is_right(cell.text, question.key) else cell.text] += 1
    unread = texts.pop("", 0)
    common = sorted(texts.items(), key=lambda pair: (-pair[1], pair[0]))
    procedures = _procedures(question)
    return Asked(
        question=question,
        total=total,
        empty=total.decided - total.scored,
        wrong=tuple(Wrong(text, count, procedures.get(text, "")) for text, count in common[:MOST_WRONG]),
        others=sum(count for _, count in common[MOST_WRONG:]),
        unread=unread,
    )


def _procedures(question: Question) -> dict[str, str]:
    """What wrong procedures would answer, each with what the child would be doing."""
    found: dict[str, str] = {}
    for code, texts in question.predictions.get("wrong", {}).items():
        if code in CATALOGUE:
            for text in texts:
                if not rules.is_right(text, question.key):
                    found.setdefault(text, CATALOGUE[code].looks_like)
    return found


def _skills(questions: Sequence[Question], done: list[Row], titles: dict[int | None, str]) -> list[Practised]:
    by_skill: dict[int | None, list[int]] = {}
    for at, question in enumerate(questions):
        by_skill.setdefault(question.skill_id, []).append(at)
    found = []
    for skill, places in by_skill.items():
        mine = [_total([row.cells[at] for at in places], _closed(row)) for row in done]
        found.append(
            Practised(titles.get(skill, NO_SKILL), len(places), together(mine), spread(one.share for one in mine))
        )
    return sorted(found, key=lambda one: (one.title == NO_SKILL, one.title))


def together(totals: Iterable[Total]) -> Total:
    """Several totals as one."""
    rows = list(totals)
    decided = sum(one.decided for one in rows)
    waiting = sum(one.waiting for one in rows)
    points = sum((one.points for one in rows), Decimal(0))
    return Total(decided + waiting, points, sum(one.scored for one in rows), waiting, closed=True)
