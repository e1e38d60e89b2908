"""Pens of our own synthetic hand stand in for the data sets, which are not part of the repository."""

from __future__ import annotations

import pytest

from handwriting import write
from recognition.raster import paths_of
from training.data import Pen


def pens(symbols: str, writers: range) -> list[Pen]:
    out = []
    for writer in writers:
        for symbol in symbols:
            for k in range(2):
                wire = write(symbol, seed=100 * writer + k, style=writer)
                paths = tuple(path * 0.7 for path in paths_of(wire["strokes"]))
                out.append(Pen(f"{writer}-{symbol}-{k}", f"hand {writer}", symbol, paths))
    return out


@pytest.fixture(scope="session")
def digit_pens() -> list[Pen]:
    return pens("0123456789", range(6))


@pytest.fixture(scope="session")
def symbol_pens() -> list[Pen]:
    return pens("-+.,/:<>=", range(6))
