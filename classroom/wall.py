"""The answer wall: a class's ink to a question, gathered by what was read.

Groups are derived each time and stored nowhere: what a teacher pulls out of one is a choice of the page. What is
decided about several answers at once is in together.py.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from classroom import review, rules
from classroom.models import Answer, Assignment, Attempt, Mark, Question
from classroom.scores import by_column, doubts
from classroom.scores.by_column import Share
from classroom.skills.catalogue import CATALOGUE
from classroom.skills.forms.reading import recognise

READ, UNREADABLE, WAITING, LATE, CHECK = "read", "unreadable", "waiting", "late", "check"
# More than a class of sixty can write to a worksheet of ten; larger lessons are looked at question by question.
LONGEST = 1200
# A group is said to hold misread answers from this expected number on.
WORTH_SAYING = 0.5
# Groups of fewer answers stand side by side.
SMALL = 4


@dataclass
class Thumb:
    """One answer on the wall. `verdict` is "", right, wrong or unsure; `draw`: whether its ink was asked for."""

    item: review.Item
    text: str
    verdict: str
    by_teacher: bool
    draw: bool = True
    share: Share | None = None  # of a wrong answer in boxes

    @property
    def answer(self) -> Answer:
        """The answer shown."""
        return self.item.answer

    @property
    def needs_look(self) -> bool:
        """Whether it waits for a teacher."""
        return bool(self.item.reason)

    @property
    def goes_along(self) -> bool:
        """Whether a decision about its group is about it: not when a teacher's mark for this very ink stands."""
        return self.needs_look or not self.by_teacher

    @property
    def stamp(self) -> str:
        """The answer, the ink that is seen and its reading; a decision names all three."""
        item = self.item
        return f"{self.answer.uuid}:{item.ink.pk if item.ink else 0}:{item.reading.pk if item.reading else 0}"

    @property
    def state(self) -> str:
        """Changes when what is shown of it changes."""
        return f"{self.stamp}:{self.verdict}:{self.answer.mark_id or 0}:{self.item.reason}"


@dataclass
class Group:
    """Answers to a question that belong together: read alike, not readable, not read yet, late, or to be checked."""

    kind: str
    text: str
    question: Question
    thumbs: list[Thumb]
    # What a child does who answers so, where a wrong procedure is known: a guess about the answer, of nobody.
    looks_like: str = ""

    @property
    def key(self) -> str:
        """Names the group on its page."""
        return f"{self.question.pk}-{self.kind}-{self.text}"

    @property
    def to_look_at(self) -> int:
        """How many of it wait for a teacher."""
        return sum(thumb.needs_look for thumb in self.thumbs)

    @property
    def undecided(self) -> int:
        """How many a decision about the group would mark."""
        return sum(thumb.goes_along for thumb in self.thumbs)

    @property
    def reads(self) -> str:
        """right or wrong: what its text is worth under the key; "" where nothing was read."""
        if self.kind != READ:
            return ""
        return "right" if rules.is_right(self.text, self.question.key) else "wrong"

    @property
    def is_small(self) -> bool:
        """Whether it may stand beside others."""
        return len(self.thumbs) < SMALL

    @property
    def machine_says(self) -> str:
        """right or wrong, when a machine is sure of all that no teacher marked; else ""."""
        said = {thumb.verdict for thumb in self.thumbs if thumb.goes_along}
        return said.pop() if len(said) == 1 and said <= {"right", "wrong"} and not self.to_look_at else ""

    @property
    def misread(self) -> int:
        """How many of it are probably misread, by the reader's own doubt; 0 when that is not worth saying."""
        expected = sum(thumb.item.doubt for thumb in self.thumbs if thumb.goes_along)
        return round(expected) if self.kind == READ and expected >= WORTH_SAYING else 0


@dataclass
class Section:
    """One question of the wall: its groups, and how many children wrote nothing to it."""

    question: Question
    groups: list[Group]
    silent: int

    @property
    def answers(self) -> int:
        """How many answers are shown."""
        return sum(len(group.thumbs) for group in self.groups)

    @property
    def to_look_at(self) -> int:
        """How many of them wait for a teacher."""
        return sum(group.to_look_at for group in self.groups)


