"""Doors to re-readings, beside those of access.py: fetched and authorised in one step, 404 for strangers."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from classroom.access import answers_for_teacher, classes_for_teacher
from classroom.models import RereadChange, Rereading, User


def rereadings_for_teacher(teacher: User) -> QuerySet[Rereading]:
    """What is or was read again of the teacher's classes; of the whole school, for its head."""
    mine = classes_for_teacher(teacher).order_by()
    whole = Q(school_class=None, assignment=None)
    seen = Q() if teacher.is_head else whole | Q(school_class__in=mine) | Q(assignment__school_class__in=mine)
    return Rereading.objects.filter(seen, school=teacher.school_id)


def rereading_for_teacher(teacher: User, pk: int) -> Rereading:
    """One such re-reading."""
    found = (
        rereadings_for_teacher(teacher)
        .select_related("school", "school_class", "assignment__worksheet")
        .filter(pk=pk)
    )
    for run in found:
        return run
    raise Http404


def changes_for_teacher(teacher: User, run: Rereading) -> QuerySet[RereadChange]:
    """What a re-reading proposes for the teacher's own classes: a head decides for no other's either."""
    return RereadChange.objects.filter(run=run, answer__in=answers_for_teacher(teacher))


def changes_for_head(head: User, run: Rereading) -> QuerySet[RereadChange]:
    """All that was proposed in a head's school, to roll back; nothing for others."""
    rows = RereadChange.objects.filter(run=run, run__school=head.school_id)
    return rows if head.is_head else rows.none()
