"""Digits written backwards, child by child: a matter of handwriting, never of right or wrong."""

from __future__ import annotations

from dataclasses import dataclass

from classroom.models import Enrolment, HandwritingNote, Ink, SchoolClass, Student

SHOWN = 12  # pieces of writing of a child


@dataclass
class Mirroring:
    """One child: how many answers with a mirrored digit, in how many lessons, and the newest of them."""

    student: Student
    answers: int
    lessons: int
    inks: list[tuple[Ink, str]]


def seen_in(school_class: SchoolClass) -> list[Mirroring]:
    """The children of a class who wrote digits backwards, most often first. One query.

    Only children who are in the class now, and what they wrote in it.
    """
    notes = (
        HandwritingNote.objects.filter(
            what=HandwritingNote.What.MIRRORED,
            answer__attempt__assignment__school_class=school_class,
            answer__attempt__student__in=Enrolment.objects.filter(
                school_class=school_class, until__isnull=True
            ).values("student"),
        )
        .select_related("ink", "answer__attempt__student")
        .order_by("-pk")
    )
    found: dict[int, Mirroring] = {}
    lessons: dict[int, set[int]] = {}
    seen: set[tuple[int, int]] = set()
    for note in notes:
        attempt = note.answer.attempt
        if (attempt.student_id, note.answer_id) in seen:
            continue  # an earlier writing of the same answer
        seen.add((attempt.student_id, note.answer_id))
        one = found.setdefault(attempt.student_id, Mirroring(attempt.student, 0, 0, []))
        one.answers += 1
        lessons.setdefault(attempt.student_id, set()).add(attempt.assignment_id)
        one.lessons = len(lessons[attempt.student_id])
        if len(one.inks) < SHOWN:
            one.inks.append((note.ink, note.text))
    return sorted(found.values(), key=lambda one: (-one.answers, one.student.by_name))