def wall(
    assignment: Assignment,
    *,
    question: Question | None = None,
    only_doubts: bool = False,
    ink_of: set[UUID] | None = None,
) -> list[Section]:
    """The sections of an assignment's wall, or the one of a question; `only_doubts`: what waits for a look alone.

    Five queries, whatever the size. With `ink_of` only those answers are drawn, each for a query more: to see what
    changed.
    """
    questions = list(Question.objects.filter(worksheet=assignment.worksheet_id))
    if question is not None:
        questions = [one for one in questions if one.pk == question.pk]
    answers = Answer.objects.filter(attempt__assignment=assignment, question__in=questions)
    if only_doubts:
        answers = doubts.to_look_at(answers)
    found = review.each(answers, with_ink=ink_of is None)[:LONGEST]
    by_question: dict[int, list[Thumb]] = defaultdict(list)
    for item in found:
        if item.reason or (item.ink is not None and not item.ink.is_blank):
            by_question[item.answer.question_id].append(
                _thumb(item, draw=ink_of is None or item.answer.uuid in ink_of)
            )
    children = Attempt.objects.filter(assignment=assignment).count()
    sections = []
    for one in questions:
        thumbs = by_question[one.pk]
        if thumbs or not only_doubts:
            silent = 0 if only_doubts else max(0, children - len(thumbs))
            sections.append(Section(one, grouped(one, thumbs), silent))
    return sections


def grouped(question: Question, thumbs: Iterable[Thumb]) -> list[Group]:
    """`thumbs` by what was read, the largest group first and the most doubtful first inside. Pure."""
    found: dict[tuple[str, str], list[Thumb]] = defaultdict(list)
    for thumb in thumbs:
        found[_kind(thumb), thumb.text if _kind(thumb) == READ else ""].append(thumb)
    groups = [Group(kind, text, question, members) for (kind, text), members in found.items()]
    procedures = _procedures(question)
    for group in groups:
        group.looks_like = procedures.get(group.text, "") if group.kind == READ else ""
        group.thumbs.sort(key=lambda thumb: (not thumb.needs_look, -thumb.item.doubt, thumb.answer.pk))
    last = {UNREADABLE: 1, LATE: 2, CHECK: 3, WAITING: 4}
    return sorted(groups, key=lambda group: (last.get(group.kind, 0), -len(group.thumbs), group.text))


def _procedures(question: Question) -> dict[str, str]:
    """What wrong procedures would answer, each with what the child would be doing."""
    known = recognise(question.prompt)
    found: dict[str, str] = {}
    for prediction in known.predictions if known else ():
        for text in prediction.answers:
            if not rules.is_right(text, question.key):
                found.setdefault(text, CATALOGUE[prediction.procedure].looks_like)
    return found


def common_mistakes(groups: Iterable[Group]) -> list[tuple[str, int]]:
    """What was read in wrong answers, with how often, most common first; at most six. Pure."""
    wrong: Counter[str] = Counter()
    for group in groups:
        if group.kind == READ:
            wrong[group.text] += sum(thumb.verdict == "wrong" for thumb in group.thumbs)
    return [one for one in wrong.most_common(6) if one[1]]


def _thumb(item: review.Item, *, draw: bool) -> Thumb:
    mark = item.answer.mark
    by_teacher = mark is not None and mark.source == Mark.Source.TEACHER
    share = None
    if mark is not None and mark.verdict == Mark.Verdict.WRONG and mark.ink_id == item.answer.ink_id:
        share = by_column.share_of(item.answer.question, item.answer.ink, item.reading)
    return Thumb(item, item.text, mark.verdict if mark else "", by_teacher, draw, share)


def _kind(thumb: Thumb) -> str:
    if thumb.item.reason in (doubts.LATE, doubts.CHECK):
        return LATE if thumb.item.reason == doubts.LATE else CHECK
    if thumb.text:
        return READ
    return UNREADABLE if thumb.item.reason or thumb.verdict else WAITING
