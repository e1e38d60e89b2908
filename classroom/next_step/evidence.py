"""What children's answers say of their skills, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from classroom import checks
from classroom.models import Answer, Assignment, Attempt, Ink, Mark, PatternDecision, SchoolClass
from classroom.scores import doubts
from classroom.skills.curriculum import SKILLS
from classroom.skills.progress import belief
from classroom.skills.progress.belief import Standing, Tried

# So long after it was begun, practice that was left lying counts as far as it went.
LEFT_LYING = timedelta(hours=1)
USUAL_YEAR = 3  # of a class of which none is said


@dataclass(frozen=True)
class _WrongWay:
    procedure: str
    said_on: date


Standings = Mapping[int, Mapping[str, Standing]]  # by student, then by skill


def year_of(school_class: SchoolClass) -> int:
    """The year whose skills a class is taught."""
    return school_class.year or USUAL_YEAR


def standings(school_class: SchoolClass, *, since: date, student: int | None = None) -> Standings:
    """How the children of a class stand, by id of student and code of skill; of one child alone if wanted.

    Six queries, whatever the size.
    """
    answers = _answers(school_class, since, student)
    tried = _tried(answers, school_class)
    wrong = _wrong_ways(school_class, since, student)
    year = year_of(school_class)
    found: dict[int, dict[str, Standing]] = defaultdict(dict)
    for (child, code), rows in tried.items():
        way = wrong.get((child, code))
        still = way is not None and belief.still_wrong_way(way.said_on, rows)
        found[child][code] = belief.standing(
            code, rows, prior=belief.usual(SKILLS[code].year, year), wrong_way=way.procedure if way and still else ""
        )
    return found


def _answers(school_class: SchoolClass, since: date, student: int | None) -> QuerySet[Answer]:
    """Answers with a sure mark on their current writing, of work that is done."""
    now = timezone.now()
    done = (
        ~Q(attempt__state=Attempt.State.IN_PROGRESS)
        | Q(attempt__assignment__closes_at__lte=now)
        | (~Q(attempt__assignment__purpose=Assignment.Purpose.LESSON) & Q(attempt__started_at__lte=now - LEFT_LYING))
    )
    rows = Answer.objects.filter(
        done,
        attempt__assignment__school_class=school_class,
        question__skill__code__in=SKILLS,
        mark__verdict__in=[Mark.Verdict.RIGHT, Mark.Verdict.WRONG],
        mark__ink=F("ink"),
        ink__is_blank=False,
        ink__forgotten_at=None,
        ink__received_at__date__gte=since,
    )
    return rows if student is None else rows.filter(attempt__student=student)


def _tried(answers: QuerySet[Answer], school_class: SchoolClass) -> dict[tuple[int, str], list[Tried]]:
    late_of_class = Ink.objects.filter(is_late=True, answer__attempt__assignment__school_class=school_class)
    late = set(
        doubts.late_inks(Answer.objects.filter(pk__in=late_of_class.values("answer"))).values_list(
            "answer", flat=True
        )
    )
    found: dict[tuple[int, str], list[Tried]] = defaultdict(list)
    rows = answers.exclude(checks.undecided()).values_list(
        "pk", "attempt__student", "question__skill__code", "ink__received_at", "ink__mode", "mark__verdict",
        "mark__source",
    )  # fmt: skip
    for pk, student, code, at, mode, verdict, source in rows:
        if pk in late:
            continue
        sure = source == Mark.Source.TEACHER or mode == Ink.Mode.TYPED
        found[student, code].append(
            Tried(timezone.localdate(at), verdict == Mark.Verdict.RIGHT, 1.0 if sure else belief.TRUST_MACHINE)
        )
    return found


def _wrong_ways(school_class: SchoolClass, since: date, student: int | None) -> dict[tuple[int, str], _WrongWay]:
    """Procedures that a teacher said yes to, the latest word on each sheet, by child and skill."""
    rows = PatternDecision.objects.filter(
        attempt__assignment__school_class=school_class, created_at__date__gte=since
    ).select_related("attempt")
    if student is not None:
        rows = rows.filter(attempt__student=student)
    latest = {(one.attempt_id, one.procedure): one for one in rows.order_by("pk")}
    yes = [one for one in latest.values() if one.verdict == PatternDecision.Verdict.ACCEPTED]
    shown = {uuid for one in yes for uuid in one.evidence["answers"]}
    skills = {
        str(uuid): code
        for uuid, code in Answer.objects.filter(uuid__in=shown).values_list("uuid", "question__skill__code")
    }
    found = {}
    for one in yes:
        for code in SKILLS.keys() & {skills.get(uuid) for uuid in one.evidence["answers"]}:
            found[one.attempt.student_id, code] = _WrongWay(one.procedure, timezone.localdate(one.created_at))
    return found
