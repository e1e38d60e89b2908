"""The board: one assignment as children by questions, for the dashboard, its live changes and the exports."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.utils.translation import get_language, gettext

from classroom import prepared, prompts, unsent
from classroom.models import Answer, Assignment, Attempt, Enrolment, Question, Recipient, Student
from classroom.scores import by_column, cells, totals
from classroom.scores.by_column import Share
from classroom.scores.cells import NO_CELL, Cell, Known
from classroom.scores.totals import Total
from classroom.unsent import Kept

# A question answered by fewer is not called the hardest.
ENOUGH_TO_COMPARE = 3
NOT_STARTED = "not_started"


@dataclass
class Row:
    """One child: `number` counts from 0 by name, however rows are sorted; cells in the order of the questions.

    `state` is an attempt's state or "not_started".
    """

    student: Student
    has_left: bool
    number: int
    attempt: UUID | None
    state: str
    cells: list[Cell]
    total: Total
    to_look_at: int
    kept: Kept | None = None  # by a tablet of the child, as far as it could say

    @property
    def with_shares(self) -> str:
        """The points with those boxes that are right in wrong answers, "" where there is none: beside the score."""
        return totals.with_shares(self.total.points, [cell.share.part for cell in self.cells if cell.share])

    @property
    def boxes_words(self) -> str:
        """`with_shares` in words for a page."""
        return totals.boxes_words(self.with_shares)

    @property
    def alias(self) -> str:
        """What to call the child where names are hidden."""
        return gettext("Child %(number_1)s") % {"number_1": self.number + 1}


@dataclass
class Column:
    """One question, added up over the children."""

    question: Question
    total: Total
    to_look_at: int
    language: str  # which is spoken

    def said(self, cell: Cell) -> str:
        """What a cell of it says, on the page and when it changes."""
        return prompts.answered(cell.text, self.question.prompt, self.language)


@dataclass
class Board:
    """All that a dashboard shows. Rows by name; those who left the class stand where they have work."""

    assignment: Assignment
    version: int
    columns: list[Column]
    rows: list[Row]
    mean: Decimal | None
    hardest: Column | None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def in_boxes(self) -> list[int]:
        """Which columns have boxes that are marked one by one."""
        return [at for at, one in enumerate(self.columns) if by_column.may_be_shared(one.question)]

    @property
    def to_look_at(self) -> int:
        """How many answers wait for a teacher; the length of the review list."""
        return sum(row.to_look_at for row in self.rows)

    @property
    def on_tablets(self) -> int:
        """How many answers are still on children's tablets, as far as those could say."""
        return sum(row.kept.answers for row in self.rows if row.kept)

    @property
    def percent(self) -> int | None:
        """The class mean in whole percent."""
        return totals.percent(self.mean)

    @property
    def shape(self) -> str:
        """Changes when rows, columns or links do: the page then fetches the table, not only what is in it."""
        rows = sorted(self.rows, key=lambda row: row.number)
        facts = [(row.student.pk, row.student.display_name, row.attempt is not None, row.has_left) for row in rows]
        asked = [(column.question.pk, column.question.key_number) for column in self.columns]
        return hashlib.sha256(repr((facts, asked)).encode()).hexdigest()[:12]


def board(assignment: Assignment, known: Known | None = None) -> Board:
    """The board of `assignment`, with worksheet and class loaded. Eight queries, whatever the size; two more where
    questions have boxes that are marked one by one.

    `version` is the class's as loaded with `assignment`, so what changes meanwhile is asked for again. `known` is
    what the look before this one kept, and is brought up to date: then only what changed is fetched in full.
    """
    known = {} if known is None else known
    questions, begun, here, kept, *came = prepared.together(
        _questions.asks(worksheet=assignment.worksheet_id),
        _attempts.asks(assignment=assignment.pk),
        _here.asks(room=assignment.school_class_id),
        unsent.kept_on_tablets(assignment),
        *cells.asking(assignment, known),
    )
    attempts = {row.student_id: row for row in begun}
    students = _students(assignment, {pk for (pk,) in here}, [row.student for row in begun])
    found = cells.cells_of(assignment, _shares(assignment, questions), known, came)

    rows = []
    for number, student in enumerate(students):
        attempt = attempts.get(student.pk)
        mine = found[attempt.pk] if attempt else {}
        rows.append(_row(student, number, attempt, [mine.get(question.pk, NO_CELL) for question in questions]))
        rows[-1].kept = kept.get(attempt.uuid) if attempt else None
    language = get_language() or ""
    columns = [_column(question, index, rows, language) for index, question in enumerate(questions)]
    counts = dict.fromkeys([NOT_STARTED, *Attempt.State.values], 0)
    for row in rows:
        counts[row.state] += 1
    return Board(
        assignment=assignment,
        version=assignment.school_class.version,
        columns=columns,
        rows=rows,
        mean=totals.mean(row.total.share for row in rows),
        hardest=_hardest(columns),
        counts=counts,
    )


