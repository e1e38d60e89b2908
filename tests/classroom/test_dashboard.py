"""The live dashboard: what it says, what it costs, and who may see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom.models import Assignment
from tests.classroom.rooms import make_room

pytestmark = pytest.mark.django_db


def signed_in(assignment: Assignment) -> Client:
    client = Client()
    client.force_login(assignment.set_by, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_sixty_by_sixty_costs_as_many_queries_as_two_by_three(django_assert_num_queries: Any) -> None:
    small, large = make_room(children=2, questions=3), make_room(children=60, questions=60)
    for url_name in ("assignment", "assignment-cells"):
        counts = []
        for assignment in (small, large):
            client = signed_in(assignment)
            url = reverse(url_name, args=[assignment.uuid])
            client.get(url)
            with django_assert_num_queries(9) as seen:
                assert client.get(url).status_code == 200
            counts.append(len(seen))
        assert counts[0] == counts[1]
