"""The whole story of one answer, and of one child's sheet."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from classroom import decisions
from classroom.models import Answer, Attempt, Decision, Ink, Mark, Reading
from classroom.scores import doubts
from classroom.scores.history import Line, history
from classroom.scores.lateness import Lateness, lateness


@dataclass
class Story:
    """An answer with its inks, readings and marks, newest first; neighbours are answers or None.

    `shown` is the ink to look at: late writing that waits for a decision, else the current ink; `reading` its latest.
    """

    shown: Ink | None
    reading: Reading | None
    late: Ink | None
    lateness: Lateness | None
    inks: list[Ink]
    readings: list[Reading]
    marks: list[Mark]
    history: list[Line]
    question_count: int
    next_question: Answer | None
    previous_question: Answer | None
    next_child: Answer | None
    previous_child: Answer | None

    @property
    def earlier(self) -> list[Ink]:
        """The other revisions of what was written, newest first."""
        return [ink for ink in self.inks if self.shown is None or ink.pk != self.shown.pk]


def story(answer: Answer) -> Story:
    """All there is to know about `answer`, its question loaded. Seven queries, whatever its history."""
    inks = list(answer.inks.select_related("job").order_by("-seq"))
    readings = list(Reading.objects.filter(ink__answer=answer).in_force_last().reverse())
    marks = list(
        answer.marks.select_related(
            "teacher", "reading", "decision__question", "decision__undoes__question"
        ).order_by("-pk")
    )
    waiting = late_ink(answer)
    shown = waiting or next((ink for ink in inks if ink.pk == answer.ink_id), None)
    sheet_answers = list(_neighbours(Answer.objects.filter(attempt=answer.attempt_id), "question__position"))
    classmates = Answer.objects.filter(attempt__assignment=answer.attempt.assignment_id, question=answer.question_id)
    column = sorted(_neighbours(classmates, "pk"), key=lambda one: one.attempt.student.by_name)
    before, after = _beside(sheet_answers, answer)
    above, below = _beside(column, answer)
    return Story(
        shown=shown,
        reading=next((one for one in readings if shown is not None and one.ink_id == shown.pk), None),
        late=waiting,
        lateness=lateness(answer, waiting) if waiting else None,
        inks=inks,
        readings=readings,
        marks=marks,
        history=history(
            inks=inks,
            marks=marks,
            decided=_decided(answer, inks),
            standing=answer.mark_id,
            prompt=answer.question.prompt,
        ),
        question_count=len(sheet_answers),
        next_question=after,
        previous_question=before,
        next_child=below,
        previous_child=above,
    )


def _decided(answer: Answer, inks: list[Ink]) -> list[Decision]:
    """What was decided about the answer without a mark: late writing let count, keys corrected. One query."""
    rows = decisions.of_lesson(answer.attempt.assignment).select_related("teacher", "question", "undoes__question")
    late, key = Decision.Kind.LATE, Decision.Kind.KEY
    mine = {ink.pk for ink in inks if ink.is_late}

    def is_about_it(one: Decision) -> bool:
        if one.kind == key:
            return one.question_id == answer.question_id
        return bool(one.facts.get("accepted")) and any(ink in mine for ink, _ in one.facts["inks"])

    found = rows.filter(Q(kind__in=[late, key]) | Q(undoes__kind__in=[late, key]))
    return [one for one in found if is_about_it(one.undoes or one)]


def late_ink(answer: Answer) -> Ink | None:
    """The newest late writing that waits for a decision. One query."""
    return doubts.late_inks(Answer.objects.filter(pk=answer.pk)).order_by("-seq").first()


def sheet(attempt: Attempt) -> list[Answer]:
    """The attempt's answers in the order of the questions, with current ink, readings and mark. Two queries."""
    return list(
        Answer.objects.filter(attempt=attempt)
        .select_related("question", "ink__job", "mark__teacher")
        .prefetch_related(Prefetch("ink__readings", queryset=Reading.objects.in_force_last().reverse()))
        .order_by("question__position")
    )


def _neighbours(answers: QuerySet[Answer], order: str) -> QuerySet[Answer]:
    return answers.select_related("attempt__student", "question").order_by(order)


def _beside(row: list[Answer], answer: Answer) -> tuple[Answer | None, Answer | None]:
    """The answers before and after `answer` in `row`."""
    at = next(index for index, one in enumerate(row) if one.pk == answer.pk)
    return (row[at - 1] if at else None), (row[at + 1] if at + 1 < len(row) else None)
