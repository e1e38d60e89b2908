"""What to do about a line that cannot be read: sentences for a teacher. Pure."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from django.utils.translation import gettext

from classroom.later import gettext_lazy
from classroom.skills import expressions
from classroom.skills.questions import kind_of, written

OF_KIND = {
    "signed": gettext_lazy("is below nought, and negative answers cannot be read yet. Change the numbers."),
    "decimal": gettext_lazy("is not a whole number, and decimals cannot be read yet. Change the numbers."),
    "fraction": gettext_lazy("is not a whole number, and fractions cannot be read yet. Change the numbers."),
}
OF_SIGNS = {
    "compare": gettext_lazy("The signs <, > and = cannot be read yet."),
    "time": gettext_lazy("Times cannot be read yet."),
    "operator": gettext_lazy("The signs +, −, × and ÷ cannot be read yet."),
}


def too_long(length: int, most: int) -> str:
    """For a line of more signs than a question may have."""
    said = gettext("A question has at most %(most)s signs; this line has %(length)s.")
    return said % {"most": most, "length": length}


def on_division(parts: list[str], answer: Fraction, kinds: Collection[str]) -> str:
    """What to do about a division that leaves a rest."""
    meant = (
        gettext(" If %(written)s is meant, type = %(written)s behind it.") % {"written": written(answer)}
        if kind_of(answer) in kinds
        else ""
    )
    if len(parts) == 3 and parts[0].isdigit() and parts[2].isdigit():
        whole, by = int(parts[0]), int(parts[2])
        times, rest = divmod(whole, by)
        below, above = f"{times * by} ÷ {by}", f"{(times + 1) * by} ÷ {by}"
        advice = (
            gettext("Try %(below)s or %(above)s.") % {"below": below, "above": above}
            if times
            else gettext("Try %(above)s.") % {"above": above}
        )
        said = gettext("%(sum)s does not come out whole: it is %(times)s remainder %(rest)s. %(advice)s")
        return said % {"sum": f"{whole} ÷ {by}", "times": times, "rest": rest, "advice": advice} + meant
    return gettext(
        "%(shown)s does not come out whole: it is %(written)s. Choose numbers that divide without a rest.%(meant)s"
    ) % {"shown": expressions.shown(parts), "written": written(answer), "meant": meant}
