"""How well column grids are read, cell by cell and as whole answers, beside the same ink read as one line."""

from __future__ import annotations

import os
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from bench.figures import ROOT, Figure, Part
from classroom.skills.figures import figure_of
from recognition.reader import Ink, Reading, Region, default_reader

DATA = ROOT.parent / "shared" / "data"
SETS = ("unipen-digits-dev", "pendigits-test")
WANTED = 0.995
SURE = 0.9
# A sum with boxes for four digits; what stands in them is for this of no matter.
GRID = "345 + 278 = ?"
# Of a cell: how high digits are and by how much that differs, and how far off the middle they stand.
HIGH, HIGHER, OFF = 0.62, 0.08, 0.06


@dataclass(frozen=True)
class Answer:
    """One grid: what was written in which cells (by the samples' names), and how it was read both ways."""

    samples: tuple[str, ...]
    truth: str
    cells: tuple[str, ...]
    grid: Reading
    line: Reading


def measure() -> Part:
    """Put each writer's digits into grids, each digit once, and read them."""
    # Only here: the gym is installed for those who develop.
    from training.doubtful import DOUBTFUL

    figures: list[Figure] = []
    for name in SETS:
        read = list(_answers(name))
        figures += _figures(name, read)
        if name == "unipen-digits-dev":
            plain = [one for one in read if not set(one.samples) & set(DOUBTFUL)]
            figures += _figures(f"{name} without {len(DOUBTFUL)} doubtful labels", plain)
    return Part(
        "Column grids",
        "python -m bench columns",
        "Single digits of writers never trained on, each used once, three or four of one writer in the cells of a "
        f"column sum, read by {default_reader().version}: digits {HIGH:.0%} of a cell high, give or take "
        f"{HIGHER:.0%}, and {OFF:.0%} of a cell off its middle (standard deviations). The line is the very same ink "
        "read as one number. A cell that could not be read counts as misread. Sure and wrong: the answer is read as "
        f"something else with more than {SURE:.0%}. Digits cut out of other writing are not digits written into "
        "boxes, and no child's hand is among the writers.",
        figures,
    )


def _figures(name: str, read: Sequence[Answer]) -> list[Figure]:
    cells = [got == wanted for one in read for got, wanted in zip(one.cells, one.truth, strict=True)]
    right = sum(cells) / len(cells)
    return [
        Figure(
            f"{name}: cells read right, of {len(cells):,}", f"{right:.2%}", f"≥ {WANTED:.1%}", right >= WANTED,
        ),
        Figure(f"{name}: answers read right cell by cell, of {len(read):,}", _right(read, "grid")),
        Figure(f"{name}: the same as one line", _right(read, "line")),
        Figure(
            f"{name}: sure and wrong, of 1,000 answers: cells; line",
            f"{_sure_and_wrong(read, 'grid'):.1f}; {_sure_and_wrong(read, 'line'):.1f}",
        ),
    ]  # fmt: skip


def _answers(name: str) -> Iterator[Answer]:
    reader = default_reader()
    rng = random.Random(f"columns {name}")
    figure = figure_of("columns", GRID)
    assert figure is not None
    regions = [Region(one.name, one.box, one.kind, one.part, one.may_be_empty) for one in figure.places]
    for pens in by_writer(name, rng):
        while pens:
            taken = [pens.pop() for _ in range(min(rng.choice((3, 4)), len(pens)))]
            places = figure.parts[0][-len(taken) :]
            pairs = zip(taken, places, strict=True)
            strokes = [stroke for pen, place in pairs for stroke in written(pen.paths, place.box, rng)]
            ink = Ink.from_wire({"version": 1, "width": 1000, "height": figure.height, "strokes": strokes})
            grid = reader.read_regions(ink, regions)
            told = {cell.name: cell.text for cell in grid.cells}
            yield Answer(
                tuple(pen.id for pen in taken), "".join(pen.text for pen in taken),
                tuple(told[place.name] for place in places), grid, reader.read(ink, "whole"),
            )  # fmt: skip


def by_writer(name: str, rng: random.Random) -> Iterator[list[Any]]:
    """The samples of each writer of a set, shuffled."""
    from training.data import load_pens

    found: defaultdict[str, list[Any]] = defaultdict(list)
    for pen in load_pens(DATA, name):
        found[pen.writer].append(pen)
    for writer in sorted(found):
        rng.shuffle(found[writer])
        yield found[writer]


def written(paths: Sequence[Any], box: tuple[float, float, float, float], rng: random.Random) -> list[Any]:
    """A digit's strokes in a cell."""
    points = [point for path in paths for point in path.tolist()]
    left, top = (min(point[at] for point in points) for at in (0, 1))
    wide, high = (max(point[at] for point in points) - least for at, least in ((0, left), (1, top)))
    across, down = box[2] - box[0], box[3] - box[1]
    scale = max(0.3, rng.gauss(HIGH, HIGHER)) * down / max(high, wide / 1.6, 1.0)
    x = box[0] + (across - wide * scale) / 2 + rng.gauss(0, OFF) * across
    y = box[1] + (down - high * scale) / 2 + rng.gauss(0, OFF) * down
    return [
        [[(point[0] - left) * scale + x, (point[1] - top) * scale + y] for point in path.tolist()] for path in paths
    ]


def _right(read: Sequence[Answer], way: str) -> str:
    return f"{sum(getattr(one, way).text == one.truth for one in read) / len(read):.2%}"


def _sure_and_wrong(read: Sequence[Answer], way: str) -> float:
    return sure_and_wrong([(getattr(one, way), one.truth) for one in read])


def sure_and_wrong(told: Sequence[tuple[Reading, str]]) -> float:
    """Of 1,000 answers, how many are read with more than SURE as another than the truth beside them."""
    wrong = sum(one.status == "read" and one.text != truth and one.confidence > SURE for one, truth in told)
    return 1000 * wrong / len(told)
