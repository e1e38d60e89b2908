"""The stamps a teacher may put on a child's work. Pure. Their pictures are in static/classroom/img/stamps.svg."""

from __future__ import annotations

from collections.abc import Iterable

from classroom.later import gettext_lazy as _

# Code -> what it says to the child. All are kind: what is right and wrong is said by marks.
STAMPS = {
    "star": _("Great work"),
    "rocket": _("Out of this world"),
    "mountain": _("You worked hard"),
    "pencil": _("Lovely writing"),
    "idea": _("Clever thinking"),
    "steps": _("A big step on"),
    "look": _("Have another look"),
    "heart": _("Thank you"),
}
MOST_STAMPS = 3


def tidy(codes: Iterable[str]) -> list[str]:
    """Known codes in the order of the tray, each once.

    >>> tidy(["rocket", "star", "star", "skull"])
    ['star', 'rocket']
    """
    wanted = set(codes)
    return [code for code in STAMPS if code in wanted]


def pictures(codes: str) -> list[tuple[str, str]]:
    """(code, words) of each stamp in a note's `stamps`."""
    return [(code, STAMPS[code]) for code in tidy(codes.split())]
