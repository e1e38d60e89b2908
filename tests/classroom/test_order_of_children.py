"""Children stand in one order, so that a name is looked for once and "Child 3" is the same child on every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom import access
from classroom.insight import words
from classroom.insight.course import course
from classroom.scores.board import board
from classroom.scores.gradebook import gradebook
from tests.classroom.finished import more_children
from tests.conftest import Side

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]

# As people look for them: É with E, small letters with large ones, 2 before 10.
ORDER = ["Ada", "Ben", "Child 2", "Child 10", "Éva", "eve", "Zoë"]


@pytest.fixture
def many(here: Side) -> Side:
    more_children(here, "Zoë", "eve", "Child 10", "Éva", "Child 2")
    return here


def test_tables_and_lists_agree(many: Side) -> None:
    def named(rows: Any) -> list[str]:
        return [one.student.display_name for one in rows]

    assert [one.display_name for one in access.children_by_name(many.school_class)] == ORDER
    assert named(board(many.assignment).rows) == ORDER
    assert named(gradebook(many.school_class).rows) == ORDER
    whole = course(many.school_class, words.periods()[0])
    assert named(whole.children) == ORDER
    assert [one.alias for one in whole.children][3] == "Child 4", "whoever is called what"


@pytest.mark.parametrize("page", ["class", "class-consent", "insight-class", "gradebook"])
def test_pages_show_that_order(many: Side, as_teacher: SignIn, page: str) -> None:
    shown = as_teacher(many).get(reverse(page, args=[many.school_class.pk])).content.decode()
    places = [shown.index(f">{name}<") for name in ORDER]
    assert places == sorted(places), page


def test_the_childs_own_page_has_it_too(many: Side, client: Client) -> None:
    many.school_class.joining_open = True
    many.school_class.save()
    shown = client.get(reverse("choose-name", args=[many.school_class.join_code])).content.decode()
    places = [shown.index(name) for name in ORDER]
    assert places == sorted(places)
