"""What goes into a reading method (a sight) and what comes out of it (the seen), whichever method it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from recognition.ink import Ink
from recognition.picture import marks_of_picture
from recognition.raster import Path, paths_of
from recognition.reading import Candidate, Symbol

# A box's edge is "touched" by a point this share of the longer side away from it.
_EDGE = 0.004


@dataclass(frozen=True)
class Sight:
    """Paths to look at. `pen` says whether order and direction of the points mean anything (a picture's do
    not)."""

    paths: Sequence[Path]
    pen: bool = True
    touches_edge: bool = False


@dataclass(frozen=True)
class Seen:
    """A method's result before it becomes a Reading; `confidence` is that of the status when it is not
    "read"."""

    status: str
    candidates: tuple[Candidate, ...] = ()
    symbols: tuple[Symbol, ...] = ()
    flags: tuple[str, ...] = ()
    confidence: float = 0.0
    belief: dict[str, float] = field(default_factory=dict)


def sight_of_ink(ink: Ink) -> Sight:
    """Look at an ink's strokes; blank ink is not looked at."""
    left, top, right, bottom = ink.bounds
    slack = _EDGE * max(ink.width, ink.height)
    # Data sets cut their boxes close, so only ink that was pressed against an edge counts.
    touches = left <= slack or top <= slack or right >= ink.width - slack or bottom >= ink.height - slack
    return Sight(paths_of(ink.strokes), pen=True, touches_edge=touches)


def sight_of_picture(data: bytes) -> Sight | None:
    """Look at a picture of handwriting; None when the page is empty; without paths when it is full of what nobody can
    read; BadPicture when it is no picture."""
    paths = marks_of_picture(data)
    return None if paths == [] else Sight(paths or [], pen=False)
