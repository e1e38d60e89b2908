"""Whether children of a class practise on their own, and what: a setting of the class."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from classroom import audit, versions
from classroom.models import SchoolClass, User
from classroom.skills.curriculum import SKILLS


@transaction.atomic
def allow(
    *, school_class: SchoolClass, teacher: User, is_open: bool, shows: bool, skills: Sequence[str]
) -> SchoolClass:
    """Set whether there is practice, whether it says at once what is right, and which skills (none: what comes next).

    The same again changes nothing. What was begun goes on.
    """
    kept = {"version": 1, "skills": [code for code in SKILLS if code in set(skills)]}
    before = (school_class.practice_open, school_class.practice_shows, school_class.practice_skills)
    if before == (is_open, shows, kept):
        return school_class
    school_class.practice_open, school_class.practice_shows, school_class.practice_skills = is_open, shows, kept
    school_class.save(update_fields=["practice_open", "practice_shows", "practice_skills"])
    audit.record(
        action="practice_changed", school=school_class.school, teacher=teacher, school_class=school_class.pk,
        open=is_open, shows=shows, skills=kept["skills"],
    )  # fmt: skip
    versions.bump(school_class.pk)
    return school_class
