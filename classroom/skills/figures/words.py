"""What the places of a figure are called, for those who listen and for teachers. Pure, in the language set."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from classroom.skills.figures.base import ANSWER, CARRY, STEP, WORKING, Figure, Place


def column_name(power: int) -> str:
    """Ones, tens, hundreds: the column of a power of ten."""
    names: Sequence[Callable[[], str]] = (
        lambda: _("ones"), lambda: _("tens"), lambda: _("hundreds"), lambda: _("thousands"),
        lambda: _("ten thousands"), lambda: _("hundred thousands"), lambda: _("millions"),
    )  # fmt: skip
    return names[power]() if power < len(names) else _("column %(number)d") % {"number": power + 1}


def label_of(place: Place) -> str:
    """The name of one place: "tens of the answer", "small box over the tens", "second row, ones"."""
    if place.label:
        return place.label
    if place.role == WORKING:
        return _("room for working")
    if place.power is None:
        return _("box %(number)d") % {"number": (place.part or 0) + 1}
    column = {"column": column_name(place.power)}
    if place.role == CARRY:
        return _("small box at the %(column)s") % column
    if place.role == STEP:
        return _("row %(row)d, %(column)s") % {**column, "row": place.row + 1}
    return _("%(column)s of the answer") % column


def for_page(figure: Figure) -> dict[str, object]:
    """`Figure.to_json` with the places' names, as a child's page takes it."""
    facts = figure.to_json()
    for told, place in zip(facts["places"], figure.places, strict=True):
        told["label"] = label_of(place)
        told["typed"] = place.role == ANSWER
    return facts
