"""The list of cases, and what one of them is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from chaos.children import Habits
from chaos.lesson import Lesson
from chaos.stand import FORMS, Stand

Harm = Callable[[Stand, Lesson], None]
ALL = tuple(FORMS)
WITH_REDIS = ("sqlite-redis", "postgres-redis")


class Broken(AssertionError):
    """A promise that a case asks for besides the usual ones did not hold."""


class Impossible(Exception):
    """This machine cannot play the case; the words say what is missing."""


@dataclass(frozen=True)
class Case:
    """`harm` runs while the children write and heals what it broke; `after` checks once all is at rest.

    `not_here` says of forms to which the fault does not apply why it does not.
    """

    id: str
    title: str
    done: str
    harm: Harm
    forms: tuple[str, ...]
    not_here: str = ""
    habits: Callable[[int], Habits] = field(default=lambda seed: Habits())
    prepare: Callable[[Stand], None] = field(default=lambda stand: None)
    after: Harm = field(default=lambda stand, lesson: None)
    some_need_a_teacher: bool = False  # inks may end with the teacher because reading them failed


CASES: dict[str, Case] = {}


def case(id: str, title: str, done: str, *, forms: tuple[str, ...] = ALL, **more: object) -> Callable[[Harm], Harm]:
    """Enter a function into the catalogue: title and what is done, in words for docs/chaos.md."""

    def enter(harm: Harm) -> Harm:
        assert id not in CASES, id
        CASES[id] = Case(id, title, done, harm, forms, **more)  # type: ignore[arg-type]
        return harm

    return enter
