"""Reading by line: the whole answer at once by a fully convolutional network, its columns searched under a
grammar."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from recognition.alphabet import ALPHABET, CROSSED, INDEX, JUNK, MIRRORED
from recognition.calibration import calibrated
from recognition.card import Card, ReaderUnavailable
from recognition.ctc import Table, align, search
from recognition.engine import Engine
from recognition.grammar import is_prefix, is_whole
from recognition.layout import stacked
from recognition.operators import beliefs as operator_beliefs
from recognition.raster import LineImage, Path, line_image, line_scale
from recognition.reading import Candidate, Symbol
from recognition.seeing import Seen, Sight

# Ink smaller than this many units is no answer of any kind but a touch of the hand.
TAP = 16.0
# A 1 or 11 lower than this, where a digit is about 150 high, may as well be a quotation mark or two touches: of the
# training writers' ones not one in two hundred is so small, of their quotation marks most are.
SMALL_ONE = 72.0
# A sign that the kind does not know is rarely meant in its box: its weight against the others.
FOREIGN = 0.25
# Less than this share of belief in any answer of the kind, or more than the other in there being junk: "cannot read".
# Between a half and that, the likeliest text is told with the little confidence that the calibration leaves it.
LEAST_BELIEF = 0.08
MOST_JUNK = 0.75
# Belief in the best text that makes a second look needless.
SURE = 0.97
# Nobody needs more strokes for a symbol, even with corrections: this is a drawing.
MOST_STROKES = 4

_KIND_SIGNS = {
    "whole": "",
    "signed": "-+",
    "decimal": "-+.",
    "fraction": "-/",
    "compare": "<>=",
    "time": ":",
    "operator": "-+",
    "digit": "",
}
_USUAL = {"decimal": ".", "fraction": "/"}
UNUSUAL = 0.3
# What stands for what: a comma is a decimal point, and hours are parted from minutes in many ways.
_SAME = {"decimal": {",": "."}, "time": {".": ":", ",": ":"}}


@dataclass(frozen=True)
class Belief:
    """What the network believes of one line: texts with probabilities, the columns behind them and the drawn
    image."""

    texts: dict[str, float]
    junk: float
    table: Table
    raw: Table
    image: LineImage
    symbols: tuple[str, ...]


class LineMethod:
    """Draw the line, run a network, search its columns; where that is not sure, other networks and looks."""

    def __init__(self, engines: Sequence[Engine], card: Card) -> None:
        if card.alphabet != ALPHABET:
            raise ReaderUnavailable(f"alphabet: the card says {card.alphabet}, this code reads {ALPHABET}")
        self._engines = engines
        self._calibration = card.calibration

    def see(self, sight: Sight, kind: str) -> Seen:
        """Return calibrated candidates of the kind, or say that it is none."""
        points = np.concatenate(list(sight.paths))
        if sight.pen and float(np.ptp(points, axis=0).max()) < TAP:
            return Seen("blank", confidence=0.9)
        flags = ["outside_box"] if sight.touches_edge else []
        if kind == "fraction":
            parts = stacked(sight.paths)
            if parts is not None:
                return self._stacked(sight, parts, flags)
        if kind == "operator":
            return self._operator(sight, flags)
        belief = self.believe(sight, kind)
        return self._seen(sight, belief, kind, flags)

    def believe(self, sight: Sight, kind: str) -> Belief:
        """Run the network and search; the uncalibrated middle of `see`, also used to calibrate.

        An answer that is not sure at first sight is looked at by the other networks too, and by each from other
        sides; the looks are averaged.
        """
        straight = line_image(sight.paths)
        first = self._look(sight, straight, kind, self._engines[0])
        if max(first.texts.values(), default=0.0) >= SURE or first.junk > 1 - SURE / 2:
            return first
        looks = [first, *(self._look(sight, straight, kind, engine) for engine in self._engines[1:])]
        looks += [
            self._look(sight, image, kind, engine) for image in _other_sides(sight.paths) for engine in self._engines
        ]
        texts: dict[str, float] = {}
        for look in looks:
            for text, weight in look.texts.items():
                texts[text] = texts.get(text, 0.0) + weight / len(looks)
        # Where each symbol stands is told by the look that believes most in the text that won.
        best = max(texts, key=lambda text: texts[text], default="")
        chosen = max(looks, key=lambda look: look.texts.get(best, 0.0))
        return replace(chosen, texts=texts, junk=sum(look.junk for look in looks) / len(looks))

    def _look(self, sight: Sight, image: LineImage, kind: str, engine: Engine) -> Belief:
        pixels = image.pixels
        if not sight.pen:
            pixels = pixels.copy()
            pixels[:, :, 1:] = 0
        raw = _probabilities(engine, pixels)
        table, symbols = merged(raw, kind)
        found = search(table, symbols, lambda text: _may_grow(text, kind))
        texts: dict[str, float] = {}
        for text, weight in found.items():
            plain = text.replace(CROSSED, "")
            if is_whole(plain, kind):
                # A kind that is about a sign is seldom answered without it.
                expected = 1.0 if _USUAL.get(kind, "") in plain else UNUSUAL
                texts[plain] = texts.get(plain, 0.0) + weight * expected
        junk = 1 - float(np.prod(1 - raw[:, INDEX[JUNK]]))
        return Belief(texts, junk, table, raw, image, symbols)

    def digit_of(self, pixels: NDArray[np.float32]) -> str:
        """Return the likeliest single digit of an already drawn (32, W, 4) line: how pictures of single digits are
        measured."""
        texts: dict[str, float] = {}
        for engine in self._engines:
            table, symbols = merged(_probabilities(engine, pixels), "digit")
            for text, weight in search(table, symbols, lambda text: is_prefix(text, "digit")).items():
                texts[text] = texts.get(text, 0.0) + weight
        return max((text for text in texts if text), key=lambda text: texts[text], default="")

    def _seen(self, sight: Sight, belief: Belief, kind: str, flags: list[str]) -> Seen:
        if belief.raw[:, INDEX[CROSSED]].max() > 0.5:
            flags.append("crossed_out")
        total = sum(belief.texts.values())
        junk = belief.junk
        if not belief.texts or total < 1e-6:
            return Seen("unreadable", flags=tuple(flags), confidence=0.95)
        candidates = self._candidates(belief.texts)
        crowded = len(sight.paths) > MOST_STROKES * len(candidates[0].text) + 3 and sight.pen
        if total < LEAST_BELIEF or junk > MOST_JUNK or crowded:
            return Seen("unreadable", candidates, flags=tuple(flags), confidence=max(junk, 1 - total))
        symbols = _symbols(sight, belief, candidates[0].text)
        if any(_is_mirrored(belief, symbol_at) for symbol_at in symbols[1]):
            flags.append("mirrored")
        if _may_be_marks(sight, candidates[0].text):
            candidates = tuple(replace(each, probability=each.probability / 2) for each in candidates)
        return Seen("read", candidates, symbols[0], tuple(flags), belief=belief.texts)

    def _candidates(self, texts: dict[str, float]) -> tuple[Candidate, ...]:
        return calibrated(sorted(texts.items(), key=lambda item: -item[1]), self._calibration)

    def _stacked(self, sight: Sight, parts: tuple[list[int], list[int], list[int]], flags: list[str]) -> Seen:
        """A fraction with a bar: read what stands above and below as whole numbers."""
        above, bar, below = parts
        sights = [Sight([sight.paths[k] for k in part], sight.pen) for part in (above, below)]
        beliefs = [self.believe(part, "whole") for part in sights]
        texts: dict[str, float] = {}
        for top, weight in sorted(beliefs[0].texts.items(), key=lambda item: -item[1])[:6]:
            for bottom, other in sorted(beliefs[1].texts.items(), key=lambda item: -item[1])[:6]:
                if is_whole(f"{top}/{bottom}", "fraction"):
                    texts[f"{top}/{bottom}"] = weight * other
        total = sum(texts.values())
        if not texts or total < 1e-6:
            return Seen("unreadable", flags=tuple(flags), confidence=0.95)
        candidates = self._candidates(texts)
        if total < LEAST_BELIEF:
            return Seen("unreadable", candidates, flags=tuple(flags), confidence=1 - total)
        best_top, best_bottom = candidates[0].text.split("/")
        symbols: list[Symbol] = []
        for part, text, belief, chosen in (
            (above, best_top, beliefs[0], sights[0]),
            (below, best_bottom, beliefs[1], sights[1]),
        ):
            shown, places = _symbols(chosen, belief, text)
            symbols += [Symbol(s.text, s.probability, tuple(part[k] for k in s.strokes), s.box) for s in shown]
            if any(_is_mirrored(belief, place) for place in places) and "mirrored" not in flags:
                flags.append("mirrored")
        line = Symbol("/", 1.0, tuple(bar), _box(np.concatenate([sight.paths[k] for k in bar])))
        symbols.insert(len(best_top), line)
        return Seen("read", candidates, tuple(symbols), tuple(flags), belief=texts)

    def _operator(self, sight: Sight, flags: list[str]) -> Seen:
        """One of + - × ÷: the ink as it stands, turned, and by its layout."""

        def look(part: Sight) -> tuple[dict[str, float], float]:
            belief = self.believe(part, "operator")
            return belief.texts, belief.junk

        texts, junk = operator_beliefs(sight, look)
        total = sum(texts.values())
        if total < 1e-6:
            return Seen("unreadable", flags=tuple(flags), confidence=0.95)
        candidates = self._candidates(texts)
        if total < LEAST_BELIEF or junk > MOST_JUNK or len(sight.paths) > MOST_STROKES + 3:
            return Seen("unreadable", candidates, flags=tuple(flags), confidence=max(junk, 1 - total))
        best, every = candidates[0], tuple(range(len(sight.paths)))
        symbol = Symbol(best.text, best.probability, every, _box(np.concatenate(list(sight.paths))))
        return Seen("read", candidates, (symbol,), tuple(flags), belief=texts)


def _probabilities(engine: Engine, pixels: NDArray[np.float32]) -> Table:
    logits = engine.run(pixels[None])[0, 0].astype(np.float64)
    raw: Table = np.exp(logits - logits.max(axis=1, keepdims=True))
    raw /= raw.sum(axis=1, keepdims=True)
    return raw


def _may_be_marks(sight: Sight, text: str) -> bool:
    """Whether short upright strokes may be another thing than ones; a picture does not tell how large its ink is."""
    height = float(np.ptp(np.concatenate(list(sight.paths))[:, 1]))
    return sight.pen and set(text) == {"1"} and height < SMALL_ONE


def _other_sides(paths: Sequence[Path]) -> Iterator[LineImage]:
    """The same ink leant to the right and to the left, and a little smaller."""
    # About the middle of the ink, so that columns stay where they are but for a few units.
    middle = float(np.concatenate(list(paths))[:, 1].mean())
    for slope in (0.1, -0.1):
        yield line_image(
            [np.stack([path[:, 0] - slope * (path[:, 1] - middle), path[:, 1]], axis=1) for path in paths]
        )
    yield line_image(paths, scale=0.9 * line_scale(paths))


@lru_cache(maxsize=20_000)
def _may_grow(text: str, kind: str) -> bool:
    return is_prefix(text.replace(CROSSED, ""), kind)


@cache
def _merging(kind: str) -> tuple[tuple[str, ...], NDArray[np.float64], NDArray[np.float64]]:
    """Symbols of a kind's table, the matrix that sums labels into them, and the weight of each label."""
    same = _SAME.get(kind, {})
    targets = [MIRRORED.get(label, same.get(label, label)) for label in ALPHABET]
    symbols = tuple(dict.fromkeys(targets))
    matrix = np.zeros((len(ALPHABET), len(symbols)))
    for k, target in enumerate(targets):
        matrix[k, symbols.index(target)] = 1.0
    known = set(_KIND_SIGNS[kind]) | set(same)
    weights = np.array([FOREIGN if label in set("-+.,/:<>=") - known else 1.0 for label in ALPHABET])
    return symbols, matrix, weights


