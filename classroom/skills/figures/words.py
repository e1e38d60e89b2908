"""What the places of a figure are called, for those who listen and for teachers. Pure, in the language set."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from classroom.skills.figures.base import AS_ASKED, CARRY, STEP, WORKING, Figure, Place
from classroom.skills.figures.face import HANDS
from classroom.skills.figures.marking import EMPTY, FOLLOWS, IN_NO_COLUMN, RIGHT, UNSURE, WRONG, Findings, Slip


def column_name(power: int) -> str:
    """Ones, tens, hundreds: the column of a power of ten."""
    names: Sequence[Callable[[], str]] = (
        lambda: _("ones"), lambda: _("tens"), lambda: _("hundreds"), lambda: _("thousands"),
        lambda: _("ten thousands"), lambda: _("hundred thousands"), lambda: _("millions"),
    )  # fmt: skip
    return names[power]() if power < len(names) else _("column %(number)d") % {"number": power + 1}


_NAMED: dict[str, Callable[[], str]] = {
    "rest": lambda: _("remainder"),
    "face": lambda: _("clock"),
    "hours": lambda: _("hours"),
    "minutes": lambda: _("minutes"),
    "colon": lambda: _("colon"),
    "whole": lambda: _("wholes, before the fraction"),
    "top": lambda: _("top number of the fraction"),
    "bar": lambda: _("line of the fraction"),
    "bottom": lambda: _("bottom number of the fraction"),
}


def label_of(place: Place) -> str:
    """The name of one place: "tens of the answer", "small box over the tens", "second row, ones"."""
    if place.label:
        return place.label
    if place.role == WORKING and place.power is None:
        return _("room for working")
    if place.name in _NAMED:
        return _NAMED[place.name]()
    if place.power is None:
        return _("box %(number)d") % {"number": (place.part or 0) + 1}
    column = {"column": column_name(place.power)}
    if place.role == CARRY:
        return _("small box at the %(column)s") % column
    if place.role in (STEP, WORKING):
        return _("row %(row)d, %(column)s") % {**column, "row": place.row + 1}
    return _("%(column)s of the answer") % column


def for_page(figure: Figure, kind: str) -> dict[str, object]:
    """`Figure.to_json` with the places' names, as a child's page takes it."""
    facts = figure.to_json()
    for told, place in zip(facts["places"], figure.places, strict=True):
        told["label"] = label_of(place)
        told["kind"] = kind if place.kind in (AS_ASKED, HANDS) else place.kind or ("digit" if place.is_typed else "")
        told["typed"] = place.is_typed
    return facts


def state_words(state: str) -> str:
    """What a box's mark is called."""
    words: dict[str, Callable[[], str]] = {
        RIGHT: lambda: _("right"),
        FOLLOWS: lambda: _("follows rightly from a slip before"),
        WRONG: lambda: _("wrong"),
        UNSURE: lambda: _("not sure what it says"),
        EMPTY: lambda: _("empty"),
    }
    return words[state]()


def slip_words(figure: Figure, slip: Slip) -> str:
    """Where the first slip is: "first slip in the tens", "first slip: what is handed on to the tens"."""
    place = figure.named[slip.name]
    if slip.power == IN_NO_COLUMN:
        return _("first slip in: %(box)s") % {"box": label_of(place)}
    column = {"column": column_name(slip.power)}
    if slip.is_carry:
        return _("first slip in what is handed on to the %(column)s") % column
    if place.role == STEP:
        return _("first slip in row %(row)d, in the %(column)s") % {**column, "row": place.row + 1}
    return _("first slip in the %(column)s") % column


def credit_words(figure: Figure, found: Findings) -> str:
    """What stands beside a mark: "3 of 4 columns, first slip in the tens"."""
    in_columns = figure.answers == 1 and found.columns == len(found.answer)
    words = _("%(earned)d of %(columns)d columns") if in_columns else _("%(earned)d of %(columns)d boxes")
    told = [words % {"earned": found.earned, "columns": found.columns}]
    if found.open:
        told.append(_("%(open)d not sure or empty") % {"open": found.open})
    if found.slip:
        told.append(slip_words(figure, found.slip))
    return ", ".join(told)
