"""Whoever runs the machine can let a teacher in who has nobody to ask."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from classroom.models import AuditEntry
from tests.conftest import Side


def test_the_printed_link_sets_a_new_password_once(here: Side, client: Client) -> None:
    out = io.StringIO()
    call_command("password_link", "HOPPER@hilltop.example", stdout=out)
    path = re.search(r"(/new-password/\S+)", out.getvalue())
    assert path is not None
    new = "seven quiet comets"
    assert client.get(path[1]).status_code == 200
    client.post(path[1], {"new_password1": new, "new_password2": new})
    here.teacher.refresh_from_db()
    assert here.teacher.check_password(new)
    assert client.get(path[1]).status_code == 410
    assert AuditEntry.objects.filter(action="password_link_made").count() == 1


def test_a_closed_or_unknown_account_gets_no_link(here: Side) -> None:
    here.teacher.is_active = False
    here.teacher.save()
    for email in (here.teacher.email, "nobody@hilltop.example"):
        with pytest.raises(CommandError, match="No teacher"):
            call_command("password_link", email)
