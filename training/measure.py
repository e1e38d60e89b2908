"""Measures a reader on handwriting of writers it has never met: answers, confidences and what they are worth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path as File

import numpy as np
from tqdm import tqdm

from handwriting import cat, letters, scribble
from recognition.grammar import is_whole
from recognition.reader import Ink, Reader
from training import augment
from training.compose import SPACINGS, Composer, beside
from training.data import ALSO_MEASURED, load_pens
from training.junk import OTHER_SIGNS

COMPOSED = 1000  # answers per spacing


@dataclass(frozen=True)
class Task:
    """One thing to read: ink, the kind of answer, what is written ("" for no number) and by whom; of a set's digits
    and what is composed of them also which pens it shows."""

    id: str
    writer: str
    kind: str
    truth: str
    ink: Ink
    pens: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of a task; `confidence` is 0 where the reader said it could not read."""

    task: Task
    text: str
    status: str
    confidence: float
    flags: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether the text is exactly what was written; reading a non-number as none is right too."""
        return self.text == self.task.truth


def ink_of(paths: Sequence[np.ndarray]) -> Ink:
    """Put paths into a box with a margin, as a canvas would hold them; very long ink is thinned to the limits."""
    points = np.concatenate(list(paths))
    low, high = points.min(axis=0), points.max(axis=0)
    margin = 40.0
    step = 1 + int(sum(len(path) for path in paths) / 1900)
    strokes = tuple(
        tuple((round(float(x), 1), round(float(y), 1)) for x, y in (path[::step] - low + margin)) for path in paths
    )
    return Ink(float(high[0] - low[0] + 2 * margin), float(high[1] - low[1] + 2 * margin), strokes)


def kind_of(text: str) -> str | None:
    """The plainest kind of answer that can express a text as it stands in a data set; None when none can."""
    for kind in ("whole", "signed", "decimal", "fraction", "time"):
        if is_whole(text.replace(",", ".") if kind == "decimal" else text, kind):
            return kind
    return None


def singles(folder: File, name: str, kind: str = "digit", shaky: bool = False) -> list[Task]:
    """Single digits of a pen set, as they are or under the fixed shaky hand."""
    tasks = []
    for k, pen in enumerate(load_pens(folder, name)):
        paths = augment.shaky(pen.paths, k) if shaky else list(pen.paths)
        tasks.append(Task(pen.id, pen.writer, kind, pen.text, ink_of(paths), (pen.id,)))
    return tasks


def composed(folder: File, spacing: str, count: int = COMPOSED, shaky: bool = False) -> list[Task]:
    """Numbers of one to four digits composed of the dev writers' digits, each by one writer."""
    composer = Composer(load_pens(folder, "unipen-digits-dev"), load_pens(folder, "unipen-symbols-dev"))
    rng = np.random.default_rng([7, sorted(SPACINGS).index(spacing)])
    tasks = []
    for k in range(count):
        text = "".join(str(d) for d in rng.integers(0, 10, int(rng.integers(1, 5))))
        writer = composer.writer(rng)
        line = composer.text(rng, text, SPACINGS[spacing], writer)
        paths = augment.shaky(line.paths, k) if shaky else line.paths
        tasks.append(Task(f"{spacing}-{k}", writer, "whole", text, ink_of(paths), line.pens))
    return tasks


def numbers(folder: File, name: str, *, digits_only: bool) -> list[Task]:
    """Numbers written as one word: digits only, or all that an answer kind can express, each in its kind."""
    tasks = []
    for pen in load_pens(folder, name):
        kind = kind_of(pen.text)
        if pen.writer in ALSO_MEASURED or kind is None or (digits_only and kind != "whole"):
            continue
        truth = pen.text.replace(",", ".") if kind == "decimal" else pen.text
        tasks.append(Task(pen.id, pen.writer, kind, truth, ink_of(pen.paths)))
    return tasks


def signs(folder: File, count: int = 400) -> list[Task]:
    """The dev writers' < > = alone, and their - . / : within composed answers of the sign's kind."""
    symbols = load_pens(folder, "unipen-symbols-dev")
    tasks = [Task(p.id, p.writer, "compare", p.text, ink_of(p.paths)) for p in symbols if p.text in "<>="]
    composer = Composer(load_pens(folder, "unipen-digits-dev"), symbols)
    rng = np.random.default_rng(11)
    for k in range(count):
        a, b = (str(d) for d in rng.integers(0, 10, 2))
        kind, text = (
            ("signed", f"-{a}{b}"),
            ("decimal", f"{a}.{b}"),
            ("fraction", f"{a}/{b}"),
            ("time", f"{a}:{rng.integers(60):02}"),
        )[k % 4]
        writer = composer.writer(rng)
        paths = composer.text(rng, text, (10.0, 50.0), writer).paths
        tasks.append(Task(f"sign-{k}", writer, kind, text, ink_of(paths)))
    return tasks


