"""Feeds the line network: composed lines drawn in a process of their own, in chunks that depend on the
seed alone."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from itertools import chain
from pathlib import Path as File
from queue import Empty, Full
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from recognition.alphabet import INDEX
from recognition.raster import CHANNELS, LINE_BOX, LINE_HEIGHT, LINE_MARGIN, LINE_MAX_WIDTH, line_image, line_scale
from training.augment import Rng
from training.compose import Composer
from training.data import MNIST_TRAIN, DataProblem, checked, load_mnist, load_pens, split_writers
from training.plan import PASSES

PENS, SIGNS = ("pendigits-train", "unipen-digits-train"), "unipen-symbols-train"
CHUNK = 2048
AREA = 6144  # lines x columns in one step: short lines come in larger batches
MAX_LABELS = 20
_TENTH = 100  # pixels travel between the processes as hundredths in one byte

Sample = tuple[NDArray[np.int8], tuple[int, ...]]


def composer(folder: File, *, held_out: bool = False) -> Composer:
    """A composer over the training pens: of the writers to train on, or of those held out."""
    part = 1 if held_out else 0
    digits = [pen for name in PENS for pen in split_writers(load_pens(folder, name))[part]]
    return Composer(digits, split_writers(load_pens(folder, SIGNS))[part])


def drawn(line_of: Composer, rng: Rng) -> Sample:
    """Compose and draw one training line; one in four is without pen directions, as in a picture."""
    line = line_of.line(rng)
    bare = rng.random() < 0.25
    radius = float(rng.uniform(0.8, 1.5)) if bare else float(rng.uniform(0.95, 1.15))
    scale = line_scale(line.paths) * float(rng.uniform(0.86, 1.02))
    shift = (float(rng.uniform(-2, 2)), float(rng.uniform(-1.2, 1.2)))
    pixels = line_image(line.paths, radius=radius, scale=scale, shift=shift).pixels
    if bare:
        pixels[:, :, 1:] = 0
    return _packed(pixels), tuple(INDEX[label] for label in line.labels)


def photographed(images: NDArray[np.uint8], labels: NDArray[np.uint8], rng: Rng) -> Sample:
    """Set one to three MNIST digits side by side as an answer without pen directions."""
    count = int(rng.choice([1, 1, 2, 3]))
    picks = rng.integers(len(images), size=count)
    tall = float(rng.uniform(0.85, 1.02)) * LINE_BOX
    parts = []
    for pick in picks:
        image = trimmed(images[pick])
        factor = tall / image.shape[0]
        angle = float(rng.normal(0, 5))
        picture = Image.fromarray(image).rotate(angle, Image.Resampling.BILINEAR, expand=True)
        wide = max(2, round(picture.width * factor * float(np.exp(rng.normal(0, 0.08)))))
        high = min(LINE_HEIGHT, max(2, round(picture.height * factor)))
        parts.append(np.asarray(picture.resize((min(wide, 60), high), Image.Resampling.BILINEAR)))
    gap = int(rng.integers(-1, 6))
    width = sum(part.shape[1] for part in parts) + gap * (count - 1) + 2 * int(LINE_MARGIN)
    width = min(int(np.ceil(width / 8)) * 8, LINE_MAX_WIDTH)
    pixels = np.zeros((LINE_HEIGHT, width, CHANNELS), dtype=np.float32)
    at = int(LINE_MARGIN)
    for part in parts:
        top = (LINE_HEIGHT - part.shape[0]) // 2
        area = pixels[top : top + part.shape[0], at : at + part.shape[1], 0]
        np.maximum(area, part[:, : area.shape[1]] / 255.0, out=area)
        at += part.shape[1] + gap
    return _packed(pixels), tuple(INDEX[str(labels[pick])] for pick in picks)


def trimmed(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Cut a MNIST image to its ink, but never flatter than a third of its width."""
    rows, cols = np.flatnonzero(image.max(axis=1) > 60), np.flatnonzero(image.max(axis=0) > 60)
    return image[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]


def _packed(pixels: NDArray[np.float32]) -> NDArray[np.int8]:
    return np.rint(pixels * _TENTH).astype(np.int8)


def chunk(
    line_of: Composer, mnist: tuple[NDArray[np.uint8], NDArray[np.uint8]] | None, seed: int, number: int
) -> list[Sample]:
    """Draw the lines of one chunk; the same seed and number give the same lines."""
    rng = np.random.default_rng([seed, number])
    samples: list[Sample] = []
    while len(samples) < CHUNK:
        sample = photographed(*mnist, rng) if mnist is not None and rng.random() < 0.08 else drawn(line_of, rng)
        # Two equal neighbours need a column between them, else CTC has no way to write them.
        needed = len(sample[1]) + sum(a == b for a, b in zip(sample[1], sample[1][1:], strict=False))
        if needed <= sample[0].shape[1] // 2 and len(sample[1]) <= MAX_LABELS:
            samples.append(sample)
    return samples


