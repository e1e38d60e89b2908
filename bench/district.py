"""A district of 50,000 children at nine o'clock: a model in SimPy, fed with what requests were measured to cost.

One cell of the district is simulated (docs/district.md says what a cell is); the others are like it, and independent.
All children of the cell open their worksheet by one bell and write an answer every quarter of a minute.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import Any

import simpy

from bench.figures import ROOT, Figure, Part, at_most, percentile
from tests.running_site import environment

CHILDREN, ACTIVE, CELLS = 50_000, 0.7, 24
PAUSE, LOOKS = 15.0, 1.5  # seconds between two answers of a child; questions for a reading after each
BUSY = 0.6  # of its processors a cell may use in the steady state
MINUTES = 4
CHART = ROOT / "docs" / "img" / "district.svg"


@dataclass
class Cell:
    """Web processes and workers, each a core that does one thing at a time."""

    costs: dict[str, float]
    children: int
    webs: int
    workers: int
    spread: float  # seconds over which the bell's children come
    saves: list[tuple[float, float]] = field(default_factory=list)  # when, how long until saved
    marks: list[tuple[float, float]] = field(default_factory=list)
    pages: list[tuple[float, float]] = field(default_factory=list)

    def run(self, seed: int = 1) -> Cell:
        """Four minutes after the bell."""
        world, dice = simpy.Environment(), random.Random(seed)
        web, workers = simpy.Resource(world, self.webs), simpy.Resource(world, self.workers)
        for _ in range(self.children):
            world.process(self._child(world, web, workers, dice))
        world.run(until=MINUTES * 60)
        return self

    def _child(self, world: Any, web: Any, workers: Any, dice: random.Random) -> Any:
        yield world.timeout(dice.random() * self.spread)
        begun = world.now
        yield from _hold(world, web, 2 * self.costs["look"], dice)  # the page itself
        self.pages.append((begun, world.now - begun))
        while True:
            yield world.timeout(PAUSE * dice.uniform(0.6, 1.4))
            begun = world.now
            yield from _hold(world, web, self.costs["save"], dice)
            self.saves.append((begun, world.now - begun))
            world.process(self._read(world, workers, begun, dice))
            for _ in range(1 + (dice.random() < LOOKS - 1)):
                yield from _hold(world, web, self.costs["look"], dice)

    def _read(self, world: Any, workers: Any, begun: float, dice: random.Random) -> Any:
        yield from _hold(world, workers, self.costs["read"], dice)
        self.marks.append((begun, world.now - begun))


def _hold(world: Any, resource: Any, seconds: float, dice: random.Random) -> Any:
    with resource.request() as turn:
        yield turn
        yield world.timeout(seconds * dice.uniform(0.5, 1.5))


def needs(costs: dict[str, float], children: int) -> tuple[int, int]:
    """Web processes and workers for so many children at work, at BUSY of each."""
    rate = children / PAUSE
    return ceil(rate * (costs["save"] + LOOKS * costs["look"]) / BUSY), ceil(rate * costs["read"] / BUSY)


def measure() -> Part:
    """Measure the costs, size a cell by them, ring the bell with and without a spread."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "bench.costs", "80"], cwd=ROOT, env=environment(Path(folder)),
            stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
    costs = json.loads(done.stdout.splitlines()[-1])
    children = round(CHILDREN * ACTIVE / CELLS)
    webs, workers = needs(costs, children)
    bell, spread = (Cell(costs, children, webs, workers, seconds).run() for seconds in (2.0, 20.0))
    CHART.write_text(chart(bell, spread))
    return Part(
        "A district at nine o'clock",
        "python -m bench district",
        f"SimPy: one of {CELLS} cells, {children:,} children at work in it, opens its worksheets by one bell; each "
        f"writes an answer every {PAUSE:g} s for {MINUTES} minutes. Service times are processor times measured now. "
        "![waiting after the bell](img/district.svg)",
        [
            *(Figure(f"processor time: {what}", f"{seconds * 1000:.1f} ms") for what, seconds in costs.items()),
            Figure("a cell: web processes, workers", f"{webs}, {workers}"),
            Figure("the district: cores for both", f"{CELLS * (webs + workers):,}"),
            Figure("all within 2 s: the worksheet's page, p95", f"{_p95(bell.pages):.1f} s"),
            Figure("spread over 20 s: the worksheet's page, p95", f"{_p95(spread.pages):.1f} s"),
            Figure("all within 2 s: save, p95", f"{_p95(bell.saves):.2f} s"),
            Figure("all within 2 s: mark, p95", f"{_p95(bell.marks):.2f} s"),
            at_most("spread over 20 s: save, p95", _p95(spread.saves), 0.3, "s", digits=2),
            at_most("spread over 20 s: mark, p95", _p95(spread.marks), 3, "s", digits=2),
        ],
    )


def _p95(times: list[tuple[float, float]]) -> float:
    return percentile([took for _, took in times], 0.95)


def chart(bell: Cell, spread: Cell) -> str:
    """How long pages and saves took after the bell, as SVG: p95 of each five seconds."""
    lines = {"all within 2 s": (bell, "#c92a2a", ""), "spread over 20 s": (spread, "#3b5bdb", "6 4")}
    worst = max((took for cell, *_ in lines.values() for _, took in cell.pages + cell.saves), default=1.0)
    drawn = []
    for at, (what, (cell, colour, dash)) in enumerate(lines.items()):
        points = []
        for since in range(0, MINUTES * 60, 5):
            window = [took for when, took in cell.pages + cell.saves if since <= when < since + 5]
            if window:
                y = 170 - 150 * percentile(window, 0.95) / worst
                points.append(f"{50 + 490 * since / (MINUTES * 60):.0f},{y:.1f}")
        drawn.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}" '
            f'points="{" ".join(points)}"/><text x="330" y="{30 + 20 * at}" fill="{colour}">{what}</text>'
        )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 210" font-family="sans-serif" font-size="13">'
        "<title>How long pages and saves take after the bell, p95 of each five seconds</title>"
        f'<path d="M50 20V170H540" fill="none" stroke="#868e96"/><text x="4" y="26">{worst:.1f} s</text>'
        '<text x="30" y="174">0</text><text x="50" y="192">the bell</text>'
        f'<text x="470" y="192">{MINUTES} minutes</text>'
        f"{''.join(drawn)}</svg>\n"
    )
