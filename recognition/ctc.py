"""From columns of label probabilities to texts: CTC prefix search bounded by a grammar, and alignment of the best
text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]

BEAM = 14
_SMALL = 1e-5  # a label this unlikely in a column starts no new text there


def search(
    table: Table, symbols: Sequence[str], allowed: Callable[[str], bool], beam: int = BEAM
) -> dict[str, float]:
    """Return texts with their CTC probability (absolute: what is missing to 1 lies outside the grammar or the beam).

    `table` is (columns, labels) of probabilities with the blank first; `symbols` gives each label's one character;
    `allowed` says whether a prefix may still become an answer.
    """
    beams: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}
    where = {symbol: k for k, symbol in enumerate(symbols) if symbol}
    known: dict[str, bool] = {}
    for row in table:
        values = row.tolist()
        blank = values[0]
        likely = [(symbols[k], values[k]) for k in range(1, len(values)) if values[k] > _SMALL]
        if not likely:
            beams = {
                text: ((ended + open_) * blank, open_ * _last(values, where, text))
                for text, (ended, open_) in beams.items()
            }
            continue
        grown: dict[str, list[float]] = {}
        for text, (ended, open_) in beams.items():
            total = ended + open_
            stay = grown.setdefault(text, [0.0, 0.0])
            stay[0] += total * blank
            last = text[-1:]
            if last:
                stay[1] += open_ * values[where[last]]
            for symbol, value in likely:
                more = (ended if symbol == last else total) * value
                if more < 1e-12:
                    continue
                longer = text + symbol
                fits = known.get(longer)
                if fits is None:
                    fits = known[longer] = allowed(longer)
                if fits:
                    grown.setdefault(longer, [0.0, 0.0])[1] += more
        ranked = sorted(grown.items(), key=lambda item: -(item[1][0] + item[1][1]))[:beam]
        beams = {text: (pair[0], pair[1]) for text, pair in ranked}
    return {text: ended + open_ for text, (ended, open_) in beams.items()}


def _last(values: list[float], where: dict[str, int], text: str) -> float:
    return values[where[text[-1]]] if text else 0.0


def align(table: Table, labels: Sequence[int]) -> list[int]:
    """Return the column where each label stands out most on the likeliest path (Viterbi); labels must fit the
    columns."""
    logs = np.log(np.maximum(table, 1e-12))
    path = [0]
    for label in labels:
        path += [label, 0]
    states = len(path)
    score = np.full(states, -np.inf)
    score[0] = logs[0, 0]
    if states > 1:
        score[1] = logs[0, path[1]]
    skip = np.array([s >= 2 and path[s] != 0 and path[s] != path[s - 2] for s in range(states)])
    back = np.zeros((len(table), states), dtype=np.int8)
    emit = logs[:, path]
    for t in range(1, len(table)):
        one = np.concatenate([[-np.inf], score[:-1]])
        two = np.where(skip, np.concatenate([[-np.inf, -np.inf], score[:-2]])[:states], -np.inf)
        options = np.stack([score, one, two])
        back[t] = options.argmax(axis=0)
        score = options.max(axis=0) + emit[t]
    state = states - 1 if states == 1 or score[-1] >= score[-2] else states - 2
    best: list[tuple[float, int]] = [(-np.inf, 0)] * len(labels)
    for t in range(len(table) - 1, -1, -1):
        if state % 2:
            best[state // 2] = max(best[state // 2], (float(emit[t, state]), t))
        state -= int(back[t, state])
    return [t for _, t in best]
