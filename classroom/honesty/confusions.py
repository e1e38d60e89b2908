"""Which signs the machine takes for which: from answers that a teacher called right; the key says what is written.

Of an answer that is wrong nobody can say so: what the child wrote stands in no key. And teachers look most at what
the machine was unsure of. So this tells what is mixed up, not how often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, QuerySet

from classroom import rules
from classroom.honesty.hiding import FEWEST_ANSWERS, FEWEST_CHILDREN, roughly
from classroom.honesty.tallies import WORD, machine_marks
from classroom.models import Answer, Mark, Question, School

NOTHING = "–"  # a sign that was not seen, or that was seen where none is
KINDS = ("whole", "signed")
MOST_EXAMPLES, EXAMPLES_EACH = 200, 4
SIGNS = "0123456789"


@dataclass(frozen=True)
class Cell:
    """How often one sign was read as another: None when it was, but too seldom to say."""

    written: str
    read: str
    count: int | None
    heat: int

    @property
    def is_right(self) -> bool:
        """Whether it was read as what it is."""
        return self.written == self.read


@dataclass(frozen=True)
class Matrix:
    """Rows are what is written, columns what was read; `signs` names both."""

    signs: list[str]
    rows: list[tuple[str, list[Cell], int]]
    answers: int


@dataclass
class Mixed:
    """A sign taken for another, with answers of the viewer's own classes that show it."""

    written: str
    read: str
    examples: list[Answer]


def truth_of(*, kind: str, key: dict[str, object], text: str) -> str | None:
    """What a right answer that was read as `text` really says; None where the key leaves it open.

    >>> truth_of(kind="whole", key={"version": 1, "values": ["12"], "rule": "equal"}, text="17")
    '12'
    """
    tidied = rules.tidy(text)
    if rules.is_right(tidied, key):
        return tidied
    values = key["values"]
    assert isinstance(values, list)
    return rules.tidy(str(values[0])) if kind in KINDS and len(values) == 1 else None


def pairs(written: str, read: str) -> list[tuple[str, str]]:
    """Sign by sign what was read for what, with as few changes as can be; NOTHING for a sign missed or made up.

    >>> pairs("147", "197"), pairs("11", "1")
    ([('1', '1'), ('4', '9'), ('7', '7')], [('1', '1'), ('1', '–')])
    """
    costs = [[max(i, j) if not i or not j else 0 for j in range(len(read) + 1)] for i in range(len(written) + 1)]
    for i, one in enumerate(written, 1):
        for j, other in enumerate(read, 1):
            costs[i][j] = min(costs[i - 1][j - 1] + (one != other), costs[i - 1][j] + 1, costs[i][j - 1] + 1)
    found, i, j = [], len(written), len(read)
    while i or j:
        # A missing sign is taken to be the last of equals.
        if i and costs[i][j] == costs[i - 1][j] + 1:
            found.append((written[i - 1], NOTHING))
            i -= 1
        elif j and costs[i][j] == costs[i][j - 1] + 1:
            found.append((NOTHING, read[j - 1]))
            j -= 1
        else:
            found.append((written[i - 1], read[j - 1]))
            i, j = i - 1, j - 1
    return found[::-1]


def matrix(school: School) -> Matrix | None:
    """The confusion matrix of the school; None while teachers called too few answers right. Two queries."""
    rows = list(
        _right_ones(school)
        .values_list("answer__question", "reading__text")
        .annotate(times=Count("pk"), children=Count("answer__attempt__student", distinct=True))
    )
    children = _right_ones(school).aggregate(n=Count("answer__attempt__student", distinct=True))["n"]
    if sum(row[2] for row in rows) < FEWEST_ANSWERS or children < FEWEST_CHILDREN:
        return None
    keys = Question.objects.in_bulk({row[0] for row in rows})
    counts: Counter[tuple[str, str]] = Counter()
    answers = 0
    for question, text, times, _ in rows:
        truth = truth_of(kind=keys[question].kind, key=keys[question].key, text=text)
        if truth is not None:
            answers += times
            for pair in pairs(truth, rules.tidy(text)):
                counts[pair] += times
    return _matrix(counts, answers)


def _matrix(counts: Counter[tuple[str, str]], answers: int) -> Matrix:
    seen = {sign for pair in counts for sign in pair if sign != NOTHING}
    signs = [*SIGNS, *sorted(seen - set(SIGNS)), NOTHING]
    rows = []
    for written in signs:
        total = sum(counts[written, read] for read in signs)
        cells = [_cell(written, read, counts[written, read], total) for read in signs]
        rows.append((written, cells, roughly(total)))
    return Matrix(signs, rows, roughly(answers))


def _cell(written: str, read: str, count: int, total: int) -> Cell:
    share = count / total if total else 0.0
    heat = 0 if count == 0 else 1 + sum(share >= edge for edge in (0.02, 0.05, 0.15))
    return Cell(written, read, count if count == 0 or count >= FEWEST_CHILDREN else None, heat)


def mixed_up(answers: QuerySet[Answer]) -> list[Mixed]:
    """The commonest mix-ups among `answers` that the viewer may see, with examples, newest first. Two queries."""
    marks = (
        Mark.objects.filter(answer__in=answers, answer__ink=F("ink"), reading__status="read")
        .exclude(source=Mark.Source.TEACHER)
        .annotate(word=WORD)
        .filter(word=Mark.Verdict.RIGHT)
        .exclude(verdict=Mark.Verdict.RIGHT)
        .select_related(
            "reading", "ink", "answer__question", "answer__attempt__student",
            "answer__attempt__assignment__school_class",
        )
        .order_by("-pk")[:MOST_EXAMPLES]
    )  # fmt: skip
    return _gathered(marks)


def _gathered(marks: Iterable[Mark]) -> list[Mixed]:
    found: dict[tuple[str, str], Mixed] = {}
    times: Counter[tuple[str, str]] = Counter()
    done: set[int] = set()
    for mark in marks:
        assert mark.reading is not None
        question = mark.answer.question
        truth = truth_of(kind=question.kind, key=question.key, text=mark.reading.text)
        if truth is None or mark.answer_id in done:
            continue
        done.add(mark.answer_id)
        mark.answer.read_as, mark.answer.shown = mark.reading.text, mark.ink  # type: ignore[attr-defined]
        for pair in {pair for pair in pairs(truth, rules.tidy(mark.reading.text)) if pair[0] != pair[1]}:
            times[pair] += 1
            kept = found.setdefault(pair, Mixed(*pair, []))
            if len(kept.examples) < EXAMPLES_EACH:
                kept.examples.append(mark.answer)
    return sorted(found.values(), key=lambda one: (-times[one.written, one.read], one.written, one.read))[:8]


def _right_ones(school: School) -> QuerySet[Mark]:
    return (
        machine_marks(school)
        .filter(reading__status="read")
        .annotate(word=WORD)
        .filter(word=Mark.Verdict.RIGHT)
        .order_by()
    )
