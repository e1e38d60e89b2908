"""Tickets: what a child's page holds to say, without a session and without a network, whose work it keeps.

A ticket names school and child and is signed, so that nobody can write one. To each belongs a key that only pages of
that child are given and that no file contains: what is sealed with it was made by such a page and not changed since.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from classroom.models import Student

SALT = "classroom.ticket"
LONGEST = 400


@dataclass(frozen=True)
class Ticket:
    """Whose work it is."""

    school: int
    student: UUID


def ticket_for(student: Student) -> str:
    """A ticket as text, for the child's own pages."""
    return signing.dumps({"version": 1, "school": student.school_id, "student": student.uuid.hex}, salt=SALT)


def key_of(ticket: str) -> str:
    """The key that belongs to a ticket, 64 hexadecimal digits."""
    return _key(ticket, settings.SECRET_KEY)


def opened(ticket: str) -> Ticket | None:
    """What the ticket says, or None when it is none of ours."""
    if len(ticket) > LONGEST:
        return None
    try:
        facts = signing.loads(ticket, salt=SALT)
        return Ticket(facts["school"], UUID(facts["student"]))
    except (signing.BadSignature, ValueError, KeyError, TypeError):
        return None


def student_of(ticket: str) -> Student | None:
    """The child whose work a ticket goes with: a door of its own. None for none of ours, or a child who is gone."""
    facts = opened(ticket)
    return Student.objects.filter(uuid=facts.student, school=facts.school).first() if facts else None


def is_sealed_with(ticket: str, text: str, seal: str) -> bool:
    """Whether `seal` is that of `text` under the ticket's key, or under the key of before SECRET_KEY was changed."""
    keys = [_key(ticket, str(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return any(
        hmac.compare_digest(hmac.new(bytes.fromhex(key), text.encode(), "sha256").hexdigest(), seal) for key in keys
    )


def _key(ticket: str, secret: str) -> str:
    return salted_hmac(SALT + ".key", ticket, secret=secret, algorithm="sha256").hexdigest()
