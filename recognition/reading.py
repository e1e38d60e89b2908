"""Reading: what the network saw in an ink, with probabilities; plain data that can be stored and loaded
again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

READING_VERSION = 1
STATUSES = ("read", "blank", "unreadable")
MAX_CANDIDATES = 10

FLAGS = {
    "mirrored": "a digit is written backwards",
    "crossed_out": "a part is crossed out",
    "outside_box": "ink touches the edge of the box",
    "gap": "a box inside the answer is empty",
}


@dataclass(frozen=True)
class Candidate:
    """One possible text and the calibrated probability that it is what was written."""

    text: str
    probability: float


@dataclass(frozen=True)
class Symbol:
    """One symbol of the best text: the strokes it rests on (by index) and its box in ink units (left, top,
    right, bottom)."""

    text: str
    probability: float
    strokes: tuple[int, ...]
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Cell:
    """What was seen in one region of a figure: its strokes by index, and the box of its ink, or its own while it is
    empty. Candidates fall in probability."""

    name: str
    status: str
    text: str
    candidates: tuple[Candidate, ...]
    strokes: tuple[int, ...]
    box: tuple[float, float, float, float]
    flags: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data, as part of a reading's."""
        return {
            "name": self.name,
            "status": self.status,
            "text": self.text,
            "candidates": [{"text": c.text, "probability": round(c.probability, 4)} for c in self.candidates],
            "strokes": list(self.strokes),
            "box": [round(side, 1) for side in self.box],
            "flags": list(self.flags),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Cell:
        """Load what `to_json` gave."""
        return cls(
            name=data["name"],
            status=data["status"],
            text=data["text"],
            candidates=tuple(Candidate(c["text"], c["probability"]) for c in data["candidates"]),
            strokes=tuple(data["strokes"]),
            box=(data["box"][0], data["box"][1], data["box"][2], data["box"][3]),
            flags=tuple(data["flags"]),
        )


@dataclass(frozen=True)
class Reading:
    """The answer of a reader; `text` is empty unless `status` is "read"; candidates fall in probability
    and may be
    present for an unreadable ink too, as what it would have been at best."""

    status: str
    text: str
    confidence: float
    candidates: tuple[Candidate, ...]
    symbols: tuple[Symbol, ...]
    flags: tuple[str, ...]
    reader_version: str
    kind: str = "whole"
    # Of a figure: every region that was read, in the order of the regions.
    cells: tuple[Cell, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data with a version; probabilities keep four decimals."""
        return {
            "version": READING_VERSION,
            "kind": self.kind,
            "status": self.status,
            "text": self.text,
            "confidence": round(self.confidence, 4),
            "candidates": [{"text": c.text, "probability": round(c.probability, 4)} for c in self.candidates],
            "symbols": [
                {
                    "text": s.text,
                    "probability": round(s.probability, 4),
                    "strokes": list(s.strokes),
                    "box": [round(side, 1) for side in s.box],
                }
                for s in self.symbols
            ],
            "flags": list(self.flags),
            "reader_version": self.reader_version,
            **({"cells": [cell.to_json() for cell in self.cells]} if self.cells else {}),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Reading:
        """Load what `to_json` gave; ValueError for another version."""
        if data.get("version") != READING_VERSION:
            raise ValueError(f"a reading of version {data.get('version')!r}, expected {READING_VERSION}")
        return cls(
            status=data["status"],
            text=data["text"],
            confidence=data["confidence"],
            candidates=tuple(Candidate(c["text"], c["probability"]) for c in data["candidates"]),
            symbols=tuple(
                Symbol(
                    s["text"],
                    s["probability"],
                    tuple(s["strokes"]),
                    (s["box"][0], s["box"][1], s["box"][2], s["box"][3]),
                )
                for s in data["symbols"]
            ),
            flags=tuple(data["flags"]),
            reader_version=data["reader_version"],
            kind=data.get("kind", "whole"),
            cells=tuple(Cell.from_json(cell) for cell in data.get("cells", [])),
        )
