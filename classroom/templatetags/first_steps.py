"""The first steps of a new teacher, for the pages on which they are taken."""

from __future__ import annotations

from django import template

from classroom import first_steps as room
from classroom.models import User

register = template.Library()


@register.simple_tag
def first_steps(teacher: User) -> room.FirstSteps | None:
    """Where the teacher is on the way, or None."""
    return room.first_steps(teacher)
