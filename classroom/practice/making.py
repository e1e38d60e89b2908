"""Flights are made here: for a child who wants to practise, and for children whose teacher asks where to begin."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classroom import audit, submissions, worksheets
from classroom.errors import BadInput, NotAllowedNow
from classroom.later import gettext_lazy
from classroom.models import Assignment, Attempt, Question, Recipient, SchoolClass, Student, User, Worksheet
from classroom.next_step.children import child_steps, now_taught
from classroom.next_step.words import skill_title
from classroom.practice import doors
from classroom.practice.placing import unflown
from classroom.skills.draws import Draw
from classroom.skills.forms.languages import in_language
from classroom.skills.progress import flights, placing
from classroom.skills.progress.choice import Why

MOST_A_DAY = 12
# A flight that was left lying for so long is not gone on with: a new one suits better by then.
GOES_ON_FOR = timedelta(days=7)


class Enough(NotAllowedNow):
    code = "enough_for_today"
    message = gettext_lazy("You flew a lot today. The rocket rests now. Come back tomorrow!")


def open_flight(student: Student) -> Attempt | None:
    """The practice flight that the child has begun and not ended, if there is one. One query."""
    return (
        Attempt.objects.filter(
            student=student,
            state=Attempt.State.IN_PROGRESS,
            assignment__purpose=Assignment.Purpose.PRACTICE,
            assignment__school_class__in=doors.practice_classes_for_student(student),
            started_at__gte=timezone.now() - GOES_ON_FOR,
        )
        .select_related("assignment__worksheet", "assignment__school_class", "student")
        .order_by("-pk")
        .first()
    )


@transaction.atomic
def start_flight(*, student: Student, school_class: SchoolClass, seed: str = "") -> Attempt:
    """The flight that the child has begun in this class, or a new one of six questions.

    Raises Enough, NotAllowedNow.
    """
    Student.objects.select_for_update().get(pk=student.pk)  # two taps are one flight
    going = open_flight(student)
    if going is not None and going.assignment.school_class_id == school_class.pk:
        return going
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    flown = Attempt.objects.filter(
        student=student, assignment__purpose=Assignment.Purpose.PRACTICE, started_at__gte=today
    )
    if flown.count() >= MOST_A_DAY:
        raise Enough
    seed = seed or secrets.token_hex(6)
    skills, gently = _skills(school_class, student, seed)
    year, half = now_taught(school_class)
    pairs = flights.pairs(
        skills, year=year, half=half, count=flights.USUAL, seed=seed, kinds=worksheets.readable_kinds(), gently=gently
    )
    if not pairs:
        raise NotAllowedNow(_("There is nothing to practise yet."))
    sheet = _sheet(school_class, skill_title(skills[0]), pairs)
    [assignment] = [_assignment(sheet, school_class, [student], Assignment.Purpose.PRACTICE)]
    return submissions.start_attempt(assignment=assignment, student=student)


@transaction.atomic
def offer_placement(
    *, school_class: SchoolClass, students: Sequence[Student], teacher: User, seed: str = ""
) -> Assignment:
    """Ask these children of the class, in one flight each of at most twelve questions, where to begin.

    Who was asked already and has not landed is not asked twice. Raises BadInput without children of the class,
    NotAllowedNow where all of them were.
    """
    SchoolClass.objects.select_for_update().get(pk=school_class.pk)  # two taps are one offer
    here = list(
        Student.objects.filter(
            pk__in=[one.pk for one in students],
            enrolments__school_class=school_class,
            enrolments__until__isnull=True,
        )
    )
    if not here:
        raise BadInput(_("Choose at least one child of the class."))
    asked = unflown(school_class)
    here = [one for one in here if one.pk not in asked]
    if not here:
        raise NotAllowedNow(_("It is on their lists already, and not flown yet."))
    year, half = now_taught(school_class)
    rungs = placing.ladder(year=year, half=half, seed=seed or secrets.token_hex(6), kinds=worksheets.readable_kinds())
    items = in_language([item for rung in rungs for item in rung.items], _language(school_class))
    drafts = [item.draft for item in items]
    sheet = worksheets.create_flight_sheet(school=school_class.school, title=_("Explorer flight"), drafts=drafts)
    made = _assignment(sheet, school_class, here, Assignment.Purpose.PLACEMENT, teacher=teacher)
    audit.record(
        action="placement_offered", school=school_class.school, teacher=teacher, assignment=made.pk,
        school_class=school_class.pk, children=len(here),
    )  # fmt: skip
    return made


def _skills(school_class: SchoolClass, student: Student, seed: str) -> tuple[list[str], list[str]]:
    """What a flight is about, one or two skills, and which of them begin gently."""
    steps = child_steps(school_class, student)
    allowed = school_class.practice_skills.get("skills", [])
    if allowed:
        chances = {code: steps.standings[code].chance if code in steps.standings else 0.5 for code in allowed}
        # Least sure first; those met alike in an order of the flight's own.
        ordered = sorted(Draw(f"skills {seed}").shuffled(allowed), key=lambda code: round(chances[code], 1))
        return ordered[:2], [code for code in ordered[:2] if chances[code] < 0.5]
    found = [one.step for one in steps.proposals]
    first = found[:1]
    back = [one for one in found[1:] if one.why is Why.RETURNS][:1] or found[1:2]
    chosen = [one.skill for one in (*first, *back)]
    gently = [one.skill for one in (*first, *back) if one.why in (Why.NOT_YET, Why.WRONG_WAY)]
    return (chosen, gently) if chosen else (flights.taught(*now_taught(school_class))[:1], [])


def _language(school_class: SchoolClass) -> str:
    """Of the questions: they stand on children's pages."""
    return school_class.language or settings.LANGUAGE_CODE


def _sheet(school_class: SchoolClass, title: str, pairs: Sequence[flights.Pair]) -> Worksheet:
    items = []
    for pair in pairs:
        items += [pair.item, *([pair.twin] if pair.twin else [])]
    items = in_language(items, _language(school_class))
    sheet = worksheets.create_flight_sheet(
        school=school_class.school, title=title, drafts=[item.draft for item in items]
    )
    by_position = {one.position: one for one in Question.objects.filter(worksheet=sheet)}
    position, again = 1, []
    for pair in pairs:
        if pair.twin:
            twin = by_position[position + 1]
            twin.second_try_of = by_position[position]
            again.append(twin)
        position += 2 if pair.twin else 1
    Question.objects.bulk_update(again, ["second_try_of"])
    return sheet


def _assignment(
    sheet: Worksheet,
    school_class: SchoolClass,
    students: Sequence[Student],
    purpose: str,
    teacher: User | None = None,
) -> Assignment:
    feedback = Assignment.Feedback
    shows = feedback.AT_ONCE if school_class.practice_shows else feedback.AFTER_HAND_IN
    made = Assignment.objects.create(
        worksheet=sheet, school_class=school_class, set_by=teacher, purpose=purpose, for_some=True,
        # A placement is never returned: its marks are for the teacher.
        feedback=shows if purpose == Assignment.Purpose.PRACTICE else feedback.WHEN_RETURNED,
    )  # fmt: skip
    Recipient.objects.bulk_create([Recipient(assignment=made, student=one) for one in students])
    return made
