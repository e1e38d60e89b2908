"""Reads the UNIPEN format (UNIPEN train_r01_v07, Pen-Digits' original files) and writes it as lines of our own.

A file holds pen strokes (`.PEN_DOWN` to `.PEN_UP`; y grows up) and segments that name strokes by their numbers:
`.SEGMENT CHARACTER 0-1 ? "4"`. A segment file names its strokes' file by `.INCLUDE`, below `include/`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path as File
from typing import Any

import numpy as np
from numpy.typing import NDArray

Stroke = NDArray[np.float64]

TALL = 150.0  # a writer's typical digit
MARGIN = 60.0
MAX_NESTED = 5

_SEGMENT = re.compile(r'^\.SEGMENT\s+(\S+)\s+(\S+)\s+\S+\s+"((?:[^"\\]|\\.)*)"')


@dataclass
class Segment:
    """What some strokes mean: `where` numbers them, `first` is the stroke that followed, `comment` what is said."""

    level: str
    where: str
    label: str
    first: int
    comment: str = ""


@dataclass
class Page:
    """Strokes in the order written (x right, y up, equal units) and what was made of them."""

    strokes: list[Stroke] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    writer: str = ""
    per_inch: list[float] = field(default_factory=lambda: [1.0, 1.0])


@dataclass(frozen=True)
class Sample:
    """One labelled ink, not yet scaled."""

    writer: str
    text: str
    strokes: tuple[Stroke, ...]


def page_of(path: File, include: File | None = None) -> Page:
    """Read a file with all that it includes; ValueError names the file and line that cannot be understood."""
    page = Page()
    _read(path, include or path.parent, page, 0)
    return page


def _read(path: File, include: File, page: Page, depth: int) -> None:
    points: list[tuple[float, float]] | None = None
    for number, line in enumerate(path.read_text(encoding="latin-1").splitlines(), 1):
        if not line.startswith("."):
            if points is not None and line.strip():
                try:
                    x, y = line.split()[:2]
                    points.append((float(x), float(y)))
                except ValueError:
                    raise ValueError(f"{path}, line {number}: no point: {line.strip()[:40]!r}") from None
            continue
        word, _, rest = line.partition(" ")
        word, rest = word.split("\t")[0], rest.strip() or line[len(word.split("\t")[0]) :].strip()
        if points is not None and word in (".PEN_UP", ".PEN_DOWN", ".SEGMENT", ".START_BOX"):
            page.strokes.append(np.array(points, dtype=float).reshape(-1, 2))
            points = None
        if word == ".PEN_DOWN":
            points = []
        elif word == ".SEGMENT":
            found = _SEGMENT.match(line)
            if found:
                label = re.sub(r"\\(.)", r"\1", found[3])
                page.segments.append(Segment(found[1], found[2], label, len(page.strokes)))
        elif word == ".COMMENT" and page.segments:
            page.segments[-1].comment = page.segments[-1].comment or rest
        elif word == ".WRITER_ID" and rest:
            page.writer = rest.split()[0]
        elif word in (".X_POINTS_PER_INCH", ".Y_POINTS_PER_INCH") and rest:
            page.per_inch[word == ".Y_POINTS_PER_INCH"] = float(rest.split()[0])
        elif word == ".INCLUDE" and depth < MAX_NESTED:
            wanted = (include / rest).resolve()
            if include.resolve() not in wanted.parents or not wanted.is_file():
                raise ValueError(f"{path}, line {number}: {rest} is not there")
            _read(wanted, include, page, depth + 1)
    if points:
        page.strokes.append(np.array(points, dtype=float).reshape(-1, 2))


def numbers_of(strokes: str) -> list[int]:
    """The stroke numbers of `0-1,4`; ValueError for parts of strokes (`3:10-4:2`), which are not used here."""
    out: list[int] = []
    for part in strokes.split(","):
        first, _, last = part.partition("-")
        out += range(int(first), int(last or first) + 1)
    return out


def samples(page: Page, contributor: str, levels: Sequence[str] = ("CHARACTER",)) -> Iterator[Sample]:
    """Yield the labelled inks of a page; labels of strokes that are not there, or of parts, are left out."""
    square = np.array([1.0, page.per_inch[0] / page.per_inch[1]])
    for segment in page.segments:
        if segment.level not in levels:
            continue
        try:
            strokes = tuple(page.strokes[k] * square for k in numbers_of(segment.where))
        except (ValueError, IndexError):
            continue
        strokes = tuple(stroke for stroke in strokes if len(stroke))
        if strokes:
            yield Sample(f"{contributor}:{page.writer or 'unknown'}", segment.label, strokes)


def pendigits(path: File, part: str) -> Iterator[Sample]:
    """Yield the digits of `pendigits-orig.tra` or `.tes`: each label has its strokes behind it, and a comment that
    says digit, writer and which one it is."""
    page = page_of(path)
    ends = [segment.first for segment in page.segments[1:]] + [len(page.strokes)]
    for segment, end in zip(page.segments, ends, strict=True):
        words = segment.comment.split()
        strokes = tuple(stroke for stroke in page.strokes[segment.first : end] if len(stroke))
        if strokes:
            yield Sample(f"pd:{part}:{words[1] if len(words) > 1 else 'unknown'}", segment.label, strokes)


def rows(found: Sequence[Sample], prefix: str, source: str, sizes: dict[str, float]) -> Iterator[str]:
    """Yield lines of JSON: y grows down, a writer's scale makes the typical digit 150 high, the ink stands 60 from
    the edges."""
    for number, sample in enumerate(found):
        scale = TALL / sizes[sample.writer]
        points = np.concatenate(sample.strokes) * (scale, -scale)
        low, high = points.min(axis=0), points.max(axis=0)
        ink: dict[str, Any] = {
            "version": 1,
            "width": round(float(high[0] - low[0]) + 2 * MARGIN),
            "height": round(float(high[1] - low[1]) + 2 * MARGIN),
            "strokes": [
                [[round(float(x), 1), round(float(y), 1)] for x, y in stroke * (scale, -scale) - low + MARGIN]
                for stroke in sample.strokes
            ],
        }
        row = {"id": f"{prefix}-{number}", "source": source, "writer": sample.writer, "text": sample.text, "ink": ink}
        yield json.dumps(row, separators=(",", ":"), ensure_ascii=False)


def typical(digits: Sequence[Sample], others: Sequence[Sample] = ()) -> dict[str, float]:
    """How high each writer's digits usually are; who wrote none is given the middle of all."""
    heights: dict[str, list[float]] = defaultdict(list)
    for sample in digits:
        heights[sample.writer].append(float(np.ptp(np.concatenate(sample.strokes)[:, 1])))
    sizes = {writer: max(float(np.median(values)), 1e-6) for writer, values in heights.items()}
    middle = float(np.median(list(sizes.values()))) if sizes else 1.0
    return {**{sample.writer: middle for sample in others}, **sizes}
