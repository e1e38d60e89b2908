"""Reading a figure: an answer whose box is divided into named regions, each read by its own kind.

Every stroke belongs to one region, whichever has most of its ink. Each region's strokes are read alone; the readings
of the whole answer are products of the regions' readings. Where cells are crowded, or their ink crosses borders, the
row is read as one line too: where the two disagree nobody is sure. No key is at hand here, as nowhere in this room.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from recognition.hands import HANDS, see_hands
from recognition.ink import Ink
from recognition.raster import Path, paths_of
from recognition.reading import MAX_CANDIDATES, Candidate, Cell, Symbol
from recognition.seeing import Seen, Sight

Box = tuple[float, float, float, float]

WIDTH = 1000.0  # ink units: regions are told in a box so wide
JOINT = "|"  # between the texts of an answer's parts
TOGETHER = ("/", ":")  # between those of a fraction or a time: both are written, or neither
# A stroke with less than this share of its ink in one region lies over several: where its middle is decides. With
# less than the other it crosses a border, and its row is looked at again as a line.
MOST, CLEAR = 0.5, 0.85
# So far outside (as a share of its height) ink still belongs to a region, if no other has it: tails hang down.
SLACK = 0.35
# A digit is about 150 units high where a whole answer is written, and what is a touch of the hand is told by size:
# ink in cells is looked at as if each cell were so high.
USUAL_CELL = 210.0
# A digit read with less than this makes the row be looked at as a line too.
DOUBT = 0.9
_PER_CELL = 4
_BEAM = 60


@dataclass(frozen=True)
class Region:
    """A place in the box: left, top, right, bottom in ink units.

    `kind` is how it is read, "" for a place whose strokes are kept and never read. `part` says to which of the
    answer's texts it belongs, from 0; None: it is read and told, and is no part of the answer. Regions of one part
    stand in the order in which their texts are put together. Those before the first that is written in may stay
    empty; `may_be_empty` says that the others may too. `joint` stands before its part's text, if it is not the first.
    """

    name: str
    box: Box
    kind: str = "digit"
    part: int | None = None
    may_be_empty: bool = True
    joint: str = JOINT


@dataclass(frozen=True)
class Placed:
    """Where a stroke belongs: the index of its region, None for nowhere, and the share of its ink that lies there."""

    region: int | None
    share: float


def see_regions(see: Callable[[Sight, str], Seen], ink: Ink, regions: Sequence[Region]) -> tuple[Seen, list[Cell]]:
    """Read an ink in its regions: what is seen of the whole answer, and of every region that is read."""
    scale = ink.width / WIDTH
    regions = [_scaled(region, scale) for region in regions]
    paths = paths_of(ink.strokes)
    placed = [place(path, regions) for path in paths]
    cells = [
        _cell(see, region, [k for k, one in enumerate(placed) if one.region == at], paths)
        for at, region in enumerate(regions)
        if region.kind
    ]
    read = dict(zip((region.name for region in regions if region.kind), cells, strict=True))
    parts = sorted({region.part for region in regions if region.part is not None})
    rows = [[(region, read[region.name]) for region in regions if region.part == part] for part in parts]
    return _whole(see, rows, placed, paths), cells


def place(path: Path, regions: Sequence[Region]) -> Placed:
    """The region of a stroke: the one with most of its ink, by length; over several, the one at its middle."""
    spots, weights = _spots(path)
    shares = np.zeros(len(regions))
    for spot, weight in zip(spots, weights, strict=True):
        at = _region_at(spot, regions)
        if at is not None:
            shares[at] += weight
    if not len(regions) or not shares.any():
        return Placed(None, 0.0)
    best = int(np.argmax(shares))
    if shares[best] < MOST:
        middle = _region_at(np.average(spots, axis=0, weights=weights), regions)
        best = best if middle is None else middle
    return Placed(best, float(shares[best]))


def _scaled(region: Region, scale: float) -> Region:
    if scale == 1.0:
        return region
    left, top, right, bottom = (side * scale for side in region.box)
    return replace(region, box=(left, top, right, bottom))


def _spots(path: Path) -> tuple[Path, np.ndarray]:
    """Points spread evenly enough over a stroke, and the share of its length that each stands for."""
    if len(path) == 1:
        return path, np.ones(1)
    steps = np.diff(path, axis=0)
    lengths = np.hypot(steps[:, 0], steps[:, 1])
    total = lengths.sum()
    if total <= 0:
        return path[:1], np.ones(1)
    spots, weights = [], []
    for start, step, length in zip(path[:-1], steps, lengths, strict=True):
        pieces = max(1, int(length // 10))
        for piece in range(pieces):
            spots.append(start + step * ((piece + 0.5) / pieces))
            weights.append(length / pieces / total)
    return np.array(spots), np.array(weights)


def _region_at(spot: np.ndarray, regions: Sequence[Region]) -> int | None:
    """The smallest region around a spot; outside all, the nearest that is read, if it is near."""
    x, y = float(spot[0]), float(spot[1])
    around = [k for k, one in enumerate(regions) if one.box[0] <= x <= one.box[2] and one.box[1] <= y <= one.box[3]]
    if around:
        return min(around, key=lambda k: _area(regions[k].box))
    near = [
        (away / (one.box[3] - one.box[1]), k)
        for k, one in enumerate(regions)
        if one.kind and (away := _away(x, y, one.box)) <= SLACK * (one.box[3] - one.box[1])
    ]
    return min(near)[1] if near else None


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _away(x: float, y: float, box: Box) -> float:
    across = max(box[0] - x, 0.0, x - box[2])
    down = max(box[1] - y, 0.0, y - box[3])
    return float(np.hypot(across, down))


def _cell(see: Callable[[Sight, str], Seen], region: Region, strokes: list[int], paths: Sequence[Path]) -> Cell:
    if not strokes:
        return Cell(region.name, "blank", "", (), (), region.box)
    own = [paths[k] for k in strokes]
    points = np.concatenate(own)
    around = (*map(float, points.min(axis=0)), *map(float, points.max(axis=0)))
    box = (around[0], around[1], around[2], around[3])
    zoom = USUAL_CELL / (region.box[3] - region.box[1]) if region.kind == "digit" else 1.0
    sight = Sight([path * zoom for path in own])
    seen = see_hands(own, region.box) if region.kind == HANDS else see(sight, region.kind)
    if region.kind == "digit" and seen.status == "unreadable":
        # Who writes a ten and its ones into one cell is to be read so, not as one of the two.
        two = see(sight, "whole")
        if two.status == "read" and len(two.candidates[0].text) == 2:
            seen = two
    text = seen.candidates[0].text if seen.status == "read" and seen.candidates else ""
    return Cell(region.name, seen.status, text, seen.candidates[:_PER_CELL], tuple(strokes), box, seen.flags)


Row = list[tuple[Region, Cell]]


def _whole(
    see: Callable[[Sight, str], Seen], rows: list[Row], placed: Sequence[Placed], paths: Sequence[Path]
) -> Seen:
    """The whole answer from its parts' cells."""
    cells = [cell for row in rows for _, cell in row]
    flags = list(dict.fromkeys(flag for cell in cells for flag in cell.flags if flag != "outside_box"))
    if all(cell.status == "blank" for cell in cells):
        return Seen("blank", flags=tuple(flags), confidence=0.9)
    if any(_has_gap(row) for row in rows) or any(_half(*both) for both in pairwise(rows)):
        return Seen("unreadable", flags=(*flags, "gap"), confidence=0.9)
    if any(cell.status == "unreadable" for cell in cells):
        return Seen("unreadable", flags=tuple(flags), confidence=0.9)
    whole = [Candidate("", 1.0)]
    symbols: list[Symbol] = []
    for row in rows:
        joint = "" if row is rows[0] else row[0][0].joint
        if joint != JOINT and (_is_blank(row) or not whole[0].text):
            joint = ""  # a fraction alone, or no fraction behind a whole number
        whole = _products(whole, _row_candidates(see, row, placed, paths), joint)
        symbols += [Symbol(joint, 1.0, (), (0.0, 0.0, 0.0, 0.0))] if joint else []
        symbols += [
            Symbol(cell.text, cell.candidates[0].probability, cell.strokes, cell.box)
            for _, cell in row
            if cell.status == "read"
        ]
    return Seen("read", tuple(whole[:MAX_CANDIDATES]), tuple(symbols), tuple(flags))


