"""Every revision of one answer, for telling its writing over again."""

from __future__ import annotations

from django.db.models import Prefetch

from classroom.models import Answer, Ink, Reading


def revisions(answer: Answer) -> list[Ink]:
    """The answer's inks, oldest first, each with its readings (the one that counts last). Two queries."""
    readings = Prefetch("readings", queryset=Reading.objects.in_force_last(), to_attr="seen")
    return list(answer.inks.order_by("seq").prefetch_related(readings))
