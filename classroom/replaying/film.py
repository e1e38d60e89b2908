"""The writing of one answer as a film: what was drawn when, what was rubbed out, where the pen rested. Pure.

Every pen-up makes a revision on the child's device, so the film is read off the revisions: a stroke that a revision
has and the one before had not was drawn, one that it has no longer was rubbed out. Times within the film are
milliseconds; a long rest is shortened for watching and says how long it was.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from classroom.skills.figures.base import Printed

# A rest of the pen that is worth marking, and the longest that anybody is made to watch (ms).
PAUSE = 1_500
LONGEST_PAUSE = 2_000
# Between strokes whose times say nothing, and for rubbing out.
GAP = 250
RUB = 500
# Ink without times is drawn at this even speed: ink units for each ms.
EVEN_SPEED = 0.7
SHORTEST_STROKE = 60
TYPED_FOR = 900

Wire = Mapping[str, Any]


@dataclass(frozen=True)
class Revision:
    """One revision as it is stored: `seq` from 1 up, strokes in wire format (None when typed), what was typed
    in words and, in a figure, where each text of it stands."""

    seq: int
    strokes: Wire | None = None
    typed: str = ""
    pieces: tuple[Printed, ...] = ()


@dataclass
class Stroke:
    """One stroke of the film: points are (x, y, ms since its start); gone is None while it stands at the end."""

    number: int
    points: list[tuple[float, float, int]]
    start: int
    end: int
    seq: int
    gone: int | None = None


@dataclass(frozen=True)
class Pause:
    """A rest of the pen before stroke `before`: shown from `at` to `until`, in truth `real` ms long."""

    at: int
    until: int
    real: int
    before: int


@dataclass(frozen=True)
class Typed:
    """Text that was typed, on show from `at` on until ink or other text follows; "" once it was rubbed out.

    In a figure its `pieces` stand in their boxes; `new` are those that were not there before.
    """

    at: int
    text: str
    pieces: tuple[Printed, ...] = ()
    new: frozenset[Printed] = frozenset()


@dataclass
class Film:
    """All that a player needs; `even` says that some ink came without times. Steps are moments worth a still."""

    width: float
    height: float
    even: bool = False
    length: int = 0
    strokes: list[Stroke] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Plain data for the page's script."""
        return {
            "version": 1,
            "width": self.width,
            "height": self.height,
            "even": self.even,
            "length": self.length,
            "strokes": [
                {"number": s.number, "points": s.points, "start": s.start, "end": s.end, "gone": s.gone}
                for s in self.strokes
            ],
            "pauses": [{"at": p.at, "until": p.until, "real": p.real} for p in self.pauses],
            "typed": [
                {
                    "at": t.at,
                    "text": t.text,
                    "pieces": [
                        {"text": p.text, "x": p.x, "y": p.y, "size": p.size, "isNew": p in t.new} for p in t.pieces
                    ],
                }
                for t in self.typed
            ],  # fmt: skip
            "steps": self.steps,
        }


def film(revisions: Sequence[Revision], *, height: float = 500.0) -> Film:
    """The film of these revisions, told in the order of their numbers; `height` where none was drawn."""
    ordered = sorted(revisions, key=lambda one: one.seq)
    boxes = [one.strokes for one in ordered if one.strokes]
    made = Film(
        width=max((float(box["width"]) for box in boxes), default=1000.0),
        height=max((float(box["height"]) for box in boxes), default=height),
    )
    standing: list[Stroke] = []
    for revision in ordered:
        standing = _take_in(made, standing, revision)
    made.length = made.length + GAP if made.steps else 0
    return made


def versions(revisions: Sequence[Revision]) -> list[Revision]:
    """Those revisions that somebody might want to see alone: each before something was rubbed out, and the last.

    A revision that the next one merely adds to is a step of the same writing.
    """
    ordered = sorted(revisions, key=lambda one: one.seq)
    return [
        one
        for one, after in zip_longest(ordered, ordered[1:])
        if not _is_blank(one) and (after is None or not _adds_to(one, after))
    ]


