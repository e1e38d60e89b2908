"""What a parents' evening is told of a child: strengths first, plain words, some of the child's own writing.

Nothing compares the child with others: no rank, no class figure, no other name. What is too little to say is not
said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.dateformat import format as written_date
from django.utils.translation import gettext

from classroom.honesty.statistics import chance_of_rise
from classroom.insight.child import ChildCourse, ChildSkill, courses
from classroom.insight.course import Course
from classroom.insight.lesson import together
from classroom.insight.words import NO_SKILL
from classroom.later import gettext_lazy
from classroom.models import Answer, Assignment, Ink, Mark, Skill, Student
from classroom.printed.report import Handwriting, Report, SkillRow
from classroom.scores import doubts
from classroom.scores.totals import Total, plain

# Of fewer answers a report says nothing about a skill but how many there are.
ENOUGH_TO_SAY = 8
STRONG, COMING = Decimal("0.8"), Decimal("0.5")
MOST_STRENGTHS, MOST_NEXT, MOST_PIECES = 3, 2, 6
# So improbable must it be by chance alone that more is right lately, before a report calls it growth.
BY_CHANCE = 0.05
# Writing comes from the newest of so many worksheets.
RECENT = 8

SECURE, GROWING, PRACTISING, EARLY = (
    gettext_lazy("feels at home here"),
    gettext_lazy("coming along well"),
    gettext_lazy("practising this now"),
    gettext_lazy("just begun"),
)

# Something to do at home, by a skill's code or its first word. Plain, short, without any material to buy.
AT_HOME = {
    "facts.tables": gettext_lazy(
        "Choose one times table and play it like ping-pong: you ask one, your child asks you one."
    ),
    "facts.division": gettext_lazy("Turn a times table round: how many fives are in thirty? Ask each other."),
    "count": gettext_lazy("Count stairs, spoons or steps together, in ones, twos and tens, forwards and back."),
    "facts": gettext_lazy(
        "A few quick sums on the way to school, two minutes a day, do more than an hour on Sunday."
    ),
    "eq": gettext_lazy("Play “what am I thinking of”: my number and 4 make 9. Who is it?"),
    "cmp": gettext_lazy("Ask which is more, and how one can tell: prices, ages, house numbers."),
    "ord": gettext_lazy("Put a few numbers from a newspaper in order, smallest first, and say why."),
    "pv": gettext_lazy("Write a big number on paper and ask what each digit is worth."),
    "add": gettext_lazy("Add two prices together on paper, one below the other, and check each other’s sum."),
    "sub": gettext_lazy("Play shop: how much change is there from a pound, from ten pounds?"),
    "mul": gettext_lazy("Look for rows: eggs in boxes, windows in a house. How many are there in all?"),
    "div": gettext_lazy("Share things out fairly, and talk about what is left over."),
    "neg": gettext_lazy("Read the temperature on a cold day. How far is it to zero?"),
    "frac": gettext_lazy("Cut an apple or a sandwich into halves, quarters and eighths, and say what each piece is."),
    "dec": gettext_lazy("Read lengths and weights on packets, and put them in order."),
    "pct": gettext_lazy("Work out what a price is with ten per cent off."),
    "money": gettext_lazy("Let your child pay with coins, and count the change together."),
    "time": gettext_lazy("Ask what the time is, and how long it is until supper."),
    "units": gettext_lazy("Measure something together, first in centimetres, then in metres."),
    "word": gettext_lazy("Make up a short story with numbers in it, and let your child find the sum."),
}
NEXT_OF_ITS_OWN = gettext_lazy("Something new: the skills so far are in good hands.")


def reports(whole: Course, students: Sequence[Student], *, teacher: str) -> list[Report]:
    """Reports of several children of a class, in their order. Six queries more than the course of the class."""
    found = courses(whole, list(students))
    by_teacher = _marked_by_teachers(whole)
    writing = _writing(whole, [one.pk for one in students])
    codes = _codes(whole)
    return [_report(whole, one, by_teacher, writing[one.child.student.pk], codes, teacher) for one in found]


def _report(
    whole: Course,
    one: ChildCourse,
    by_teacher: Mapping[int, int],
    writing: Sequence[Handwriting],
    codes: Mapping[int | None, str],
    teacher: str,
) -> Report:
    done = [work for work in one.works if work.total is not None]
    total = one.total
    scored = total.scored
    teachers = min(scored, by_teacher.get(one.child.student.pk, 0))
    said = [skill for skill in one.skills if skill.title != NO_SKILL and skill.total.decided >= ENOUGH_TO_SAY]
    strong = _strong(said)
    weak = _next(said)
    return Report(
        school=whole.school_class.school.name,
        class_name=whole.school_class.name,
        child=one.child.student.display_name,
        teacher=teacher,
        made_on=_day(timezone.localdate()),
        since=_day(timezone.localtime(one.works[0].assignment.opens_at)) if one.works else "",
        worksheets=len(one.works),
        handed_in=one.handed_in,
        answers=scored + total.waiting,
        strengths=tuple(_strength(skill) for skill in strong),
        growth=tuple(filter(None, (_growth(skill) for skill in one.skills if skill.title != NO_SKILL))),
        skills=tuple(_row(skill) for skill in one.skills),
        writing=tuple(writing),
        next_steps=_steps(weak, codes) or (((NEXT_OF_ITS_OWN, ""),) if strong else ()),
        by_machine=scored - teachers,
        by_teacher=teachers,
        waiting=total.waiting,
        is_little=not done or total.decided < ENOUGH_TO_SAY,
    )


def _strong(said: Iterable[ChildSkill]) -> list[ChildSkill]:
    """The skills to begin with: those of which most is right, or the best of all."""
    ranked = sorted(said, key=lambda skill: (-(skill.total.share or 0), -skill.total.decided, skill.title))
    strong = [skill for skill in ranked if (skill.total.share or 0) >= STRONG][:MOST_STRENGTHS]
    return strong or [skill for skill in ranked[:1] if (skill.total.share or 0) >= COMING]


def _next(said: Iterable[ChildSkill]) -> list[ChildSkill]:
    """The skills to practise next: those of which least is right."""
    ranked = sorted(said, key=lambda skill: (skill.total.share or 0, skill.title))
    return [skill for skill in ranked if (skill.total.share or 0) < STRONG][:MOST_NEXT]


def _steps(weak: Iterable[ChildSkill], codes: Mapping[int | None, str]) -> tuple[tuple[str, str], ...]:
    """Skills with something to do at home, nothing of it twice."""
    steps: list[tuple[str, str]] = []
    for skill in weak:
        code = codes.get(skill.skill, "")
        idea = AT_HOME.get(code) or AT_HOME.get(code.partition(".")[0], "")
        steps.append((skill.title, "" if idea in [told for _, told in steps] else idea))
    return tuple(steps)


def _strength(skill: ChildSkill) -> tuple[str, str]:
    return skill.title, gettext("%(plain)s of %(decided)s right") % {
        "plain": plain(skill.total.points),
        "decided": skill.total.decided,
    }


def _growth(skill: ChildSkill) -> str:
    """That more is right than at first, where chance alone would hardly do so; "" otherwise."""
    first, last = _halves(skill)
    if min(first.decided, last.decided) < ENOUGH_TO_SAY:
        return ""
    before, after = ((float(one.points), float(one.decided)) for one in (first, last))
    if chance_of_rise(before, after) >= BY_CHANCE:
        return ""
    return gettext("%(title)s: from %(of)s right at first to %(of_2)s lately") % {
        "title": skill.title,
        "of": _of(first),
        "of_2": _of(last),
    }


def _halves(skill: ChildSkill) -> tuple[Total, Total]:
    """The skill's sheets in two parts, the older and the newer, of about as many answers."""
    sides: tuple[list[Total], list[Total]] = ([], [])
    so_far = 0
    for piece in skill.pieces:
        sides[(so_far + piece.total.decided / 2) * 2 > skill.total.decided].append(piece.total)
        so_far += piece.total.decided
    return together(sides[0]), together(sides[1])


