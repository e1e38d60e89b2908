"""Composes answers from single pens: every spacing from wide to overlapping, all signs, mirrored and
crossed-out digits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recognition.alphabet import CROSSED, JUNK, SIGNS
from recognition.raster import Path
from training import augment, styles
from training.augment import Paths, Rng, resampled
from training.data import Pen
from training.junk import junk, signs_among

HEIGHT = 150.0  # of a writer's typical digit
_BIN = 12.0

# How far the ink of neighbours is apart, in ink units, by the names under which accuracy is reported.
SPACINGS = {"apart": (25.0, 75.0), "close": (3.0, 18.0), "touching": (-14.0, 1.0)}


@dataclass(frozen=True)
class Line:
    """A composed answer: its paths (baseline about y = 0), its labels from left to right, and which pens it is made
    of where it was composed plainly."""

    paths: Paths
    labels: tuple[str, ...]
    pens: tuple[str, ...] = ()


def _prepared(pens: Sequence[Pen]) -> list[Pen]:
    """Resample pens; those of a size that nobody writes in a line (a dash over half a page) are left out."""
    fit = [p for p in pens if np.ptp(np.concatenate(p.paths), axis=0).max() < 2.4 * HEIGHT]
    return [Pen(p.id, p.writer, p.text, tuple(resampled(path) for path in p.paths)) for p in fit]


class Composer:
    """Writes answers with the pens of given writers; all chance comes from the generator it is handed."""

    def __init__(self, digits: Sequence[Pen], symbols: Sequence[Pen]) -> None:
        self._all = _prepared(digits)
        self._junk = signs_among(_prepared(symbols))
        self._digits: dict[str, dict[str, list[Pen]]] = defaultdict(lambda: defaultdict(list))
        self._any: dict[str, list[Pen]] = defaultdict(list)
        self._signs: dict[str, dict[str, list[Pen]]] = defaultdict(lambda: defaultdict(list))
        for pen in self._all:
            self._digits[pen.writer][pen.text].append(pen)
            self._any[pen.text].append(pen)
        for pen in _prepared([pen for pen in symbols if pen.text in SIGNS]):
            self._signs[pen.writer][pen.text].append(pen)
            self._any[pen.text].append(pen)
        self._writers = sorted(self._digits)
        # Big contributors must not drown the others, nor weigh as little as those with three samples.
        counts = np.array([sum(len(v) for v in self._digits[w].values()) for w in self._writers], dtype=float)
        self._weights = np.sqrt(counts) / np.sqrt(counts).sum()

    def symbol(self, rng: Rng, text: str, writer: str) -> Paths:
        """One pen of a symbol, by this writer where there is one, at its height above the baseline."""
        return placed(text, self._pen(rng, text, writer).paths, rng)

    def _pen(self, rng: Rng, text: str, writer: str) -> Pen:
        shelf = self._digits if text.isdigit() else self._signs
        own = shelf[writer][text] if writer in shelf else []
        pens = own or self._any[text]
        return pens[int(rng.integers(len(pens)))]

    def writer(self, rng: Rng) -> str:
        """Choose a writer."""
        return self._writers[int(rng.choice(len(self._writers), p=self._weights))]

    def text(self, rng: Rng, text: str, spacing: tuple[float, float], writer: str | None = None) -> Line:
        """Compose one text plainly: neighbours apart by a distance within `spacing`, no other distortion."""
        writer = writer or self.writer(rng)
        row: Paths = []
        pens = []
        for symbol in text:
            pens.append(self._pen(rng, symbol, writer))
            row = beside(row, placed(symbol, pens[-1].paths, rng), float(rng.uniform(*spacing)))
        return Line(row, tuple(text), tuple(pen.id for pen in pens))

    def line(self, rng: Rng) -> Line:
        """Compose one line for training: a random answer in a child's random hand."""
        plan = random_labels(rng)
        writer = self.writer(rng)
        mixed = rng.random() < 0.25
        mode = rng.random()
        low, high = SPACINGS["apart"] if mode < 0.3 else SPACINGS["close"] if mode < 0.65 else (-14.0, 10.0)
        drift = 0.16 if rng.random() < 0.25 else 0.06
        wide = float(np.exp(rng.normal(0, 0.12)))
        uphill = float(rng.normal(0, 0.05))
        backwards = 0.7 if rng.random() < 0.06 else 0.0
        crossing = 0.4 if rng.random() < 0.05 else 0.0
        joining = 0.5 if rng.random() < 0.18 else 0.0
        diagonal = float(rng.uniform(20, 60)) if "/" in plan and rng.random() < 0.4 else 0.0
        row: Paths = []
        labels: list[str] = []
        for label in plan:
            if label == JUNK:
                new, name = junk(rng, self._junk, self._all), JUNK
            else:
                new = self.symbol(rng, label, self.writer(rng) if mixed else writer)
                name = label
                new = styles.restyled(label, new, rng)
                if label in "2345679" and rng.random() < backwards:
                    new, name = augment.mirrored(new), f"mirrored {label}"
                if len(new) > 1 and rng.random() < 0.3:
                    new = augment.loose(new, rng, float(rng.uniform(2, 11)))
                new = augment.turned(new, float(rng.normal(0, 0.08)))
                size = float(np.exp(rng.normal(0, drift)))
                new = [path * (size * wide * float(np.exp(rng.normal(0, 0.07))), size) for path in new]
                if label not in SIGNS and rng.random() < crossing:
                    new, name = augment.crossed_out(new, rng), CROSSED
            lift = float(rng.normal(0, 7))
            if diagonal and label != "/":
                lift += diagonal if "/" in labels else -diagonal
            new = [path + (0.0, lift) for path in new]
            before = len(row)
            row = beside(row, new, float(rng.uniform(low, high)))
            if before and label not in SIGNS and rng.random() < joining:
                row = joined(row, before, rng)
            if not (labels and name == JUNK and labels[-1] == JUNK):
                labels.append(name)
        return Line(self._shaken(row, rng, uphill), tuple(labels))

    def _shaken(self, row: Paths, rng: Rng, uphill: float) -> Paths:
        row = augment.slanted(row, float(rng.normal(0.02, 0.12)))
        row = augment.wobble(row, rng, abs(float(rng.normal(0, 3.5))))
        if rng.random() < 0.35:
            row = augment.tremor(row, rng, float(rng.uniform(0.5, 3.5)))
        if rng.random() < 0.07:
            row = augment.coarse(row, float(rng.uniform(5, 12)))
        if rng.random() < 0.15:
            row = augment.overshooting(row, rng, 14.0)
        if rng.random() < 0.1:
            row = augment.broken(row, rng)
        if rng.random() < 0.03:
            row = augment.retraced(row, rng)
        if rng.random() < 0.04:
            row = self._tapped(row, rng)
        if rng.random() < 0.2:
            row = [path[::-1] if rng.random() < 0.3 else path for path in row]
        return [path * (1, 1) + np.stack([0 * path[:, 0], -uphill * path[:, 0]], axis=1) for path in row]

    def _tapped(self, row: Paths, rng: Rng) -> Paths:
        """A stray touch well above the line, where no point is written."""
        points = np.concatenate(row)
        top = float(points[:, 1].min())
        x = float(rng.uniform(points[:, 0].min(), points[:, 0].max()))
        return [*row, np.array([[x, top - rng.uniform(5, 40)]])]