def _take_in(made: Film, standing: list[Stroke], revision: Revision) -> list[Stroke]:
    """Add to the film what this revision changed; returns the strokes that stand after it."""
    drawn = [] if revision.strokes is None else list(revision.strokes["strokes"])
    wanted = [_shape(stroke) for stroke in drawn]
    kept, gone = [], []
    for stroke in standing:
        shape = _shape(stroke.points)
        if shape in wanted:
            wanted[wanted.index(shape)] = None
            kept.append(stroke)
        else:
            gone.append(stroke)
    if gone:
        made.length += GAP
        for stroke in gone:
            stroke.gone = made.length
        made.length += RUB
        made.steps.append(made.length)
    before = _latest(drawn, wanted)
    for raw, shape in zip(drawn, wanted, strict=True):
        if shape is not None:
            kept.append(_draw(made, raw, before, revision.seq))
            before = _time(raw[-1])
    before_it = made.typed[-1] if made.typed else Typed(0, "")
    if revision.typed:
        new = frozenset(revision.pieces) - frozenset(before_it.pieces)
        made.typed.append(Typed(made.length, revision.typed, revision.pieces, new))
        made.length += TYPED_FOR
        made.steps.append(made.length)
    elif before_it.text and _is_blank(revision):
        made.typed.append(Typed(made.length, ""))
        made.length += RUB
        made.steps.append(made.length)
    return kept


def _draw(made: Film, raw: Sequence[Sequence[float]], before: float | None, seq: int) -> Stroke:
    points, has_times = _timed(raw)
    made.even = made.even or not has_times
    rest = GAP if before is None or not has_times else max(0, round(_time(raw[0]) - before))
    number = len(made.strokes) + 1
    if made.strokes:
        shown = min(rest, LONGEST_PAUSE) if has_times else GAP
        if rest >= PAUSE:
            made.pauses.append(Pause(made.length, made.length + shown, rest, number))
        made.length += shown
    stroke = Stroke(number, points, made.length, made.length + points[-1][2], seq)
    made.strokes.append(stroke)
    made.length = stroke.end
    made.steps.append(made.length)
    return stroke


def _timed(raw: Sequence[Sequence[float]]) -> tuple[list[tuple[float, float, int]], bool]:
    """Points with ms since the stroke's start, and whether those are the writer's own."""
    times = [_time(point) for point in raw]
    if len(raw[0]) > 2 and (times[-1] > times[0] or (len(raw) == 1 and times[0] > 0)):
        start = times[0]
        latest, points = 0, []
        for point, time in zip(raw, times, strict=True):
            latest = max(latest, round(time - start))  # a clock that ran backwards stands still
            points.append((point[0], point[1], latest))
        return points, True
    way, points = 0.0, [(raw[0][0], raw[0][1], 0)]
    for last, point in zip(raw, raw[1:], strict=False):
        way += math.dist(last[:2], point[:2])
        points.append((point[0], point[1], max(SHORTEST_STROKE if point is raw[-1] else 0, round(way / EVEN_SPEED))))
    # A dot that came first has the time 0 because it came first.
    return points, len(raw) == 1 and len(raw[0]) > 2


def _latest(drawn: Sequence[Sequence[Sequence[float]]], wanted: Sequence[object]) -> float | None:
    """When the pen last left the box before the first new stroke of a revision, in the ink's own time."""
    old = [_time(stroke[-1]) for stroke, new in zip(drawn, wanted, strict=True) if new is None]
    return max(old) if old else None


def _time(point: Sequence[float]) -> float:
    return point[2] if len(point) > 2 else 0.0


def _shape(stroke: Sequence[Sequence[float]]) -> tuple[tuple[float, float], ...] | None:
    return tuple((point[0], point[1]) for point in stroke)


def _is_blank(revision: Revision) -> bool:
    return not revision.typed and not (revision.strokes and revision.strokes["strokes"])


def _adds_to(one: Revision, after: Revision) -> bool:
    if one.pieces or after.pieces:
        return bool(one.pieces) and set(one.pieces) <= set(after.pieces)
    if one.typed or after.typed:
        return bool(one.typed) and after.typed.startswith(one.typed)
    before = [_shape(stroke) for stroke in (one.strokes or {"strokes": []})["strokes"]]
    later = [_shape(stroke) for stroke in (after.strokes or {"strokes": []})["strokes"]]
    return all(shape in later for shape in before)