def backwards(folder: File) -> list[Task]:
    """The dev writers' 2 3 4 5 6 7 9 mirrored: to be read as what they mean, and flagged."""
    pens = [p for p in load_pens(folder, "unipen-digits-dev") if p.text in "2345679"]
    return [Task(p.id, p.writer, "digit", p.text, ink_of(augment.mirrored(list(p.paths)))) for p in pens]


def corrected(folder: File, count: int = 300) -> list[Task]:
    """A dev writer's digit crossed out, then one to three that count: to be read without it, and flagged."""
    composer = Composer(load_pens(folder, "unipen-digits-dev"), load_pens(folder, "unipen-symbols-dev"))
    rng = np.random.default_rng(13)
    tasks = []
    for k in range(count):
        writer = composer.writer(rng)
        wrong = augment.crossed_out(composer.symbol(rng, str(rng.integers(10)), writer), rng)
        text = "".join(str(d) for d in rng.integers(0, 10, int(rng.integers(1, 4))))
        row = wrong
        for symbol in text:
            row = beside(row, composer.symbol(rng, symbol, writer), float(rng.uniform(10.0, 50.0)))
        tasks.append(Task(f"corrected-{k}", writer, "whole", text, ink_of(row)))
    return tasks


def no_numbers(folder: File) -> list[Task]:
    """Ink that is no number: the dev writers' other signs, and letters, scribbles and cats of our own pen."""
    pens = [p for p in load_pens(folder, "unipen-symbols-dev") if p.text in OTHER_SIGNS]
    tasks = [Task(p.id, p.writer, "whole", "", ink_of(p.paths)) for p in pens]
    for draw in (letters, scribble, cat):
        # Seeds far above those that training draws at random would repeat only by accident.
        tasks += [
            Task(f"{draw.__name__}-{k}", "synthetic", "whole", "", Ink.from_wire(draw(seed=2**40 + k)))
            for k in range(100)
        ]
    return tasks


SETS: dict[str, Callable[[File], list[Task]]] = {
    "pendigits-test": lambda folder: singles(folder, "pendigits-test"),
    "unipen-digits-dev": lambda folder: singles(folder, "unipen-digits-dev"),
    "composed apart": lambda folder: composed(folder, "apart"),
    "composed close": lambda folder: composed(folder, "close"),
    "composed touching": lambda folder: composed(folder, "touching"),
    "unipen-numbers-dev, digits": lambda folder: numbers(folder, "unipen-numbers-dev", digits_only=True),
    "unipen-numbers-dev, all kinds": lambda folder: numbers(folder, "unipen-numbers-dev", digits_only=False),
    "crohme-numbers": lambda folder: numbers(folder, "crohme-numbers-train", digits_only=True),
    "signs in their kind": signs,
    "mirrored digits": backwards,
    "corrected numbers": corrected,
    "no numbers": no_numbers,
    "shaky pendigits-test": lambda folder: singles(folder, "pendigits-test", shaky=True),
    "shaky unipen-digits-dev": lambda folder: singles(folder, "unipen-digits-dev", shaky=True),
    "shaky composed close": lambda folder: composed(folder, "close", shaky=True),
}


def outcomes(reader: Reader, tasks: Iterable[Task], name: str = "") -> list[Outcome]:
    """Read every task, with a progress bar."""
    out = []
    for task in tqdm(list(tasks), desc=name, unit="ink", leave=False):
        reading = reader.read(task.ink, task.kind)
        sure = reading.confidence if reading.status == "read" else 0.0
        out.append(Outcome(task, reading.text, reading.status, sure, reading.flags))
    return out


def accuracy(results: Sequence[Outcome]) -> float:
    """Share read exactly right."""
    return sum(o.right for o in results) / max(1, len(results))


def errors_left(results: Sequence[Outcome], share: float = 0.03) -> int:
    """Errors that remain when the given share with the least confidence goes to a person."""
    ranked = sorted(results, key=lambda o: o.confidence)
    return sum(not o.right for o in ranked[round(share * len(ranked)) :])


def calibration_error(results: Sequence[Outcome], bins: int = 15) -> float:
    """Expected calibration error over bins of equal width, of answers that were read."""
    read = [o for o in results if o.status == "read"]
    total = 0.0
    for k in range(bins):
        inside = [o for o in read if k / bins < o.confidence <= (k + 1) / bins]
        if inside:
            total += abs(sum(o.right for o in inside) - sum(o.confidence for o in inside))
    return total / max(1, len(read))


def falsely_sure(results: Sequence[Outcome], limit: float = 0.9) -> float:
    """Share of ink that is no number but was read as one with more confidence than the limit."""
    return sum(o.confidence > limit for o in results) / max(1, len(results))
