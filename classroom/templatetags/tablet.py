"""What a child's page holds of the work it keeps: a ticket that says whose it is, and the key to seal it with."""

from __future__ import annotations

from django import template

from classroom import tickets
from classroom.models import Student

register = template.Library()


@register.simple_tag
def new_ticket(student: Student) -> str:
    """For `{% new_ticket student as ticket %}`."""
    return tickets.ticket_for(student)


@register.filter
def ticket_key(ticket: str) -> str:
    """The key that belongs to a ticket."""
    return tickets.key_of(ticket)
