"""Reading by grouping: strokes are put together in the order written, each group is judged as one digit or
none.

The forebears' way, kept as the measure for the line reader and as its stand-in.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from recognition.card import Card
from recognition.engine import Engine
from recognition.grammar import is_whole
from recognition.raster import Path, digit_image
from recognition.reading import Candidate, Symbol
from recognition.seeing import Seen, Sight

_MAX_GROUP = 4
_MAX_PIECES = 24
_BEAM = 24
_GAP_COST = 5.0  # in nats, for a group with white space through it: hardly ever one digit


class GroupingMethod:
    """Over-segment, classify with a network that knows "not a digit", search for the best row of digits."""

    def __init__(self, engines: Sequence[Engine], card: Card) -> None:
        self._engine = engines[0]
        self._labels = card.alphabet
        self._temperature = card.calibration.get("temperature", 1.0)
        self._floor = card.calibration.get("floor", 0.5)

    def see(self, sight: Sight, kind: str) -> Seen:
        """Return candidates of the kind; digits only, so other kinds are read as whole numbers where they
        allow it."""
        pieces = _pieces(sight.paths)
        if not pieces or len(pieces) > _MAX_PIECES:
            return Seen("unreadable")
        spans = [(i, j) for i in range(len(pieces)) for j in range(i + 1, min(i + _MAX_GROUP, len(pieces)) + 1)]
        images = np.stack([digit_image([sight.paths[k] for piece in pieces[i:j] for k in piece]) for i, j in spans])
        probabilities = np.concatenate([self._engine.run(images[at : at + 32]) for at in range(0, len(images), 32)])
        logits = np.log(np.maximum(probabilities, 1e-9)) / self._temperature
        logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
        logs -= np.array([[_GAP_COST * _gaps(sight.paths, pieces[i:j])] for i, j in spans])
        best = self._search(len(pieces), dict(zip(spans, logs, strict=True)))
        texts: dict[str, float] = {}
        symbols: dict[str, list[tuple[int, int, int]]] = {}
        for score, row in best:
            text = "".join(self._labels[label] for _, _, label in row)
            if is_whole(text, kind):
                texts[text] = texts.get(text, 0.0) + math.exp(score)
                symbols.setdefault(text, row)
        if not texts:
            return Seen("unreadable", confidence=0.9)
        total = sum(texts.values())
        # The weight of "no digit" in the best row: what is left over when the groups are hardly digits.
        top = max(texts, key=lambda text: texts[text])
        least = min(float(np.exp(logs[spans.index((i, j))][label])) for i, j, label in symbols[top])
        scale = min(1.0, least / 0.9) / total
        candidates = tuple(Candidate(text, weight * scale) for text, weight in texts.items())
        shown = tuple(
            Symbol(
                self._labels[label],
                float(np.exp(logs[spans.index((i, j))][label])),
                tuple(sorted(k for piece in pieces[i:j] for k in piece)),
                _box([sight.paths[k] for piece in pieces[i:j] for k in piece]),
            )
            for i, j, label in symbols[top]
        )
        flags = ("outside_box",) if sight.touches_edge else ()
        if least < self._floor:
            return Seen("unreadable", candidates, flags=flags, confidence=1 - least)
        return Seen("read", candidates, shown, flags)

    def _search(
        self, count: int, logs: dict[tuple[int, int], np.ndarray]
    ) -> list[tuple[float, list[tuple[int, int, int]]]]:
        rows: list[list[tuple[float, list[tuple[int, int, int]]]]] = [[] for _ in range(count + 1)]
        rows[0] = [(0.0, [])]
        for end in range(1, count + 1):
            found = []
            for start in range(max(0, end - _MAX_GROUP), end):
                scores = logs[(start, end)]
                for label in np.argsort(scores[:10])[::-1][:4]:
                    found += [
                        (old + float(scores[label]), [*row, (start, end, int(label))]) for old, row in rows[start]
                    ]
            rows[end] = sorted(found, key=lambda item: -item[0])[:_BEAM]
        return rows[count]


def _pieces(paths: Sequence[Path]) -> list[list[int]]:
    """Strokes that lie over one another belong together; pieces run from left to right."""
    order = sorted(range(len(paths)), key=lambda k: float(paths[k][:, 0].mean()))
    height = max(float(np.ptp(np.concatenate(list(paths))[:, 1])), 1.0)
    pieces: list[list[int]] = []
    edges: list[tuple[float, float]] = []
    for k in order:
        left, right = float(paths[k][:, 0].min()), float(paths[k][:, 0].max())
        if pieces:
            overlap = min(right, edges[-1][1]) - max(left, edges[-1][0])
            narrow = min(right - left, edges[-1][1] - edges[-1][0])
            if overlap > 0.6 * max(narrow, 0.02 * height):
                pieces[-1].append(k)
                edges[-1] = (min(left, edges[-1][0]), max(right, edges[-1][1]))
                continue
        pieces.append([k])
        edges.append((left, right))
    return pieces


def _gaps(paths: Sequence[Path], pieces: list[list[int]]) -> int:
    """How many times a column of white space runs through the pieces."""
    count, right = 0, -math.inf
    for piece in pieces:
        left = min(float(paths[k][:, 0].min()) for k in piece)
        count += right != -math.inf and left > right
        right = max(right, *(float(paths[k][:, 0].max()) for k in piece))
    return count


def _box(paths: list[Path]) -> tuple[float, float, float, float]:
    points = np.concatenate(paths)
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    return (float(left), float(top), float(right), float(bottom))