def _work(folder: str, seed: int, first: int, queue: Any) -> None:
    line_of = composer(File(folder))
    mnist = load_mnist(File(folder), "train")
    number = first
    parent = multiprocessing.parent_process()
    while True:
        drawn_lines = (number, chunk(line_of, mnist, seed, number))
        number += 1
        while True:
            try:
                queue.put(drawn_lines, timeout=5)
                break
            except Full:  # the trainer is slower; or it was killed, then nobody will ever ask again
                if parent is None or not parent.is_alive():
                    return


def chunks(folder: File, seed: int, first: int = 0) -> Iterator[list[Sample]]:
    """Yield chunks from number `first` on, for ever; the process behind ends with the generator."""
    for name in (*MNIST_TRAIN, *PENS, SIGNS):  # here, where a missing or damaged file can be named in one sentence
        checked(folder, name)
    context = multiprocessing.get_context("spawn")
    queue: Any = context.Queue(maxsize=2)
    worker = context.Process(target=_work, args=(str(folder), seed, first, queue), daemon=True)
    # Ctrl-C reaches both processes; this one ends the other, which would only fill the screen.
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        worker.start()
    finally:
        signal.signal(signal.SIGINT, usual)
    try:
        while True:
            try:
                yield queue.get(timeout=20)[1]
            except Empty:  # slow, or gone
                if not worker.is_alive():
                    raise DataProblem("the process that draws the lines ended; what it said stands above") from None
    finally:
        worker.terminate()


def batches(samples: list[Sample], rng: Rng) -> Iterator[tuple[NDArray[np.float32], NDArray[np.int32]]]:
    """Yield (pixels, targets) in random order, lines of like width together.

    Targets are (n, 2 + labels): how many labels, how many columns, then the labels filled with 0.
    """
    order = sorted(range(len(samples)), key=lambda k: samples[k][0].shape[1])
    groups: list[list[int]] = []
    group: list[int] = []
    for k in order:
        if group and (len(group) + 1) * samples[k][0].shape[1] > AREA:
            groups.append(group)
            group = []
        group.append(k)
    if group:
        groups.append(group)
    for at in rng.permutation(len(groups)):
        chosen = [samples[k] for k in groups[at]]
        width = max(pixels.shape[1] for pixels, _ in chosen)
        images = np.zeros((len(chosen), LINE_HEIGHT, width, CHANNELS), dtype=np.float32)
        targets = np.zeros((len(chosen), 2 + MAX_LABELS), dtype=np.int32)
        for row, (pixels, labels) in enumerate(chosen):
            images[row, :, : pixels.shape[1]] = pixels
            targets[row, 0], targets[row, 1] = len(labels), pixels.shape[1] // 2
            targets[row, 2 : 2 + len(labels)] = labels
        images /= _TENTH
        yield images, targets


def lessons(samples: list[Sample], seed: int, number: int) -> Iterator[tuple[NDArray[np.float32], NDArray[np.int32]]]:
    """Yield the batches of one chunk, as often as the plan says; the same seed and number give the same order."""
    rng = np.random.default_rng([seed, 77, number])
    return chain.from_iterable(batches(samples, rng) for _ in range(PASSES))


def mnist_outcomes(reader: Any, folder: File) -> float:
    """Share of MNIST's test pictures that a line reader's network reads as the right one digit."""
    images, labels = load_mnist(folder, "test")
    right = 0
    for image, label in zip(images, labels, strict=True):
        right += reader.method.digit_of(line_of_picture(image)) == str(label)
    return right / len(labels)


def line_of_picture(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Place one MNIST picture as a line without pen directions, undistorted."""
    cut = trimmed(image)
    factor = min(LINE_BOX / cut.shape[0], 40 / cut.shape[1])
    high, wide = max(2, round(cut.shape[0] * factor)), max(2, round(cut.shape[1] * factor))
    part = np.asarray(Image.fromarray(cut).resize((wide, high), Image.Resampling.BILINEAR))
    width = int(np.ceil((wide + 2 * LINE_MARGIN) / 8)) * 8
    pixels = np.zeros((LINE_HEIGHT, width, CHANNELS), dtype=np.float32)
    top, left = (LINE_HEIGHT - high) // 2, (width - wide) // 2
    pixels[top : top + high, left : left + wide, 0] = part / 255.0
    return pixels