def placed(text: str, paths: Sequence[Path], rng: Rng) -> Paths:
    """Put a symbol at x from 0 and at the height where it is written: y = 0 is the baseline, up is
    negative."""
    points = np.concatenate(list(paths))
    left, top = points.min(axis=0)
    bottom = float(points[:, 1].max())
    middle = (float(top) + bottom) / 2
    if text in "-+=<>":
        lift = -HEIGHT * rng.uniform(0.4, 0.6) - middle
    elif text == "/":
        lift = -HEIGHT * rng.uniform(0.42, 0.56) - middle
    elif text == ":":
        lift = -HEIGHT * rng.uniform(0.3, 0.52) - middle
    elif text == ",":
        lift = rng.uniform(-12, 14) - float(top)
    elif text == ".":
        lift = rng.uniform(-14, 8) - bottom
    else:
        lift = -bottom
    return [path + (-float(left), lift) for path in paths]


def _profile(points: Path, right: bool, low: float, bins: int) -> Path:
    rows = np.clip(((points[:, 1] - low) / _BIN).astype(int), 0, bins - 1)
    edge = np.full(bins + 2, -1e6 if right else 1e6)
    if right:
        np.maximum.at(edge, rows + 1, points[:, 0])
        return np.maximum(np.maximum(edge[:-2], edge[1:-1]), edge[2:])
    np.minimum.at(edge, rows + 1, points[:, 0])
    return np.minimum(np.minimum(edge[:-2], edge[1:-1]), edge[2:])


