"""All generators by name, and those that wait for an answer kind. Pure."""

from __future__ import annotations

from django.utils.translation import gettext

from classroom.skills.generators import boxed, choosing, facts, pictured, places, shares, world, written
from classroom.skills.generators.base import Generator
from classroom.skills.generators.parameters import WrongWish

GENERATORS: dict[str, Generator] = {
    one.name: one
    for family in (facts, written, places, shares, world, choosing, pictured, boxed)
    for one in family.GENERATORS
}

# What each waits for; docs/generators.md says it to teachers.
NOT_THERE_YET: dict[str, str] = {}


def generator(name: str) -> Generator:
    """The generator of a name. Raises WrongWish with names that are near."""
    found = GENERATORS.get(name.strip().lower())
    if found is not None:
        return found
    if name in NOT_THERE_YET:
        raise WrongWish(
            gettext("“%(name)s” is not there yet: it needs %(name_2)s.")
            % {"name": name, "name_2": NOT_THERE_YET[name]}
        )
    near = [one for one in GENERATORS if one.split("_")[0] == name.strip().lower().split("_")[0]]
    hint = (
        gettext(" Did you mean %(join)s?") % {"join": ", ".join(near)}
        if near
        else " The list: manage.py make_sheet --list"
    )
    raise WrongWish(gettext("There is no generator “%(name)s”.%(hint)s") % {"name": name, "hint": hint})


def of_year(year: int) -> list[Generator]:
    """The generators that suit a year."""
    return [one for one in GENERATORS.values() if one.years[0] <= year <= one.years[1]]