def _students(assignment: Assignment, here: set[int], began: list[Student]) -> list[Student]:
    """Those in the class now and those who left work behind, by name; `in_class` says which."""
    if assignment.for_some:
        here &= set(Recipient.objects.filter(assignment=assignment).values_list("student", flat=True))
    others = here - {one.pk for one in began}
    found = began + (list(Student.objects.filter(pk__in=others)) if others else [])
    found.sort(key=lambda one: one.by_name)
    for one in found:
        one.in_class = one.pk in here  # type: ignore[attr-defined]
    return found


def _shares(assignment: Assignment, questions: list[Question]) -> dict[int, Share]:
    asked = {one.pk: one for one in questions if by_column.may_be_shared(one)}
    if not asked:
        return {}
    wrong = Answer.objects.filter(attempt__assignment=assignment, question__in=asked, mark__verdict="wrong")
    answers = list(wrong.select_related("ink", "mark").defer("ink__strokes"))
    for answer in answers:
        answer.question = asked[answer.question_id]
    return by_column.shares(answers)


_attempts = prepared.Query(
    lambda assignment: Attempt.objects.filter(assignment=assignment).select_related("student"), assignment=int
)
_here = prepared.Query(
    lambda room: Enrolment.objects.filter(school_class=room, until__isnull=True).values_list("student"), room=int
)
_questions = prepared.Query(lambda worksheet: Question.objects.filter(worksheet=worksheet), worksheet=int)


def _row(student: Student, number: int, attempt: Attempt | None, cells: list[Cell]) -> Row:
    closed = attempt is not None and attempt.state != Attempt.State.IN_PROGRESS
    return Row(
        student=student,
        has_left=not student.in_class,  # type: ignore[attr-defined]
        number=number,
        attempt=attempt.uuid if attempt else None,
        state=attempt.state if attempt else NOT_STARTED,
        cells=cells,
        total=Total(
            questions=len(cells),
            points=sum((cell.score for cell in cells if cell.score is not None), Decimal(0)),
            scored=sum(cell.score is not None for cell in cells),
            waiting=sum(cell.is_waiting for cell in cells),
            closed=closed,
        ),
        to_look_at=sum(cell.needs_look for cell in cells),
    )


def _column(question: Question, index: int, rows: list[Row], language: str) -> Column:
    """The question over all children: each box counts as it counts in its child's own total."""
    points, scored, empty, waiting, look = Decimal(0), 0, 0, 0, 0
    for row in rows:
        cell = row.cells[index]
        look += cell.needs_look
        waiting += cell.is_waiting
        if cell.score is not None:
            points += cell.score
            scored += 1
        elif row.total.closed and not cell.is_waiting:
            empty += 1
    decided = scored + empty
    total = Total(questions=decided + waiting, points=points, scored=scored, waiting=waiting, closed=True)
    return Column(question, total, look, language)


def _hardest(columns: list[Column]) -> Column | None:
    """The question with the smallest share, the first of equals; None while too little is marked or all is right."""
    known = [one for one in columns if one.total.share is not None and one.total.decided >= ENOUGH_TO_COMPARE]
    hardest = min(known, key=lambda one: one.total.share or Decimal(0), default=None)
    return hardest if hardest is not None and hardest.total.share != 1 else None