def beside(row: Paths, new: Paths, gap: float) -> Paths:
    """Set ink to the right of a row so that the two come as near as `gap`, negative to overlap; order is
    kept."""
    if not row:
        return list(new)
    # Only the last few strokes can be neighbours of what follows.
    last, ink = np.concatenate(row[-6:]), np.concatenate(new)
    low = float(min(last[:, 1].min(), ink[:, 1].min()))
    bins = int((max(last[:, 1].max(), ink[:, 1].max()) - low) / _BIN) + 1
    distance = (_profile(ink, False, low, bins) - _profile(last, True, low, bins)).min()
    right = float(last[:, 0].max())
    if distance > 1e5:  # they share no height: a point beneath an overhang
        distance = float(ink[:, 0].min()) - right
    shift = gap - float(distance)
    # However they lean, what is written later starts to the right of the last ink's middle.
    middle = float(ink[:, 0].min() + ink[:, 0].max()) / 2
    shift = max(shift, right - 0.12 * float(np.ptp(last[-40:, 0])) - middle)
    return [*row, *(path + (shift, 0.0) for path in new)]


def joined(row: Paths, before: int, rng: Rng) -> Paths:
    """Draw through from one symbol into the next without lifting the pen."""
    end, start = row[before - 1][-1], row[before][0]
    way = np.stack([np.linspace(end[k], start[k], 8)[1:-1] for k in (0, 1)], axis=1)
    way[:, 1] += np.sin(np.linspace(0, np.pi, 6)) * rng.normal(0, 12)
    return [*row[: before - 1], np.concatenate([row[before - 1], way, row[before]]), *row[before + 1 :]]


def random_labels(rng: Rng) -> list[str]:
    """Choose what to write: mostly one to three digits, also every other kind of answer, and what is none."""

    def digits(low: int, high: int) -> str:
        return "".join(str(d) for d in rng.integers(0, 10, int(rng.integers(low, high + 1))))

    # What looks like a digit and is none must not be so rare that being sure of the digit pays.
    if rng.random() < 0.045:
        return [JUNK]
    kind = rng.random()
    if kind < 0.2:
        return list(digits(1, 1))
    if kind < 0.44:
        return list(digits(2, 2))
    if kind < 0.6:
        return list(digits(3, 4))
    if kind < 0.65:
        return list(digits(5, 7))
    if kind < 0.70:
        return list(rng.choice(["-", "-", "+"]) + digits(1, 3))
    if kind < 0.76:
        sign = "-" if rng.random() < 0.1 else ""
        return list(sign + digits(1, 3) + str(rng.choice([".", ","])) + digits(1, 3))
    if kind < 0.81:
        return list(digits(1, 2) + "/" + digits(1, 2))
    if kind < 0.85:
        return [str(rng.choice(["<", ">", "="]))]
    if kind < 0.88:
        return list(f"{rng.integers(24)}:{rng.integers(60):02}")
    if kind < 0.895:
        return list(digits(1, 3) + str(rng.choice(["-", "/", ":", ",", "."])) + digits(1, 4))
    if kind < 0.905:
        return [str(rng.choice(list(SIGNS)))]
    if kind < 0.98:
        return [JUNK] * int(rng.choice([1, 1, 2, 3]))
    return [JUNK if rng.random() < 0.4 else digits(1, 1) for _ in range(int(rng.integers(2, 5)))]