def _of(side: Total) -> str:
    return gettext("%(plain)s of %(decided)s") % {"plain": plain(side.points), "decided": side.decided}


def _row(skill: ChildSkill) -> SkillRow:
    share = skill.total.share
    if skill.total.decided < ENOUGH_TO_SAY or share is None:
        words, shown = EARLY, None
    else:
        words = SECURE if share >= STRONG else GROWING if share >= COMING else PRACTISING
        shown = float(share)
    return SkillRow(skill.title, plain(skill.total.points), skill.total.decided, shown, words)


def _codes(whole: Course) -> dict[int | None, str]:
    """The codes of the course's skills. One query."""
    return dict(Skill.objects.filter(pk__in=[one for one in whole.titles if one]).values_list("pk", "code"))


def _marked_by_teachers(whole: Course) -> dict[int, int]:
    """By child, of how many answers a teacher's mark stands and nothing waits. One query."""
    done = [(one.student, one.assignment) for one in whole.sheets if one.done]
    answers = Answer.objects.filter(
        Q(mark__ink=F("ink")) | Q(mark__ink=None, ink=None),
        attempt__assignment__in={work for _, work in done},
        mark__source=Mark.Source.TEACHER,
    )
    rows = (
        answers.exclude(pk__in=doubts.late_inks(answers).values("answer"))
        .order_by()
        .values_list("attempt__student", "attempt__assignment")
        .annotate(Count("pk"))
    )
    there = set(done)
    found: dict[int, int] = defaultdict(int)
    for student, work, count in rows:
        found[student] += count if (student, work) in there else 0
    return dict(found)


