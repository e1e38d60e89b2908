"""A school's confirmed ink: read, checked against its manifest, split by whole writers, drawn as lines."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

import numpy as np

from recognition.alphabet import ALPHABET
from recognition.layout import stacked
from recognition.raster import line_image, paths_of
from training import augment
from training.augment import Rng
from training.compose import Line
from training.data import DataProblem, Pen, is_held_out
from training.lines import MAX_LABELS, Sample, drawn

LINES, MANIFEST = "training-ink.jsonl.gz", "manifest.json"
FEWEST_WRITERS = 2  # one to learn from, one to measure on


@dataclass(frozen=True)
class SchoolInk:
    """An export: its pens, how many of its lines are of no use here, and what its manifest states."""

    pens: tuple[Pen, ...]
    left_out: int
    facts: dict[str, Any]


def load(path: File) -> SchoolInk:
    """Read FILE.zip as a school exports it, or bare .jsonl or .jsonl.gz; DataProblem for what cannot be trusted."""
    try:
        text, facts = _opened(path)
        rows = [json.loads(line) for line in text.splitlines() if line.strip()]
        pens = [Pen(row["id"], row["writer"], row["text"], tuple(paths_of(row["ink"]["strokes"]))) for row in rows]
    except FileNotFoundError:
        raise DataProblem(f"{path} is missing") from None
    except (OSError, ValueError, KeyError, TypeError, IndexError, zipfile.BadZipFile) as error:
        raise DataProblem(f"{path} is not a file of training ink: {error}") from error
    usable = tuple(pen for pen in pens if _is_usable(pen))
    return SchoolInk(usable, len(pens) - len(usable), facts)


def _opened(path: File) -> tuple[bytes, dict[str, Any]]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as bundle:
            text, facts = gzip.decompress(bundle.read(LINES)), json.loads(bundle.read(MANIFEST))
    else:
        raw = path.read_bytes()
        text, facts = gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw, {}
    found = hashlib.sha256(text).hexdigest()
    if facts and facts.get("sha256") != found:
        raise DataProblem(f"{path} is damaged: its sha256 is {found}, its manifest says {facts.get('sha256')}")
    return text, {**facts, "sha256": found}


def _is_usable(pen: Pen) -> bool:
    """Whether the network can learn it as one line: known signs, not too many, no fraction with a bar."""
    known = 0 < len(pen.text) <= MAX_LABELS and all(sign in ALPHABET[1:] for sign in pen.text)
    return known and bool(pen.paths) and not ("/" in pen.text and stacked(pen.paths))


def split(pens: Sequence[Pen]) -> tuple[list[Pen], list[Pen]]:
    """Split into (to learn from, held out) by whole writers, the same ones for ever: one in ten, at least one."""
    writers = sorted({pen.writer for pen in pens}, key=lambda name: hashlib.sha256(name.encode()).digest())
    if len(writers) < FEWEST_WRITERS:
        raise DataProblem(f"the file has ink of {len(writers)} writers; {FEWEST_WRITERS} are needed, one to measure")
    out = {name for name in writers if is_held_out(name)} or {writers[0]}
    if len(out) == len(writers):
        out.discard(writers[-1])
    return [pen for pen in pens if pen.writer not in out], [pen for pen in pens if pen.writer in out]


class SchoolLines:
    """Draws training lines from a school's pens: every writer in turn, a little distorted each time."""

    def __init__(self, pens: Sequence[Pen]) -> None:
        self._by_writer: dict[str, list[Pen]] = defaultdict(list)
        for pen in pens:
            self._by_writer[pen.writer].append(pen)
        self._writers = sorted(self._by_writer)
        # As in composing: who wrote much must not drown the others.
        roots = np.sqrt([len(self._by_writer[name]) for name in self._writers])
        self._weights = roots / roots.sum()

    def line(self, rng: Rng) -> Line:
        """One answer as its child wrote it, bent a little."""
        mine = self._by_writer[self._writers[int(rng.choice(len(self._writers), p=self._weights))]]
        pen = mine[int(rng.integers(len(mine)))]
        paths = augment.slanted([augment.resampled(path) for path in pen.paths], float(rng.normal(0, 0.06)))
        paths = augment.wobble(paths, rng, float(rng.uniform(0, 5)))
        return Line(augment.turned(paths, float(rng.normal(0, 0.03))), tuple(pen.text))

    def samples(self, count: int, rng: Rng) -> list[Sample]:
        """Draw `count` lines."""
        return [drawn(self, rng) for _ in range(count)]  # type: ignore[arg-type]  # it asks for .line alone


def plain_samples(pens: Sequence[Pen]) -> list[Sample]:
    """Each pen once, undistorted: to measure on."""
    index = {label: k for k, label in enumerate(ALPHABET)}
    return [
        (np.rint(line_image(list(pen.paths)).pixels * 100).astype(np.int8), tuple(index[sign] for sign in pen.text))
        for pen in pens
    ]
