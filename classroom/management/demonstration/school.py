"""Fills an empty database with a school: two teachers, three classes, sixty children, work at every stage."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from classroom import library, marks, submissions
from classroom.management.demonstration import desk
from classroom.management.demonstration.children import Child, child_named
from classroom.models import (
    Answer,
    Assignment,
    Attempt,
    Enrolment,
    Question,
    School,
    SchoolClass,
    Student,
    Teaching,
    User,
    Worksheet,
)
from classroom.skills.forms import numbers
from classroom.skills.forms.languages import in_language
from classroom.skills.generators.base import make_sheet
from classroom.skills.generators.shelf import GENERATORS

NAMES = (
    "Ada", "Ben", "Chloe", "Dev", "Emeka", "Fatima", "Grace", "Hugo", "Ines", "Jonah", "Kofi", "Lena", "Mateo",
    "Noor", "Olga", "Priya", "Quinn", "Rosa", "Sami", "Tariq", "Uma", "Viktor", "Wren", "Xin", "Yara", "Zoe",
    "Amara", "Bilal", "Clara", "Dylan", "Elif", "Finn", "Gita", "Hana", "Idris", "Jade", "Kai", "Leila", "Milo",
    "Nia", "Oscar", "Petra", "Ravi", "Sofia", "Theo", "Ursula", "Vera", "Wiktor", "Ximena", "Yusuf", "Zara",
    "Arlo", "Bea", "Callum", "Daria", "Ezra", "Freya", "Gus", "Hedy", "Ivo",
)  # fmt: skip
CLASSES = (("Comets", 2, 24), ("Meteors", 4, 20), ("Satellites", 6, 16))


@dataclass(frozen=True)
class Demonstration:
    """What the links and the writing class need."""

    teacher: User
    child: Student
    live_class: SchoolClass
    live_worksheet: Worksheet


@transaction.atomic
def fill() -> Demonstration:
    """Make the school, or find the one made before."""
    if not School.objects.exists():
        _make()
    # By age, not by name: a visitor may have renamed all of them, and made more.
    teacher = User.objects.filter(is_active=True).order_by("pk").first()
    live_class = SchoolClass.objects.filter(archived_at__isnull=True).order_by("pk").first()
    sheet = Worksheet.objects.filter(state=Worksheet.State.PUBLISHED).order_by("pk").first()
    child = Student.objects.filter(enrolments__school_class=live_class, enrolments__until=None).order_by("pk").last()
    if teacher is None or live_class is None or sheet is None or child is None:
        raise CommandError(
            "Nothing is left of the demonstration in its folder. Remove the folder, and it starts anew."
        )
    return Demonstration(teacher=teacher, child=child, live_class=live_class, live_worksheet=sheet)


def set_live(show: Demonstration) -> Assignment:
    """A new lesson for the writing class, open now."""
    return Assignment.objects.create(
        worksheet=show.live_worksheet,
        school_class=show.live_class,
        set_by=show.teacher,
        feedback=Assignment.Feedback.AFTER_HAND_IN,
        layout=Assignment.Layout.ONE_BY_ONE,
    )


def _make() -> None:
    rng = random.Random("school")
    school = School.objects.create(name="Starfield Primary")
    hopper = _teacher(school, "Ms Hopper", "hopper@starfield.example", is_head=True)
    kahn = _teacher(school, "Mr Kahn", "kahn@starfield.example")
    names = iter(NAMES)
    rooms = []
    for (name, year, size), owner in zip(CLASSES, (hopper, hopper, kahn), strict=True):
        room = SchoolClass.objects.create(school=school, name=name, year=year, joining_open=True)
        Teaching.objects.create(teacher=owner, school_class=room)
        students = [Student.objects.create(school=school, display_name=next(names)) for _ in range(size)]
        long_ago = timezone.now() - timedelta(weeks=20)  # the term that history.py writes was theirs
        Enrolment.objects.bulk_create(Enrolment(student=one, school_class=room, since=long_ago) for one in students)
        rooms.append((room, owner, students))
    (comets, _, comet_children), (meteors, _, meteor_children), (satellites, _, _) = rooms

    _worksheet(hopper, gettext("Adding and taking away"), _sums(rng, 12))
    bonds = _worksheet(
        hopper, gettext("Bonds to 20"), [(f"{n} + ? = 20", 20 - n) for n in (4, 11, 7, 15, 2, 13, 9, 18)]
    )
    tables = _worksheet(hopper, gettext("Times tables, mixed"), _tables(rng, 12))
    long = _worksheet(kahn, gettext("Bigger numbers"), [(f"{a} × {b} = ?", a * b) for a, b in _pairs(rng, 8)])
    library.share(worksheet=long, teacher=kahn, shared=True)
    asked = [numbers.HALF.item(a=2 * n) for n in (4, 7, 9, 12)] + [numbers.DOUBLE.item(a=n) for n in (6, 8, 15, 21)]
    said = in_language([one for one in asked if one], settings.LANGUAGE_CODE)
    halves = [(one.prompt, int(one.values[0])) for one in said]
    draft = _worksheet(hopper, gettext("Halves and doubles"), halves)
    Worksheet.objects.filter(pk=draft.pk).update(state=Worksheet.State.DRAFT, published_at=None)

    week = timedelta(days=7)
    finished = _set(bonds, comets, hopper, opened=week)
    half_way = _set(tables, meteors, hopper, opened=timedelta(hours=1))
    _set(long, satellites, kahn, opened=timedelta(days=1), feedback=Assignment.Feedback.WHEN_RETURNED)
    for student in comet_children:
        _work(finished, child_named(student.display_name), student, share=1.0)
    for student in meteor_children[:17]:
        _work(half_way, child_named(student.display_name), student, share=rng.uniform(0.2, 1.0))
    looked = Answer.objects.filter(attempt__assignment=finished).order_by("pk")[5]
    marks.overrule(answer=looked, teacher=hopper, verdict="right")
    # Closed only now: what arrives after closing is kept as late.
    Assignment.objects.filter(pk=finished.pk).update(closes_at=timezone.now() - timedelta(days=6))
    Attempt.objects.filter(assignment=finished).update(
        state=Attempt.State.RETURNED, handed_in_at=timezone.now() - timedelta(days=6), returned_at=timezone.now()
    )
    desk.write_notes(finished, hopper)
    written = _worksheet(hopper, "Sums in columns", _column_sums(random.Random("columns"), 6), layout="columns")
    in_columns = _set(written, meteors, hopper, opened=timedelta(hours=2))
    for student in meteor_children[:10]:
        _work(in_columns, child_named(student.display_name), student, share=1.0)
    in_boxes = _set(_fractions(hopper), meteors, hopper, opened=timedelta(hours=1))
    for student in meteor_children[:5]:
        _work(in_boxes, child_named(student.display_name), student, share=1.0)


def _teacher(school: School, name: str, email: str, *, is_head: bool = False) -> User:
    # No password: the demonstration's teachers come in by the printed links alone.
    return User.objects.create_user(email, None, name=name, school=school, is_head=is_head)


def _fractions(author: User) -> Worksheet:
    """Fractions and mixed numbers, written into boxes with a bar."""
    wishes = {"fraction_add_sub": {"over_one": True, "layout": "fraction"}, "improper_mixed": {}}
    items = [
        item
        for name, given in wishes.items()
        for item in make_sheet(GENERATORS[name], given, count=3, seed="demonstration")
    ]
    said = in_language(items, settings.LANGUAGE_CODE)
    sheet = _worksheet(author, gettext("Fractions in boxes"), [(one.prompt, one.values[0]) for one in said])
    for position, one in enumerate(said, 1):
        sheet.questions.filter(position=position).update(layout=one.layout, kind=one.kind)
    return sheet


def _worksheet(
    author: User, title: str, lines: Sequence[tuple[str, int | str]], *, layout: str = "line"
) -> Worksheet:
    sheet = Worksheet.objects.create(
        school=author.school,
        author=author,
        title=title,
        state=Worksheet.State.PUBLISHED,
        published_at=timezone.now(),
    )
    Question.objects.bulk_create(
        Question(
            worksheet=sheet,
            position=position,
            prompt=prompt,
            layout=layout,
            key={"version": 1, "values": [str(value)], "rule": "equal"},
        )
        for position, (prompt, value) in enumerate(lines, 1)
    )
    return sheet


def _set(
    sheet: Worksheet,
    room: SchoolClass,
    teacher: User,
    *,
    opened: timedelta,
    feedback: str = Assignment.Feedback.AFTER_HAND_IN,
) -> Assignment:
    """Set a worksheet as of `opened` ago, open for two hours more."""
    now = timezone.now()
    return Assignment.objects.create(
        worksheet=sheet,
        school_class=room,
        set_by=teacher,
        opens_at=now - opened,
        closes_at=now + timedelta(hours=2),
        feedback=feedback,
        layout=Assignment.Layout.WHOLE_SHEET,
    )


def _work(assignment: Assignment, child: Child, student: Student, *, share: float) -> None:
    attempt = submissions.start_attempt(assignment=assignment, student=student)
    answers = list(Answer.objects.filter(attempt=attempt).select_related("question").order_by("question__position"))
    for answer in answers[: round(len(answers) * share)]:
        question = answer.question
        for revision in child.revisions(question.key["values"][0], seq=1, figure=question.figure):
            submissions.record_ink(answer=answer, **revision.for_domain())
    if share == 1.0:
        submissions.hand_in(attempt=attempt)


def _sums(rng: random.Random, count: int) -> list[tuple[str, int]]:
    lines: dict[str, int] = {}
    while len(lines) < count:
        a, b = rng.randint(11, 59), rng.randint(3, 39)
        if len(lines) % 2:
            lines[f"{a} + {b} = ?"] = a + b
        elif a > b:
            lines[f"{a} − {b} = ?"] = a - b
    return list(lines.items())


def _column_sums(rng: random.Random, count: int) -> list[tuple[str, int]]:
    lines: dict[str, int] = {}
    while len(lines) < count:
        a, b = rng.randint(312, 987), rng.randint(124, 298)
        if len(lines) % 2:
            lines[f"{a} − {b} = ?"] = a - b
        else:
            lines[f"{a} + {b} = ?"] = a + b
    return list(lines.items())


def _tables(rng: random.Random, count: int) -> list[tuple[str, int]]:
    lines: dict[str, int] = {}
    while len(lines) < count:
        a, b = rng.randint(2, 12), rng.randint(2, 12)
        lines[f"{a} × {b} = ?"] = a * b
    return list(lines.items())


def _pairs(rng: random.Random, count: int) -> list[tuple[int, int]]:
    return [(rng.randint(21, 89), rng.randint(3, 9)) for _ in range(count)]
