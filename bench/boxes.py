"""How well answers in several boxes are read: fractions, mixed numbers, times, the bus stop, and hands on a clock."""

from __future__ import annotations

import math
import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from bench.columns import HIGH, HIGHER, OFF, SETS, SURE, by_writer, sure_and_wrong, written
from bench.figures import ROOT, Figure, Part
from classroom.looking import regions_of
from classroom.skills.figures import figure_of
from classroom.skills.figures.base import Figure as Boxes
from recognition.reader import LARGE, Ink, Reading, default_reader

DATA = ROOT.parent / "shared" / "data"
DRAWINGS = 2_000
FACE = "Show 9:30 on the clock."


@dataclass(frozen=True)
class Sort:
    """A sort of boxes: the figure of which question, and how many digits may stand in each box."""

    name: str
    layout: str
    prompt: str
    digits: dict[str, tuple[int, ...]]


SORTS = (
    Sort("fraction boxes", "fraction", "1/5 + 3/5 = ?", {"top": (1, 2), "bottom": (1, 2)}),
    Sort("mixed number boxes", "mixed", "3/4 + 3/4 = ?", {"whole": (1, 2), "top": (1,), "bottom": (1, 2)}),
    Sort("time boxes", "time", "What time is it? [clock 3:15]", {"hours": (1, 2), "minutes": (2,)}),
    Sort("bus stop with a rest", "bus_stop", "98 ÷ 15 = ? r ?", {"a1": (1,), "a0": (1,), "rest": (1, 2)}),
    Sort("bus stop, long", "bus_stop", "9867 ÷ 23 = ?", {"a2": (1,), "a1": (1,), "a0": (1,)}),
)


@dataclass(frozen=True)
class Answer:
    """One answer: which samples were written, what in which box, and how it was read."""

    samples: tuple[str, ...]
    texts: dict[str, str]
    truth: str
    reading: Reading

    @property
    def boxes(self) -> list[bool]:
        """Of each box whether it was read right; one that could not be read was not."""
        told = {cell.name: cell.text for cell in self.reading.cells}
        return [told.get(name) == text for name, text in self.texts.items()]


def measure() -> Part:
    """Put each writer's digits into each sort of boxes and read them; draw hands and read those."""
    # Only here: the gym is installed for those who develop.
    from training.doubtful import DOUBTFUL

    figures: list[Figure] = []
    for name in SETS:
        for sort in SORTS:
            read = list(_answers(name, sort))
            figures.append(_figure(f"{name}, {sort.name}", read))
            if name == "unipen-digits-dev":
                plain = [one for one in read if not set(one.samples) & set(DOUBTFUL)]
                figures.append(_figure(f"{name} without doubtful labels, {sort.name}", plain))
    for way in WAYS:
        figures.append(_hands(way))
    return Part(
        "Answers in several boxes",
        "python -m bench boxes",
        "Single digits of writers never trained on, each used once for each sort of boxes, one or two of one writer "
        f"to a box, read by {default_reader().version}: digits {HIGH:.0%} of a box high, give or take {HIGHER:.0%}, "
        f"and {OFF:.0%} of their share of it off its middle. For a time, what of a writer's digits makes one. "
        "Stated: boxes read right; whole answers read right; answers read as another one with more than "
        f"{SURE:.0%}, of 1,000. A box that could not be read counts as misread. Digits cut out of other writing are "
        "not digits written into boxes, and no child's hand is among the writers. Hands on the clock are synthetic "
        f"drawings of our own, {DRAWINGS:,} of each way, at every time in steps of five minutes: this says what the "
        "rule does, not how children draw. A time read from hands is never called wrong by the machine.",
        figures,
    )  # fmt: skip


def _figure(what: str, read: Sequence[Answer]) -> Figure:
    boxes = [right for one in read for right in one.boxes]
    whole = sum(one.reading.text == one.truth for one in read)
    sure = sure_and_wrong([(one.reading, one.truth) for one in read])
    return Figure(
        f"{what}: boxes, of {len(boxes):,}; answers, of {len(read):,}; sure and wrong",
        f"{sum(boxes) / len(boxes):.2%}; {whole / len(read):.2%}; {sure:.1f}",
    )


def _answers(name: str, sort: Sort) -> Iterator[Answer]:
    rng = random.Random(f"boxes {name} {sort.name}")
    figure = figure_of(sort.layout, sort.prompt)
    assert figure is not None and set(sort.digits) <= set(figure.named)
    for pens in by_writer(name, rng):
        while taken := _dealt(pens, sort, rng):
            yield _read(figure, sort, taken, rng)