def _writing(whole: Course, students: Sequence[int]) -> dict[int, list[Handwriting]]:
    """A few right answers in each child's own hand, of different skills, the newest first. Three queries."""
    works = [one.assignment for one in whole.works if one.handed_in][-RECENT:]
    chosen: dict[int, list[int]] = defaultdict(list)
    seen: dict[int, dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
    for student, skill, ink in _right(works, students):
        # One of each skill before a second; more than are shown, as of some only age has left nothing.
        if seen[student][skill] < 3 and len(chosen[student]) < 3 * MOST_PIECES:
            seen[student][skill] += 1
            chosen[student].append(ink)
    inks = {
        ink.pk: ink
        for ink in Ink.objects.filter(
            pk__in=[pk for some in chosen.values() for pk in some], mode=Ink.Mode.DRAWN, is_blank=False
        ).select_related("answer__question")
    }
    found: dict[int, list[Handwriting]] = defaultdict(list)
    for student, pks in chosen.items():
        for piece in _varied([inks[pk] for pk in pks if pk in inks]):
            strokes = (piece.strokes or {}).get("strokes", [])
            if strokes and len(found[student]) < MOST_PIECES:
                lines = [[(point[0], point[1]) for point in stroke] for stroke in strokes]
                found[student].append(Handwriting(piece.answer.question.prompt, lines))
    return found


def _right(works: Sequence[Assignment], students: Sequence[int]) -> Iterable[tuple[int, int | None, int]]:
    """Child, skill and ink of right answers that wait for nobody, newest worksheet first. One query."""
    answers = Answer.objects.filter(
        attempt__assignment__in=works, attempt__student__in=students, mark__score=1, mark__ink=F("ink"),
        attempt__state__in=["handed_in", "returned"],
    )  # fmt: skip
    return (
        answers.exclude(pk__in=doubts.to_look_at(answers).values("pk"))
        .order_by("-attempt__assignment__opens_at", "question__position", "pk")
        .values_list("attempt__student", "question__skill", "ink")
    )


def _varied(inks: Sequence[Ink]) -> list[Ink]:
    """One ink of each skill, then a second of each, and so on."""
    times: dict[int | None, int] = defaultdict(int)
    ranked = []
    for at, ink in enumerate(inks):
        skill = ink.answer.question.skill_id
        ranked.append((times[skill], at, ink))
        times[skill] += 1
    return [ink for _, _, ink in sorted(ranked, key=lambda one: one[:2])]


def _day(day: date) -> str:
    """A day as letters say it."""
    return written_date(day, gettext("j F Y"))
