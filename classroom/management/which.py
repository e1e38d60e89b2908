"""Whom a command is about, found by what an operator types."""

from __future__ import annotations

from django.core.management.base import CommandError

from classroom.models import School


def the_school(name: str | None) -> School:
    """The school of that name, or the only one; CommandError lists them where that is not clear."""
    schools = list(School.objects.filter(name__iexact=name) if name else School.objects.all())
    if len(schools) == 1:
        return schools[0]
    there = ", ".join(School.objects.order_by("name").values_list("name", flat=True)) or "none"
    raise CommandError(f"Say which school: --school NAME. Schools here: {there}.")