def _has_gap(row: Row) -> bool:
    """Whether a cell is empty that stands behind a written one, or may not be empty."""
    begun = False
    for region, cell in row:
        if cell.status != "blank":
            begun = True
        elif begun and not region.may_be_empty:
            return True
    return not begun and any(not region.may_be_empty for region, _ in row)


def _is_blank(row: Row) -> bool:
    return all(cell.status == "blank" for _, cell in row)


def _half(before: Row, row: Row) -> bool:
    """Whether a fraction has a number on one side of its bar alone, or a time of its colon."""
    return row[0][0].joint in TOGETHER and _is_blank(before) != _is_blank(row)


def _row_candidates(
    see: Callable[[Sight, str], Seen], row: Row, placed: Sequence[Placed], paths: Sequence[Path]
) -> list[Candidate]:
    """Texts of one part: products over its cells, and where these are crowded what they say as a line."""
    written = [(region, cell) for region, cell in row if cell.status == "read"]
    found = [Candidate("", 1.0)]
    for _, cell in written:
        found = _products(found, cell.candidates)
    if len(row) < 2 or not written or not _is_crowded(written, placed):
        return found
    strokes = sorted(k for _, cell in written for k in cell.strokes)
    line = see(Sight([paths[k] for k in strokes]), "whole")
    if line.status == "read" and line.candidates[0].text == found[0].text:
        return found
    # Two ways to look at it, two answers: neither is believed more than the other.
    halves: dict[str, float] = {}
    for one in (*found, *(line.candidates if line.status == "read" else ())):
        halves[one.text] = halves.get(one.text, 0.0) + one.probability / 2
    return _ranked(halves)


def _is_crowded(written: Row, placed: Sequence[Placed]) -> bool:
    return any(
        len(cell.text) > 1
        or cell.candidates[0].probability < DOUBT
        or any(placed[k].share < CLEAR for k in cell.strokes)
        for _, cell in written
    )


def _products(left: Sequence[Candidate], right: Sequence[Candidate], joint: str = "") -> list[Candidate]:
    """Texts put together; their probabilities sum to no more than one, as those of either side do."""
    texts: dict[str, float] = {}
    for one in left:
        for other in right:
            text = f"{one.text}{joint}{other.text}"
            texts[text] = texts.get(text, 0.0) + one.probability * other.probability
    return _ranked(texts)


def _ranked(texts: dict[str, float]) -> list[Candidate]:
    ranked = sorted(texts.items(), key=lambda item: -item[1])[:_BEAM]
    return [Candidate(text, probability) for text, probability in ranked]
