"""The version of a class: it grows whenever a dashboard of that class has something new to show."""

from __future__ import annotations

from django.db.models import F

from classroom import prepared
from classroom.models import SchoolClass

_bump = prepared.Update(lambda room: (SchoolClass.objects.filter(pk=room), {"version": F("version") + 1}), room=int)


def bump(school_class_id: int) -> None:
    """Say that something of this class changed. One UPDATE, the last of the change's transaction."""
    _bump.at_the_end(room=school_class_id)


def current(school_class_id: int) -> int:
    """The version now; 0 for a class that is gone. One query."""
    return SchoolClass.objects.filter(pk=school_class_id).values_list("version", flat=True).first() or 0