def _dealt(pens: list[Any], sort: Sort, rng: random.Random) -> dict[str, list[Any]]:
    """The next answer's samples by box, taken away from a writer's; {} when these make no more."""
    counts = {name: rng.choice(often) for name, often in sort.digits.items()}
    if sort.layout == "time":
        return _time(pens, counts["hours"])
    if len(pens) < sum(counts.values()):
        counts = {name: often[0] for name, often in sort.digits.items()}
    if len(pens) < sum(counts.values()):
        return {}
    return {name: [pens.pop() for _ in range(count)] for name, count in counts.items()}


def _time(pens: list[Any], hours: int) -> dict[str, list[Any]]:
    """Samples that make a time, with so many digits for the hours if that can be."""
    for wanted in (("1", "012"), ("123456789",)) if hours == 2 else (("123456789",),):
        left, taken = list(pens), []
        for signs in (*wanted, "012345", "0123456789"):
            found = next((pen for pen in left if pen.text in signs), None)
            if found is None:
                break
            left.remove(found)
            taken.append(found)
        else:
            pens[:] = left
            return {"hours": taken[:-2], "minutes": taken[-2:]}
    return {}


def _read(figure: Boxes, sort: Sort, taken: dict[str, list[Any]], rng: random.Random) -> Answer:
    strokes = []
    for name, pens in taken.items():
        left, top, right, bottom = figure.named[name].box
        share = (right - left) / len(pens)
        for at, pen in enumerate(pens):
            strokes += written(pen.paths, (left + at * share, top, left + (at + 1) * share, bottom), rng)
    texts = {name: "".join(pen.text for pen in pens) for name, pens in taken.items()}
    reading = default_reader().read_regions(_ink(figure, strokes), regions_of(sort.layout, sort.prompt))
    samples = tuple(pen.id for pens in taken.values() for pen in pens)
    return Answer(samples, texts, figure.answer_of(texts), reading)


def _ink(figure: Boxes, strokes: list[Any]) -> Ink:
    wire = {"version": 1, "width": 1000, "height": figure.height, "strokes": strokes}
    return Ink.from_wire(wire, LARGE)


@dataclass(frozen=True)
class Way:
    """How hands are drawn: degrees off (standard deviation), lengths in radii, whether the short one moves on."""

    name: str
    off: float
    short: float = 0.48
    long: float = 0.82
    moves: bool = True


WAYS = (
    Way("hands 2° off", 2),
    Way("hands 4° off", 4),
    Way("hands 8° off", 8),
    Way("hands 4° off, the short one on its number at every time", 4, moves=False),
    Way("hands 4° off, almost equally long", 4, short=0.66, long=0.74),
    Way("hands 4° off, the short one meant for the minutes", 4, short=0.82, long=0.48),
)


def _hands(way: Way) -> Figure:
    rng = random.Random(way.name)
    figure = figure_of("hands", FACE)
    assert figure is not None
    seen: Counter[str] = Counter()
    for number in range(DRAWINGS):
        hour, minute = number % 12 or 12, number // 12 % 12 * 5
        turns = (hour + (minute / 60 if way.moves else 0)) / 12, minute / 60
        strokes = [
            _hand(figure, turn + rng.gauss(0, way.off) / 360, far * rng.uniform(0.9, 1.1), rng)
            for turn, far in zip(turns, (way.short, way.long), strict=True)
        ]
        reading = default_reader().read_regions(_ink(figure, strokes), regions_of("hands", FACE))
        meant = f"{hour}:{minute:02}"
        seen["not read" if reading.status != "read" else "right" if reading.text == meant else "another"] += 1
    told = "; ".join(f"{seen[one] / DRAWINGS:.1%}" for one in ("right", "not read", "another"))
    return Figure(f"{way.name}: the time that was meant; left to a teacher; read as another time", told)


def _hand(figure: Boxes, turn: float, far: float, rng: random.Random) -> list[list[float]]:
    """A stroke from about the middle outwards that bends a little and trembles."""
    left, top, right, bottom = figure.named["face"].box
    radius, bend = (right - left) / 2, rng.gauss(0, 0.03)
    x, y = ((left + right) / 2 + rng.gauss(0, 0.04) * radius, (top + bottom) / 2 + rng.gauss(0, 0.04) * radius)
    tip = (
        (left + right) / 2 + far * radius * math.sin(2 * math.pi * turn),
        (top + bottom) / 2 - far * radius * math.cos(2 * math.pi * turn),
    )
    path = []
    for step in range(25):
        at = step / 24
        aside = bend * math.sin(math.pi * at)
        path.append(
            [
                x + (tip[0] - x) * at + aside * (tip[1] - y) + rng.gauss(0, 1.5),
                y + (tip[1] - y) * at - aside * (tip[0] - x) + rng.gauss(0, 1.5),
            ]
        )
    return path
