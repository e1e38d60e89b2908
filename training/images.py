"""Digits as 28x28 pictures for the forebears: MNIST as it is, pens as `recognition.raster.digit_image`
draws them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path as File

import numpy as np
from numpy.typing import NDArray

from recognition.raster import digit_image
from training import augment
from training.data import MNIST_TEST, MNIST_TRAIN, Pen, checked, load_mnist, load_pens, split_writers

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]


def check(folder: File, *, pens: bool, signs: bool = False) -> None:
    """Check every file that training a forebear and measuring it will need, before hours are spent on it; `signs` for
    a base of pen symbols. DataProblem names one that is missing or damaged."""
    learned = ("pendigits-train", "unipen-digits-train") if pens or signs else ()
    symbols = ("unipen-symbols-train",) if signs else ()
    for name in (*MNIST_TRAIN, *learned, *symbols, *MNIST_TEST, "pendigits-test", "unipen-digits-dev"):
        checked(folder, name)


def mnist(folder: File, part: str) -> tuple[Floats, Labels]:
    """MNIST's "train" or "test" pictures as (n, 28, 28, 1) in 0..1 with labels (n,)."""
    images, labels = load_mnist(folder, part)
    return images[..., None].astype(np.float32) / 255, labels.astype(np.int64)


def drawn(pens: Sequence[Pen], *, shaken: int = 0, seed: int = 0) -> tuple[Floats, Labels]:
    """Draw single digits; `shaken` adds that many distorted copies of each."""
    rng = np.random.default_rng(seed)
    images = [digit_image(pen.paths) for pen in pens]
    for _ in range(shaken):
        for pen in pens:
            paths = [augment.resampled(path) for path in pen.paths]
            paths = augment.slanted(paths, float(rng.normal(0, 0.15)))
            paths = augment.wobble(augment.turned(paths, float(rng.normal(0, 0.08))), rng, 5.0)
            images.append(digit_image(paths, radius=float(rng.uniform(0.8, 1.4))))
    labels = np.array([int(pen.text) for pen in pens] * (1 + shaken), dtype=np.int64)
    return np.stack(images), labels


def training_set(folder: File, *, pens: bool) -> tuple[Floats, Labels]:
    """What a forebear trains on: MNIST alone as its authors did, or with the training pens (each also once
    shaken)."""
    images, labels = mnist(folder, "train")
    if not pens:
        return images, labels
    samples = [
        p for name in ("pendigits-train", "unipen-digits-train") for p in split_writers(load_pens(folder, name))[0]
    ]
    more, theirs = drawn(samples, shaken=1)
    return np.concatenate([images, more]), np.concatenate([labels, theirs])


def pen_set(folder: File, name: str) -> tuple[Floats, Labels]:
    """A set of single digits to measure on."""
    return drawn(load_pens(folder, name))
