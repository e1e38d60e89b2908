"""What placement says to a teacher: where to begin, and on what evidence. A child never sees it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from classroom.models import Answer, Assignment, Attempt, Question, Recipient, SchoolClass, Student
from classroom.practice.flying import asked_on_ladder
from classroom.skills.progress import placing


@dataclass(frozen=True)
class Sign:
    """One question that was asked: prompt, and right, wrong or unsure ("")."""

    prompt: str
    outcome: str


@dataclass(frozen=True)
class Placed:
    """A proposal where to begin. `begin` and `below` are titles of skills, "" beyond the ladder's ends."""

    student: Student
    attempt: Attempt
    begin: str
    begin_code: str
    below: str
    signs: tuple[Sign, ...]
    give: float

    @property
    def is_over(self) -> bool:
        """Whether the child has landed; else it is a first impression."""
        return self.attempt.state != Attempt.State.IN_PROGRESS

    @property
    def is_rough(self) -> bool:
        """Whether the answers leave it open over more than half a year."""
        return self.give > 3

    @property
    def unsure(self) -> int:
        """How many answers nobody is sure of."""
        return sum(not one.outcome for one in self.signs)


def placed(school_class: SchoolClass, student: Student) -> Placed | None:
    """The newest placement of a child of the class; None without one that was begun. Three queries."""
    return next(iter(_placed(_attempts(school_class).filter(student=student))), None)


def placed_of_class(school_class: SchoolClass) -> list[Placed]:
    """The newest placement of each child of the class that has one, by name. Three queries."""
    found = _placed(_attempts(school_class))
    return sorted(found, key=lambda one: one.student.by_name)


def offered(school_class: SchoolClass) -> list[Student]:
    """Children of the class who have an offer and have not begun, by name. One query."""
    rows = Student.objects.filter(
        pk__in=_open_offers(school_class).exclude(Exists(_ITS_ATTEMPT)).values("student"),
        enrolments__school_class=school_class,
        enrolments__until__isnull=True,
    )
    return sorted(rows.distinct(), key=lambda one: one.by_name)


def unflown(school_class: SchoolClass) -> set[int]:
    """The ids of those who have an explorer flight of the class on their list and have not landed. One query."""
    landed = _ITS_ATTEMPT.exclude(state=Attempt.State.IN_PROGRESS)
    return set(_open_offers(school_class).exclude(Exists(landed)).values_list("student", flat=True))


_ITS_ATTEMPT = Attempt.objects.filter(assignment=OuterRef("assignment"), student=OuterRef("student"))


def _open_offers(school_class: SchoolClass) -> QuerySet[Recipient]:
    return Recipient.objects.filter(
        assignment__school_class=school_class,
        assignment__purpose=Assignment.Purpose.PLACEMENT,
        assignment__closes_at=None,
    )


def _attempts(school_class: SchoolClass) -> QuerySet[Attempt]:
    return (
        Attempt.objects.filter(
            assignment__school_class=school_class,
            assignment__purpose=Assignment.Purpose.PLACEMENT,
            student__enrolments__school_class=school_class,
            student__enrolments__until__isnull=True,
        )
        .select_related("student", "assignment__worksheet")
        .order_by("-pk")
    )


def _placed(attempts: Iterable[Attempt]) -> list[Placed]:
    newest: dict[int, Attempt] = {}
    for one in attempts:
        newest.setdefault(one.student_id, one)
    answers: dict[int, list[Answer]] = defaultdict(list)
    for answer in (
        Answer.objects.filter(attempt__in=newest.values())
        .select_related("question__skill", "ink", "mark")
        .order_by("question__position")
    ):
        answers[answer.attempt_id].append(answer)
    return [made for one in newest.values() if (made := _one(one, answers[one.pk])) is not None]


def _one(attempt: Attempt, answers: list[Answer]) -> Placed | None:
    asked = asked_on_ladder(answers)
    if not asked:
        return None
    rungs = [one.question for one in answers[:: placing.OF_A_RUNG]]
    place = placing.place(asked, len(rungs))
    written = sorted((one for one in answers if one.ink_id), key=lambda one: one.ink_id or 0)
    words = {True: "right", False: "wrong", None: ""}
    begin = rungs[place.rung] if place.rung < len(rungs) else None
    # Two rungs may be of one skill, whose title would then stand in both halves of a sentence.
    below = _title(rungs[place.rung - 1] if place.rung else None)
    return Placed(
        student=attempt.student,
        attempt=attempt,
        begin=_title(begin),
        begin_code=begin.skill.code if begin and begin.skill else "",
        below="" if below == _title(begin) else below,
        signs=tuple(Sign(one.question.prompt, words[was.right]) for one, was in zip(written, asked, strict=True)),
        give=place.give,
    )


def _title(question: Question | None) -> str:
    return question.skill.title if question and question.skill else ""