def merged(raw: Table, kind: str) -> tuple[Table, tuple[str, ...]]:
    """Sum labels that mean the same in a kind; foreign signs weigh less, digits where there are none weigh
    nothing."""
    symbols, matrix, weights = _merging(kind)
    table = raw * weights
    table /= table.sum(axis=1, keepdims=True)
    return table @ matrix, symbols


def _symbols(sight: Sight, belief: Belief, text: str) -> tuple[tuple[Symbol, ...], list[int]]:
    """Where each symbol of a text stands: its probability, its strokes, its box; and its column."""
    labels = [belief.symbols.index(symbol) for symbol in text]
    needed = len(labels) + sum(a == b for a, b in zip(labels, labels[1:], strict=False))
    if not labels or needed > len(belief.table):
        return (), []
    columns = align(belief.table, labels)
    image = belief.image
    # A column is two pixels wide; its middle in ink units:
    centres = [((2 * column + 1) - image.shift_x) / image.scale for column in columns]
    edges = [-math.inf, *((a + b) / 2 for a, b in zip(centres, centres[1:], strict=False)), math.inf]
    out = []
    for k, symbol in enumerate(text):
        inside = [path[(path[:, 0] >= edges[k]) & (path[:, 0] < edges[k + 1])] for path in sight.paths]
        strokes = tuple(i for i, part in enumerate(inside) if len(part) >= 0.35 * len(sight.paths[i]))
        points = [part for part in inside if len(part)]
        box = _box(np.concatenate(points)) if points else (centres[k], 0.0, centres[k], 0.0)
        out.append(Symbol(symbol, float(belief.table[columns[k], labels[k]]), strokes, box))
    return tuple(out), columns


def _is_mirrored(belief: Belief, column: int) -> bool:
    row = belief.raw[column]
    backwards = max(MIRRORED, key=lambda label: row[INDEX[label]])
    return bool(row[INDEX[backwards]] > 0.5)


def _box(points: Path) -> tuple[float, float, float, float]:
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    return (float(left), float(top), float(right), float(bottom))
